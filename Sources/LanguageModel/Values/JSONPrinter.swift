extension JSONValue {
    /// The value as compact JSON with sorted keys and unescaped Unicode: the canonical form of
    /// RFC 8785, so that equal values give equal bytes.
    ///
    /// Numbers that JSON cannot hold (NaN, infinities) are written as `null`.
    public func serialized() -> String { String(decoding: serializedBytes(), as: UTF8.self) }

    /// The bytes of `serialized()`, for hashing and sending without a text between.
    public func serializedBytes() -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(256)
        write(to: &output, indent: nil)
        return output
    }

    /// The value as JSON indented by two spaces, keys sorted.
    public func serializedPretty() -> String {
        var output: [UInt8] = []
        write(to: &output, indent: 0)
        return String(decoding: output, as: UTF8.self)
    }

    private func write(to output: inout [UInt8], indent: Int?) {
        switch self {
        case .null: output.append("null")
        case .bool(let value): output.append(value ? "true" : "false")
        case .integer(let value): output += JSONNumber.text(value).utf8
        case .number(let value): output += JSONNumber.text(value).utf8
        case .string(let value): Self.write(value, to: &output)
        case .array(let items):
            output.append(UInt8(ascii: "["))
            let inner = indent.map { $0 + 1 }
            var isFirst = true
            for item in items {
                Self.separate(&isFirst, to: &output, indent: inner)
                item.write(to: &output, indent: inner)
            }
            if !isFirst { Self.breakLine(&output, indent: indent) }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            let inner = indent.map { $0 + 1 }
            var isFirst = true
            for (key, value) in Self.sorted(members) {
                Self.separate(&isFirst, to: &output, indent: inner)
                Self.write(key, to: &output)
                output.append(UInt8(ascii: ":"))
                if indent != nil { output.append(UInt8(ascii: " ")) }
                value.write(to: &output, indent: inner)
            }
            if !isFirst { Self.breakLine(&output, indent: indent) }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// Members by key, compared in UTF-16 units as RFC 8785 has it (section 3.2.3). Without
    /// surrogates that is the order of the UTF-8 bytes, which is cheaper to come by.
    private static func sorted(_ members: [String: JSONValue]) -> [(String, JSONValue)] {
        let items = members.map { ($0.key, $0.value) }
        guard items.count > 1 else { return items }
        if items.allSatisfy({ $0.0.utf8.allSatisfy { $0 < 0xEE } }) {
            return items.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
        }
        return items.sorted { $0.0.utf16.lexicographicallyPrecedes($1.0.utf16) }
    }

    private static func separate(_ isFirst: inout Bool, to output: inout [UInt8], indent: Int?) {
        if !isFirst { output.append(UInt8(ascii: ",")) }
        isFirst = false
        breakLine(&output, indent: indent)
    }

    private static func breakLine(_ output: inout [UInt8], indent: Int?) {
        guard let indent else { return }
        output.append(UInt8(ascii: "\n"))
        for _ in 0..<(2 * indent) { output.append(UInt8(ascii: " ")) }
    }

    private static func write(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for index in bytes.indices {
                let byte = bytes[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
                else { continue }
                output += UnsafeBufferPointer(rebasing: bytes[start..<index])
                escape(byte, to: &output)
                start = index + 1
            }
            output += UnsafeBufferPointer(rebasing: bytes[start...])
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: output.append(UInt8(ascii: "b"))
        case 0x0C: output.append(UInt8(ascii: "f"))
        case 0x0A: output.append(UInt8(ascii: "n"))
        case 0x0D: output.append(UInt8(ascii: "r"))
        case 0x09: output.append(UInt8(ascii: "t"))
        case 0..<0x20:
            let hex = String(byte, radix: 16)
            output += "u\(hex.utf8.count == 1 ? "000" : "00")\(hex)".utf8
        default: output.append(byte)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ word: StaticString) {
        append(
            contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }
}

/// Numbers as ECMAScript prints them (RFC 8785, section 3.2.2.3).
enum JSONNumber {
    /// All digits: beyond 2^53, where RFC 8785 knows only doubles and would round, a whole number
    /// is still printed as what it is, so that it reads back equal.
    static func text(_ value: Int) -> String { String(value) }

    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value == 0 { return "0" }
        // Swift prints the shortest digits that read back equal; only their layout differs.
        let (digits, exponent) = decompose("\(value.magnitude)")
        let sign = value < 0 ? "-" : ""
        let count = digits.count
        switch exponent {
        case count...21: return sign + digits + String(repeating: "0", count: exponent - count)
        case 1...21:
            let split = digits.index(digits.startIndex, offsetBy: exponent)
            return sign + digits[..<split] + "." + digits[split...]
        case -5...0: return sign + "0." + String(repeating: "0", count: -exponent) + digits
        default:
            let power = exponent - 1
            let mantissa = count == 1 ? digits : "\(digits.first ?? "0").\(digits.dropFirst())"
            return sign + mantissa + (power < 0 ? "e-" : "e+") + String(abs(power))
        }
    }

    /// The significant digits d and the exponent n with value = 0.d × 10ⁿ.
    private static func decompose(_ description: String) -> (digits: String, exponent: Int) {
        let parts = description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let power = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let whole = mantissa[0]
        let fraction = mantissa.count > 1 ? mantissa[1] : ""
        var digits = Substring(String(whole) + String(fraction))
        var exponent = whole.count + power
        while digits.first == "0" {
            digits = digits.dropFirst()
            exponent -= 1
        }
        while digits.last == "0" { digits = digits.dropLast() }
        return (String(digits), exponent)
    }
}
