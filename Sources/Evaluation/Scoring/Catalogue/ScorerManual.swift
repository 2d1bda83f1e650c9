import LanguageModel
package import Workspace

/// What a kind of scorer says of itself: the one source of its errors, its JSON Schema, its page
/// in the documentation and `conduct scorers`.
package struct ScorerManual: Sendable {
    /// The kind as suites write it, in kebab-case.
    package let kind: String
    /// Where it stands in the list of scorers.
    package let group: Group
    /// What a pass means: one sentence.
    package let summary: String
    /// What a user should know before trusting it; empty where the summary says it all.
    package let notes: String
    /// The argument that a value without keys stands for: `contains: Paris`.
    package let shorthand: String?
    /// The arguments.
    package let fields: [Field]
    /// Sets of arguments of which exactly one must be there.
    package let exactlyOne: [[String]]
    /// Sets of arguments of which at most one may be there.
    package let atMostOne: [[String]]
    /// One line of a suite for each way to use it.
    package let examples: [String]
    /// Whether it reads text, and so takes `target`.
    package let readsText: Bool
    /// Rises when the same arguments come to mean something else, which changes hashes.
    package let version: Int

    /// The groups of the list of scorers.
    package enum Group: String, Sendable, Hashable, CaseIterable {
        case text = "Text"
        case structure = "Structure"
        case similarity = "Similarity to a reference"
        case behaviour = "Behaviour"
        case choice = "Multiple choice"
        case measurement = "Measurements"
        case delegated = "Delegated"
        case sets = "Sets"
    }

    init(
        _ kind: String, _ group: Group, _ summary: String, notes: String = "",
        shorthand: String? = nil, fields: [Field] = [], exactlyOne: [[String]] = [],
        atMostOne: [[String]] = [], examples: [String], readsText: Bool = true, version: Int = 1
    ) {
        self.kind = kind
        self.group = group
        self.summary = summary
        self.notes = notes
        self.shorthand = shorthand
        self.fields = readsText ? fields + [Self.target] : fields
        self.exactlyOne = exactlyOne
        self.atMostOne = atMostOne
        self.examples = examples
        self.readsText = readsText
        self.version = version
    }

    private static let target = Field.optional(
        "target", .words(of: ScoringTarget.self, \.summary), "Which text is scored.",
        default: "last")

    /// Whether it needs no argument: `refusal: true` is then enough.
    var standsAlone: Bool { exactlyOne.isEmpty && !fields.contains(where: \.isRequired) }

    /// What the arguments may be: the value of the shorthand, or a mapping.
    package var shape: Shape {
        let object = Shape.object(
            ObjectShape(
                "'\(kind)'", summary, fields: fields, exactlyOne: exactlyOne,
                atMostOne: atMostOne))
        if let shorthand, let field = fields.first(where: { $0.key == shorthand }) {
            let hasOthers = fields.contains { $0.isRequired && $0.key != shorthand }
            return hasOthers ? object : .either([field.shape, object])
        }
        return standsAlone ? .either([.boolean, object]) : object
    }
}

extension Shape {
    /// A text, or a number or truth value taken as it was written; may be empty and may hold
    /// `{{ name }}` for a variable of the case.
    static var template: Shape { .either([.label, .text]) }

    /// One such text or a list of them.
    static var templates: Shape {
        .either([.label, .text, .list(.either([.label, .text]), minimum: 1)])
    }
}
