import LanguageModel
import NIOCore

extension OpenAIModel {
    /// The JSON of a chat request.
    ///
    /// - Throws: `ProviderError.unsupported` for a parameter that this service does not take.
    func body(of request: ModelRequest, streaming: Bool) throws(ProviderError) -> ByteBuffer {
        let parameters = request.parameters
        try checkSampling(parameters)
        var writer = JSONWriter()
        writer.object { writer in
            let extra = parameters.extra
            func field(_ name: String, _ write: (inout JSONWriter) -> Void) {
                guard extra[name] == nil else { return }
                writer.key(name)
                write(&writer)
            }
            field("model") { $0.string(identity.model) }
            field("messages") { $0.array(request.messages) { $0.message($1) } }
            if let value = parameters.maxTokens {
                field(dialect.maxTokensField.rawValue) { $0.number(value) }
            }
            if let value = parameters.temperature {
                field("temperature") { $0.value(.number(value)) }
            }
            if let value = parameters.topP { field("top_p") { $0.value(.number(value)) } }
            if let value = parameters.topK { field("top_k") { $0.number(value) } }
            if let value = parameters.minP { field("min_p") { $0.value(.number(value)) } }
            if let value = parameters.repetitionPenalty {
                // vLLM and others say repetition_penalty, llama.cpp says repeat_penalty; both
                // ignore the other's name.
                field("repetition_penalty") { $0.value(.number(value)) }
                field("repeat_penalty") { $0.value(.number(value)) }
            }
            if !parameters.stop.isEmpty {
                field("stop") { $0.array(parameters.stop) { $0.string($1) } }
            }
            if let name = dialect.seedField { field(name) { $0.number(Int(request.seed)) } }
            if parameters.logprobs {
                field("logprobs") { $0.bool(true) }
                if let top = parameters.topLogprobs { field("top_logprobs") { $0.number(top) } }
            }
            if let value = parameters.responseFormat {
                field("response_format") { $0.value(value) }
            }
            if let value = parameters.tools { field("tools") { $0.value(value) } }
            if streaming {
                field("stream") { $0.bool(true) }
                if dialect.asksForStreamUsage {
                    field("stream_options") { $0.value(["include_usage": true]) }
                }
            }
            for (name, value) in extra.sorted(by: { $0.key < $1.key }) {
                writer.key(name)
                writer.value(value)
            }
        }
        return writer.buffer
    }

    private func checkSampling(_ parameters: GenerationParameters) throws(ProviderError) {
        guard !dialect.hasLocalSampling else { return }
        let given = [
            ("top-k", parameters.topK != nil), ("min-p", parameters.minP != nil),
            ("repetition-penalty", parameters.repetitionPenalty != nil),
        ]
        guard let name = given.first(where: { $0.1 })?.0 else { return }
        throw ProviderError(
            .unsupported, "\(client.name) takes no \(name)",
            advice: "remove it, or pass what the service knows under its own name in extra")
    }
}

extension JSONWriter {
    /// A message in the shape that the chat APIs share.
    mutating func message(_ message: Message) {
        guard message.toolCalls.isEmpty, message.toolCallID == nil, message.parts.count == 1,
            case .text(let text) = message.parts[0]
        else { return value(message.json) }
        object {
            $0.key("role")
            $0.string(message.role.rawValue)
            $0.key("content")
            $0.string(text)
        }
    }
}
