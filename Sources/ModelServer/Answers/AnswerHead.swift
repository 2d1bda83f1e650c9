import LanguageModel

/// What every object of one answer repeats.
struct AnswerHead: Sendable {
    /// The answer's id, such as `chatcmpl-…`.
    let id: String
    /// The kind of a whole answer, and that of a piece of a stream.
    let object: (whole: String, piece: String)
    /// Seconds since 1970.
    let created: Int
    /// The model's name.
    let model: String

    /// The object with its choices.
    func json(_ choices: [JSONValue], isPiece: Bool, usage: JSONValue?) -> JSONValue {
        var json: [String: JSONValue] = [
            "id": .string(id), "object": .string(isPiece ? object.piece : object.whole),
            "created": .integer(created), "model": .string(model), "choices": .array(choices),
        ]
        json["usage"] = usage
        return .object(json)
    }
}

/// The tokens that a request read and generated. The prompt of several answers counts once.
struct UsageCount: Sendable {
    private(set) var prompt = 0
    private(set) var generated = 0
    private var cached: Int?

    /// Counts one answer.
    mutating func add(_ usage: TokenUsage, countsPrompt: Bool) {
        generated += usage.output
        guard countsPrompt else { return }
        prompt += usage.input
        if let more = usage.cachedInput { cached = (cached ?? 0) + more }
    }

    /// Counts a prompt to which nothing was generated.
    mutating func add(prompt tokens: Int) { prompt += tokens }

    var json: JSONValue {
        var json: [String: JSONValue] = [
            "prompt_tokens": .integer(prompt), "completion_tokens": .integer(generated),
            "total_tokens": .integer(prompt + generated),
        ]
        json["prompt_tokens_details"] = cached.map { ["cached_tokens": .integer($0)] }
        return .object(json)
    }
}

extension GeneratedToken {
    /// The tokens of a whole answer as they would have been streamed, without their texts.
    static func all(of generation: Generation) -> [GeneratedToken] {
        generation.ids.indices.map { index in
            GeneratedToken(
                id: generation.ids[index], text: "", logprob: generation.logprobs[index],
                top: index < generation.top.count ? generation.top[index] : [])
        }
    }
}
