/// A training, adapter or preference set that cannot be made.
package struct AlignmentError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: String, Sendable, Hashable {
        /// Rows that cannot be used, or none.
        case data
        /// Held-out cases in the training data.
        case contamination
        /// A model that cannot be trained, or another one than expected.
        case model
        /// A name that is taken or not there.
        case name
        /// A reward that cannot be computed.
        case reward
    }

    package let code: Code
    /// What was found and what was expected.
    package let message: String
    /// One sentence that says what to do.
    package let advice: String

    package init(_ code: Code, _ message: String, advice: String) {
        self.code = code
        self.message = message
        self.advice = advice
    }

    package var description: String { "error: \(message); \(advice)" }
}
