/// What a plain scalar of YAML means, by the core schema of YAML 1.2.2, section 10.3.2.
///
/// `no`, `yes`, `on`, `off` and dates are texts; `0o14` is 12; `012` is 12 where a number is
/// expected and stays the text "012" where any value may stand (`DocumentNode.json`).
enum CoreSchema {
    /// A plain scalar's value, and how it was written where that differs from how it is printed.
    static func resolve(_ text: String) -> (value: DocumentNode.Value, literal: String?) {
        switch text {
        case "", "~", "null", "Null", "NULL": return (.null, text)
        case "true", "True", "TRUE": return (.bool(true), text == "true" ? nil : text)
        case "false", "False", "FALSE": return (.bool(false), text == "false" ? nil : text)
        case ".nan", ".NaN", ".NAN": return (.number(.nan), text)
        default: break
        }
        guard let first = text.utf8.first, isNumeric(first) else { return (.text(text), nil) }
        if let integer = integer(text) {
            return (integer, String(describingInteger: integer) == text ? nil : text)
        }
        if isFloat(text), let number = Double(text) { return (.number(number), text) }
        if let infinity = infinity(text) { return (.number(infinity), text) }
        return (.text(text), nil)
    }

    /// Whether a text is a whole number in decimal digits, with or without a sign.
    static func isWhole(_ text: String) -> Bool {
        let digits = unsigned(text)
        return !digits.isEmpty && digits.allSatisfy(isDigit)
    }

    /// Whether a text is a whole number that begins with a needless zero.
    static func hasLeadingZeros(_ text: String) -> Bool {
        let digits = unsigned(text)
        return digits.count > 1 && digits.first == UInt8(ascii: "0") && digits.allSatisfy(isDigit)
    }

    private static func unsigned(_ text: String) -> Substring.UTF8View {
        let bytes = text.utf8[...]
        let isSigned = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+")
        return isSigned ? bytes.dropFirst() : bytes
    }

    private static func integer(_ text: String) -> DocumentNode.Value? {
        if isWhole(text) {
            if let value = Int(text) { return .integer(value) }
            return Double(text).map { .number($0) }
        }
        let digits = text.utf8.dropFirst(2)
        guard !digits.isEmpty else { return nil }
        if text.hasPrefix("0o") {
            guard digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "7") }) else {
                return nil
            }
            return Int(text.dropFirst(2), radix: 8).map { .integer($0) }
        }
        if text.hasPrefix("0x") {
            let isHexadecimal = digits.allSatisfy {
                isDigit($0) || ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "f"))
            }
            return isHexadecimal ? Int(text.dropFirst(2), radix: 16).map { .integer($0) } : nil
        }
        return nil
    }

    /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
    private static func isFloat(_ text: String) -> Bool {
        var rest = unsigned(text)
        func takeDigits() -> Int {
            let digits = rest.prefix(while: isDigit)
            rest = rest.dropFirst(digits.count)
            return digits.count
        }
        let whole = takeDigits()
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let fraction = takeDigits()
            if whole == 0, fraction == 0 { return false }
        } else if whole == 0 {
            return false
        }
        if let exponent = rest.first, exponent | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
                rest = rest.dropFirst()
            }
            if takeDigits() == 0 { return false }
        }
        return rest.isEmpty
    }

    private static func infinity(_ text: String) -> Double? {
        switch text {
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .infinity
        case "-.inf", "-.Inf", "-.INF": -.infinity
        default: nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isNumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: ".")
    }
}

extension String {
    fileprivate init?(describingInteger value: DocumentNode.Value) {
        guard case .integer(let integer) = value else { return nil }
        self = String(integer)
    }
}
