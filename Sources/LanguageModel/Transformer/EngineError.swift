/// What the engine refuses or fails at.
public struct EngineError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The prompt, or the prompt with what is to be scored, exceeds the context.
        case contextLength
        /// A token id beyond the vocabulary, or no tokens at all.
        case invalidTokens
        /// A sampling parameter out of range, or one that the engine does not have.
        case invalidParameter
        /// The conversation does not fit the model's template.
        case template
        /// An adapter that does not fit the model.
        case adapter
        /// The engine was closed while the request waited or ran.
        case closed
    }

    /// The kind of failure.
    public let code: Code
    /// What was found and what was expected.
    public let message: String
    /// One sentence that says what to do.
    public let advice: String

    /// Makes an error.
    public init(_ code: Code, _ message: String, advice: String) {
        self.code = code
        self.message = message
        self.advice = advice
    }

    /// "message; advice".
    public var description: String { "\(message); \(advice)" }
}
