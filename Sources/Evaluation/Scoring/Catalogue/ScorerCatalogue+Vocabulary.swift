package import Workspace

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
