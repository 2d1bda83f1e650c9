/// What is wrong with a model file, where, and what to do about it.
public struct ModelFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of defect, for programs that react to it.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// No file lies at the path.
        case missing
        /// The file exists but the system would not open, map or write it.
        case unreadable
        /// The file is something other than GGUF.
        case notGGUF
        /// The file ends before what it announces.
        case truncated
        /// The file contradicts itself or its format.
        case malformed
        /// The file is valid but of a kind that Conduct does not run.
        case unsupported
    }

    /// The kind of defect.
    public let code: Code
    /// The file.
    public let path: String
    /// What was found and what was expected.
    public let message: String
    /// What to do next.
    public let advice: String

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: the kind of defect.
    ///   - path: the file, as the user named it.
    ///   - message: what was found and what was expected, naming key, tensor or offset.
    ///   - advice: one sentence that says what to do; a general one by default.
    public init(_ code: Code, path: String, _ message: String, advice: String? = nil) {
        self.code = code
        self.path = path
        self.message = message
        self.advice = advice ?? code.advice
    }

    /// "path: message; advice".
    public var description: String { "\(path): \(message); \(advice)" }
}

extension ModelFileError.Code {
    fileprivate var advice: String {
        switch self {
        case .missing: "check the path"
        case .unreadable: "check the file's permissions and the disk"
        case .notGGUF: "give a GGUF file, version 3"
        case .truncated: "download or copy the file again and compare its checksum"
        case .malformed: "get the file again from its source, or convert the model again"
        case .unsupported: "run this model in llama.cpp or Ollama and use provider: openai"
        }
    }
}
