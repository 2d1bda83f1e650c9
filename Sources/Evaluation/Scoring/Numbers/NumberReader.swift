/// A number found in a text.
package struct FoundNumber: Sendable, Hashable {
    /// Its value; a percent sign does not change it.
    package var value: Double
    /// How it is written.
    package var text: String
    /// Whether a percent sign follows.
    package var isPercentage: Bool
    /// Where it begins, in scalars.
    package var position: Int
}

/// Reads the numbers of a text written by a model.
///
/// - A sign counts when what is before it is no letter, digit or closing bracket: "-3" and "−3" are
///   negative, "5-3" is 5 and 3, "COVID-19" is 19.
/// - Groups of exactly three digits may be set apart by a comma, an apostrophe, an underscore or a
///   thin or no-break space: "1,234,567", "1'234". With `decimalComma`, a full stop sets groups
///   apart and a comma begins the decimals: "1.234,5".
/// - "1.5e3", "1.5 × 10^3" and "1.5×10³" are 1500.
/// - "3/4" is 0.75 and "1 1/2" is 1.5; "1/2/2024" and "1/0" are no fractions. "½" is 0.5, "2½" 2.5.
/// - Digits of every script count ("٣" is 3), and so do full-width ones.
/// - A number that touches a letter before it is none of its own: "B12" and "x2" hold no number.
package struct NumberReader {
    private let scalars: [Unicode.Scalar]
    private let decimalComma: Bool
    private var position = 0

    /// All numbers of a text, in order.
    package static func numbers(in text: String, decimalComma: Bool = false) -> [FoundNumber] {
        var reader = NumberReader(scalars: Array(text.unicodeScalars), decimalComma: decimalComma)
        return reader.all()
    }

    private init(scalars: [Unicode.Scalar], decimalComma: Bool) {
        self.scalars = scalars
        self.decimalComma = decimalComma
    }

    private mutating func all() -> [FoundNumber] {
        var found: [FoundNumber] = []
        while position < scalars.count {
            let isStart =
                digit(position) != nil || vulgar(position) != nil
                || (isDecimalMark(position) && digit(position + 1) != nil)
            guard isStart else {
                position += 1
                continue
            }
            if position > 0, isLetter(position - 1) || scalars[position - 1] == "_" {
                skipWord()
            } else {
                found.append(number())
            }
        }
        return found
    }

    /// Reads the number that begins here.
    private mutating func number() -> FoundNumber {
        var start = position
        var isNegative = false
        if start > 0, "-−﹣－".unicodeScalars.contains(scalars[start - 1]), isSignPlace(start - 1) {
            isNegative = true
            start -= 1
        }
        var value = 0.0
        if digit(position) != nil || isDecimalMark(position) {
            let first = position
            let isWhole: Bool
            (value, isWhole) = magnitude()
            if !isWhole || !fraction(&value, numeratorAt: first) { power(&value) }
        } else if let half = vulgar(position) {
            value = half
            position += 1
        }
        let end = position
        var after = position
        if after < scalars.count, isSpace(after) { after += 1 }
        let isPercentage = after < scalars.count && "%％﹪٪".unicodeScalars.contains(scalars[after])
        if isPercentage { position = after + 1 }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<end])
        return FoundNumber(
            value: isNegative ? -value : value, text: String(text), isPercentage: isPercentage,
            position: start)
    }

    /// Digits with their groups and decimals; whole ones may be followed by a fraction.
    private mutating func magnitude() -> (Double, isWhole: Bool) {
        var digits = ""
        var separator: Unicode.Scalar?
        var isWhole = true
        takeDigits(into: &digits)
        let lead = digits.count
        while lead <= 3, lead > 0, position < scalars.count, isGroupMark(scalars[position]),
            separator == nil || separator == scalars[position],
            (1...3).allSatisfy({ digit(position + $0) != nil }), digit(position + 4) == nil
        {
            separator = scalars[position]
            position += 1
            takeDigits(into: &digits)
        }
        if isDecimalMark(position), digit(position + 1) != nil {
            isWhole = false
            position += 1
            digits += "."
            takeDigits(into: &digits)
        }
        if digits.first == "." { digits = "0" + digits }
        exponent(into: &digits, &isWhole)
        return (Double(digits) ?? .infinity, isWhole)
    }

    /// "e3" directly after the digits.
    private mutating func exponent(into digits: inout String, _ isWhole: inout Bool) {
        guard position < scalars.count, scalars[position].value | 0x20 == 0x65 else { return }
        var next = position + 1
        var sign = ""
        if next < scalars.count, "+-−".unicodeScalars.contains(scalars[next]) {
            sign = scalars[next] == "+" ? "" : "-"
            next += 1
        }
        guard digit(next) != nil else { return }
        position = next
        var power = ""
        takeDigits(into: &power)
        digits += "e" + sign + power
        isWhole = false
    }

    /// "× 10^3" or "×10³" after a number.
    private mutating func power(_ value: inout Double) {
        var next = position
        if next < scalars.count, isSpace(next) { next += 1 }
        guard next < scalars.count, "×*x·".unicodeScalars.contains(scalars[next]) else { return }
        next += 1
        if next < scalars.count, isSpace(next) { next += 1 }
        guard digit(next) == 1, digit(next + 1) == 0, digit(next + 2) == nil else { return }
        next += 2
        let powers = Array("⁰¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars)
        var power = ""
        if next < scalars.count, scalars[next] == "^" {
            next += 1
            if next < scalars.count, scalars[next] == "{" { next += 1 }
            if next < scalars.count, "-−".unicodeScalars.contains(scalars[next]) {
                power = "-"
                next += 1
            }
            while let digit = digit(next) {
                power += String(digit)
                next += 1
            }
            if next < scalars.count, scalars[next] == "}" { next += 1 }
        } else {
            if next < scalars.count, scalars[next] == "⁻" {
                power = "-"
                next += 1
            }
            while next < scalars.count, let digit = powers.firstIndex(of: scalars[next]) {
                power += String(digit)
                next += 1
            }
        }
        // Through the text, so that 6.02 × 10^23 is the double nearest to it.
        guard let exponent = Int(power), let scaled = Double("\(value)e\(exponent)") else { return }
        value = scaled
        position = next
    }

    /// "/4" directly after a whole number, " 3/4" after a space, or "½"; false where none follows.
    private mutating func fraction(_ value: inout Double, numeratorAt first: Int) -> Bool {
        if let part = vulgar(position) {
            value += part
            position += 1
            return true
        }
        if let (quotient, end) = quotient(of: value, from: first, slashAt: position) {
            value = quotient
            position = end
            return true
        }
        guard position < scalars.count, isSpace(position), digit(position + 1) != nil else {
            return false
        }
        var reader = self
        reader.position += 1
        var digits = ""
        reader.takeDigits(into: &digits)
        guard let numerator = Double(digits),
            let (quotient, end) = quotient(
                of: numerator, from: position + 1, slashAt: reader.position), quotient < 1
        else { return false }
        value += quotient
        position = end
        return true
    }

    private func quotient(of numerator: Double, from first: Int, slashAt slash: Int)
        -> (Double, end: Int)?
    {
        func isSlash(_ index: Int) -> Bool {
            scalars.indices.contains(index) && (scalars[index] == "/" || scalars[index] == "⁄")
        }
        guard isSlash(slash), digit(slash + 1) != nil, !isSlash(first - 1) else { return nil }
        var reader = self
        reader.position = slash + 1
        var digits = ""
        reader.takeDigits(into: &digits)
        let end = reader.position
        // Dates and paths have more slashes; a divisor has no decimals of its own.
        guard !isSlash(end), !(isDecimalMark(end) && digit(end + 1) != nil),
            let divisor = Double(digits), divisor != 0
        else { return nil }
        return (numerator / divisor, end)
    }

    private mutating func skipWord() {
        while position < scalars.count,
            isLetter(position) || digit(position) != nil
                || scalars[position] == "_"
        {
            position += 1
        }
    }

    private mutating func takeDigits(into digits: inout String) {
        while let value = digit(position) {
            digits += String(value)
            position += 1
        }
    }

    private func digit(_ index: Int) -> Int? {
        guard scalars.indices.contains(index) else { return nil }
        let scalar = scalars[index]
        if scalar.value < 0x80 {
            return scalar.value &- 0x30 < 10 ? Int(scalar.value - 0x30) : nil
        }
        let properties = scalar.properties
        guard properties.generalCategory == .decimalNumber else { return nil }
        return properties.numericValue.map { Int($0) }
    }

    private func vulgar(_ index: Int) -> Double? {
        guard scalars.indices.contains(index), scalars[index].value >= 0x80 else { return nil }
        switch scalars[index].value {
        case 0xBC...0xBE, 0x2150...0x215E, 0x2189: return scalars[index].properties.numericValue
        default: return nil
        }
    }

    private func isDecimalMark(_ index: Int) -> Bool {
        guard scalars.indices.contains(index) else { return false }
        return scalars[index] == (decimalComma ? "," : ".") || scalars[index] == "\u{66B}"
    }

    private func isGroupMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "'", "’", "_", "\u{A0}", "\u{2009}", "\u{202F}", "\u{66C}": true
        case ",": !decimalComma
        case ".": decimalComma
        default: false
        }
    }

    private func isSpace(_ index: Int) -> Bool {
        switch scalars[index] {
        case " ", "\u{A0}", "\u{2009}", "\u{202F}": true
        default: false
        }
    }

    private func isLetter(_ index: Int) -> Bool {
        let scalar = scalars[index]
        if scalar.value < 0x80 { return (scalar.value | 0x20) &- 0x61 < 26 }
        // Scripts without spaces set digits directly beside their words: 价格是12元.
        return scalar.properties.isAlphabetic && WordBreakClass(scalar) == .letter
    }

    private func isSignPlace(_ index: Int) -> Bool {
        guard index > 0 else { return true }
        let before = scalars[index - 1]
        return !isLetter(index - 1) && digit(index - 1) == nil && before != ")" && before != "]"
            && before != "-"
    }
}
