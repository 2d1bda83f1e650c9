import LanguageModel

extension LabelProject {
    /// Reads a project with its guideline.
    ///
    /// - Parameters:
    ///   - path: the project's path in the workspace.
    ///   - folder: the workspace.
    /// - Throws: everything wrong with it, up to a limit.
    package static func read(
        _ path: String, in folder: WorkspaceFolder
    ) throws(DocumentErrors) -> LabelProject {
        let node: DocumentNode
        do throws(DocumentError) {
            node = try DocumentNode(bytes: try folder.read(path), path: path)
        } catch {
            throw DocumentErrors(error)
        }
        var errors = DocumentErrorCollector()
        shape.check(node, into: &errors)
        try errors.check()
        var guideline = LabelGuideline(path: node["guideline"]?.text ?? "", text: "")
        do throws(DocumentError) {
            let bytes = try folder.read(guideline.path, namedBy: node["guideline"])
            guideline.text = try UTF8Text.validate(bytes, path: guideline.path)
        } catch {
            errors.add(error)
        }
        let questions = questions(node["questions"], into: &errors)
        let project = LabelProject(
            name: node["project"]?.label ?? "", note: node["note"]?.text ?? "",
            guideline: guideline, questions: questions, items: items(node["items"], into: &errors),
            annotators: annotators(node["annotators"], into: &errors), file: path,
            contentHash: node.contentHash, itemsHash: itemsHash(node, questions))
        if let name = node["project"], !isPlain(project.name) {
            errors.add(
                name.error(
                    "a project's name is one word of letters, digits, '-', '_' and '.', found "
                        + "'\(project.name)'"))
        }
        try errors.check()
        return project
    }

    /// What decides the items: their source, and whether questions compare answers.
    private static func itemsHash(_ node: DocumentNode, _ questions: [LabelQuestion]) -> String {
        let forms = questions.map { question -> JSONValue in
            switch question.kind {
            case .pairwise: "pairs"
            case .ranking: "groups"
            default: "single"
            }
        }
        return ContentHash.of([
            "items": node["items"]?.json ?? .null,
            "forms": .array(["single", "pairs", "groups"].filter(forms.contains)),
        ])
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 100
            && name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil
                    || "-_.".unicodeScalars.contains($0)
            }
    }

    private static func questions(
        _ node: DocumentNode?, into errors: inout DocumentErrorCollector
    ) -> [LabelQuestion] {
        var questions: [LabelQuestion] = []
        for item in node?.items ?? [] {
            let question = LabelQuestion(document: item, into: &errors)
            if questions.contains(where: { $0.id == question.id }) {
                errors.add(
                    (item["id"] ?? item).error(
                        .duplicate, "another question already has the id '\(question.id)'",
                        suggestion: "give one of the two another id"))
            }
            questions.append(question)
        }
        return questions
    }

    private static func items(
        _ node: DocumentNode?, into errors: inout DocumentErrorCollector
    ) -> LabelItems {
        let source: LabelItems.Source
        let only: [String]
        if let file = node?["file"]?.text {
            source = .file(
                file,
                LabelFields(
                    shown: node?["fields"]?.entries.map {
                        LabelFields.Shown($0.key, path: $0.value.text ?? "")
                    },
                    answers: node?["answers"]?.items.compactMap(\.text) ?? [],
                    cluster: node?["cluster"]?.text))
            only = ["where"]
        } else {
            let filter = node?["where"]
            source = .run(
                node?["run"]?.text ?? "",
                LabelSampleFilter(
                    model: filter?["model"]?.label, prompt: filter?["prompt"]?.label,
                    scorer: filter?["scorer"]?.label,
                    verdict: filter?["verdict"]?.label.flatMap(Verdict.init),
                    clause: filter?["clause"]?.label,
                    tags: Dictionary(
                        filter?["tags"]?.entries.map { ($0.key, $0.value.label ?? "") } ?? [],
                        uniquingKeysWith: { first, _ in first })))
            only = ["fields", "answers", "cluster"]
        }
        for key in only {
            guard let entry = node?.entry(key), let node else { continue }
            errors.add(
                DocumentError(
                    .invalidValue, at: entry.location, in: node.source,
                    "'\(key)' goes with items from a \(key == "where" ? "run" : "file")",
                    suggestion: "remove it"))
        }
        return LabelItems(
            source: source, sample: node?["sample"]?.integer,
            isRandomOrder: node?["order"]?.label != "given", seed: node?["seed"]?.integer ?? 0)
    }

    private static func annotators(
        _ node: DocumentNode?, into errors: inout DocumentErrorCollector
    ) -> LabelAnnotators {
        let names = node?["names"]?.items ?? []
        for (index, name) in names.enumerated() {
            if names[..<index].contains(where: { $0.label == name.label }) {
                errors.add(name.error(.duplicate, "'\(name.label ?? "")' is listed twice"))
            }
            if name.label?.isEmpty != false { errors.add(name.error("a name is empty")) }
        }
        let overlap: Int? =
            node?["overlap"]?.label == "all" ? nil : node?["overlap"]?.integer ?? 1
        if let overlap, !names.isEmpty, overlap > names.count, let limit = node?["overlap"] {
            errors.add(
                limit.error(
                    "an overlap of \(overlap) needs as many names; there are \(names.count)"
                ))
        }
        return LabelAnnotators(
            overlap: overlap, repeats: node?["repeats"]?.number ?? 0,
            names: names.compactMap(\.label),
            showsSuggestions: node?["suggestions"]?.label == "shown")
    }
}
