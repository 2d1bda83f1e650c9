package import LanguageModel

/// All that decides a model's answer to one call; its hash names the stored call.
///
/// The hash is SHA-256 of the canonical JSON object with exactly these ten members, absent ones as
/// null: `version` (1), `kind`, `provider`, `base_url`, `model`, `messages`, `parameters`,
/// `precision`, `seed`, `epoch`. Neither an alias nor key material is among them, so that renaming
/// a model or changing a key keeps stored calls valid.
package struct CallKey: Sendable, Hashable {
    /// The version of this definition; a change of it orphans all stored calls.
    package static let version = 1

    /// What is asked for: `generate`, `score`, `judge` …
    package var kind: String
    /// The provider's kind: `embedded`, `openai` …
    package var provider: String
    /// The service's base URL, where there is one.
    package var baseURL: String?
    /// The model's name; for models in files also the hash of the file and of each adapter.
    package var model: JSONValue
    /// What is sent: messages in the chat APIs' shape, or for other kinds whatever is asked.
    package var messages: JSONValue
    /// How to generate.
    package var parameters: JSONValue
    /// `exact` or `fast` for embedded models.
    package var precision: String?
    /// The seed sent.
    package var seed: UInt64
    /// The epoch: equal questions of two epochs are two calls.
    package var epoch: Int

    /// Makes the key of a call that sends anything.
    package init(
        kind: String, provider: String, baseURL: String? = nil, model: JSONValue,
        messages: JSONValue, parameters: JSONValue = .object([:]), precision: String? = nil,
        seed: UInt64, epoch: Int
    ) {
        self.kind = kind
        self.provider = provider
        self.baseURL = baseURL
        self.model = model
        self.messages = messages
        self.parameters = parameters
        self.precision = precision
        self.seed = seed
        self.epoch = epoch
    }

    /// Makes the key of a conversation's call.
    ///
    /// - Parameters:
    ///   - modelName: the model's name at its provider; for embedded models the file's name,
    ///     which is left out of the key where the file's hash is known.
    package init(
        kind: String = "generate", provider: String, baseURL: String? = nil, modelName: String,
        fileSHA256: String? = nil, adapterSHA256: [String] = [], messages: [Message],
        parameters: GenerationParameters, precision: String? = nil, seed: UInt64, epoch: Int
    ) {
        let model: JSONValue =
            if let fileSHA256 {
                [
                    "file": .string(fileSHA256),
                    "adapters": .array(adapterSHA256.map(JSONValue.string)),
                ]
            } else { .string(modelName) }
        self.init(
            kind: kind, provider: provider, baseURL: baseURL, model: model,
            messages: .array(messages.map(\.json)), parameters: parameters.canonicalJSON,
            precision: precision, seed: seed, epoch: epoch)
    }

    /// The key's 64 hexadecimal digits.
    package var hash: String {
        ContentHash.of([
            "version": .integer(Self.version), "kind": .string(kind),
            "provider": .string(provider), "base_url": baseURL.map(JSONValue.string) ?? .null,
            "model": model, "messages": messages, "parameters": parameters,
            "precision": precision.map(JSONValue.string) ?? .null,
            "seed": .integer(Int(truncatingIfNeeded: seed)), "epoch": .integer(epoch),
        ])
    }
}

extension GenerationParameters {
    /// The parameters as JSON by the chat APIs' names, without what is left to the model. Equal
    /// parameters give equal JSON; `extra` stands apart, so that it can't hide another field.
    package var canonicalJSON: JSONValue {
        var members: [String: JSONValue] = [:]
        members["max_tokens"] = maxTokens.map(JSONValue.integer)
        members["temperature"] = temperature.map(JSONValue.number)
        members["top_k"] = topK.map(JSONValue.integer)
        members["top_p"] = topP.map(JSONValue.number)
        members["min_p"] = minP.map(JSONValue.number)
        members["repetition_penalty"] = repetitionPenalty.map(JSONValue.number)
        if !stop.isEmpty { members["stop"] = .array(stop.map(JSONValue.string)) }
        if logprobs { members["logprobs"] = true }
        members["top_logprobs"] = topLogprobs.map(JSONValue.integer)
        members["response_format"] = responseFormat
        members["tools"] = tools
        if !extra.isEmpty { members["extra"] = .object(extra) }
        return .object(members)
    }
}
