import Foundation

/// A regular expression that a user wrote: run on hostile text under a time limit.
///
/// `NSRegularExpression` (ICU) reports progress while it searches, which is where a search is
/// stopped; Swift's own `Regex` cannot be interrupted.
struct TimedPattern: Sendable {
    /// The pattern as written.
    let pattern: String
    // Documented as immutable and thread-safe; its Sendable conformance says the same.
    private let expression: NSRegularExpression

    /// How long one search may take.
    static let limit = Duration.milliseconds(100)

    /// How a search ended.
    enum Match: Sendable, Hashable {
        /// The range that matched, in UTF-16 units, and the text of each group that took part.
        case found(NSRange, groups: [String?])
        case none
        /// The time limit was reached.
        case ranOut
    }

    /// Why a pattern is no regular expression.
    struct Malformed: Error, Sendable, Hashable {
        let message: String
        /// The column in scalars from 1, where it can be told.
        let column: Int?
    }

    /// Compiles a pattern.
    init(
        _ pattern: String, ignoringCase: Bool = false, dotMatchesNewlines: Bool = false,
        anchorsMatchLines: Bool = false
    ) throws(Malformed) {
        var options: NSRegularExpression.Options = []
        if ignoringCase { options.insert(.caseInsensitive) }
        if dotMatchesNewlines { options.insert(.dotMatchesLineSeparators) }
        if anchorsMatchLines { options.insert(.anchorsMatchLines) }
        self.pattern = pattern
        do {
            expression = try NSRegularExpression(pattern: pattern, options: options)
        } catch {
            throw PatternFault.locate(in: pattern, options: options)
        }
    }

    /// The first match in a text.
    func firstMatch(in text: String) -> Match {
        let units = text.utf16.count
        let started = ContinuousClock.now
        var outcome = Match.none
        // A search that fails fast reports at every place, so the clock is read at every eighth.
        var reports = 0
        expression.enumerateMatches(
            in: text, options: .reportProgress, range: NSRange(location: 0, length: units)
        ) { result, flags, stop in
            if let result {
                outcome = .found(result.range, groups: Self.groups(of: result, in: text))
                stop.pointee = true
            } else if flags.contains(.progress) {
                reports &+= 1
                if reports & 7 == 0, ContinuousClock.now - started > Self.limit {
                    outcome = .ranOut
                    stop.pointee = true
                }
            }
        }
        return outcome
    }

    private static func groups(of result: NSTextCheckingResult, in text: String) -> [String?] {
        (0..<result.numberOfRanges).map { index in
            let range = result.range(at: index)
            guard range.location != NSNotFound else { return nil }
            let units = text.utf16
            let start = units.index(units.startIndex, offsetBy: range.location)
            let end = units.index(start, offsetBy: range.length)
            return String(decoding: units[start..<end], as: UTF16.self)
        }
    }
}
