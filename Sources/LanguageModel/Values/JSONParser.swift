/// Where and why a JSON text was refused.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// The column in Unicode scalars, from 1.
    public let column: Int
    /// What was expected.
    public let message: String

    /// "line:column: message".
    public var description: String { "\(line):\(column): \(message)" }
}

extension JSONValue {
    /// Reads one JSON text (RFC 8259).
    ///
    /// - Parameters:
    ///   - text: the whole text; nothing but white space may follow the value.
    ///   - allowNonFinite: whether the bare words NaN, Infinity and -Infinity are numbers, as
    ///     Python writes them.
    public init(parsing text: String, allowNonFinite: Bool = false) throws(JSONError) {
        var text = text
        let result: Result<JSONValue, JSONError> = text.withUTF8 { bytes in
            var parser = JSONParser(bytes: bytes, allowNonFinite: allowNonFinite)
            do throws(JSONError) { return .success(try parser.document()) } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }

    /// Reads one JSON text from its UTF-8 bytes.
    public init(parsing bytes: some Sequence<UInt8>, allowNonFinite: Bool = false)
        throws(JSONError)
    {
        let array = Array(bytes)
        let result: Result<JSONValue, JSONError> = array.withUnsafeBufferPointer { bytes in
            var parser = JSONParser(bytes: bytes, allowNonFinite: allowNonFinite)
            do throws(JSONError) { return .success(try parser.document()) } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }
}

/// A recursive-descent reader over borrowed bytes.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let allowNonFinite: Bool
    var position = 0
    /// Deeper nesting is refused: recursion must not exhaust the stack of a hostile file.
    static let maximumDepth = 512

    init(bytes: UnsafeBufferPointer<UInt8>, allowNonFinite: Bool) {
        self.bytes = bytes
        self.allowNonFinite = allowNonFinite
    }

    mutating func document() throws(JSONError) -> JSONValue {
        position = firstByte
        let value = try value(depth: 0)
        skipWhitespace()
        if position < bytes.count { throw error("unexpected text after the value") }
        return value
    }

    /// Where the text begins: after a byte order mark, if there is one.
    private var firstByte: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < Self.maximumDepth else {
            throw error("nested more than \(Self.maximumDepth) deep")
        }
        skipWhitespace()
        guard position < bytes.count else { throw error("the text ends where a value should be") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "N") where allowNonFinite: return try word("NaN", .number(.nan))
        case UInt8(ascii: "I") where allowNonFinite:
            return try word("Infinity", .number(.infinity))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error("expected a value")
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        position += 1
        var members: [String: JSONValue] = [:]
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipWhitespace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw error("expected a key in double quotes")
            }
            let start = position
            let key = try string()
            skipWhitespace()
            guard take(UInt8(ascii: ":")) else { throw error("expected ':' after the key") }
            if let index = members.index(forKey: key) {
                position = start
                // Swift's dictionaries hold canonically equivalent spellings for one key.
                let isSame = members.keys[index].utf8.elementsEqual(key.utf8)
                throw error(
                    isSame
                        ? "the key \"\(key)\" appears twice"
                        : "the key \"\(key)\" appears twice, in two Unicode spellings")
            }
            members[key] = try value(depth: depth + 1)
            skipWhitespace()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "}")) { return .object(members) }
            throw error("expected ',' or '}'")
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        position += 1
        var items: [JSONValue] = []
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return .array(items) }
        while true {
            items.append(try value(depth: depth + 1))
            skipWhitespace()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "]")) { return .array(items) }
            throw error("expected ',' or ']'")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError)
        -> JSONValue
    {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count,
            (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
        else { throw error("expected a value") }
        position += count
        return value
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        let negative = take(UInt8(ascii: "-"))
        if negative, allowNonFinite, position < bytes.count, bytes[position] == UInt8(ascii: "I") {
            return try word("Infinity", .number(-.infinity))
        }
        var isInteger = true
        if take(UInt8(ascii: "0")) {
        } else {
            guard digits() > 0 else { throw error("expected a digit") }
        }
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
        if isInteger, let value = Int(text), !(negative && value == 0) { return .integer(value) }
        guard let value = Double(text) else { throw error("not a number") }
        guard value.isFinite else {
            position = start
            throw error("the number is too large")
        }
        return .number(value)
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""),
            bytes[position] != UInt8(ascii: "\\"), bytes[position] >= 0x20
        { position += 1 }
        guard position < bytes.count else { throw error("the string does not end") }
        if bytes[position] == UInt8(ascii: "\"") {
            defer { position += 1 }
            return try text(bytes[start..<position])
        }
        var unescaped = Array(bytes[start..<position])
        while true {
            guard position < bytes.count else { throw error("the string does not end") }
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                let result = try unescaped.withUnsafeBufferPointerTyped {
                    buffer throws(JSONError) in try text(buffer[...])
                }
                position += 1
                return result
            case UInt8(ascii: "\\"): try escape(into: &unescaped)
            case 0..<0x20: throw error("a control character must be escaped in a string")
            default:
                unescaped.append(byte)
                position += 1
            }
        }
    }

    private func text(_ slice: Slice<UnsafeBufferPointer<UInt8>>) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw error("the string is not valid UTF-8")
        }
        return text
    }

    private mutating func escape(into output: inout [UInt8]) throws(JSONError) {
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
        case UInt8(ascii: "u"): output.append(contentsOf: String(try scalar()).utf8)
        default:
            position -= 1
            throw error("unknown escape in a string")
        }
    }

    /// The character of a `\uXXXX` escape, or of two that make a surrogate pair. A lone surrogate
    /// is no character; U+FFFD stands for it, and what follows is read for itself.
    private mutating func scalar() throws(JSONError) -> Character {
        let unit = try hex4()
        if let scalar = Unicode.Scalar(unit) { return Character(scalar) }
        let next = position
        if unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            let low = try hex4()
            if (0xDC00..<0xE000).contains(low) {
                let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
                if let scalar = Unicode.Scalar(value) { return Character(scalar) }
            }
        }
        position = next
        return "\u{FFFD}"
    }

    private mutating func hex4() throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            let byte = position < bytes.count ? bytes[position] : 0
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw error("expected four hexadecimal digits")
            }
            value = value << 4 | UInt16(digit)
            position += 1
        }
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
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private func error(_ message: String) -> JSONError {
        var line = 1
        var column = 1
        for byte in bytes[min(firstByte, position)..<min(position, bytes.count)] {
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return JSONError(line: line, column: column, message: message)
    }
}

extension Array where Element == UInt8 {
    fileprivate func withUnsafeBufferPointerTyped<R>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(JSONError) -> R
    ) throws(JSONError) -> R {
        let result: Result<R, JSONError> = withUnsafeBufferPointer { buffer in
            do throws(JSONError) { return .success(try body(buffer)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
