import LanguageModel

/// Finds JSON in what a model wrote.
enum JSONExtraction: String, Sendable, Hashable, CaseIterable {
    /// The whole output, white space at its ends aside.
    case whole
    /// The last fenced code block, or the whole output where there is none.
    case fenced
    /// A fenced block, or else the first object or array anywhere in the output.
    case any

    var summary: String {
        switch self {
        case .whole: "the whole output"
        case .fenced: "the last fenced code block, or the whole output where there is none"
        case .any: "a fenced code block, or else the first object or list anywhere in the output"
        }
    }

    /// Brackets tried as the beginning of a value: keeps the work on hostile text linear.
    private static let maximumCandidates = 64

    /// The JSON value that a text holds, nil where it holds none.
    static func value(in text: String, _ mode: JSONExtraction) -> JSONValue? {
        (try? parse(text, mode))
    }

    /// The JSON value that a text holds.
    ///
    /// - Throws: why the likeliest part is no JSON.
    static func parse(_ text: String, _ mode: JSONExtraction) throws(JSONError) -> JSONValue {
        switch mode {
        case .whole: return try JSONValue(parsing: text)
        case .fenced: return try JSONValue(parsing: fencedBlock(in: text) ?? text)
        case .any:
            let first: JSONError
            do { return try JSONValue(parsing: fencedBlock(in: text) ?? text) } catch {
                first = error
            }
            for candidate in candidates(in: text, limit: maximumCandidates) {
                if let value = try? JSONValue(parsing: candidate) { return value }
            }
            throw first
        }
    }

    /// The content of the last fenced block; a fence that is not closed ends with the text.
    static func fencedBlock(in text: String) -> String? {
        var blocks: [Substring] = []
        var open: (fence: Substring, start: String.Index)?
        var index = text.utf8.startIndex
        while index < text.utf8.endIndex {
            let end = text.utf8[index...].firstIndex(of: 0x0A) ?? text.utf8.endIndex
            let next = end < text.utf8.endIndex ? text.utf8.index(after: end) : end
            let line = text[index..<end].drop { $0 == " " || $0 == "\t" }
            let ticks = line.prefix { $0 == "`" }
            if let (fence, start) = open {
                let rest = line.dropFirst(ticks.count).allSatisfy(\.isWhitespace)
                if ticks.count >= fence.count, rest {
                    blocks.append(text[start..<index])
                    open = nil
                }
            } else if ticks.count >= 3, !line.dropFirst(ticks.count).contains("`") {
                open = (ticks, next)
            }
            index = next
        }
        if let (_, start) = open { blocks.append(text[start...]) }
        return blocks.last.map(String.init)
    }

    /// The parts of a text that begin with a bracket and end with the one that closes it.
    ///
    /// After a part that is returned, the search goes on inside it only when `nested` is on.
    static func candidates(in text: String, limit: Int) -> [String] {
        let bytes = Array(text.utf8)
        var found: [String] = []
        var index = 0
        while index < bytes.count, found.count < limit {
            if bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "[") {
                if let end = closing(bytes, index) {
                    let part = String(decoding: bytes[index..<end], as: UTF8.self)
                    found.append(part)
                    // What parses is a whole; what does not may hold something that does.
                    if (try? JSONValue(parsing: part)) != nil {
                        index = end
                        continue
                    }
                } else {
                    // Nothing closes it, so neither does anything close what is around it.
                    found.append("")
                }
            }
            index += 1
        }
        return found.filter { !$0.isEmpty }
    }

    /// The place after the bracket that closes the one at `start`.
    private static func closing(_ bytes: [UInt8], _ start: Int) -> Int? {
        var depth = 0
        var inString = false
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\") where inString: index += 1
            case UInt8(ascii: "\""): inString.toggle()
            case UInt8(ascii: "{") where !inString, UInt8(ascii: "[") where !inString: depth += 1
            case UInt8(ascii: "}") where !inString, UInt8(ascii: "]") where !inString:
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
            index += 1
        }
        return nil
    }
}
