#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A day of the Gregorian calendar, without a time and without a zone: what plans are made of.
package struct CalendarDate: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    package let days: Int

    /// The day so many days after 1970-01-01.
    package init(days: Int) { self.days = days }

    /// A day by year, month and day; nil where the calendar has none, such as 29 February 2027.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        // Years that start in March, in cycles of 400 (H. Hinnant, "chrono-Compatible Low-Level
        // Date Algorithms", 2013).
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        days = era * 146_097 + dayOfEra - 719_468
        guard parts == (year, month, day) else { return nil }
    }

    /// Reads `YYYY-MM-DD`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2],
            parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(String(Substring(parts[0]))),
            let month = Int(String(Substring(parts[1]))), let day = Int(String(Substring(parts[2])))
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that a moment falls on in a zone so many seconds ahead of UTC.
    package init(_ moment: Timestamp, secondsFromUTC: Int) {
        let seconds = moment.milliseconds.flooringQuotient(1000) + Int64(secondsFromUTC)
        self.init(days: Int(seconds.flooringQuotient(86_400)))
    }

    /// The day that a moment falls on where the user is (the variable TZ, or the system's zone).
    package init(local moment: Timestamp) {
        var seconds = time_t(moment.milliseconds.flooringQuotient(1000))
        var parts = tm()
        tzset()
        localtime_r(&seconds, &parts)
        self.init(moment, secondsFromUTC: parts.tm_gmtoff)
    }

    /// Today where the user is.
    package static var today: CalendarDate { CalendarDate(local: .now) }

    /// 1 for Monday to 7 for Sunday.
    package var weekday: Int { (days + 3).flooringRemainder(7) + 1 }

    /// Year, month and day.
    package var parts: (year: Int, month: Int, day: Int) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * shifted + 2) / 5 + 1
        )
    }

    /// The day so many days later.
    package func adding(_ count: Int) -> CalendarDate { CalendarDate(days: days + count) }

    /// How many days later another day is.
    package func days(until other: CalendarDate) -> Int { other.days - days }

    package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.days < right.days
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = parts
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// `Tue 24 Nov`, for people.
    package var short: String {
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        return "\(names[weekday - 1]) \(parts.day) \(months[parts.month - 1])"
    }
}

extension BinaryInteger {
    fileprivate func flooringQuotient(_ divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    fileprivate func flooringRemainder(_ divisor: Self) -> Self {
        self - flooringQuotient(divisor) * divisor
    }
}
