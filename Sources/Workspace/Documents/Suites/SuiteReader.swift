import LanguageModel

extension Suite {
    /// Reads a suite with the files that it names.
    ///
    /// - Parameters:
    ///   - path: the suite's path in the workspace.
    ///   - folder: the workspace.
    ///   - vocabulary: the scorers that there are.
    ///   - configuration: where given, the models named must be in it.
    /// - Throws: everything wrong with the suite and its files, up to a limit.
    package static func read(
        _ path: String, in folder: WorkspaceFolder, scorers vocabulary: ScorerVocabulary,
        configuration: WorkspaceConfiguration? = nil
    ) throws(DocumentErrors) -> Suite {
        var reader = SuiteReader(
            folder: folder, vocabulary: vocabulary, configuration: configuration)
        return try reader.read(path)
    }
}

/// Reads one suite; keeps the hashes of the files that it met.
private struct SuiteReader {
    let folder: WorkspaceFolder
    let vocabulary: ScorerVocabulary
    let configuration: WorkspaceConfiguration?
    private var errors = DocumentErrorCollector()
    private var files: [String: String] = [:]
    private var clauses: [String: String] = [:]

    init(
        folder: WorkspaceFolder, vocabulary: ScorerVocabulary,
        configuration: WorkspaceConfiguration?
    ) {
        self.folder = folder
        self.vocabulary = vocabulary
        self.configuration = configuration
    }

    mutating func read(_ path: String) throws(DocumentErrors) -> Suite {
        let node: DocumentNode
        do throws(DocumentError) {
            node = try DocumentNode(bytes: try bytes(path), path: path)
        } catch {
            throw DocumentErrors(error)
        }
        Suite.ownShape.check(node, into: &errors)
        try errors.check()
        var suite = Suite(
            name: node["suite"]?.label ?? "", note: node["note"]?.text,
            purpose: node["purpose"].map { SuitePurpose($0) },
            spec: node["spec"]?.text, models: models(node["models"]),
            prompts: prompts(node["prompts"]), cases: cases(node["cases"]),
            scorers: scorers(node["scorers"]),
            epochs: node["epochs"].map { EpochPlan(document: $0, into: &errors) },
            groupBy: node["group-by"]?.text,
            parameters: node["parameters"].map(GenerationParameters.init(document:)), file: path,
            files: [:])
        checkUnique(suite.cases)
        checkGroups(suite, node)
        checkPrompts(suite, node)
        checkClauses(suite, node)
        try errors.check()
        suite.files = files
        suite.clauses = clauses
        return suite
    }

    private mutating func bytes(_ path: String, namedBy node: DocumentNode? = nil)
        throws(DocumentError) -> [UInt8]
    {
        let bytes = try folder.read(path, namedBy: node)
        files[path] = SHA256.hex(bytes)
        return bytes
    }

    private mutating func models(_ node: DocumentNode?) -> [String] {
        var names: [String] = []
        for item in node?.items ?? [] {
            guard let name = item.label else { continue }
            if names.contains(name) {
                errors.add(item.error(.duplicate, "the model '\(name)' is listed twice"))
            } else if let configuration, configuration.model(name) == nil {
                errors.add(
                    item.error(
                        configuration.unknownModel(name),
                        suggestion: configuration.suggestion(for: name)))
            }
            names.append(name)
        }
        return names
    }

    private mutating func prompts(_ node: DocumentNode?) -> [PromptTemplate] {
        var prompts: [PromptTemplate] = []
        for (index, item) in (node?.items ?? []).enumerated() {
            do throws(DocumentErrors) {
                let prompt = try prompt(item, number: index + 1)
                if prompts.contains(where: { $0.id == prompt.id }) {
                    errors.add(
                        item.error(
                            .duplicate, "another prompt already has the id '\(prompt.id)'",
                            suggestion: "give one of the two another id"))
                }
                prompts.append(prompt)
            } catch {
                errors.add(error)
            }
        }
        return prompts
    }

    private mutating func prompt(_ node: DocumentNode, number: Int) throws(DocumentErrors)
        -> PromptTemplate
    {
        do throws(DocumentError) {
            guard let path = node.text else {
                return try PromptTemplate(node, fallbackID: "prompt-\(number)")
            }
            let text = try UTF8Text.validate(try bytes(path, namedBy: node), path: path)
            do throws(DocumentErrors) {
                return try PromptTemplate(markdown: text, path: path)
            } catch {
                errors.add(error)
                throw node.error("the prompt \(path) has errors")
            }
        } catch {
            throw DocumentErrors(error)
        }
    }

    private mutating func cases(_ node: DocumentNode?) -> [Case] {
        var cases: [Case] = []
        for item in node?.items ?? [] {
            if errors.isFull { break }
            if item["file"] != nil {
                cases += fileCases(item)
            } else if item.mapping == nil {
                errors.add(
                    item.error(
                        .wrongKind, "expected a case, found \(item.kindDescription)",
                        suggestion: item.text.map { "to read a file write {file: \($0)}" }))
            } else if let one = Case.read(item, vocabulary, into: &errors) {
                cases.append(one)
            }
        }
        return cases
    }

    private mutating func fileCases(_ node: DocumentNode) -> [Case] {
        let before = errors.errors.count
        Suite.fileShape.check(node, into: &errors)
        guard errors.errors.count == before, let path = node["file"]?.text else { return [] }
        let fields = node["fields"].map { fields in
            Dictionary(
                fields.entries.map { ($0.key, $0.value.text ?? "") },
                uniquingKeysWith: { first, _ in first })
        }
        do {
            let file = try folder.resolve(path, namedBy: node["file"])
            var cases = try CaseFile(fields: fields, vocabulary: vocabulary)
                .cases(file: file, path: path, into: &errors)
            files[path] = try FileAccess.hash(file, path: path)
            if let limit = node["limit"]?.integer { cases = Array(cases.prefix(limit)) }
            if node["tags"] == nil, node["clauses"] == nil { return cases }
            return cases.map { extended($0, by: node) }
        } catch {
            errors.add(WorkspaceFolder.placed(error, at: node["file"]))
            return []
        }
    }

    /// A case with the tags and clauses that its file's entry gives to all.
    private func extended(_ one: Case, by node: DocumentNode) -> Case {
        let tags = node["tags"]?.entries ?? []
        let clauses = node["clauses"]?.items.compactMap(\.label) ?? []
        var one = one
        for tag in tags where one.tags[tag.key] == nil { one.tags[tag.key] = tag.value.label }
        one.clauses += clauses.filter { !one.clauses.contains($0) }
        var content = one.content.object ?? [:]
        content["tags"] = .object(one.tags.mapValues(JSONValue.string))
        content["clauses"] = .array(one.clauses.map(JSONValue.string))
        one.content = .object(content)
        if !one.isNamed { one.id = "c-" + one.contentHash.prefix(12) }
        return one
    }

    private mutating func scorers(_ node: DocumentNode?) -> [ScorerDocument] {
        guard let node else { return [] }
        guard let path = node.text else {
            return ScorerDocument.read(node, vocabulary, into: &errors)
        }
        do throws(DocumentError) {
            let list = try DocumentNode(bytes: try bytes(path, namedBy: node), path: path)
            return ScorersFile.scorers(list, vocabulary, into: &errors)
        } catch {
            errors.add(error)
            return []
        }
    }

    private mutating func checkUnique(_ cases: [Case]) {
        var places: [String: Int] = [:]
        places.reserveCapacity(cases.count)
        for (index, one) in cases.enumerated() {
            guard let before = places.updateValue(index, forKey: one.id) else { continue }
            let first = cases[before]
            let place = "\(first.file):\(first.location.line)"
            errors.add(
                DocumentError(
                    .duplicate, file: one.file, line: one.location.line,
                    column: one.location.column,
                    one.isNamed
                        ? "the case id '\(one.id)' is already used at \(place)"
                        : "the case repeats the one at \(place)",
                    suggestion: one.isNamed
                        ? "give it another id" : "remove it, or give both an id of their own"))
        }
    }

    private mutating func checkGroups(_ suite: Suite, _ node: DocumentNode) {
        guard let groupBy = node["group-by"], let text = suite.groupBy else { return }
        guard text.hasPrefix("tags.") || text.hasPrefix("vars."), text.utf8.count > 5 else {
            errors.add(
                groupBy.error(
                    "'\(text)' names nothing to group by",
                    suggestion: "write tags.NAME or vars.NAME"))
            return
        }
        let missing = suite.cases.filter { suite.group(of: $0) == nil }
        guard let first = missing.first else { return }
        errors.add(
            groupBy.error(
                .missingKey,
                "\(missing.count) of \(suite.cases.count) cases have no '\(text)', the first at "
                    + "\(first.file):\(first.location.line)",
                suggestion: "give each case the \(text.hasPrefix("tags.") ? "tag" : "variable")"))
    }

    private mutating func checkPrompts(_ suite: Suite, _ node: DocumentNode) {
        guard suite.prompts.isEmpty, node["prompts"] == nil,
            let first = suite.cases.first(where: { $0.messages.isEmpty && $0.turns.isEmpty })
        else { return }
        errors.add(
            node.error(
                .missingKey,
                "the case '\(first.id)' has variables only, and the suite has no prompts",
                suggestion: "add prompts: [{user: \"{{ question }}\"}]"))
    }

    private mutating func checkClauses(_ suite: Suite, _ node: DocumentNode) {
        guard let specNode = node["spec"], let path = suite.spec else { return }
        do throws(DocumentErrors) {
            let text: String
            do throws(DocumentError) {
                text = try UTF8Text.validate(try bytes(path, namedBy: specNode), path: path)
            } catch {
                throw DocumentErrors(error)
            }
            let spec = try Spec(markdown: text, path: path)
            let ids = spec.clauses.map(\.id)
            let named = Set(suite.cases.flatMap(\.clauses))
            for clause in spec.clauses where named.contains(clause.id) {
                clauses[clause.id] = clause.contentHash
            }
            for one in suite.cases {
                for clause in one.clauses where !ids.contains(clause) {
                    errors.add(
                        DocumentError(
                            .undefined, file: one.file, line: one.location.line,
                            column: one.location.column,
                            "\(path) has no clause '\(clause)', which the case '\(one.id)' names",
                            suggestion: Spelling.suggestion(for: clause, among: ids)))
                }
            }
        } catch {
            errors.add(error)
        }
    }
}
