/// What a training refuses or stops at.
public struct TrainingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A setting out of range, or one that names nothing in the model.
        case invalidSetting
        /// A sequence that cannot be trained on.
        case invalidData
        /// The training would need more memory than there is.
        case memory
        /// The loss or the gradient became NaN or infinite.
        case notFinite
        /// A checkpoint or an adapter file that cannot be used.
        case file
        /// An adapter or checkpoint of another model.
        case otherModel
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
