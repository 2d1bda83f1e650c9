import LanguageModel

extension Recipe {
    /// Reads and checks a recipe.
    ///
    /// - Parameter verb: the method that the command names; another in the file is an error.
    /// - Throws: everything wrong with it, each at its line and column.
    package init(_ node: DocumentNode, verb: Method? = nil) throws(DocumentErrors) {
        var errors = DocumentErrorCollector()
        if let verb, let given = node["method"], let word = given.label,
            let method = Method(rawValue: word), method != verb
        {
            errors.add(
                given.error(
                    "the recipe's method is \(word), but the command is 'align \(verb.rawValue)'",
                    suggestion: "run: conduct align \(word) \(node.file)"))
            try errors.check()
        }
        Self.shape.check(node, into: &errors)
        try errors.check()
        guard let method = node["method"]?.label.flatMap(Method.init) else {
            throw DocumentErrors(node.error(.missingKey, "a recipe needs the key 'method'"))
        }
        self.init(checked: node, method: method)
        if let error = inconsistency(node) { throw DocumentErrors(error) }
    }

    /// Reads a recipe of the workspace.
    package static func read(_ path: String, in folder: WorkspaceFolder, verb: Method? = nil)
        throws -> Recipe
    {
        try Recipe(DocumentNode(bytes: try folder.read(path), path: path), verb: verb)
    }

    private func inconsistency(_ node: DocumentNode) -> DocumentError? {
        if node["label-noise"] != nil, preferences.loss != .conservative {
            return node["label-noise"]?.error(
                "label-noise needs the loss conservative",
                suggestion: "add loss: conservative, or remove label-noise")
        }
        if method == .kto, batchSize < 2 {
            return node["batch-size"]?.error(
                "KTO needs batches of 2 or more for its baseline", suggestion: "raise batch-size")
        }
        if method == .rloo || method == .grpo, sampling.samplesPerPrompt < 2 {
            return (node["samples"] ?? node).error(
                "\(method.rawValue) compares samples of a prompt and needs 2 or more",
                suggestion: "raise samples")
        }
        if let fault = stoppingFault(node) { return fault }
        for key in ["pretraining-weight", "pretraining-rows"] {
            if let given = node[key], sampling.pretraining.isEmpty {
                return given.error(
                    "\(key) needs rows to keep likely",
                    suggestion: "add pretraining: with a JSONL file, or remove \(key)")
            }
        }
        let name = adapterName
        let isPlain = name.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                    || "-_.".unicodeScalars.contains($0))
        }
        if !isPlain || name.isEmpty || name.hasPrefix(".") {
            return (node["name"] ?? node).error(
                "'\(name)' cannot be an adapter's name",
                suggestion: "use letters, digits, '-', '_' and '.'")
        }
        return nil
    }

    private init(checked node: DocumentNode, method: Method) {
        func paths(_ key: String) -> [String] {
            node[key].map { $0.sequence ?? [$0] }?.compactMap(\.text) ?? []
        }
        func word<Word: RawRepresentable>(_ key: String, _ fallback: Word) -> Word
        where Word.RawValue == String {
            node[key]?.label.flatMap(Word.init(rawValue:)) ?? fallback
        }
        var content = node.json.object ?? [:]
        content["note"] = nil
        let watch = node["watch"]
        self.init(
            method: method, name: node["name"]?.label, note: node["note"]?.text,
            model: node["model"]?.label ?? "", data: paths("data"), heldOut: paths("held-out"),
            heldOutSuite: node["held-out-suite"]?.text,
            learningRate: node["learning-rate"]?.number
                ?? method.learningRate / (node["full"] == nil ? 1 : 10),
            schedule: word("schedule", .linear), warmup: node["warmup"]?.integer ?? 0,
            finalShare: node["final-share"]?.number ?? 0,
            batchSize: node["batch-size"]?.integer ?? (method.isOnline ? 8 : 4),
            accumulation: node["accumulation"]?.integer ?? 1,
            epochs: node["epochs"]?.integer ?? 1, seed: node["seed"]?.integer ?? 0,
            shuffles: node["shuffle"]?.bool ?? true,
            clip: node["clip"]?.label == "none" ? nil : node["clip"]?.number ?? 1,
            optimiser: word("optimiser", .adamw), weightDecay: node["weight-decay"]?.number ?? 0,
            maxLength: node["max-length"]?.integer, unusableRows: word("unusable-rows", .refuse),
            adapter: Adapter(node["lora"]), whole: Whole(node["full"]),
            preferences: Preferences(node),
            sampling: Sampling(node), watchEvery: watch?["every"]?.integer,
            watchPrompts: watch?["prompts"]?.integer ?? 4,
            watchTokens: watch?["max-tokens"]?.integer ?? 32, checks: Checks(node["checks"]),
            stop: Stop(node["stop"]), content: .object(content),
            file: node.file)
    }
}

extension Recipe.Adapter {
    init(_ node: DocumentNode?) {
        self.init()
        guard let node else { return }
        rank = node["rank"]?.integer ?? rank
        alpha = node["alpha"]?.number ?? alpha
        isRankStabilised = node["rank-stabilised"]?.bool ?? false
        layers = node["layers"]?.sequence?.compactMap(\.label) ?? []
        blocks = node["blocks"]?.sequence?.compactMap(\.integer)
    }
}

extension Recipe.Whole {
    init?(_ node: DocumentNode?) {
        guard let node else { return nil }
        self.init(
            layers: node["layers"]?.sequence?.compactMap(\.label) ?? [],
            blocks: node["blocks"]?.sequence?.compactMap(\.integer) ?? [])
    }
}

extension Recipe.Preferences {
    init(_ node: DocumentNode) {
        self.init()
        if let loss = node["loss"]?.label.flatMap(Recipe.PreferenceLoss.init) { self.loss = loss }
        beta = node["beta"]?.number ?? beta
        labelNoise = node["label-noise"]?.number ?? labelNoise
        desirableWeight = node["desirable-weight"]?.number ?? desirableWeight
        undesirableWeight = node["undesirable-weight"]?.number ?? undesirableWeight
        centring = node["centring"]?.number ?? centring
        members = node["members"]?.integer ?? members
    }
}

extension Recipe.Sampling {
    init(_ node: DocumentNode) {
        self.init()
        suite = node["suite"]?.text ?? ""
        prompt = node["prompt"]?.label
        scorer = node["scorer"]?.label
        rewardModel = node["reward-model"]?.label
        limit = node["limit"]?.integer
        updates = node["updates"]?.integer ?? updates
        promptsPerUpdate = node["prompts-per-update"]?.integer ?? promptsPerUpdate
        samplesPerPrompt = node["samples"]?.integer ?? samplesPerPrompt
        maxTokens = node["max-tokens"]?.integer ?? maxTokens
        temperature = node["temperature"]?.number ?? temperature
        innerEpochs = node["inner-epochs"]?.integer ?? innerEpochs
        divergenceWeight = node["kl-weight"]?.number ?? divergenceWeight
        if let word = node["kl-estimator"]?.label, let known = DivergenceEstimator(rawValue: word) {
            divergenceEstimator = known
        }
        divergenceTarget = node["kl-target"]?.number
        divergenceHorizon = node["kl-horizon"]?.number ?? divergenceHorizon
        clipRange = node["clip-range"]?.number ?? clipRange
        valueClipRange = node["value-clip-range"]?.number ?? valueClipRange
        valueWeight = node["value-weight"]?.number ?? valueWeight
        discount = node["discount"]?.number ?? discount
        decay = node["gae-decay"]?.number ?? decay
        missingEndPenalty = node["missing-eos-penalty"]?.number ?? missingEndPenalty
        whitensRewards = node["whiten-rewards"]?.bool ?? whitensRewards
        scalesRewards = node["scale-rewards"]?.bool ?? scalesRewards
        pretraining =
            node["pretraining"].map { $0.sequence ?? [$0] }?.compactMap(\.text) ?? []
        pretrainingWeight = node["pretraining-weight"]?.number ?? pretrainingWeight
        pretrainingRows = node["pretraining-rows"]?.integer ?? pretrainingRows
    }
}
