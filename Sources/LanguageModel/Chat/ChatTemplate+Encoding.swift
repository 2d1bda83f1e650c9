extension ChatTemplate {
    /// The tokens of a conversation.
    ///
    /// - Parameters:
    ///   - messages: at least one.
    ///   - addingGenerationPrompt: whether the tokens end where the assistant begins to speak.
    ///   - tokenizer: the model's own.
    /// - Throws: `ChatTemplateError` for what the template has no form for.
    public func encode(
        _ messages: [Message], addingGenerationPrompt: Bool = true, with tokenizer: Tokenizer
    ) throws(ChatTemplateError) -> [Int32] {
        let segments = try render(messages, addingGenerationPrompt: addingGenerationPrompt)
        return tokenizer.encode(segments).ids
    }

    /// The tokens of a whole conversation, with the places of the assistant's answers: what
    /// training counts.
    ///
    /// The tokens before each answer are exactly those that `encode` gives for the messages before
    /// it, so what is trained is what will be generated.
    ///
    /// - Throws: `ChatTemplateError` for what the template has no form for.
    public func encodeConversation(_ messages: [Message], with tokenizer: Tokenizer)
        throws(ChatTemplateError) -> EncodedConversation
    {
        tokenizer.encode(try render(messages, addingGenerationPrompt: false))
    }
}

/// A conversation as tokens.
public struct EncodedConversation: Sendable, Hashable {
    /// All tokens.
    public var ids: [Int32]
    /// The places of each of the assistant's answers in `ids`, the token that ends the turn
    /// included, in order.
    public var answers: [Range<Int>]

    /// For each token, whether it is part of an answer.
    public var answerMask: [Bool] {
        var mask = [Bool](repeating: false, count: ids.count)
        for index in answers.joined() { mask[index] = true }
        return mask
    }
}

extension Tokenizer {
    /// The tokens of a rendered conversation.
    ///
    /// Text is encoded in runs from one special token to the next, markup and content together, as
    /// when the model was trained; but a run never crosses the beginning or end of an answer,
    /// because a model that generates begins there with a token of its own.
    func encode(_ segments: [ChatTemplate.Segment]) -> EncodedConversation {
        var result = EncodedConversation(ids: [], answers: [])
        var run = ""
        var answerStart: Int?
        func flush() {
            result.ids += encode(run, parsingSpecials: false)
            run = ""
        }
        for segment in segments {
            if segment.isAnswer != (answerStart != nil) {
                flush()
                if let start = answerStart { result.answers.append(start..<result.ids.count) }
                answerStart = segment.isAnswer ? result.ids.count : nil
            }
            guard segment.parsesSpecials else {
                run += segment.text
                continue
            }
            var text = segment.text
            text.withUTF8 { bytes in
                var position = 0
                while let special = specials.next(in: bytes, from: position) {
                    run += String(
                        decoding: bytes[position..<special.range.lowerBound], as: UTF8.self)
                    flush()
                    result.ids.append(special.id)
                    position = special.range.upperBound
                }
                run += String(decoding: bytes[position...], as: UTF8.self)
            }
        }
        flush()
        if let start = answerStart { result.answers.append(start..<result.ids.count) }
        return result
    }
}
