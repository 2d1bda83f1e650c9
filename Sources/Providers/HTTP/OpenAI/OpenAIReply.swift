import LanguageModel

/// Reads the chat completion object.
enum OpenAIReply {
    /// The first choice as a reply.
    ///
    /// - Throws: `ProviderError.malformedResponse` for an object without what the protocol
    ///   promises.
    static func read(_ json: JSONValue, from client: ServiceClient) throws(ProviderError)
        -> ModelReply
    {
        guard let choice = json["choices"]?[0], var object = choice["message"]?.object else {
            throw malformed("without choices[0].message", client)
        }
        if object["role"]?.string == nil { object["role"] = "assistant" }
        let reasoning = takeReasoning(&object)
        if object["content"]?.string == nil, object["content"]?.array == nil,
            let refusal = object["refusal"]?.string
        {
            object["content"] = .string(refusal)
        }
        var message: Message
        do { message = try Message(json: .object(object)) } catch {
            throw malformed("whose message is wrong (\(error))", client)
        }
        message.toolCallID = nil
        return ModelReply(
            message: message,
            finishReason: finishReason(choice["finish_reason"]?.string, message.toolCalls),
            usage: usage(json["usage"]), logprobs: logprobs(choice["logprobs"]),
            servedModel: json["model"]?.string, reasoning: reasoning)
    }

    static func malformed(_ what: String, _ client: ServiceClient) -> ProviderError {
        ProviderError(
            .malformedResponse, "\(client.name) sent an answer \(what)",
            advice: "check that base-url leads to an OpenAI-compatible API", status: 200)
    }

    static func finishReason(_ name: String?, _ calls: [ToolCall]) -> FinishReason {
        switch name {
        // Some servers say "stop" although they ask for a tool.
        case "stop"?, "eos"?, nil: calls.isEmpty ? .stop : .toolCalls
        case "length"?: .length
        case "tool_calls"?, "function_call"?: .toolCalls
        case "content_filter"?: .contentFilter
        default: .other
        }
    }

    static func usage(_ json: JSONValue?) -> TokenUsage? {
        guard let json, let input = json["prompt_tokens"]?.int, input >= 0 else { return nil }
        let output = json["completion_tokens"]?.int ?? 0
        guard output >= 0 else { return nil }
        return TokenUsage(
            input: input, output: output,
            cachedInput: json["prompt_tokens_details"]?["cached_tokens"]?.int)
    }

    static func logprobs(_ json: JSONValue?) -> [TokenLogprob]? {
        guard let items = json?["content"]?.array else { return nil }
        return items.compactMap { item in
            guard let token = item["token"]?.string, let value = item["logprob"]?.double else {
                return nil
            }
            let top = (item["top_logprobs"]?.array ?? []).compactMap { entry in
                entry["token"]?.string.flatMap { token in
                    entry["logprob"]?.double.map {
                        TokenLogprob.Alternative(
                            token: token, id: entry["id"]?.int, logprob: $0)
                    }
                }
            }
            return TokenLogprob(token: token, id: item["id"]?.int, logprob: value, top: top)
        }
    }

    /// Takes the reasoning out of a message: `reasoning_content` (DeepSeek, vLLM, llama.cpp),
    /// `reasoning` (OpenRouter, Ollama), or parts of type "thinking" (Mistral).
    static func takeReasoning(_ message: inout [String: JSONValue]) -> String? {
        var texts: [String] = []
        for name in ["reasoning_content", "reasoning", "thinking"] {
            if let text = message.removeValue(forKey: name)?.string, texts.isEmpty {
                texts.append(text)
            }
        }
        if let parts = message["content"]?.array {
            message["content"] = .array(parts.filter { $0["type"]?.string != "thinking" })
            for part in parts where part["type"]?.string == "thinking" {
                if let text = part["thinking"]?.string { texts.append(text) }
                for inner in part["thinking"]?.array ?? [] {
                    if let text = inner["text"]?.string { texts.append(text) }
                }
            }
        }
        let joined = texts.joined()
        return joined.isEmpty ? nil : joined
    }
}
