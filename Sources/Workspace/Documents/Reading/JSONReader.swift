/// Reads one JSON text (RFC 8259) into nodes that know their places.
///
/// Reads what `JSONValue(parsing:)` reads, with the same meaning, and keeps the order of keys.
struct JSONReader {
    private let source: DocumentSource
    private let limits: DocumentLimits
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var nodes = 0
    // The place of `marked`, moved forward as values are met: places only grow.
    private var marked = 0
    private var line: Int
    private var column = 1

    private init(
        _ source: DocumentSource, limits: DocumentLimits, bytes: UnsafeBufferPointer<UInt8>
    ) {
        self.source = source
        self.limits = limits
        self.bytes = bytes
        line = source.firstLine
    }

    /// The value in a text; nothing but white space may follow it.
    static func read(_ source: DocumentSource, limits: DocumentLimits = .standard)
        throws(DocumentError) -> DocumentNode
    {
        guard source.text.utf8.count <= limits.bytes else {
            throw DocumentError(
                .limit, file: source.path, line: source.firstLine,
                "the value has \(source.text.utf8.count) bytes; at most \(limits.bytes) are read")
        }
        var text = source.text
        let result: Result<DocumentNode, DocumentError> = text.withUTF8 { bytes in
            var reader = JSONReader(source, limits: limits, bytes: bytes)
            do throws(DocumentError) { return .success(try reader.document()) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private mutating func document() throws(DocumentError) -> DocumentNode {
        let node = try value(depth: 0)
        skipWhitespace()
        if position < bytes.count { throw error("unexpected text after the value") }
        return node
    }

    private mutating func value(depth: Int) throws(DocumentError) -> DocumentNode {
        skipWhitespace()
        let location = mark()
        guard depth < limits.depth else {
            throw error(.limit, "nested more than \(limits.depth) deep")
        }
        nodes += 1
        guard nodes <= limits.nodes else {
            throw error(.limit, "more than \(limits.nodes) values")
        }
        guard position < bytes.count else { throw error("the text ends where a value should be") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth, at: location)
        case UInt8(ascii: "["): return try array(depth: depth, at: location)
        case UInt8(ascii: "\""):
            return DocumentNode(.text(try string()), at: location, in: source)
        case UInt8(ascii: "t"): return try word("true", .bool(true), at: location)
        case UInt8(ascii: "f"): return try word("false", .bool(false), at: location)
        case UInt8(ascii: "n"): return try word("null", .null, at: location)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number(at: location)
        case UInt8(ascii: "'"):
            throw error("expected a value", suggestion: "JSON takes double quotes only")
        default: throw error("expected a value")
        }
    }

    private mutating func object(depth: Int, at location: SourceLocation) throws(DocumentError)
        -> DocumentNode
    {
        position += 1
        var entries: [DocumentNode.Entry] = []
        var keys: Set<String> = []
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return DocumentNode(.mapping([]), at: location, in: source) }
        while true {
            skipWhitespace()
            let keyLocation = mark()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw error("expected a key in double quotes")
            }
            let key = try string()
            if !keys.insert(key).inserted {
                throw DocumentError(
                    .duplicate, at: keyLocation, in: source,
                    "the key '\(key)' appears twice in one object",
                    suggestion: "keep one of the two")
            }
            skipWhitespace()
            guard take(UInt8(ascii: ":")) else { throw error("expected ':' after the key") }
            let member = try value(depth: depth + 1)
            entries.append(DocumentNode.Entry(key: key, location: keyLocation, value: member))
            skipWhitespace()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "}")) {
                return DocumentNode(.mapping(entries), at: location, in: source)
            }
            throw error("expected ',' or '}'")
        }
    }

    private mutating func array(depth: Int, at location: SourceLocation) throws(DocumentError)
        -> DocumentNode
    {
        position += 1
        var items: [DocumentNode] = []
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return DocumentNode(.sequence([]), at: location, in: source) }
        while true {
            items.append(try value(depth: depth + 1))
            skipWhitespace()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "]")) {
                return DocumentNode(.sequence(items), at: location, in: source)
            }
            throw error("expected ',' or ']'")
        }
    }

    private mutating func word(
        _ word: StaticString, _ value: DocumentNode.Value, at location: SourceLocation
    ) throws(DocumentError) -> DocumentNode {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count,
            (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
        else { throw error("expected a value") }
        position += count
        return DocumentNode(value, at: location, in: source)
    }

    private mutating func number(at location: SourceLocation) throws(DocumentError)
        -> DocumentNode
    {
        let start = position
        let isNegative = take(UInt8(ascii: "-"))
        var isInteger = true
        if !take(UInt8(ascii: "0")), digits() == 0 { throw error("expected a digit") }
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard digits() > 0 else { throw error("expected a digit after '.'") }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw error("expected a digit in the exponent") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let value = Int(text), !(isNegative && value == 0) {
            return DocumentNode(.integer(value), at: location, in: source)
        }
        guard let value = Double(text), value.isFinite else {
            throw DocumentError(.invalidValue, at: location, in: source, "the number is too large")
        }
        return DocumentNode(.number(value), literal: text, at: location, in: source)
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }

    private mutating func string() throws(DocumentError) -> String {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""),
            bytes[position] != UInt8(ascii: "\\"), bytes[position] >= 0x20
        { position += 1 }
        var unescaped = Array(bytes[start..<position])
        while true {
            guard position < bytes.count else { throw error("the string does not end") }
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: unescaped, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &unescaped)
            case 0..<0x20: throw error("a control character must be escaped in a string")
            default:
                unescaped.append(byte)
                position += 1
            }
        }
    }

    private mutating func escape(into output: inout [UInt8]) throws(DocumentError) {
        position += 1
        guard position < bytes.count else { throw error("the string does not end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(byte)
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "u"):
            output.append(contentsOf: String(Character(try escapedScalar())).utf8)
        default:
            position -= 1
            throw error("unknown escape in a string")
        }
    }

    /// The scalar of a `\uXXXX` escape, or of two that make a surrogate pair. A surrogate without
    /// its partner is no scalar; U+FFFD stands for it, and what follows is read for itself.
    private mutating func escapedScalar() throws(DocumentError) -> Unicode.Scalar {
        let unit = UInt32(try hex4())
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let next = position
        if unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            let low = UInt32(try hex4())
            if (0xDC00..<0xE000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            {
                return scalar
            }
        }
        position = next
        return "\u{FFFD}"
    }

    private mutating func hex4() throws(DocumentError) -> UInt16 {
        guard position + 4 <= bytes.count,
            let value = UInt16(
                String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
            bytes[position] != UInt8(ascii: "+")
        else { throw error("expected four hexadecimal digits") }
        position += 4
        return value
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                position += 1
            default: return
            }
        }
    }

    /// The place of the current position.
    private mutating func mark() -> SourceLocation {
        while marked < position {
            let byte = bytes[marked]
            marked += 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return SourceLocation(line: line, column: column)
    }

    private mutating func error(_ code: DocumentError.Code, _ message: String) -> DocumentError {
        DocumentError(code, at: mark(), in: source, message)
    }

    private mutating func error(_ message: String, suggestion: String? = nil) -> DocumentError {
        DocumentError(.syntax, at: mark(), in: source, message, suggestion: suggestion)
    }
}
