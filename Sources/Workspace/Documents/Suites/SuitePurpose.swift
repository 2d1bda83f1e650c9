package import LanguageModel

/// The way from what a suite is about to what its score may say, written before its cases are:
/// phenomenon, task, metric, claim, and which kind of evaluation it is.
package struct SuitePurpose: Sendable, Hashable {
    /// What is asked about.
    package enum Subject: String, Sendable, Hashable, CaseIterable {
        case capability, behaviour, safety
    }

    /// Who or what decides.
    package enum Grading: String, Sendable, Hashable, CaseIterable {
        case program, model, person
    }

    /// What an answer is held against.
    package enum Comparison: String, Sendable, Hashable, CaseIterable {
        case pointwise, pairwise, reference
    }

    /// How long a conversation is.
    package enum Turns: String, Sendable, Hashable, CaseIterable { case single, multi }

    /// What is to be measured, in words that a stranger can apply.
    package var phenomenon: String
    /// What a model is asked to do so that it shows.
    package var task: String
    /// What is counted, and how.
    package var metric: String
    /// What the number then says, and what it does not.
    package var claim: String
    package var subject: Subject?
    package var grading: Grading?
    package var comparison: Comparison?
    package var turns: Turns?

    package init(
        phenomenon: String, task: String, metric: String, claim: String, subject: Subject? = nil,
        grading: Grading? = nil, comparison: Comparison? = nil, turns: Turns? = nil
    ) {
        self.phenomenon = phenomenon
        self.task = task
        self.metric = metric
        self.claim = claim
        self.subject = subject
        self.grading = grading
        self.comparison = comparison
        self.turns = turns
    }

    /// The keys.
    package static let shape = Shape.object(
        ObjectShape(
            "a suite's purpose", "From what it is about to what its score may say.",
            fields: [
                .required(
                    "phenomenon", .nonEmptyText, "What is to be measured, so that two would agree.",
                    examples: ["Giving way to a person who is confident and wrong."]),
                .required("task", .nonEmptyText, "What a model does so that it shows."),
                .required("metric", .nonEmptyText, "What is counted, and how."),
                .required("claim", .nonEmptyText, "What the number says, and what it does not."),
                .optional(
                    "subject", .words(of: Subject.self) { "it asks about \($0.rawValue)" },
                    "What is asked about."),
                .optional(
                    "grading", .words(of: Grading.self) { "a \($0.rawValue) decides" },
                    "Who or what decides."),
                .optional(
                    "comparison",
                    .words(of: Comparison.self) { "the answer is judged \($0.rawValue)" },
                    "What an answer is held against."),
                .optional(
                    "turns", .words(of: Turns.self) { "\($0.rawValue)-turn" },
                    "How long a conversation is."),
            ]))

    init(_ node: DocumentNode) {
        func text(_ key: String) -> String { node[key]?.text ?? "" }
        self.init(
            phenomenon: text("phenomenon"), task: text("task"), metric: text("metric"),
            claim: text("claim"), subject: Subject(rawValue: text("subject")),
            grading: Grading(rawValue: text("grading")),
            comparison: Comparison(rawValue: text("comparison")),
            turns: Turns(rawValue: text("turns")))
    }

    /// What it says, by the keys of the document.
    package var entries: [(key: String, text: String)] {
        [
            ("phenomenon", phenomenon), ("task", task), ("metric", metric), ("claim", claim),
            ("subject", subject?.rawValue ?? ""), ("grading", grading?.rawValue ?? ""),
            ("comparison", comparison?.rawValue ?? ""), ("turns", turns?.rawValue ?? ""),
        ].filter { !$0.1.isEmpty }.map { (key: $0.0, text: $0.1) }
    }

    package var json: JSONValue {
        .object(Dictionary(uniqueKeysWithValues: entries.map { ($0.key, .string($0.text)) }))
    }
}
