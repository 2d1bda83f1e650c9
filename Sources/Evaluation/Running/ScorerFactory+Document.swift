package import Workspace

extension ScorerFactory {
    /// The scorers that a suite's entry asks for.
    package func scorers(for document: ScorerDocument) throws(DocumentErrors) -> [ConfiguredScorer] {
        try scorers(
            kind: document.kind, at: document.arguments, arguments: document.arguments,
            name: document.isNamed ? document.name : nil, weight: document.weight,
            isNegated: document.negated)
    }
}

extension ScorerCatalogue {
    /// The kinds as documents know them.
    package static var vocabulary: ScorerVocabulary {
        ScorerVocabulary(
            manuals.map { manual in
                ScorerVocabulary.Kind(
                    name: manual.kind, summary: manual.summary, arguments: manual.shape,
                    standsAlone: manual.standsAlone)
            })
    }
}
