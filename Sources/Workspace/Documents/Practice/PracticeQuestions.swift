import LanguageModel

/// Questions of one's own to rehearse: `practice/questions.yaml`.
package struct PracticeQuestions: Sendable, Hashable {
    /// A question.
    package struct Question: Sendable, Hashable {
        package var id: String
        package var text: String
        package var skills: [String]
    }

    package var questions: [Question]

    /// The file's path in a workspace.
    package static let path = "practice/questions.yaml"

    /// The keys of the document.
    package static let shape = Shape.object(
        ObjectShape(
            "questions", "Questions of one's own to rehearse.",
            fields: [
                .required(
                    "questions",
                    .list(
                        .object(
                            ObjectShape(
                                "a question", "What somebody may ask.",
                                fields: [
                                    .required("id", .label, "Its name."),
                                    .required("text", .nonEmptyText, "What is asked."),
                                    .optional(
                                        "skills", .list(.label), "Skills that it is about, by id."
                                    ),
                                ])), minimum: 1), "The questions.")
            ],
            examples: [
                """
                questions:
                  - {id: last-disagreement, text: "Tell me about a metric that you stopped trusting.", skills: [judges]}
                """
            ]))

    /// Reads the document.
    ///
    /// - Throws: everything wrong with it.
    package init(_ node: DocumentNode) throws(DocumentErrors) {
        var errors = DocumentErrorCollector()
        Self.shape.check(node, into: &errors)
        try errors.check()
        questions = []
        for item in node["questions"]?.items ?? [] {
            let id = item["id"]?.label ?? ""
            if questions.contains(where: { $0.id == id }), let node = item["id"] {
                errors.add(node.error(.duplicate, "the question '\(id)' is there twice"))
            }
            questions.append(
                Question(
                    id: id, text: item["text"]?.text ?? "",
                    skills: (item["skills"]?.items ?? []).compactMap(\.label)))
        }
        try errors.check()
    }

    /// Reads the workspace's file; nil where there is none.
    package static func read(in folder: WorkspaceFolder) throws(DocumentErrors)
        -> PracticeQuestions?
    {
        let node: DocumentNode
        do throws(DocumentError) {
            guard FileAccess.exists(try folder.resolve(path)) else { return nil }
            node = try DocumentNode(bytes: try folder.read(path), path: path)
        } catch { throw DocumentErrors(error) }
        return try PracticeQuestions(node)
    }
}
