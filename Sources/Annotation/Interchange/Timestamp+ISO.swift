import Workspace

extension Timestamp {
    /// Reads a moment of ISO 8601 with a date, a time and `Z` or an offset; nil for anything else.
    init?(iso text: String) {
        let digits = text.split(whereSeparator: { !$0.isASCII || !$0.isNumber })
        guard digits.count >= 6, text.utf8.count <= 40, digits[0].count == 4 else { return nil }
        let numbers = digits.compactMap { Int($0) }
        guard numbers.count == digits.count, (1...12).contains(numbers[1]),
            (1...31).contains(numbers[2]), numbers[3] < 25, numbers[4] < 60, numbers[5] < 62
        else { return nil }
        // Civil date to days (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013).
        let (month, day) = (numbers[1], numbers[2])
        let year = month <= 2 ? numbers[0] - 1 : numbers[0]
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days =
            era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
        var milliseconds =
            days * 86_400_000 + numbers[3] * 3_600_000 + numbers[4] * 60_000
            + numbers[5] * 1000
        var rest = digits[6...]
        if text.contains("."), let fraction = rest.popFirst() {
            let padded =
                fraction.prefix(3) + String(repeating: "0", count: max(0, 3 - fraction.count))
            milliseconds += Int(padded) ?? 0
        }
        if let hours = rest.popFirst().flatMap({ Int($0) }) {
            let minutes = rest.popFirst().flatMap { Int($0) } ?? 0
            let offset = (hours * 60 + minutes) * 60_000
            milliseconds += text.contains("+") ? -offset : offset
        }
        self.init(milliseconds: Int64(milliseconds))
    }
}
