package import LanguageModel
package import Providers
package import Workspace

/// Everything that an evaluation needs, read and checked before the first call: models × prompts ×
/// cases × epochs, in that order from the outside in.
package struct EvalPlan: Sendable {
    /// A model that is ready to be asked.
    package struct Model: Sendable {
        package var alias: String
        package var provider: any ModelProvider
        package var parameters: GenerationParameters
        /// Nil where no price is known, which never is 0.
        package var price: Price?
        /// How many samples are worked on at once.
        package var concurrency: Int

        package init(
            alias: String, provider: any ModelProvider, parameters: GenerationParameters,
            price: Price?, concurrency: Int
        ) {
            self.alias = alias
            self.provider = provider
            self.parameters = parameters
            self.price = price
            self.concurrency = max(1, concurrency)
        }
    }

    /// A prompt and how it becomes messages.
    package struct Prompt: Sendable {
        package var id: String
        package var factors: [String: JSONValue]
        package var content: JSONValue
        /// The conversation for a case.
        package var render: @Sendable (Case) throws -> RenderedPrompt

        package init(
            id: String, factors: [String: JSONValue], content: JSONValue,
            render: @escaping @Sendable (Case) throws -> RenderedPrompt
        ) {
            self.id = id
            self.factors = factors
            self.content = content
            self.render = render
        }
    }

    /// A case with the scorers that judge its samples.
    package struct Case: Sendable {
        package var id: String
        package var ordinal: Int
        package var content: JSONValue
        package var vars: [String: JSONValue]
        /// Earlier messages that the case brings along.
        package var messages: [Message]
        /// User messages that are sent one after another once the first answer is there.
        package var turns: [String]
        package var tags: [String: String]
        package var clauses: [String]
        package var groupKey: String?
        package var scorers: [any Scorer]

        package init(
            id: String, ordinal: Int, content: JSONValue, vars: [String: JSONValue],
            messages: [Message], turns: [String], tags: [String: String], clauses: [String],
            groupKey: String?, scorers: [any Scorer]
        ) {
            self.id = id
            self.ordinal = ordinal
            self.content = content
            self.vars = vars
            self.messages = messages
            self.turns = turns
            self.tags = tags
            self.clauses = clauses
            self.groupKey = groupKey
            self.scorers = scorers
        }
    }

    /// One planned sample, by indices into the plan.
    package struct Cell: Sendable, Hashable {
        package var model: Int
        package var prompt: Int
        package var caseIndex: Int
        package var epoch: Int
    }

    package var suite: String
    package var suitePath: String?
    package var kind: RunKind
    package var models: [Model]
    package var prompts: [Prompt]
    /// Which prompts each model is asked with, by position; nil asks each with all.
    package var promptsOfModel: [[Int]]?
    package var cases: [Case]
    package var epochs: Int
    package var reducer: String
    package var seed: Int
    package var shard: Shard?
    package var manifest: JSONValue
    package var scorers: JSONValue
    package var toolVersion: String

    package init(
        suite: String, suitePath: String?, kind: RunKind = .eval, models: [Model],
        prompts: [Prompt], cases: [Case], epochs: Int, reducer: String, seed: Int, shard: Shard?,
        manifest: JSONValue, scorers: JSONValue, toolVersion: String
    ) {
        self.suite = suite
        self.suitePath = suitePath
        self.kind = kind
        self.models = models
        self.prompts = prompts
        self.cases = cases
        self.epochs = epochs
        self.reducer = reducer
        self.seed = seed
        self.shard = shard
        self.manifest = manifest
        self.scorers = scorers
        self.toolVersion = toolVersion
    }

    /// The cells of one model that belong to this shard.
    ///
    /// A case belongs to a shard by the hash of its id, so that adding a case moves no other.
    package func cells(ofModel model: Int) -> [Cell] {
        var cells: [Cell] = []
        cells.reserveCapacity(cases.count * prompts.count * epochs)
        for index in cases.indices where isInShard(cases[index].id) {
            for prompt in promptsOfModel?[model] ?? Array(prompts.indices) {
                for epoch in 0..<epochs {
                    cells.append(
                        Cell(model: model, prompt: prompt, caseIndex: index, epoch: epoch))
                }
            }
        }
        return cells
    }

    /// How many samples this shard has.
    package var sampleCount: Int {
        let mine = shard == nil ? cases.count : cases.count { isInShard($0.id) }
        let pairs = promptsOfModel?.reduce(0) { $0 + $1.count } ?? prompts.count * models.count
        return mine * pairs * epochs
    }

    private func isInShard(_ id: String) -> Bool {
        guard let shard else { return true }
        let digits = SHA256.hex(id).prefix(8)
        return Int(digits, radix: 16).map { $0 % shard.count == shard.index - 1 } ?? false
    }
}

extension EvalPlan {
    /// The cell as the store names it.
    func name(of cell: Cell) -> SampleCell {
        SampleCell(
            caseID: cases[cell.caseIndex].id, promptID: prompts[cell.prompt].id,
            model: models[cell.model].alias, epoch: cell.epoch)
    }

    /// The records with which a run begins.
    func records(ids: RecordIDGenerator) -> RunPlan {
        let id = ids.next(.run)
        let run = Run(
            id: id, kind: kind, suite: suite, suitePath: suitePath, seed: seed, epochs: epochs,
            reducer: reducer, manifest: manifest, planned: sampleCount, shard: shard,
            toolVersion: toolVersion)
        return RunPlan(
            run: run,
            cases: cases.map { item in
                CaseSnapshot(
                    run: id, caseID: item.id, ordinal: item.ordinal, tags: item.tags,
                    clauses: item.clauses, groupKey: item.groupKey, content: item.content)
            },
            prompts: prompts.enumerated().map { index, prompt in
                PromptSnapshot(
                    run: id, promptID: prompt.id, ordinal: index, factors: prompt.factors,
                    content: prompt.content)
            },
            models: models.enumerated().map { index, model in
                ModelSnapshot(
                    run: id, alias: model.alias, ordinal: index,
                    identity: model.provider.identity.json,
                    isSimulated: model.provider.identity.isSimulated,
                    prices: model.price.map(\.json))
            },
            scoring: Scoring(id: ids.next(.scoring), run: id, scorers: scorers))
    }
}

extension ModelIdentity {
    /// The identity as manifests and snapshots keep it.
    package var json: JSONValue {
        var object: [String: JSONValue] = ["kind": .string(kind), "model": .string(model)]
        object["base_url"] = baseURL.map { .string($0) }
        object["file_sha256"] = fileSHA256.map { .string($0) }
        if !adapterSHA256.isEmpty {
            object["adapter_sha256"] = .array(adapterSHA256.map { .string($0) })
        }
        object["precision"] = precision.map { .string($0) }
        return .object(object)
    }
}

extension Price {
    /// The price as snapshots keep it.
    var json: JSONValue {
        var object: [String: JSONValue] = [
            "input_nanodollars_per_million_tokens": .integer(input),
            "output_nanodollars_per_million_tokens": .integer(output), "date": .string(date),
            "source": .string(source),
        ]
        object["cached_input_nanodollars_per_million_tokens"] = cachedInput.map { .integer($0) }
        return .object(object)
    }
}
