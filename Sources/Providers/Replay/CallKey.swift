package import LanguageModel

/// The content hash under which a call is stored, so that the same question to the same model is
/// never paid twice.
package enum CallKey {
    /// The version of the scheme: raised when the meaning of a key changes.
    package static let version = 1

    /// SHA-256 of the canonical JSON of everything that decides an answer.
    ///
    /// - Parameters:
    ///   - identity: the model; aliases and keys are not in it.
    ///   - request: the question with its seed; a scripted model's variables count too, other
    ///     models never see them.
    ///   - epoch: which of the repetitions of a case this is.
    package static func hash(_ identity: ModelIdentity, _ request: ModelRequest, epoch: Int)
        -> String
    {
        var key = fields(identity)
        key["messages"] = .array(request.messages.map(\.json))
        key["parameters"] = request.parameters.json
        key["seed"] = .integer(Int(request.seed))
        key["epoch"] = .integer(epoch)
        if identity.kind == "scripted" { key["variables"] = .object(request.variables) }
        return SHA256.hex(JSONValue.object(key).serializedBytes())
    }

    /// The same for a question about the log-probabilities of given texts.
    package static func hash(_ identity: ModelIdentity, _ request: ContinuationRequest) -> String {
        var key = fields(identity)
        key["continuations"] = .array(request.continuations.map { .string($0) })
        switch request.context {
        case .messages(let messages): key["messages"] = .array(messages.map(\.json))
        case .prompt(let text): key["prompt"] = .string(text)
        }
        if identity.kind == "scripted" {
            key["seed"] = request.seed.map { .integer(Int($0)) } ?? .null
            key["variables"] = .object(request.variables)
        }
        return SHA256.hex(JSONValue.object(key).serializedBytes())
    }

    /// SHA-256 of the messages alone: what a recording made elsewhere is found by.
    package static func conversationHash(_ messages: [Message]) -> String {
        SHA256.hex(JSONValue.array(messages.map(\.json)).serializedBytes())
    }

    private static func fields(_ identity: ModelIdentity) -> [String: JSONValue] {
        var key: [String: JSONValue] = [
            "version": .integer(version), "kind": .string(identity.kind),
            "model": .string(identity.model),
        ]
        if let baseURL = identity.baseURL { key["base_url"] = .string(baseURL) }
        if let hash = identity.fileSHA256 {
            key["file"] = .string(hash)
            // A file's name may change; what is in it decides.
            if identity.kind == "embedded" { key["model"] = nil }
        }
        if !identity.adapterSHA256.isEmpty {
            key["adapters"] = .array(identity.adapterSHA256.map { .string($0) })
        }
        if let precision = identity.precision { key["precision"] = .string(precision) }
        return key
    }
}

extension GenerationParameters {
    /// The parameters that were set, by the names of the API.
    package var json: JSONValue {
        var object: [String: JSONValue] = [:]
        object["max_tokens"] = maxTokens.map { .integer($0) }
        object["temperature"] = temperature.map { .number($0) }
        object["top_k"] = topK.map { .integer($0) }
        object["top_p"] = topP.map { .number($0) }
        object["min_p"] = minP.map { .number($0) }
        object["repetition_penalty"] = repetitionPenalty.map { .number($0) }
        if !stop.isEmpty { object["stop"] = .array(stop.map { .string($0) }) }
        if logprobs { object["logprobs"] = true }
        object["top_logprobs"] = topLogprobs.map { .integer($0) }
        object["response_format"] = responseFormat
        object["tools"] = tools
        if !extra.isEmpty { object["extra"] = .object(extra) }
        return .object(object)
    }
}
