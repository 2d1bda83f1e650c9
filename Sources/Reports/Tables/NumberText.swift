/// Numbers as people read them: one place for digits, separators, signs and units.
///
/// No locale is consulted, so a report reads the same wherever it was made: a point before the
/// decimals, a comma between thousands, U+2212 for minus. A number that is missing or not finite
/// is an en dash, never 0.
package enum NumberText {
    /// What stands for a number that is not there.
    package static let missing = "–"

    /// A number with a fixed count of decimals.
    ///
    /// - Parameters:
    ///   - decimals: 0 to 12.
    ///   - signed: whether a plus sign is written before positive numbers.
    package static func fixed(_ value: Double, decimals: Int, signed: Bool = false) -> String {
        guard value.isFinite else { return missing }
        let decimals = min(max(decimals, 0), 12)
        let magnitude = value.magnitude
        guard magnitude < 1e15 else { return sign(of: value, signed: signed) + "\(magnitude)" }
        let factor = powerOfTen(decimals)
        let scaled = (magnitude * factor).rounded(.toNearestOrAwayFromZero)
        // Above 2^63 the scaled number fits no integer: fewer decimals are shown instead.
        guard scaled < 9e18 else { return fixed(value, decimals: decimals - 3, signed: signed) }
        let whole = Int(scaled)
        let unit = Int(factor)
        var text = grouped(whole / unit)
        if decimals > 0 {
            let fraction = String(whole % unit)
            text += "." + String(repeating: "0", count: decimals - fraction.count) + fraction
        }
        let isZero = whole == 0
        return (isZero ? "" : sign(of: value, signed: signed)) + text
    }

    /// A number with about this many significant digits; below a millionth in exponent notation,
    /// so that what is not 0 never reads as 0.
    package static func significant(_ value: Double, digits: Int = 3, signed: Bool = false)
        -> String
    {
        guard value.isFinite, value != 0 else {
            return value == 0 ? "0" : missing
        }
        var exponent = 0
        var magnitude = value.magnitude
        while magnitude >= 10 {
            magnitude /= 10
            exponent += 1
        }
        while magnitude < 1 {
            magnitude *= 10
            exponent -= 1
        }
        // 9.996 to three digits is 10.0: rounding may gain a digit.
        let unit = powerOfTen(max(digits - 1, 0))
        if (magnitude * unit).rounded() >= unit * 10 {
            exponent += 1
            magnitude /= 10
        }
        if exponent < -6 {
            let mantissa = fixed(magnitude, decimals: max(digits - 1, 0))
            return sign(of: value, signed: signed) + mantissa + "e\u{2212}\(-exponent)"
        }
        return fixed(value, decimals: max(digits - 1 - exponent, 0), signed: signed)
    }

    /// A whole number with thousands separated: `1,234,567`.
    package static func count(_ value: Int) -> String {
        (value < 0 ? "\u{2212}" : "") + grouped(Int(clamping: value.magnitude))
    }

    /// A fraction as a percentage: 0.817 → `82%`, or `81.7%` with one decimal.
    package static func percent(_ fraction: Double, decimals: Int = 0) -> String {
        guard fraction.isFinite else { return missing }
        return fixed(fraction * 100, decimals: decimals) + "%"
    }

    /// A difference of fractions in percentage points, signed: 0.2 → `+20.0`.
    package static func points(_ difference: Double, decimals: Int = 1) -> String {
        fixed(difference * 100, decimals: decimals, signed: true)
    }

    /// A duration in microseconds: `840 µs`, `12 ms`, `1.24 s`, `3 min 20 s`, `2 h 05 min`.
    package static func duration(microseconds: Double) -> String {
        guard microseconds.isFinite, microseconds >= 0 else { return missing }
        switch microseconds {
        case ..<999.5: return fixed(microseconds, decimals: 0) + " µs"
        case ..<99_950: return significant(microseconds / 1e3, digits: 3) + " ms"
        case ..<999_500: return fixed(microseconds / 1e3, decimals: 0) + " ms"
        case ..<59_950_000: return significant(microseconds / 1e6, digits: 3) + " s"
        default:
            let seconds = Int(min(microseconds / 1e6, 1e15).rounded())
            if seconds < 3600 { return "\(seconds / 60) min \(padded(seconds % 60)) s" }
            let minutes = seconds / 60
            return "\(grouped(minutes / 60)) h \(padded(minutes % 60)) min"
        }
    }

    /// Money in US dollars: two decimals from one cent up, otherwise two significant digits.
    package static func dollars(_ value: Double) -> String {
        guard value.isFinite else { return missing }
        let sign = value < 0 ? "\u{2212}" : ""
        let amount = value.magnitude
        if amount == 0 { return "$0" }
        if amount >= 0.995e-2 { return sign + "$" + fixed(amount, decimals: 2) }
        return amount < 1e-8 ? sign + "<$0.00000001" : sign + "$" + significant(amount, digits: 2)
    }

    /// A p value: three decimals, two significant digits below 0.01, never "0".
    package static func probability(_ value: Double) -> String {
        guard value.isFinite else { return missing }
        if value < 0.0001 { return "<0.0001" }
        if value < 0.00995 { return significant(value, digits: 2) }
        return value < 0.0995 ? fixed(value, decimals: 3) : fixed(value, decimals: 2)
    }

    /// A time, given in milliseconds since 1970, as `2026-03-01 14:05 UTC`.
    package static func time(milliseconds: Int64) -> String {
        var days = milliseconds / 86_400_000
        var rest = milliseconds % 86_400_000
        if rest < 0 {
            rest += 86_400_000
            days -= 1
        }
        let (year, month, day) = civilDate(daysSince1970: Int(days))
        let minutes = Int(rest / 60_000)
        return
            "\(year)-\(padded(month))-\(padded(day)) \(padded(minutes / 60)):\(padded(minutes % 60)) UTC"
    }

    /// A count with its noun: `1 case`, `240 cases`.
    package static func counted(_ value: Int, _ singular: String, _ plural: String? = nil)
        -> String
    {
        count(value) + " " + (value == 1 ? singular : plural ?? singular + "s")
    }

    private static func sign(of value: Double, signed: Bool) -> String {
        value < 0 ? "\u{2212}" : signed && value > 0 ? "+" : ""
    }

    private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static func powerOfTen(_ exponent: Int) -> Double {
        (0..<exponent).reduce(1.0) { power, _ in power * 10 }
    }

    private static func grouped(_ value: Int) -> String {
        let digits = Array(String(value).utf8)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.unicodeScalars.append(Unicode.Scalar(digit))
        }
        return text
    }

    /// The proleptic Gregorian date of a day number, by the 400-year cycle that starts in March.
    private static func civilDate(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
