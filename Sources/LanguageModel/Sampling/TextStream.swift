/// Turns the bytes of generated tokens into text as they come, and ends at a stop text.
///
/// Bytes are held back while they could still become a stop text or the rest of a character, so
/// what has been given out is never taken back and never contains part of a stop text. Stop texts
/// are compared by their bytes.
package struct TextStream: Sendable {
    private let stops: [[UInt8]]
    private var held: [UInt8] = []
    /// All text given out so far.
    package private(set) var text = ""
    /// Whether a stop text was met; everything from it on is dropped.
    package private(set) var isStopped = false

    /// Starts a stream.
    ///
    /// - Parameter stops: none of them empty.
    package init(stops: [String] = []) { self.stops = stops.map { Array($0.utf8) } }

    /// Takes a token's bytes and gives out the text that has become certain.
    package mutating func append(_ bytes: [UInt8]) -> String {
        guard !isStopped else { return "" }
        held += bytes
        if let start = stops.compactMap({ firstIndex(of: $0) }).min() {
            isStopped = true
            held.removeSubrange(start...)
            return give(held.count)
        }
        return give(min(held.count - longestStopBeginning, completeLength))
    }

    /// Gives out what was held back; bytes that are not UTF-8 become U+FFFD.
    package mutating func finish() -> String { give(held.count) }

    private mutating func give(_ count: Int) -> String {
        guard count > 0 else { return "" }
        let piece = String(decoding: held[..<count], as: UTF8.self)
        held.removeFirst(count)
        text += piece
        return piece
    }

    private func firstIndex(of stop: [UInt8]) -> Int? {
        guard stop.count <= held.count else { return nil }
        return (0...held.count - stop.count).first { held[$0...].starts(with: stop) }
    }

    /// How many bytes at the end are the beginning of a stop text.
    private var longestStopBeginning: Int {
        stops.map { stop in
            stride(from: min(stop.count - 1, held.count), to: 0, by: -1)
                .first { held.suffix($0).elementsEqual(stop.prefix($0)) } ?? 0
        }.max() ?? 0
    }

    /// How many bytes there are before a character that may still be completed.
    private var completeLength: Int {
        // A character's first byte says its length; look for one in the last three bytes.
        for back in 1...3 where back <= held.count {
            let byte = held[held.count - back]
            if byte & 0b1100_0000 == 0b1000_0000 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back && byte < 0xF8 ? held.count - back : held.count
        }
        return held.count
    }
}
