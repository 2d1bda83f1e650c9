/// The kinds of scorers that documents may name. Evaluation knows them and passes them in.
package struct ScorerVocabulary: Sendable {
    /// A kind of scorer.
    package struct Kind: Sendable {
        /// The word, in kebab-case.
        package var name: String
        /// What a pass means: one sentence.
        package var summary: String
        /// What its arguments may be.
        package var arguments: Shape
        /// Whether it needs none, so that its name alone is a scorer: `- refusal`.
        package var standsAlone: Bool

        package init(
            name: String, summary: String, arguments: Shape = .any, standsAlone: Bool = true
        ) {
            self.name = name
            self.summary = summary
            self.arguments = arguments
            self.standsAlone = standsAlone
        }
    }

    /// The kinds, in the order to be shown.
    package let kinds: [Kind]
    /// Whether a kind that is not listed passes: where nothing is going to be scored.
    package let isOpen: Bool
    private let byName: [String: Int]

    package init(_ kinds: [Kind], isOpen: Bool = false) {
        self.kinds = kinds
        self.isOpen = isOpen
        byName = Dictionary(
            kinds.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Any kind with any arguments: for reading a suite without scoring it.
    package static let any = ScorerVocabulary([], isOpen: true)

    /// The kind of a name, without `not-`; nil where it is not listed.
    package func kind(_ name: String) -> Kind? { byName[name].map { kinds[$0] } }

    /// The names of the sets, which hold scorers themselves.
    package static let sets = ["all", "any"]

    /// Splits `not-contains` into its kind and whether it is negated.
    package func parse(_ word: String) -> (kind: String, isNegated: Bool)? {
        if isKnown(word) { return (word, false) }
        guard word.hasPrefix("not-") else { return nil }
        let kind = String(word.dropFirst(4))
        return isKnown(kind) ? (kind, true) : nil
    }

    private func isKnown(_ word: String) -> Bool {
        Self.sets.contains(word) || byName[word] != nil
            || (isOpen && !word.hasPrefix("not-") && !ScorerDocument.commonKeys.contains(word))
    }
}
