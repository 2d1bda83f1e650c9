package import LanguageModel

/// Turns rows into tokens exactly as the model will see them when it generates.
package struct RowEncoder: Sendable {
    private let model: TransformerModel
    /// The most tokens of prompt and answer.
    private let limit: Int

    /// - Parameter limit: nil for the model's context.
    package init(_ model: TransformerModel, limit: Int? = nil) {
        self.model = model
        let context = model.configuration.contextLength
        self.limit = min(limit ?? context, context)
    }

    /// The row as an element of a training set.
    func example(_ row: TrainingRow) throws(RowProblem) -> TrainingExample {
        switch row.content {
        case .preference(let prompt, let chosen, let rejected, let margin):
            let good = try continuation(prompt, chosen, "chosen")
            let bad = try continuation(prompt, rejected, "rejected")
            guard good.completion.ids != bad.completion.ids else {
                throw RowProblem("'chosen' and 'rejected' have the same tokens")
            }
            return TrainingExample(
                group: TrainingGroup(
                    prompt: good.prompt, completions: [good.completion, bad.completion]),
                pairs: [RankedPair(chosen: 0, rejected: 1, margin: margin)])
        case .labelled(let prompt, let completion, let isDesirable):
            let made = try continuation(prompt, completion, "completion")
            return TrainingExample(
                group: TrainingGroup(prompt: made.prompt, completions: [made.completion]),
                isDesirable: isDesirable)
        case .answer(let prompt, let completion):
            let made = try continuation(prompt, completion, "completion")
            return TrainingExample(
                group: TrainingGroup(prompt: made.prompt, completions: [made.completion]))
        case .conversation(let messages): return try conversation(messages)
        case .text(let text):
            let ids = ended(model.tokenizer.encodePrompt(text))
            guard ids.count >= 2 else { throw RowProblem("has fewer than two tokens") }
            try check(ids.count)
            return TrainingExample(
                group: TrainingGroup(ids: ids, counted: ids.indices.map { $0 > 0 }))
        }
    }

    private typealias Continuation = (prompt: [Int32], completion: TrainingGroup.Completion)

    /// An answer to a prompt; the prompt's tokens must be the first of the whole.
    private func continuation(
        _ prompt: TrainingRow.Text, _ answer: TrainingRow.Text, _ key: String
    ) throws(RowProblem) -> Continuation {
        switch (prompt, answer) {
        case (.raw(let prompt), .raw(let answer)):
            let before = model.tokenizer.encodePrompt(prompt)
            let whole = model.tokenizer.encodePrompt(prompt + answer)
            try checkPrefix(before, of: whole, key)
            let ids = ended(Array(whole.dropFirst(before.count)))
            guard !before.isEmpty else { throw RowProblem("'prompt' has no tokens") }
            try check(before.count + ids.count)
            return (before, TrainingGroup.Completion(ids: ids))
        case (.messages(let prompt), .messages(let answer)):
            return try turn(prompt, answer, key)
        default: throw RowProblem("'prompt' and '\(key)' must be both texts or both messages")
        }
    }

    private func turn(_ prompt: [Message], _ answer: [Message], _ key: String)
        throws(RowProblem) -> Continuation
    {
        guard answer.first?.role == .assistant, answer.last?.role == .assistant else {
            throw RowProblem("'\(key)' must begin and end with the assistant's message")
        }
        let (before, whole) = try encoded(prompt, prompt + answer)
        try checkPrefix(before, of: whole.ids, key)
        guard let end = whole.answers.last?.upperBound, end > before.count else {
            throw RowProblem("'\(key)' has no answer")
        }
        try check(end)
        let ids = Array(whole.ids[before.count..<end])
        let counted = Array(whole.answerMask[before.count..<end])
        return (
            before,
            TrainingGroup.Completion(ids: ids, counted: counted.contains(false) ? counted : nil)
        )
    }

    private func conversation(_ messages: [Message]) throws(RowProblem) -> TrainingExample {
        let whole = try encoded(messages).whole
        guard let end = whole.answers.last?.upperBound else {
            throw RowProblem("'messages' have no answer of the assistant")
        }
        try check(end)
        return TrainingExample(
            group: TrainingGroup(
                ids: Array(whole.ids[..<end]), counted: Array(whole.answerMask[..<end])))
    }

    private func encoded(_ messages: [Message]) throws(RowProblem)
        -> (template: ChatTemplate, whole: EncodedConversation)
    {
        let template: ChatTemplate
        do throws(ModelFileError) { template = try model.templateResult.get() } catch {
            throw RowProblem("needs a chat template, and the model has none: \(error.message)")
        }
        do throws(ChatTemplateError) {
            return (template, try template.encodeConversation(messages, with: model.tokenizer))
        } catch { throw RowProblem("does not fit the chat template: \(error)") }
    }

    private func encoded(_ prompt: [Message], _ all: [Message]) throws(RowProblem)
        -> (before: [Int32], whole: EncodedConversation)
    {
        let (template, whole) = try encoded(all)
        do throws(ChatTemplateError) {
            return (try template.encode(prompt, with: model.tokenizer), whole)
        } catch { throw RowProblem("its prompt does not fit the chat template: \(error)") }
    }

    /// Texts end with the token that ends a turn, or the model never learns to stop.
    private func ended(_ ids: [Int32]) -> [Int32] {
        let tokenizer = model.tokenizer
        if let last = ids.last, tokenizer.endIDs.contains(last) { return ids }
        guard let end = tokenizer.endOfSequenceID ?? tokenizer.endIDs.min() else { return ids }
        return ids + [end]
    }

    private func checkPrefix(_ prompt: [Int32], of whole: [Int32], _ key: String)
        throws(RowProblem)
    {
        guard !whole.starts(with: prompt) else {
            guard whole.count > prompt.count else { throw RowProblem("'\(key)' has no tokens") }
            return
        }
        let place = zip(prompt, whole).enumerated().first { $1.0 != $1.1 }?.offset
        let at = place ?? min(prompt.count, whole.count)
        let token = at < prompt.count ? model.tokenizer.decode([prompt[at]]) : ""
        throw RowProblem(
            "its prompt does not tokenize to a prefix of prompt and '\(key)': token \(at + 1) of "
                + "\(prompt.count) ('\(SafeExcerpt.of(token))') joins with what follows; end the "
                + "prompt with a line end (a space would join the next word), or use messages")
    }

    private func check(_ count: Int) throws(RowProblem) {
        guard count <= limit else {
            throw RowProblem("has \(count) tokens, more than the \(limit) allowed")
        }
    }
}

/// A short piece of foreign text in an error of ours.
enum SafeExcerpt {
    /// The first 40 scalars, control characters shown as a replacement.
    static func of(_ text: String) -> String {
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(40) {
            switch scalar {
            case "\n": view.append(contentsOf: "\\n".unicodeScalars)
            case "\t": view.append(contentsOf: "\\t".unicodeScalars)
            default:
                view.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
            }
        }
        return String(view)
    }
}
