import LanguageModel

extension ExperimentDocument {
    /// Reads an experiment with its suite and the other files that it names.
    ///
    /// - Parameters:
    ///   - path: the experiment's path in the workspace.
    ///   - folder: the workspace.
    ///   - vocabulary: the scorers that there are.
    ///   - configuration: the models that there are.
    /// - Throws: everything wrong with the experiment and its files, up to a limit.
    package static func read(
        _ path: String, in folder: WorkspaceFolder, scorers vocabulary: ScorerVocabulary,
        configuration: WorkspaceConfiguration
    ) throws(DocumentErrors) -> ExperimentDocument {
        var reader = ExperimentReader(folder: folder, configuration: configuration)
        return try reader.read(path, vocabulary: vocabulary)
    }
}

/// Reads one experiment; keeps the hashes of the files that it met.
struct ExperimentReader {
    let folder: WorkspaceFolder
    let configuration: WorkspaceConfiguration
    var errors = DocumentErrorCollector()
    private var files: [String: String] = [:]

    init(folder: WorkspaceFolder, configuration: WorkspaceConfiguration) {
        self.folder = folder
        self.configuration = configuration
    }

    mutating func read(
        _ path: String, vocabulary: ScorerVocabulary
    ) throws(DocumentErrors) -> ExperimentDocument {
        let node: DocumentNode
        do throws(DocumentError) {
            node = try DocumentNode(bytes: try bytes(path), path: path)
        } catch {
            throw DocumentErrors(error)
        }
        ExperimentDocument.shape.check(node, into: &errors)
        try errors.check()
        let suite = try suite(node["outcome"]?["suite"], vocabulary)
        let prompts = prompts(node, suite)
        try errors.check()
        let factors = factors(node, prompts)
        try errors.check()
        let document = ExperimentDocument(
            name: node["experiment"]?.label ?? "", question: node["question"]?.text ?? "",
            hypotheses: (node["hypotheses"]?.items ?? []).compactMap(\.text),
            note: node["note"]?.text,
            outcome: .init(
                suite: suite, scorer: node["outcome"]?["scorer"]?.label ?? "",
                measure: node["outcome"]?["measure"]?.label
                    .flatMap(ExperimentDocument.Measure.init(rawValue:)) ?? .pass),
            prompts: prompts, model: model(node, suite, factors), examples: examples(node, suite),
            parameters: node["parameters"].map(GenerationParameters.init(document:)),
            factors: factors, design: DesignDocument(node["design"]),
            analysis: analysis(node, factors, suite), assumptions: PlanAssumptions(node["assume"]),
            file: path, files: [:])
        checkScorer(document, node)
        checkFactors(document, node)
        checkDesign(document, node)
        try errors.check()
        var whole = document
        whole.files = files.merging(suite.files) { own, _ in own }
        return whole
    }

    private mutating func bytes(_ path: String, namedBy node: DocumentNode? = nil)
        throws(DocumentError) -> [UInt8]
    {
        let bytes = try folder.read(path, namedBy: node)
        files[path] = SHA256.hex(bytes)
        return bytes
    }

    private mutating func suite(
        _ node: DocumentNode?, _ vocabulary: ScorerVocabulary
    ) throws(DocumentErrors) -> Suite {
        let path = node?.text ?? ""
        do throws(DocumentError) { _ = try folder.read(path, namedBy: node) } catch {
            throw DocumentErrors(error)
        }
        return try Suite.read(
            path, in: folder, scorers: vocabulary, configuration: configuration)
    }

    private mutating func prompts(_ node: DocumentNode, _ suite: Suite) -> [PromptTemplate] {
        if let one = node["prompt"] { return prompt(one, id: "prompt").map { [$0] } ?? [] }
        if let many = node["paraphrases"] {
            var prompts: [PromptTemplate] = []
            for (index, item) in many.items.enumerated() {
                guard let prompt = prompt(item, id: "wording-\(index + 1)") else { continue }
                if prompts.contains(where: { $0.id == prompt.id }) {
                    errors.add(
                        item.error(
                            .duplicate, "another wording already has the id '\(prompt.id)'",
                            suggestion: "give one of the two another id"))
                }
                if prompts.contains(where: { $0.contentHash == prompt.contentHash }) {
                    errors.add(item.error(.duplicate, "this wording repeats an earlier one"))
                }
                prompts.append(prompt)
            }
            return prompts
        }
        guard suite.prompts.count > 1 else { return suite.prompts }
        errors.add(
            node.error(
                .missingKey,
                "\(suite.file) has \(suite.prompts.count) prompts, and the experiment does not say "
                    + "which one it starts from",
                suggestion:
                    "add prompt: with one of \(suite.prompts.map(\.id).joined(separator: ", "))"
                    + "'s files, or list them all under paraphrases:"))
        return []
    }

    private mutating func prompt(_ node: DocumentNode, id: String) -> PromptTemplate? {
        do throws(DocumentError) {
            guard let path = node.text else { return try PromptTemplate(node, fallbackID: id) }
            let text = try UTF8Text.validate(try bytes(path, namedBy: node), path: path)
            do throws(DocumentErrors) {
                return try PromptTemplate(markdown: text, path: path)
            } catch {
                errors.add(error)
            }
        } catch {
            errors.add(error)
        }
        return nil
    }

    private mutating func factors(
        _ node: DocumentNode, _ prompts: [PromptTemplate]
    ) -> [ExperimentFactor] {
        var factors: [ExperimentFactor] = []
        for entry in node["factors"]?.entries ?? [] {
            let name = entry.key
            let isPlain =
                !name.isEmpty && name.utf8.count <= 60
                && name.unicodeScalars.allSatisfy {
                    $0.properties.isAlphabetic || $0.properties.numericType != nil
                        || "-_.".unicodeScalars.contains($0)
                }
            guard isPlain else {
                errors.add(
                    DocumentError(
                        .invalidValue, at: entry.location, in: node.source,
                        "'\(name)' cannot be a factor's name",
                        suggestion: "use letters, digits, '-', '_' and '.'"))
                continue
            }
            if let levels = entry.value["levels"] {
                factors.append(custom(name, entry.value, levels))
            } else if let known = BuiltInFactor(rawValue: name) {
                factors.append(builtIn(known, entry.value))
            } else {
                factors.append(variable(name, entry, in: node, prompts))
            }
        }
        return factors
    }

    private mutating func builtIn(
        _ factor: BuiltInFactor, _ node: DocumentNode
    ) -> ExperimentFactor {
        var levels: [ExperimentFactor.Level] = []
        for item in node.items {
            do {
                levels.append(.init(label: item.label ?? "", change: try factor.change(item)))
            } catch { errors.add(error) }
        }
        checkLabels(levels, node)
        return ExperimentFactor(name: factor.rawValue, kind: .builtIn, levels: levels)
    }

    private mutating func variable(
        _ name: String, _ entry: DocumentNode.Entry, in document: DocumentNode,
        _ prompts: [PromptTemplate]
    ) -> ExperimentFactor {
        if !prompts.contains(where: { $0.names.contains(name) }) {
            let known = BuiltInFactor.allCases.map(\.rawValue)
            errors.add(
                DocumentError(
                    .undefined, at: entry.location, in: document.source,
                    "'\(name)' is no built-in factor, and no prompt uses {{ \(name) }}",
                    suggestion: Spelling.nearest(to: name, among: known).map {
                        "did you mean '\($0)'?"
                    }
                        ?? "use {{ \(name) }} in the prompt, or write what the levels change: "
                        + "\(name): {levels: {NAME: {text: …}}}"))
        }
        let levels = entry.value.items.map { item in
            var change = LevelChange()
            change.variables = [name: item.json]
            return ExperimentFactor.Level(label: item.label ?? "", change: change)
        }
        checkLabels(levels, entry.value)
        return ExperimentFactor(name: name, kind: .variable, levels: levels)
    }

    private mutating func custom(
        _ name: String, _ node: DocumentNode, _ levels: DocumentNode
    ) -> ExperimentFactor {
        let place =
            node["at"]?.label.flatMap(LevelChange.Place.init(rawValue:)) ?? .instructions
        var read: [ExperimentFactor.Level] = []
        for entry in levels.entries {
            var change = LevelChange()
            do throws(DocumentError) {
                let value = entry.value
                if value.text != nil {
                    change.fragments = fragment(try Template(value), at: place)
                } else if let text = value["text"] {
                    change.fragments = fragment(try Template(text), at: place)
                } else if let file = value["file"], let path = file.text {
                    let text = try UTF8Text.validate(try bytes(path, namedBy: file), path: path)
                    change.fragments = fragment(try Template(trimmed(text), path: path), at: place)
                }
                change.variables = value["vars"]?.json.object ?? [:]
                change.parameters = value["parameters"].map(GenerationParameters.init(document:))
                change.model = value["model"]?.label
                if let other = value["prompt"] {
                    change.prompt = prompt(other, id: "\(name)-\(entry.key)")
                }
            } catch {
                errors.add(error)
            }
            read.append(.init(label: entry.key, change: change))
        }
        let contents = read.map(\.change.content)
        if let twin = contents.indices.first(where: { index in
            contents[..<index].contains(contents[index])
        }) {
            errors.add(
                levels.entries[twin].value.error(
                    .duplicate, "the level '\(read[twin].label)' changes the same as another one",
                    suggestion: "remove it, or change something else"))
        }
        return ExperimentFactor(
            name: name, kind: .custom, levels: read, note: node["note"]?.text)
    }

    private func fragment(_ template: Template, at place: LevelChange.Place)
        -> [LevelChange.Fragment]
    {
        template.text.isEmpty ? [] : [.init(place: place, template: template)]
    }

    private func trimmed(_ text: String) -> String {
        var text = text
        while text.last == "\n" || text.last == "\r\n" { text.removeLast() }
        return text
    }

    private mutating func checkLabels(_ levels: [ExperimentFactor.Level], _ node: DocumentNode) {
        var seen: Set<String> = []
        for (level, item) in zip(levels, node.items) where !seen.insert(level.label).inserted {
            errors.add(item.error(.duplicate, "the level '\(level.label)' is listed twice"))
        }
    }

    private mutating func model(
        _ node: DocumentNode, _ suite: Suite, _ factors: [ExperimentFactor]
    ) -> String? {
        let isVaried = factors.contains { $0.levels.contains { $0.change.model != nil } }
        if let given = node["model"], let alias = given.label {
            if isVaried {
                errors.add(given.error("a factor varies the model already; remove one of the two"))
            } else if configuration.models[alias] == nil {
                errors.add(
                    given.error(
                        configuration.unknownModel(alias),
                        suggestion: configuration.suggestion(for: alias)))
            }
            return alias
        }
        if isVaried { return nil }
        if suite.models.count == 1 { return suite.models[0] }
        errors.add(
            node.error(
                .missingKey,
                suite.models.isEmpty
                    ? "neither the experiment nor \(suite.file) names a model"
                    : "\(suite.file) names \(suite.models.count) models, and an experiment asks one",
                suggestion: "add model: ALIAS, or a factor model: [ … ]"))
        return nil
    }

    private mutating func examples(
        _ node: DocumentNode, _ suite: Suite
    ) -> [ExperimentDocument.Example] {
        (node["examples"]?.items ?? []).map { item in
            let vars = item["vars"]?.json.object ?? [:]
            if let twin = suite.cases.first(where: { $0.vars == vars && !vars.isEmpty }) {
                errors.add(
                    item.error(
                        "this example is the case '\(twin.id)': showing it would give the answer "
                            + "away", suggestion: "take an example that is no case"))
            }
            return .init(vars: vars, answer: item["answer"]?.text ?? "")
        }
    }

    private mutating func analysis(
        _ node: DocumentNode, _ factors: [ExperimentFactor], _ suite: Suite
    ) -> PlannedAnalysis {
        let own = node["analysis"]
        var tests: [[String]] = []
        for item in own?["tests"]?.items ?? [] {
            let names =
                item.sequence.map { $0.compactMap(\.label) }
                ?? (item.label ?? "").split { $0 == "*" || $0 == "×" }.map {
                    String($0).trimmingASCIIWhitespace()
                }
            if let unknown = names.first(where: { name in !factors.contains { $0.name == name } }) {
                errors.add(
                    item.error(
                        .undefined, "there is no factor '\(unknown)'",
                        suggestion: Spelling.suggestion(
                            for: unknown, among: factors.map(\.name), naming: "the factors")))
            } else if names.isEmpty || names.count > 2 || Set(names).count < names.count {
                errors.add(
                    item.error(
                        "a test is of one factor, or of the interaction of two",
                        suggestion: "write length, or length * temperature"))
            } else if tests.contains(where: { Set($0) == Set(names) }) {
                errors.add(item.error(.duplicate, "this test is listed twice"))
            } else {
                // Factors stand in the order of the document, however the test was written.
                tests.append(factors.map(\.name).filter(names.contains))
            }
        }
        if own?["tests"] == nil { tests = factors.map { [$0.name] } }
        return PlannedAnalysis(own, tests: tests, cluster: suite.groupBy == nil ? .case : .group)
    }
}

extension DesignDocument {
    /// Reads a design that fits the shape.
    init(_ node: DocumentNode?) {
        self.init(
            kind: node?["kind"]?.label.flatMap(Kind.init(rawValue:)) ?? .fullFactorial,
            repeats: node?["repeats"]?.integer ?? 1, heldOut: node?["held-out"]?.number ?? 0,
            cases: node?["cases"]?.integer, seed: node?["seed"]?.integer ?? 0)
        if let runs = node?["runs"]?.integer { fraction = .runs(runs) }
        if let resolution = node?["resolution"]?.integer { fraction = .resolution(resolution) }
        if let generators = node?["generators"] {
            fraction = .generators(
                generators.entries.map {
                    Generator(factor: $0.key, product: $0.value.items.compactMap(\.label))
                })
        }
    }
}

extension PlannedAnalysis {
    /// Reads an analysis that fits the shape.
    init(_ node: DocumentNode?, tests: [[String]], cluster: Cluster) {
        self.init(
            model: node?["model"]?.label.flatMap(Model.init(rawValue:)) ?? .linear,
            cluster: node?["cluster"]?.label.flatMap(Cluster.init(rawValue:)) ?? cluster,
            caseEffect: node?["case-effect"]?.label.flatMap(CaseEffect.init(rawValue:)) ?? .none,
            tests: tests,
            correction: node?["correction"]?.label.flatMap(Correction.init(rawValue:)) ?? .holm,
            alpha: node?["alpha"]?.number ?? 0.05, power: node?["power"]?.number ?? 0.8,
            smallestEffect: node?["smallest-effect"]?.number)
    }
}

extension PlanAssumptions {
    /// Reads assumptions that fit the shape.
    init(_ node: DocumentNode?) {
        self.init(
            rate: node?["rate"]?.number ?? 0.5,
            caseDeviation: node?["case-deviation"]?.number ?? 1.5,
            effectDeviation: node?["effect-deviation"]?.number ?? 0.5,
            tokensPerSecond: node?["tokens-per-second"]?.number,
            answerTokens: node?["answer-tokens"]?.integer)
    }
}
