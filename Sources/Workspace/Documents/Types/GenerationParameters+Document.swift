package import LanguageModel

extension GenerationParameters {
    /// The keys under `parameters:`.
    package static let shape = Shape.object(
        ObjectShape(
            "parameters", "How text is generated; what is unsaid is left to the model.",
            fields: [
                .optional("max-tokens", .count, "The most tokens to generate.", examples: [512]),
                .optional(
                    "temperature", .number(.init(minimum: 0, maximum: 100)),
                    "The divisor of the logits; 0 is greedy.", examples: [0, 0.7]),
                .optional("top-k", .count, "Keep the k most likely tokens."),
                .optional(
                    "top-p", .number(.init(minimum: 0, maximum: 1, excludesMinimum: true)),
                    "Keep the smallest set of tokens whose probability reaches p."),
                .optional(
                    "min-p", .fraction, "Keep tokens at least this fraction as likely as the best."),
                .optional(
                    "repetition-penalty", .positive,
                    "Divides positive and multiplies negative logits of tokens seen; 1 is off."),
                .optional(
                    "stop", .either([.nonEmptyText, .list(.nonEmptyText)]),
                    "Texts at which generation ends."),
                .optional(
                    "logprobs", .boolean, "Whether to report each token's log-probability.",
                    default: false),
                .optional(
                    "top-logprobs", .integer(0...100), "Alternatives reported at each position."),
                .optional(
                    "response-format", .any,
                    "Passed to the service as it is: JSON mode, a JSON Schema."),
                .optional("tools", .any, "Tool definitions, passed to the service as they are."),
                .optional(
                    "extra", .map(.any), "Further fields for the service, by its own names."),
            ]))

    /// Reads parameters that fit the shape.
    package init(document node: DocumentNode) {
        let stop = node["stop"].map { $0.sequence ?? [$0] } ?? []
        self.init(
            maxTokens: node["max-tokens"]?.integer, temperature: node["temperature"]?.number,
            topK: node["top-k"]?.integer, topP: node["top-p"]?.number,
            minP: node["min-p"]?.number,
            repetitionPenalty: node["repetition-penalty"]?.number, stop: stop.compactMap(\.text),
            logprobs: node["logprobs"]?.bool ?? false,
            topLogprobs: node["top-logprobs"]?.integer,
            responseFormat: node["response-format"]?.json, tools: node["tools"]?.json,
            extra: node["extra"]?.json.object ?? [:])
    }

    /// What is said, by the keys of documents: for hashes.
    var content: JSONValue {
        var object: [String: JSONValue] = [:]
        object["max-tokens"] = maxTokens.map(JSONValue.integer)
        object["temperature"] = temperature.map(JSONValue.number)
        object["top-k"] = topK.map(JSONValue.integer)
        object["top-p"] = topP.map(JSONValue.number)
        object["min-p"] = minP.map(JSONValue.number)
        object["repetition-penalty"] = repetitionPenalty.map(JSONValue.number)
        if !stop.isEmpty { object["stop"] = .array(stop.map(JSONValue.string)) }
        if logprobs { object["logprobs"] = true }
        object["top-logprobs"] = topLogprobs.map(JSONValue.integer)
        object["response-format"] = responseFormat
        object["tools"] = tools
        if !extra.isEmpty { object["extra"] = .object(extra) }
        return .object(object)
    }

    /// These parameters, with whatever others say put in place.
    package func overridden(by other: GenerationParameters?) -> GenerationParameters {
        guard let other else { return self }
        return GenerationParameters(
            maxTokens: other.maxTokens ?? maxTokens, temperature: other.temperature ?? temperature,
            topK: other.topK ?? topK, topP: other.topP ?? topP, minP: other.minP ?? minP,
            repetitionPenalty: other.repetitionPenalty ?? repetitionPenalty,
            stop: other.stop.isEmpty ? stop : other.stop, logprobs: other.logprobs || logprobs,
            topLogprobs: other.topLogprobs ?? topLogprobs,
            responseFormat: other.responseFormat ?? responseFormat, tools: other.tools ?? tools,
            extra: extra.merging(other.extra) { $1 })
    }
}
