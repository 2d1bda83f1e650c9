/// One event of a text/event-stream.
struct ServerEvent: Equatable {
    /// The event's name, empty where none was given.
    var name = ""
    /// The data lines, joined by line feeds.
    var data: [UInt8] = []
}

/// Reads a text/event-stream (WHATWG HTML, section 9.2.6) from pieces of any size.
///
/// Tolerates what servers really send: any of the three line ends, comments, fields without a
/// space, a byte-order mark, a last event without its blank line. Sizes are bounded.
struct EventStreamParser {
    private let lineLimit: Int
    private var line: [UInt8] = []
    private var event = ServerEvent()
    private var hasData = false
    private var lastWasReturn = false
    private var isFirstLine = true

    /// - Parameter lineLimit: the longest line, and the longest data of one event, in bytes.
    init(lineLimit: Int = 4 << 20) { self.lineLimit = lineLimit }

    /// Takes the next bytes and hands over each event that they complete.
    ///
    /// - Throws: `ProviderError.tooLarge`, or what `onEvent` throws.
    mutating func feed(
        _ bytes: UnsafeRawBufferPointer, _ onEvent: (ServerEvent) throws -> Void
    ) throws {
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x0D {
            defer { start = index + 1 }
            if byte == 0x0A, lastWasReturn, index == start {
                lastWasReturn = false
                continue
            }
            lastWasReturn = byte == 0x0D
            try append(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
            try endLine(onEvent)
        }
        if start < bytes.count {
            lastWasReturn = false
            try append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        }
    }

    /// Hands over an event that the stream's end completes.
    mutating func finish(_ onEvent: (ServerEvent) throws -> Void) throws {
        if !line.isEmpty { try endLine(onEvent) }
        try dispatch(onEvent)
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard line.count + bytes.count <= lineLimit else { throw tooLong }
        line.append(contentsOf: bytes)
    }

    private mutating func endLine(_ onEvent: (ServerEvent) throws -> Void) throws {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        if line.isEmpty { return try dispatch(onEvent) }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == 0x20 { value.removeFirst() }
        switch line[..<colon] {
        case let name where name.elementsEqual("data".utf8):
            guard event.data.count + value.count <= lineLimit else { throw tooLong }
            if hasData { event.data.append(0x0A) }
            event.data.append(contentsOf: value)
            hasData = true
        case let name where name.elementsEqual("event".utf8):
            event.name = String(decoding: value, as: UTF8.self)
        default: break  // A comment, id, retry, or a field that means nothing here.
        }
    }

    private mutating func dispatch(_ onEvent: (ServerEvent) throws -> Void) throws {
        defer {
            event = ServerEvent()
            hasData = false
        }
        if hasData { try onEvent(event) }
    }

    private var tooLong: ProviderError {
        ProviderError(.tooLarge, "the service sent an event of more than \(lineLimit) bytes")
    }
}
