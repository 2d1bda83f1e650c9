import LanguageModel

/// POST /v1/completions.
struct CompletionRequest {
    var sampling: SamplingFields
    /// Each is answered `n` times.
    var prompts: [Prompt]
    /// Whether the prompt is repeated before the answer, with its log-probabilities where asked.
    var echoes: Bool
    /// Whether anything is to be generated.
    var generates: Bool

    /// - Throws: `ServerFailure` that names the field which is wrong or not offered.
    init(_ body: some Sequence<UInt8>) throws(ServerFailure) {
        var reader = try FieldReader(body)
        sampling = try SamplingFields(&reader)
        prompts = try Self.prompts(reader.value("prompt"))
        echoes = try reader.bool("echo") ?? false
        let limit = try reader.integer("max_tokens", in: 0...1 << 30) ?? 16
        generates = limit > 0
        guard generates || echoes else {
            throw .invalid("max_tokens must be at least 1 unless echo is true", "max_tokens")
        }
        sampling.parameters.maxTokens = max(1, limit)
        if let top = try reader.integer("logprobs", in: 0...20) {
            sampling.parameters.logprobs = true
            sampling.parameters.topLogprobs = top
        }
        let count = sampling.count
        try reader.refuse("best_of") { $0.int == count }
        try reader.refuse("suffix") { $0.string?.isEmpty ?? false }
        try reader.finish()
    }

    /// A text, a list of texts, token ids, or a list of lists of token ids.
    private static func prompts(_ value: JSONValue?) throws(ServerFailure) -> [Prompt] {
        let wrong = ServerFailure.invalid(
            "prompt must be a string, a list of strings, token ids, or a list of lists of token ids",
            "prompt")
        switch value {
        case .string(let text)?: return [.text(text)]
        case .array(let items)? where !items.isEmpty && items.count <= 1024 || ids(items) != nil:
            if let ids = ids(items) { return [.ids(ids)] }
            var prompts: [Prompt] = []
            for item in items {
                if let text = item.string {
                    prompts.append(.text(text))
                } else if let ids = item.array.flatMap(ids) {
                    prompts.append(.ids(ids))
                } else {
                    throw wrong
                }
            }
            return prompts
        default: throw wrong
        }
    }

    private static func ids(_ items: [JSONValue]) -> [Int32]? {
        let ids = items.compactMap { $0.int.flatMap { Int32(exactly: $0) } }
        return ids.isEmpty || ids.count != items.count ? nil : ids
    }
}
