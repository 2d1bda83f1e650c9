/// A file of scorers: for suites that share them, and for scoring stored samples again.
package enum ScorersFile {
    /// The keys of a scorers file.
    package static func shape(_ vocabulary: ScorerVocabulary) -> Shape {
        .object(
            ObjectShape(
                "a scorers file", "Scorers that suites share and `conduct rescore` takes.",
                fields: [
                    .required("scorers", ScorerDocument.listShape(vocabulary), "The scorers."),
                    .optional("note", .text, "What they are for."),
                ], examples: ["scorers: [{contains: Paris}, refusal]"]))
    }

    private static let ownShape = Shape.object(
        ObjectShape(
            "a scorers file", "",
            fields: [
                .required("scorers", .any, "The scorers."), .optional("note", .text, "A note."),
            ]
        ))

    /// Reads a scorers file.
    ///
    /// - Throws: everything wrong with it.
    package static func read(
        _ path: String, in folder: WorkspaceFolder, scorers vocabulary: ScorerVocabulary
    ) throws(DocumentErrors) -> [ScorerDocument] {
        var errors = DocumentErrorCollector()
        let node: DocumentNode
        do throws(DocumentError) {
            node = try DocumentNode(bytes: try folder.read(path), path: path)
        } catch {
            throw DocumentErrors(error)
        }
        let scorers = scorers(node, vocabulary, into: &errors)
        try errors.check()
        return scorers
    }

    static func scorers(
        _ node: DocumentNode, _ vocabulary: ScorerVocabulary,
        into errors: inout DocumentErrorCollector
    ) -> [ScorerDocument] {
        ownShape.check(node, into: &errors)
        return node["scorers"].map { ScorerDocument.read($0, vocabulary, into: &errors) } ?? []
    }
}
