import LanguageModel

/// A refusal in the shape that OpenAI's clients understand.
struct ServerFailure: Error, Sendable, Hashable {
    /// The HTTP status.
    var status: Int
    /// What is wrong, and what to do.
    var message: String
    /// `invalid_request_error`, `authentication_error` or `server_error`.
    var type = "invalid_request_error"
    /// The field that is wrong.
    var parameter: String?
    /// A word for programs, such as `model_not_found`.
    var code: String?

    /// A request that is wrong.
    static func invalid(_ message: String, _ parameter: String?, code: String? = nil)
        -> ServerFailure
    { ServerFailure(status: 400, message: message, parameter: parameter, code: code) }

    /// What an error of the engine means to a client.
    init(_ error: any Error) {
        switch error {
        case let failure as ServerFailure: self = failure
        case let error as EngineError:
            switch error.code {
            case .contextLength:
                self = .invalid(error.description, "messages", code: "context_length_exceeded")
            case .invalidTokens, .invalidParameter, .template:
                self = .invalid(error.description, nil)
            case .adapter, .closed:
                self.init(status: 503, message: error.description, type: "server_error")
            }
        default:
            // Nothing of an unknown error is shown: it may hold paths or data of others.
            self.init(status: 500, message: "the server failed", type: "server_error")
        }
    }

    init(
        status: Int, message: String, type: String = "invalid_request_error",
        parameter: String? = nil, code: String? = nil
    ) {
        self.status = status
        self.message = message
        self.type = type
        self.parameter = parameter
        self.code = code
    }

    /// The error object.
    var json: JSONValue {
        [
            "error": [
                "message": .string(message), "type": .string(type),
                "param": parameter.map { .string($0) } ?? .null,
                "code": code.map { .string($0) } ?? .null,
            ]
        ]
    }
}
