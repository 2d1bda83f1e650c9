/// Reads the headers by which a service says when to come back.
package enum RetryAfter {
    /// The wait that a service asks for, nil where it says nothing that can be read.
    ///
    /// - Parameters:
    ///   - retryAfter: `retry-after`: seconds or an HTTP date (RFC 9110, section 10.2.3).
    ///   - milliseconds: `retry-after-ms`, which wins where both are given.
    ///   - now: the present time in seconds since 1970 (for dates).
    package static func wait(retryAfter: String?, milliseconds: String?, now: Double) -> Duration? {
        if let milliseconds, let value = Double(milliseconds.trimmed), value.isFinite, value >= 0 {
            return .milliseconds(Int64(min(value, 1e12)))
        }
        guard let text = retryAfter?.trimmed else { return nil }
        if let seconds = Double(text) {
            guard seconds.isFinite, seconds >= 0 else { return nil }
            return .milliseconds(Int64(min(seconds * 1000, 1e12)))
        }
        guard let moment = unixTime(httpDate: text) else { return nil }
        return .milliseconds(Int64(max(0, min((Double(moment) - now) * 1000, 1e12))))
    }

    /// Seconds since 1970 of an HTTP date in any of its three forms (RFC 9110, section 5.6.7).
    package static func unixTime(httpDate text: String) -> Int? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        // Sun, 06 Nov 1994 08:49:37 GMT · Sunday, 06-Nov-94 08:49:37 GMT · Sun Nov  6 08:49:37 1994
        let fields: (day: String, month: String, year: String, time: String)
        if words.count == 6, words[5] == "GMT" {
            fields = (words[1], words[2], words[3], words[4])
        } else if words.count == 5 {
            fields = (words[2], words[1], words[4], words[3])
        } else {
            return nil
        }
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let time = fields.time.split(separator: ":").compactMap { Int($0) }
        guard let month = months.firstIndex(of: fields.month), let day = Int(fields.day),
            var year = Int(fields.year), time.count == 3, (1...31).contains(day),
            (0...23).contains(time[0]), (0...59).contains(time[1]), (0...60).contains(time[2])
        else { return nil }
        if fields.year.count == 2 { year += year < 70 ? 2000 : 1900 }
        guard (1970...9999).contains(year) else { return nil }
        return daysSince1970(year: year, month: month + 1, day: day) * 86_400
            + time[0] * 3600 + time[1] * 60 + time[2]
    }

    /// Days from 1 January 1970 in the Gregorian calendar, counting years from March so that the
    /// leap day comes last.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear
        return days - 719_468
    }
}

extension String {
    /// The text without white space at its ends.
    var trimmed: String {
        let isSpace: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[first...last])
    }
}
