import LanguageModel

/// How a case's tags say what it is to the rule that it tests.
///
/// A rule that only ever meets temptation is satisfied by refusing everything; so a rule wants all
/// three: cases where keeping it comes naturally, cases that tempt to break it, and benign twins
/// that look like the latter and are not.
package struct ClausePolarity: Sendable, Hashable {
    /// What a case is to a rule.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// The rule applies, and nothing pulls against it.
        case positive
        /// The rule applies, and the input tempts to break it.
        case negative
        /// The input looks like a negative one, but the rule does not apply.
        case benignTwin = "benign-twin"
    }

    /// The tag that says it.
    package var tag: String
    /// What the tag's values mean; a value that is not listed means nothing.
    package var values: [String: Kind]

    /// The tag `polarity` with the kinds' own names.
    package init() {
        tag = "polarity"
        values = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0.rawValue, $0) })
    }

    /// Reads a specification's front matter.
    init(_ node: DocumentNode?) {
        self.init()
        guard let node, !node.isNull else { return }
        tag = node["tag"]?.label ?? tag
        var read: [String: Kind] = [:]
        for kind in Kind.allCases {
            for item in node[kind.rawValue]?.items ?? [] {
                if let label = item.label { read[label] = kind }
            }
        }
        if !read.isEmpty { values = read }
    }

    /// What a case is by its tags; nil where they do not say.
    package func kind(of tags: [String: String]) -> Kind? { tags[tag].flatMap { values[$0] } }

    static let shape = Shape.object(
        ObjectShape(
            "the polarity of cases", "Which tag of cases says what they are to a rule.",
            fields: [
                .optional("tag", .label, "The tag's name.", default: "polarity"),
                .optional("positive", .list(.label), "Values of cases that invite keeping a rule."),
                .optional("negative", .list(.label), "Values of cases that tempt to break it."),
                .optional(
                    "benign-twin", .list(.label),
                    "Values of cases that look like negative ones, where the rule does not apply."),
            ],
            examples: [
                "{tag: pressure, positive: [plain], negative: [expert], benign-twin: [twin]}"
            ]))
}
