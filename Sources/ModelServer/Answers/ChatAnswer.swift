import LanguageModel

/// Writes chat completions, whole and in pieces.
struct ChatAnswer: Sendable {
    let head: AnswerHead
    let model: any ServedModel
    let showsLogprobs: Bool

    func whole(_ generations: [Generation]) -> JSONValue {
        var usage = UsageCount()
        let choices = generations.enumerated().map { index, generation -> JSONValue in
            usage.add(generation.usage, countsPrompt: index == 0)
            return [
                "index": .integer(index),
                "message": [
                    "role": "assistant", "content": .string(generation.text), "refusal": .null,
                ],
                "logprobs": logprobs(GeneratedToken.all(of: generation)),
                "finish_reason": .string(generation.finishReason.rawValue),
            ]
        }
        return head.json(choices, isPiece: false, usage: usage.json)
    }

    /// The first piece of an answer, which says who speaks.
    func opening(_ index: Int) -> JSONValue {
        choice(index, ["role": "assistant", "content": ""], .null, .null)
    }

    /// A token's piece; nil where it shows nothing.
    func piece(_ index: Int, _ token: GeneratedToken) -> JSONValue? {
        let isShown = showsLogprobs && !model.endIDs.contains(token.id)
        guard isShown || !token.text.isEmpty else { return nil }
        return choice(
            index, ["content": .string(token.text)], isShown ? logprobs([token]) : .null, .null)
    }

    /// The last piece of an answer.
    func closing(_ index: Int, _ reason: FinishReason) -> JSONValue {
        choice(index, [:], .null, .string(reason.rawValue))
    }

    private func choice(
        _ index: Int, _ delta: JSONValue, _ logprobs: JSONValue, _ reason: JSONValue
    ) -> JSONValue {
        [
            "index": .integer(index), "delta": delta, "logprobs": logprobs,
            "finish_reason": reason,
        ]
    }

    private func logprobs(_ tokens: [GeneratedToken]) -> JSONValue {
        guard showsLogprobs else { return .null }
        let shown = tokens.filter { !model.endIDs.contains($0.id) }
        return [
            "content": .array(
                shown.map { token in
                    guard case .object(var entry) = self.entry(Int(token.id), token.logprob) else {
                        return .null
                    }
                    entry["top_logprobs"] = .array(
                        token.top.map { self.entry($0.id ?? -1, $0.logprob, $0.token) })
                    return .object(entry)
                }),
            "refusal": .null,
        ]
    }

    private func entry(_ id: Int, _ logprob: Double, _ text: String = "") -> JSONValue {
        let bytes = Int32(exactly: id).map(model.bytes) ?? []
        return [
            "token": .string(bytes.isEmpty ? text : String(decoding: bytes, as: UTF8.self)),
            "logprob": .number(max(logprob, -9999)),
            "bytes": .array(bytes.map { .integer(Int($0)) }),
        ]
    }
}
