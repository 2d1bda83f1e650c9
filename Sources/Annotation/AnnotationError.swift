/// Why a judgment or vote was not taken, or a project can't be used; nothing was stored.
package struct AnnotationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of hindrance it is; callers match this, never the wording.
    package enum Code: String, Sendable, Hashable {
        /// An answer that the question doesn't have, or one that is missing.
        case invalid
        /// No such item, question, ticket or annotator.
        case notFound = "not-found"
        /// A person who may not do this.
        case forbidden
        /// Something else was stored in the meantime.
        case conflict
        /// There is nothing to work on.
        case empty
    }

    /// What kind of hindrance it is.
    package let code: Code
    /// What is wrong: one sentence without a full stop.
    package let message: String
    /// What to do.
    package let advice: String
    /// The question that it is about; nil for none.
    package var question: String?

    package init(_ code: Code, _ message: String, advice: String, question: String? = nil) {
        self.code = code
        self.message = message
        self.advice = advice
        self.question = question
    }

    /// One line: what is wrong and what to do.
    package var description: String { "error: \(message); \(advice)" }
}
