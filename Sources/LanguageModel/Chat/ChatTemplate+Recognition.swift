extension ChatTemplate {
    /// The template of a model's file.
    ///
    /// - Throws: `ModelFileError` that says how to name one, when the file has none or one that
    ///   Conduct does not know.
    public static func recognise(_ file: GGUFFile) throws(ModelFileError) -> ChatTemplate {
        let known = Family.allCases.map(\.rawValue).joined(separator: ", ")
        let advice = "name one under the model in conduct.yaml, parameters: {template: chatml}; "
        guard let source = file.metadata["tokenizer.chat_template"]?.string else {
            throw ModelFileError(
                .unsupported, path: file.path, "has no chat template (tokenizer.chat_template)",
                advice: advice + "there are \(known)")
        }
        guard var template = ChatTemplate(recognising: TemplateSource(source)) else {
            let beginning = String(source.unicodeScalars.prefix(60))
            throw ModelFileError(
                .unsupported, path: file.path,
                "has a chat template that Conduct does not know: \(JSONValue.string(beginning).serialized())",
                advice: advice + "there are \(known)")
        }
        template.adoptTokens(of: file)
        return template
    }

    /// Recognises a template by the markup that it writes.
    init?(recognising source: TemplateSource) {
        guard let family = Self.family(of: source) else { return nil }
        self.init(family)
        if !source.mentions("bos_token") && !source.writes("<s>") { beginning = "" }
        switch family {
        case .chatML:
            defaultSystemPrompt = source.defaultSystemPrompt
            trims = source.trims ? .everything : .nothing
            if source.writes("<tool_response>") { tools = .hermes }
            if source.mentions("bos_token") { beginning = "<s>" }
        case .phi3, .zephyr:
            defaultSystemPrompt = source.defaultSystemPrompt
            if source.mentions("bos_token") { beginning = "<s>" }
        case .mistral: readBrackets(of: source)
        case .gemma:
            // Gemma 3 puts the system prompt before the first message; earlier ones have none.
            if !source.mentions("first_user_prefix") { systemPlace = .nowhere }
        case .llama2, .llama3, .llama31, .alpaca: break
        }
    }

    private static func family(of source: TemplateSource) -> Family? {
        // Reasoning templates cut earlier answers apart; pretending otherwise would be a guess.
        if source.writes("<think>") { return nil }
        if source.writes("<|im_start|>") {
            return source.writes("<|im_sep|>") ? nil : .chatML
        }
        if source.writes("<|start_header_id|>") {
            guard source.writes("<|eot_id|>") else { return nil }
            return source.writes("Cutting Knowledge Date") ? .llama31 : .llama3
        }
        if source.writes("<start_of_turn>") { return .gemma }
        if source.writes("[INST]") {
            if source.writes("<<SYS>>") { return .llama2 }
            return source.writes("[SYSTEM_PROMPT]") ? nil : .mistral
        }
        if source.writes("<|assistant|>") {
            if source.writes("<|end|>") { return .phi3 }
            return source.mentions("eos_token") ? .zephyr : nil
        }
        if source.writes("### Instruction:"), source.writes("### Response:") {
            return source.writes("<|EOT|>") ? nil : .alpaca
        }
        return nil
    }

    /// Mistral's templates differ in spaces and in where the system prompt goes.
    private mutating func readBrackets(of source: TemplateSource) {
        let literals = source.literals
        let opening = literals.filter { $0.contains("[INST]") }
        brackets.open =
            opening.contains { $0.hasPrefix(" [INST]") }
            ? " [INST] "
            : opening.contains { $0.hasSuffix("[INST] ") || $0.contains("[INST] ") }
                ? "[INST] " : "[INST]"
        brackets.close = literals.contains { $0.contains(" [/INST]") } ? " [/INST]" : "[/INST]"
        brackets.answer = source.answersBeginWithSpace ? " " : ""
        spacesAnswers = source.endsAnswersWithSpace
        trims = source.trims ? .answers : .nothing
        if !source.mentions("system_message") {
            systemPlace = .nowhere
        } else if source.mentions("loop.last") {
            systemPlace = .lastUser
        }
    }
}
