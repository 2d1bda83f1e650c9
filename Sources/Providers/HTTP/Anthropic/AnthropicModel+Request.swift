import LanguageModel
import NIOCore

extension AnthropicModel {
    /// The JSON of a request.
    ///
    /// The seed is not sent: the API has none, so equal requests may be answered differently.
    ///
    /// - Throws: `ProviderError.unsupported` for what the API does not offer.
    func body(of request: ModelRequest, streaming: Bool) throws(ProviderError) -> ByteBuffer {
        let parameters = request.parameters
        try checkOffered(parameters)
        var writer = JSONWriter()
        let system = request.messages.filter { $0.role == .system }.map(\.text)
            .filter { !$0.isEmpty }
        let turns = Self.turns(request.messages.filter { $0.role != .system })
        guard !turns.isEmpty else {
            throw ProviderError(
                .invalidRequest, "\(client.name) needs a message beside the system prompt",
                advice: "add a # user section to the prompt")
        }
        writer.object { writer in
            let extra = parameters.extra
            func field(_ name: String, _ write: (inout JSONWriter) -> Void) {
                guard extra[name] == nil else { return }
                writer.key(name)
                write(&writer)
            }
            field("model") { $0.string(identity.model) }
            field("max_tokens") { $0.number(parameters.maxTokens ?? Self.defaultMaxTokens) }
            if !system.isEmpty {
                field("system") { $0.string(system.joined(separator: "\n\n")) }
            }
            field("messages") { $0.array(turns) { $0.value($1) } }
            if let value = parameters.temperature {
                field("temperature") { $0.value(.number(value)) }
            }
            if let value = parameters.topP { field("top_p") { $0.value(.number(value)) } }
            if let value = parameters.topK { field("top_k") { $0.number(value) } }
            if !parameters.stop.isEmpty {
                field("stop_sequences") { $0.array(parameters.stop) { $0.string($1) } }
            }
            if let tools = parameters.tools {
                field("tools") { $0.value(Self.tools(tools)) }
            }
            if streaming { field("stream") { $0.bool(true) } }
            for (name, value) in extra.sorted(by: { $0.key < $1.key }) {
                writer.key(name)
                writer.value(value)
            }
        }
        return writer.buffer
    }

    private func checkOffered(_ parameters: GenerationParameters) throws(ProviderError) {
        let given = [
            ("logprobs", parameters.logprobs), ("min-p", parameters.minP != nil),
            ("repetition-penalty", parameters.repetitionPenalty != nil),
            ("response-format", parameters.responseFormat != nil),
        ]
        guard let name = given.first(where: { $0.1 })?.0 else { return }
        throw ProviderError(
            .unsupported, "\(client.name) offers no \(name)",
            advice: "remove it, or pass what the service knows under its own name in extra")
    }

    /// The conversation in the API's shape: a tool's results are blocks of a user's turn, and all
    /// results of one round stand in one turn, as the API demands.
    static func turns(_ messages: [Message]) -> [JSONValue] {
        var turns: [JSONValue] = []
        var results: [JSONValue] = []
        func flushed() -> [JSONValue] {
            results.isEmpty ? [] : [["role": "user", "content": .array(results)]]
        }
        for message in messages {
            if message.role == .tool {
                results.append([
                    "type": "tool_result", "tool_use_id": .string(message.toolCallID ?? ""),
                    "content": content(message),
                ])
                continue
            }
            turns += flushed()
            results = []
            let role: JSONValue = message.role == .assistant ? "assistant" : "user"
            guard !message.toolCalls.isEmpty else {
                turns.append(["role": role, "content": content(message)])
                continue
            }
            var blocks = message.parts.compactMap(block)
            for call in message.toolCalls {
                let input: JSONValue = call.arguments.object == nil ? [:] : call.arguments
                blocks.append([
                    "type": "tool_use", "id": .string(call.id), "name": .string(call.name),
                    "input": input,
                ])
            }
            turns.append(["role": role, "content": .array(blocks)])
        }
        return turns + flushed()
    }

    private static func content(_ message: Message) -> JSONValue {
        if message.parts.count == 1, case .text(let text) = message.parts[0] {
            return .string(text)
        }
        return message.parts.isEmpty ? "" : .array(message.parts.compactMap(block))
    }

    /// A content part as a block; an image in OpenAI's shape is translated, anything else is
    /// passed on as it is. The API refuses empty texts, so they are left out.
    private static func block(_ part: ContentPart) -> JSONValue? {
        switch part {
        case .text(let text): text.isEmpty ? nil : ["type": "text", "text": .string(text)]
        case .other(let value):
            (value["image_url"]?["url"]?.string ?? value["image_url"]?.string).map(image) ?? value
        }
    }

    private static func image(_ url: String) -> JSONValue {
        // data:image/png;base64,…
        guard url.hasPrefix("data:"), let comma = url.firstIndex(of: ","),
            url[..<comma].hasSuffix(";base64")
        else {
            return ["type": "image", "source": ["type": "url", "url": .string(url)]]
        }
        let type = url[..<comma].dropFirst("data:".count).dropLast(";base64".count)
        return [
            "type": "image",
            "source": [
                "type": "base64", "media_type": .string(String(type)),
                "data": .string(String(url[url.index(after: comma)...])),
            ],
        ]
    }

    /// Tool definitions in OpenAI's shape are translated; others are passed on as they are.
    static func tools(_ tools: JSONValue) -> JSONValue {
        guard let items = tools.array else { return tools }
        return .array(
            items.map { item in
                guard let function = item["function"]?.object, let name = function["name"] else {
                    return item
                }
                var tool: [String: JSONValue] = [
                    "name": name, "input_schema": function["parameters"] ?? ["type": "object"],
                ]
                tool["description"] = function["description"]
                return .object(tool)
            })
    }
}
