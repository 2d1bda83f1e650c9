/// One question of a labelling project: what an annotator is asked about every item.
package struct LabelQuestion: Sendable, Hashable, Identifiable {
    /// Its id, unique in the project.
    package var id: String
    /// What is asked.
    package var title: String
    /// A sentence of help below it; nil for none.
    package var help: String?
    /// What an answer is.
    package var kind: Kind
    /// Whether an item can't be submitted without an answer (or "can't tell").
    package var isRequired: Bool

    package init(
        id: String, title: String, help: String? = nil, kind: Kind, isRequired: Bool = true
    ) {
        self.id = id
        self.title = title
        self.help = help
        self.kind = kind
        self.isRequired = isRequired
    }

    /// What an answer to a question is.
    package enum Kind: Sendable, Hashable {
        /// One of some options.
        case choice([LabelOption])
        /// Some of the options.
        case choices([LabelOption], minimum: Int, maximum: Int?)
        /// A whole number of a declared scale; the options are its points, least first.
        case rating([LabelOption])
        /// Any number within bounds.
        case number(minimum: Double?, maximum: Double?)
        /// The item's answers in order, best first.
        case ranking(allowsTies: Bool)
        /// The better of the item's two answers.
        case pairwise([PairChoice])
        /// Parts of a shown text with a label each; nil marks the item's answer.
        case spans([LabelOption], field: String?, allowsOverlap: Bool)
        /// Words of the annotator's own.
        case text(maximumLength: Int)
        /// Places in a tree of categories.
        case taxonomy([TaxonomyNode], minimum: Int, leavesOnly: Bool)

        /// The word of documents and records.
        package var word: String {
            switch self {
            case .choice: "choice"
            case .choices: "choices"
            case .rating: "rating"
            case .number: "number"
            case .ranking: "ranking"
            case .pairwise: "pairwise"
            case .spans: "spans"
            case .text: "text"
            case .taxonomy: "taxonomy"
            }
        }
    }

    /// Whether the question is about several answers side by side.
    package var comparesAnswers: Bool {
        switch kind {
        case .ranking, .pairwise: true
        default: false
        }
    }
}

/// One option of a question.
package struct LabelOption: Sendable, Hashable {
    /// What is stored.
    package var value: String
    /// What is shown.
    package var title: String

    package init(_ value: String, title: String? = nil) {
        self.value = value
        self.title = title ?? value
    }
}

/// What a vote between two answers can say.
package enum PairChoice: String, Sendable, Hashable, CaseIterable {
    case left
    case right
    case tie
    case bothBad = "both-bad"

    /// What it means, as shown.
    package var summary: String {
        switch self {
        case .left: "the left answer is better"
        case .right: "the right answer is better"
        case .tie: "they are equally good"
        case .bothBad: "both are bad"
        }
    }
}

/// A category of a taxonomy with what lies below it.
package struct TaxonomyNode: Sendable, Hashable {
    /// Its name, unique among its siblings.
    package var name: String
    /// The categories below.
    package var children: [TaxonomyNode]

    package init(_ name: String, children: [TaxonomyNode] = []) {
        self.name = name
        self.children = children
    }
}
