import Foundation

/// A regular expression whose search ends after a tenth of a second of computing; the time that
/// other programs take from it does not count.
///
/// NSRegularExpression, because Swift's own engine cannot be interrupted and a pattern such as
/// `(a+)+$` takes exponential time.
struct TimedPattern: Sendable {
    private let expression: NSRegularExpression
    private let text: String
    private static let limit = Duration.milliseconds(100)

    /// Compiles a pattern of ICU's syntax.
    ///
    /// - Throws: `ProviderError.invalidRequest` for one that is not.
    init(_ text: String) throws(ProviderError) {
        do { expression = try NSRegularExpression(pattern: text) } catch {
            throw ProviderError(
                .invalidRequest, "'\(Excerpt.of(text))' is not a regular expression",
                advice: "check its brackets and backslashes")
        }
        self.text = text
    }

    /// The first match and what its groups captured, the whole match first; nil where there is
    /// none.
    ///
    /// - Throws: `ProviderError.engine` when the search takes too long.
    func firstMatch(in subject: String) throws(ProviderError) -> [String]? {
        let start = Self.computed
        let string = subject as NSString
        var captures: [String]?
        var ranOut = false
        expression.enumerateMatches(
            in: subject, options: .reportProgress,
            range: NSRange(location: 0, length: string.length)
        ) { match, _, stop in
            if let match {
                captures = (0..<match.numberOfRanges).map { group in
                    let range = match.range(at: group)
                    return range.location == NSNotFound ? "" : string.substring(with: range)
                }
                stop.pointee = true
            } else if Self.computed - start > Self.limit {
                ranOut = true
                stop.pointee = true
            }
        }
        guard captures != nil || !ranOut else {
            throw ProviderError(
                .engine, "the pattern '\(Excerpt.of(text))' took more than 100 ms",
                advice: "write it without nested repetitions")
        }
        return captures
    }

    /// The processor time that this thread has used.
    private static var computed: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
