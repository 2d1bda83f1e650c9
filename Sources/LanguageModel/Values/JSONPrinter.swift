extension JSONValue {
    /// The value as compact JSON with sorted keys and unescaped Unicode: the canonical form of
    /// RFC 8785, so that equal values give equal bytes.
    ///
    /// Numbers that JSON cannot hold (NaN, infinities) are written as `null`.
    public func serialized() -> String {
        var output = ""
        write(to: &output, indent: nil)
        return output
    }

    /// The value as JSON indented by two spaces, keys sorted.
    public func serializedPretty() -> String {
        var output = ""
        write(to: &output, indent: 0)
        return output
    }

    private func write(to output: inout String, indent: Int?) {
        switch self {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .integer(let value): output += JSONNumber.text(value)
        case .number(let value): output += JSONNumber.text(value)
        case .string(let value): Self.write(value, to: &output)
        case .array(let items):
            Self.write(items, open: "[", close: "]", to: &output, indent: indent) {
                item, output, indent in item.write(to: &output, indent: indent)
            }
        case .object(let members):
            let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            Self.write(sorted, open: "{", close: "}", to: &output, indent: indent) {
                member, output, indent in
                Self.write(member.key, to: &output)
                output += indent == nil ? ":" : ": "
                member.value.write(to: &output, indent: indent)
            }
        }
    }

    private static func write<Item>(
        _ items: [Item], open: String, close: String, to output: inout String, indent: Int?,
        item writeItem: (Item, inout String, Int?) -> Void
    ) {
        output += open
        let inner = indent.map { $0 + 1 }
        for (index, item) in items.enumerated() {
            if index > 0 { output += "," }
            if let inner { output += "\n" + String(repeating: "  ", count: inner) }
            writeItem(item, &output, inner)
        }
        if let indent, !items.isEmpty { output += "\n" + String(repeating: "  ", count: indent) }
        output += close
    }

    private static func write(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\u{08}": output += "\\b"
            case "\u{0C}": output += "\\f"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case "\u{00}"..<"\u{20}":
                let hex = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
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
