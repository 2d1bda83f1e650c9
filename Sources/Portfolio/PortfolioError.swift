/// Why something about the plan or the roles can't be done: one sentence, and what to do.
package struct PortfolioError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of obstacle it is.
    package enum Code: String, Sendable, Hashable {
        /// No item, skill, role or other thing has this name.
        case notFound
        /// The plan has not begun.
        case notStarted
        /// The evidence is not there yet: the answer is no.
        case notEarned
        /// Something must not be done: publish a key, show a headline on too few samples.
        case refused
        /// What was given can't be.
        case invalid
        /// A program that is needed is not installed, or failed.
        case program
    }

    package let code: Code
    package let message: String
    package let advice: String?

    package init(_ code: Code, _ message: String, advice: String? = nil) {
        self.code = code
        self.message = message
        self.advice = advice
    }

    package var description: String { advice.map { "\(message); \($0)" } ?? message }
}
