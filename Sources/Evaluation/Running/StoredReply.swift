package import LanguageModel
package import Providers

/// A reply as it is kept in the store, so that an equal call need not be made again.
///
/// What belongs to the moment (latency, retries) is kept too, for the record; a reused reply is
/// left out of latency and cost by the sample's own mark.
package enum StoredReply {
    /// The reply as JSON.
    package static func json(_ reply: ModelReply) -> JSONValue {
        var object: [String: JSONValue] = [
            "message": reply.message.json,
            "finish_reason": .string(reply.finishReason.rawValue),
            "latency_us": .integer(reply.latency),
        ]
        if let usage = reply.usage {
            var counts: [String: JSONValue] = [
                "input": .integer(usage.input), "output": .integer(usage.output),
            ]
            counts["cached_input"] = usage.cachedInput.map { .integer($0) }
            object["usage"] = .object(counts)
        }
        if let logprobs = reply.logprobs {
            object["logprobs"] = .array(logprobs.map(json))
        }
        object["time_to_first_token_us"] = reply.timeToFirstToken.map { .integer($0) }
        object["served_model"] = reply.servedModel.map { .string($0) }
        object["reasoning"] = reply.reasoning.map { .string($0) }
        return .object(object)
    }

    /// The reply that was kept; nil when the record is of another shape.
    package static func reply(_ json: JSONValue) -> ModelReply? {
        guard let message = json["message"].flatMap({ try? Message(json: $0) }),
            let reason = json["finish_reason"]?.string.flatMap(FinishReason.init)
        else { return nil }
        let usage = json["usage"].flatMap { counts -> TokenUsage? in
            guard let input = counts["input"]?.int, let output = counts["output"]?.int else {
                return nil
            }
            return TokenUsage(
                input: input, output: output, cachedInput: counts["cached_input"]?.int)
        }
        return ModelReply(
            message: message, finishReason: reason, usage: usage,
            logprobs: json["logprobs"]?.array?.compactMap(logprob),
            latency: json["latency_us"]?.int ?? 0,
            timeToFirstToken: json["time_to_first_token_us"]?.int,
            servedModel: json["served_model"]?.string, reasoning: json["reasoning"]?.string)
    }

    /// One token's log-probability as JSON, the shape that samples keep too.
    package static func json(_ token: TokenLogprob) -> JSONValue {
        var object: [String: JSONValue] = [
            "token": .string(token.token), "logprob": .number(token.logprob),
        ]
        object["id"] = token.id.map { .integer($0) }
        if !token.top.isEmpty {
            object["top"] = .array(
                token.top.map { top in
                    var object: [String: JSONValue] = [
                        "token": .string(top.token), "logprob": .number(top.logprob),
                    ]
                    object["id"] = top.id.map { .integer($0) }
                    return .object(object)
                })
        }
        return .object(object)
    }

    private static func logprob(_ json: JSONValue) -> TokenLogprob? {
        guard let token = json["token"]?.string, let value = json["logprob"]?.double else {
            return nil
        }
        let top = json["top"]?.array?.compactMap { item -> TokenLogprob.Alternative? in
            guard let token = item["token"]?.string, let value = item["logprob"]?.double else {
                return nil
            }
            return TokenLogprob.Alternative(token: token, id: item["id"]?.int, logprob: value)
        }
        return TokenLogprob(token: token, id: json["id"]?.int, logprob: value, top: top ?? [])
    }
}
