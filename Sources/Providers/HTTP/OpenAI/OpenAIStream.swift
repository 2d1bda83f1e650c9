import LanguageModel

/// Puts a reply together from chat completion chunks.
struct OpenAIStream: StreamAssembler {
    private struct PartialCall {
        var id = ""
        var name = ""
        var arguments = ""
    }

    private var text = ""
    private var reasoning = ""
    private var calls: [Int: PartialCall] = [:]
    private var finish: String?
    private var usage: TokenUsage?
    private var logprobs: [TokenLogprob]?
    private var model: String?
    private var isDone = false
    private var hasChunks = false

    mutating func take(_ event: ServerEvent, _ client: ServiceClient) throws -> String {
        guard !isDone else { return "" }
        if event.data.elementsEqual("[DONE]".utf8) {
            isDone = true
            return ""
        }
        var json: JSONValue
        do { json = try JSONValue(parsing: event.data) } catch {
            throw CallFailure(
                error: OpenAIReply.malformed("with an event that is broken at \(error)", client))
        }
        if let key = client.key, key.occurs(in: event.data) { json = key.redacting(json) }
        if let failure = client.embeddedFailure(json) { throw failure }
        hasChunks = true
        model = model ?? json["model"]?.string
        // Usage comes last, in a chunk without choices, or grows with every chunk.
        usage = OpenAIReply.usage(json["usage"]) ?? usage
        guard let choice = json["choices"]?.array?.first(where: { ($0["index"]?.int ?? 0) == 0 })
        else { return "" }
        if let reason = choice["finish_reason"]?.string { finish = reason }
        if let more = OpenAIReply.logprobs(choice["logprobs"]) {
            logprobs = (logprobs ?? []) + more
        }
        return take(delta: choice["delta"]?.object ?? [:])
    }

    private mutating func take(delta: [String: JSONValue]) -> String {
        var delta = delta
        reasoning += OpenAIReply.takeReasoning(&delta) ?? ""
        for (position, item) in (delta["tool_calls"]?.array ?? []).enumerated() {
            var call = calls[item["index"]?.int ?? position] ?? PartialCall()
            if let id = item["id"]?.string, !id.isEmpty { call.id = id }
            if let name = item["function"]?["name"]?.string, !name.isEmpty { call.name = name }
            switch item["function"]?["arguments"] {
            case .string(let piece)?: call.arguments += piece
            case let whole?: call.arguments += whole.isNull ? "" : whole.serialized()
            case nil: break
            }
            calls[item["index"]?.int ?? position] = call
        }
        var piece = delta["content"]?.string ?? delta["refusal"]?.string ?? ""
        for part in delta["content"]?.array ?? [] { piece += part["text"]?.string ?? "" }
        text += piece
        return piece
    }

    func reply() throws -> ModelReply? {
        guard hasChunks, isDone || finish != nil else { return nil }
        let calls = calls.sorted { $0.key < $1.key }.map { _, call in
            ToolCall(
                id: call.id, name: call.name,
                arguments: (try? JSONValue(parsing: call.arguments)) ?? .string(call.arguments))
        }
        return ModelReply(
            message: Message(
                role: .assistant, parts: text.isEmpty && !calls.isEmpty ? [] : [.text(text)],
                toolCalls: calls),
            finishReason: OpenAIReply.finishReason(finish, calls), usage: usage,
            logprobs: logprobs, servedModel: model, reasoning: reasoning.isEmpty ? nil : reasoning)
    }

    static func whole(_ json: JSONValue, _ client: ServiceClient) throws -> ModelReply {
        try OpenAIReply.read(json, from: client)
    }
}
