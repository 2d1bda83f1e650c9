/// How a model was taught to read conversations: the text around each message.
///
/// Model files carry their template as a Jinja program. Conduct knows the common ones and
/// recognises them by what they write; it runs no program out of a model file. Messages become
/// *content* and everything else *markup*, and only in markup do names of special tokens become
/// those tokens, so that no message can end its own turn or begin another.
public struct ChatTemplate: Sendable, Hashable {
    /// The families of templates, under the names that `template:` takes in conduct.yaml.
    public enum Family: String, Sendable, Hashable, CaseIterable {
        case chatML = "chatml"
        case llama2 = "llama-2"
        case llama3 = "llama-3"
        case llama31 = "llama-3.1"
        case mistral
        case gemma
        case phi3 = "phi-3"
        case zephyr
        case alpaca
    }

    /// The family.
    public let family: Family
    /// The system prompt that the template adds to a conversation without one.
    public internal(set) var defaultSystemPrompt: String?

    /// The beginning-of-text token's name, or nothing where the template writes none.
    var beginning: String
    /// The end-of-text token's name.
    var end: String
    var trims: Trimming
    var systemPlace: SystemPlace
    var tools: ToolStyle
    /// For `mistral`: what precedes and follows a user's message and precedes an answer.
    var brackets = Brackets(open: "[INST] ", close: "[/INST]", answer: " ")
    /// For `mistral`: whether a space follows the token that ends an answer.
    var spacesAnswers = false

    /// Which messages lose the white space at their ends.
    enum Trimming: Sendable, Hashable { case nothing, answers, everything }

    /// Where a leading system message goes.
    enum SystemPlace: Sendable, Hashable { case own, firstUser, lastUser, nowhere }

    /// How calls of tools and their results are written.
    enum ToolStyle: Sendable, Hashable { case none, hermes, llama31 }

    struct Brackets: Sendable, Hashable {
        var open: String
        var close: String
        var answer: String
    }

    /// The name that `template:` takes.
    public var name: String { family.rawValue }

    /// A template by name, with the token names that its family usually has.
    ///
    /// - Parameter name: one of `Family`'s raw values.
    /// - Returns: nil for any other name.
    public static func named(_ name: String) -> ChatTemplate? {
        Family(rawValue: name).map { ChatTemplate($0) }
    }

    /// A template by name, with the token names of a model's file.
    ///
    /// - Returns: nil for a name that is not one of `Family`'s raw values.
    public static func named(_ name: String, for file: GGUFFile) -> ChatTemplate? {
        Family(rawValue: name).map { family in
            var template = ChatTemplate(family)
            template.adoptTokens(of: file)
            return template
        }
    }

    init(_ family: Family) {
        self.family = family
        trims = .nothing
        systemPlace = .own
        tools = .none
        (beginning, end) = ("", "</s>")
        switch family {
        case .chatML, .zephyr, .phi3: break
        case .alpaca: trims = .everything
        case .llama2, .mistral:
            beginning = "<s>"
            systemPlace = .firstUser
            if family == .llama2 { trims = .everything }
        case .llama3, .llama31:
            (beginning, end) = ("<|begin_of_text|>", "<|end_of_text|>")
            trims = .everything
            if family == .llama31 { tools = .llama31 }
        case .gemma:
            (beginning, end) = ("<bos>", "<eos>")
            trims = .everything
            systemPlace = .firstUser
        }
    }

    /// Takes the names of the beginning and end tokens from a file that says them.
    mutating func adoptTokens(of file: GGUFFile) {
        guard let tokens = file.metadata["tokenizer.ggml.tokens"]?.strings else { return }
        func token(_ key: String) -> String? {
            guard let id = file.metadata["tokenizer.ggml." + key]?.int, tokens.indices.contains(id)
            else { return nil }
            return tokens[id]
        }
        if !beginning.isEmpty { beginning = token("bos_token_id") ?? "" }
        end = token("eos_token_id") ?? ""
    }

    /// A stretch of a rendered conversation.
    public struct Segment: Sendable, Hashable {
        /// The text.
        public var text: String
        /// Whether names of special tokens in the text stand for those tokens: true for markup,
        /// false for what people and models wrote.
        public var parsesSpecials: Bool
        /// Whether this is what the assistant itself writes: an answer and the token that ends it.
        public var isAnswer: Bool
    }
}
