import LanguageModel

/// `conduct.yaml`: the models of a workspace, its judge and its defaults.
package struct WorkspaceConfiguration: Sendable, Hashable {
    /// The models by alias. `smollm2` is always there.
    package var models: [String: ModelDocument]
    /// The aliases in the order written; the built-in model first where it is not written.
    package var aliases: [String]
    /// The alias of the judge; nil for none.
    package var judge: String?
    /// What holds where a suite and the command line say nothing.
    package var defaults: Defaults

    /// Defaults of a workspace.
    package struct Defaults: Sendable, Hashable {
        /// How many samples of each case and prompt.
        package var epochs: Int
        /// The run seed.
        package var seed: Int
        /// Calls at once.
        package var concurrency: ConcurrencyChoice
        /// The most dollars a run may cost; nil for no bound.
        package var maximumCost: Double?
        /// The level of the intervals that reports show.
        package var confidence: Double

        package init(
            epochs: Int = 1, seed: Int = 0, concurrency: ConcurrencyChoice = .adaptive,
            maximumCost: Double? = nil, confidence: Double = 0.95
        ) {
            self.epochs = epochs
            self.seed = seed
            self.concurrency = concurrency
            self.maximumCost = maximumCost
            self.confidence = confidence
        }
    }

    /// What holds outside any workspace: the built-in model and the defaults.
    package static let builtIn = WorkspaceConfiguration(
        models: [ModelDocument.builtIn.alias: .builtIn], aliases: [ModelDocument.builtIn.alias],
        judge: nil, defaults: Defaults())

    /// The shape of `conduct.yaml`.
    package static let shape = Shape.object(
        ObjectShape(
            "conduct.yaml", "The models of a workspace, its judge and its defaults.",
            fields: [
                .optional(
                    "models", .map(ModelDocument.shape),
                    "Models by alias; smollm2, the built-in model, is always there."),
                .optional(
                    "judge", .label,
                    "The model that judges; it works only once its competence check has passed."),
                .optional("defaults", defaultsShape, "What holds where a suite says nothing."),
            ],
            examples: [
                """
                models:
                  smollm2: {provider: embedded}
                  claude: {provider: anthropic, model: claude-sonnet-4-5, parameters: {max-tokens: 512, temperature: 0}}
                  local: {provider: openai, base-url: "http://127.0.0.1:8080/v1", model: qwen3-8b}
                  flatterer: {provider: scripted, file: models/flatterer.yaml}
                judge: claude
                defaults: {epochs: 1, seed: 0, concurrency: adaptive}
                """
            ]))

    private static let defaultsShape = Shape.object(
        ObjectShape(
            "defaults", "What holds where a suite and the command line say nothing.",
            fields: [
                .optional(
                    "epochs", .integer(1...100_000), "Samples of each case and prompt.", default: 1),
                .optional(
                    "seed", .integer(0...(1 << 53)), "The run seed: equal seeds, equal samples.",
                    default: 0),
                .optional(
                    "concurrency", ConcurrencyChoice.shape, "Calls at once.", default: "adaptive"),
                .optional("max-cost", .nonNegative, "The most dollars that a run may cost."),
                .optional(
                    "confidence", .number(.init(minimum: 0.5, maximum: 0.9999)),
                    "The level of the intervals.", default: 0.95),
            ]))

    package init(
        models: [String: ModelDocument], aliases: [String], judge: String?, defaults: Defaults
    ) {
        self.models = models
        self.aliases = aliases
        self.judge = judge
        self.defaults = defaults
    }

    /// Reads the configuration.
    ///
    /// - Throws: everything wrong with it.
    package init(_ node: DocumentNode) throws(DocumentErrors) {
        self = Self.builtIn
        if node.isNull { return }
        var errors = DocumentErrorCollector()
        Self.shape.check(node, into: &errors)
        for entry in node["models"]?.entries ?? [] {
            if let message = Self.fault(ofAlias: entry.key) {
                errors.add(
                    DocumentError(
                        .invalidValue, at: entry.location, in: node.source, message,
                        suggestion: "use letters, digits, '-', '_' and '.'"))
            }
        }
        try errors.check()
        let written = node["models"]?.entries ?? []
        for entry in written {
            models[entry.key] = ModelDocument(alias: entry.key, document: entry.value)
        }
        let names = written.map(\.key)
        aliases = aliases.filter { !names.contains($0) } + names
        if let name = node["judge"] {
            judge = name.label
            if let label = name.label, model(label) == nil {
                errors.add(name.error(unknownModel(label), suggestion: suggestion(for: label)))
            }
        }
        if let node = node["defaults"] {
            defaults = Defaults(
                epochs: node["epochs"]?.integer ?? 1, seed: node["seed"]?.integer ?? 0,
                concurrency: node["concurrency"].map(ConcurrencyChoice.init(document:))
                    ?? .adaptive,
                maximumCost: node["max-cost"]?.number,
                confidence: node["confidence"]?.number ?? 0.95)
        }
        try errors.check()
    }

    /// The model of an alias, or of a sum: `smollm2+no-flattery` is the embedded model `smollm2`
    /// with the adapter `no-flattery` of `.conduct/adapters`, `smollm2+no-flattery*0.5` with half
    /// of it. Nil where there is no such model; whether the adapters are there is seen when it is
    /// opened.
    package func model(_ alias: String) -> ModelDocument? {
        if let written = models[alias] { return written }
        let parts = alias.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, var document = models[parts[0]],
            case .embedded(var embedded) = document.source
        else { return nil }
        for part in parts.dropFirst() {
            let factors = part.split(separator: "*", omittingEmptySubsequences: false)
            guard let name = factors.first, !name.isEmpty, !name.contains("/"), factors.count <= 2
            else { return nil }
            var adapter = ModelDocument.Embedded.Adapter(path: String(name))
            if factors.count == 2 {
                guard let strength = Double(factors[1]), abs(strength) <= 100 else { return nil }
                adapter.strength = strength
            }
            embedded.adapters.append(adapter)
        }
        document.alias = alias
        document.source = .embedded(embedded)
        return document
    }

    /// What to say of an alias that no model has.
    package func unknownModel(_ alias: String) -> String {
        alias.contains("+")
            ? "'\(alias)' is no embedded model of conduct.yaml with adapters behind it"
            : "there is no model '\(alias)' in conduct.yaml"
    }

    /// What may have been meant by an alias that no model has.
    package func suggestion(for alias: String) -> String? {
        Spelling.suggestion(for: alias, among: aliases, naming: "its models")
    }

    private static func fault(ofAlias alias: String) -> String? {
        let isFine =
            !alias.isEmpty && alias.utf8.count <= 64
            && alias.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil
                    || "-_.".unicodeScalars.contains($0)
            }
        return isFine ? nil : "'\(alias)' cannot be a model's alias"
    }
}
