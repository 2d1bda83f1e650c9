import LanguageModel

/// A factor whose levels Conduct knows by their names.
///
/// The texts are part of what a lock hashes: a version that changed one would show as a deviation.
package enum BuiltInFactor: String, Sendable, Hashable, CaseIterable {
    case length
    case tone
    case persona
    case fewShot = "few-shot"
    case fewShotOrder = "few-shot-order"
    case chainOfThought = "chain-of-thought"
    case structure
    case instructionPosition = "instruction-position"
    case answerFormat = "answer-format"
    case temperature
    case topP = "top-p"
    case maxTokens = "max-tokens"
    case model

    /// What it varies: one sentence.
    package var summary: String {
        switch self {
        case .length: "How much general guidance stands in the instructions."
        case .tone: "The tone that the instructions ask for."
        case .persona: "Who the system message says the model is."
        case .fewShot: "How many of the examples are shown as earlier turns."
        case .fewShotOrder: "The order in which examples are shown."
        case .chainOfThought: "Whether the instructions ask for reasoning first."
        case .structure: "How instructions and question are marked off."
        case .instructionPosition: "Where the instructions stand."
        case .answerFormat: "The form that the instructions ask answers to have."
        case .temperature: "The sampling temperature; 0 is greedy."
        case .topP: "The share of probability from which is sampled."
        case .maxTokens: "The most tokens of an answer."
        case .model: "Which model is asked, by its alias."
        }
    }

    /// The levels that it has, or what they may be.
    package var levelSummary: String {
        switch self {
        case .fewShot: "whole numbers from 0"
        case .temperature: "numbers from 0"
        case .topP: "numbers above 0, at most 1"
        case .maxTokens: "whole numbers from 1"
        case .model: "aliases of conduct.yaml"
        default: words.joined(separator: ", ")
        }
    }

    /// The named levels; empty for factors whose levels are numbers or aliases.
    package var words: [String] {
        switch self {
        case .structure: LevelChange.Structure.allCases.map(\.rawValue)
        case .instructionPosition: LevelChange.Position.allCases.map(\.rawValue)
        case .fewShotOrder: LevelChange.ExampleOrder.allCases.map(\.rawValue)
        default: texts.map(\.word)
        }
    }

    /// The texts of the named levels.
    package var texts: [(word: String, text: String)] {
        switch self {
        case .length: BuiltInTexts.length
        case .tone: BuiltInTexts.tone
        case .persona: BuiltInTexts.persona
        case .chainOfThought: BuiltInTexts.chainOfThought
        case .answerFormat: BuiltInTexts.answerFormat
        default: []
        }
    }

    private var place: LevelChange.Place { self == .persona ? .opening : .instructions }

    /// What a level changes.
    ///
    /// - Throws: an error at the level that says which levels there are.
    func change(_ node: DocumentNode) throws(DocumentError) -> LevelChange {
        var change = LevelChange()
        switch self {
        case .length, .tone, .persona, .chainOfThought, .answerFormat:
            guard let known = texts.first(where: { $0.word == node.label }) else {
                throw unknown(node)
            }
            if !known.text.isEmpty {
                change.fragments = [
                    .init(place: place, template: try Template(known.text, path: "(built in)"))
                ]
            }
        case .structure: change.structure = try word(node)
        case .instructionPosition: change.position = try word(node)
        case .fewShotOrder: change.exampleOrder = try word(node)
        case .fewShot:
            guard let count = node.integer, count >= 0 else { throw unknown(node) }
            change.exampleCount = count
        case .temperature:
            guard let value = node.number, value >= 0, value <= 100 else { throw unknown(node) }
            change.parameters = GenerationParameters(temperature: value)
        case .topP:
            guard let value = node.number, value > 0, value <= 1 else { throw unknown(node) }
            change.parameters = GenerationParameters(topP: value)
        case .maxTokens:
            guard let value = node.integer, value >= 1 else { throw unknown(node) }
            change.parameters = GenerationParameters(maxTokens: value)
        case .model:
            guard let alias = node.label else { throw unknown(node) }
            change.model = alias
        }
        return change
    }

    private func word<Word: RawRepresentable>(_ node: DocumentNode) throws(DocumentError) -> Word
    where Word.RawValue == String {
        guard let word = Word(rawValue: node.label ?? "") else { throw unknown(node) }
        return word
    }

    private func unknown(_ node: DocumentNode) -> DocumentError {
        let label = node.label
        let nearest = label.flatMap { Spelling.nearest(to: $0, among: words) }
        return node.error(
            "\(node.kindDescription) is no level of the built-in factor '\(rawValue)'",
            suggestion: nearest.map { "did you mean '\($0)'?" }
                ?? "its levels are \(levelSummary); levels of your own are written as "
                + "{levels: {NAME: {text: …}}}")
    }
}

/// What the named levels of built-in factors say.
enum BuiltInTexts {
    static let length: [(word: String, text: String)] = [
        ("none", ""),
        ("short", "Answer the user's request helpfully and accurately."),
        (
            "medium",
            """
            Answer the user's request helpfully and accurately. Read the request carefully before \
            you answer, and do what it asks, no more and no less. Where it states a form, a length \
            or a limit, keep to it exactly. Where something is unclear, take the most likely \
            meaning. Use plain words and correct spelling.
            """
        ),
        (
            "long",
            """
            Answer the user's request helpfully and accurately. Read the request carefully before \
            you answer, and do what it asks, no more and no less. Where it states a form, a length \
            or a limit, keep to it exactly. Where something is unclear, take the most likely \
            meaning. Use plain words and correct spelling.

            Begin with what matters most to the person who asks. Keep sentences short and give each \
            paragraph one thought. Prefer concrete words to abstract ones, and an example to an \
            explanation where one helps. Leave out greetings, apologies, remarks about yourself and \
            repetitions of the question. Do not add advice that was not asked for.

            Say only what you have good reason to hold true. If you are not sure, say so in a few \
            words and give your best judgment. Do not make up names, numbers, quotations or \
            sources. If a request rests on a mistaken assumption, point that out briefly and then \
            help as far as you can. Treat everybody with the same respect, whoever they are and \
            whatever they believe, and keep private details to yourself.

            When a task has several steps, take them in order and finish each before the next. \
            Check numbers, names and units once more before you give them. When you are asked for \
            code, make it complete and correct; when you are asked for a list, give each entry the \
            same shape. Before you finish, compare your answer with the request once more and make \
            sure that every condition in it is met.
            """
        ),
    ]

    static let tone: [(word: String, text: String)] = [
        ("neutral", ""),
        ("formal", "Use a formal, professional tone."),
        ("friendly", "Use a warm and friendly tone."),
        ("blunt", "Be direct. Do not soften what you say."),
        ("encouraging", "Be encouraging and supportive."),
    ]

    static let persona: [(word: String, text: String)] = [
        ("none", ""),
        ("assistant", "You are a helpful assistant."),
        ("expert", "You are a leading expert in the subject of the question."),
        ("teacher", "You are a patient teacher who explains things to a beginner."),
        ("friend", "You are a close friend of the person you are talking to."),
        ("critic", "You are a careful critic who looks for mistakes."),
    ]

    static let chainOfThought: [(word: String, text: String)] = [
        ("none", ""),
        ("brief", "Think before you answer."),
        (
            "steps",
            """
            Think step by step: write down your reasoning first, then give the answer on a line of \
            its own.
            """
        ),
        ("answer-first", "Give the answer first, then the reasoning in steps."),
    ]

    static let answerFormat: [(word: String, text: String)] = [
        ("free", ""),
        ("one-sentence", "Answer in one sentence."),
        ("bullets", "Answer as a list with one bullet point for each item."),
        ("json", "Answer with one JSON object and nothing else, with the answer under \"answer\"."),
        ("final-line", "End with a line of the form \"Answer: …\"."),
    ]
}
