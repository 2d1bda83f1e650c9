import LanguageModel

/// POST /v1/chat/completions.
struct ChatRequest {
    var sampling: SamplingFields
    var messages: [Message]

    /// - Throws: `ServerFailure` that names the field which is wrong or not offered.
    init(_ body: some Sequence<UInt8>) throws(ServerFailure) {
        var reader = try FieldReader(body)
        sampling = try SamplingFields(&reader)
        guard let items = reader.value("messages")?.array, !items.isEmpty else {
            throw .invalid("messages must be a list of at least one message", "messages")
        }
        messages = []
        for (index, item) in items.enumerated() {
            do throws(MessageError) { messages.append(try Message(json: item)) } catch {
                throw .invalid("messages[\(index)]: \(error)", "messages")
            }
            if case .other(let part)? = messages[index].parts.first(where: {
                if case .other = $0 { true } else { false }
            }) {
                let type = part["type"]?.string ?? "unknown"
                throw .invalid(
                    "messages[\(index)] holds a part of type \(type.prefix(32)); this model reads "
                        + "text only", "messages")
            }
        }
        let older = try reader.integer("max_tokens", in: 1...1 << 30)
        sampling.parameters.maxTokens =
            try reader.integer("max_completion_tokens", in: 1...1 << 30) ?? older
        sampling.parameters.logprobs = try reader.bool("logprobs") ?? false
        if let top = try reader.integer("top_logprobs", in: 0...20) {
            guard sampling.parameters.logprobs else {
                throw .invalid("top_logprobs needs logprobs: true", "top_logprobs")
            }
            sampling.parameters.topLogprobs = top
        }
        try reader.refuse("tools") { $0.array?.isEmpty ?? false }
        try reader.refuse("functions") { $0.array?.isEmpty ?? false }
        try reader.refuse("response_format") { $0["type"]?.string == "text" }
        reader.ignore("tool_choice", "function_call", "parallel_tool_calls", "modalities")
        try reader.finish()
    }
}
