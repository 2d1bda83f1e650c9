package import LanguageModel
import Providers
package import Workspace

/// What the command line may say over a suite.
package struct EvalOptions: Sendable, Hashable {
    /// Aliases of models, instead of the suite's.
    package var models: [String]?
    /// Ids of prompts; nil for all of the suite's.
    package var prompts: [String]?
    /// Only cases that have each of these tags.
    package var tags: [String: String]
    /// At most so many cases, from the first.
    package var limit: Int?
    package var epochs: Int?
    package var seed: Int?
    package var shard: Shard?
    /// Generation parameters over the suite's and the model's.
    package var parameters: GenerationParameters?

    package init(
        models: [String]? = nil, prompts: [String]? = nil, tags: [String: String] = [:],
        limit: Int? = nil, epochs: Int? = nil, seed: Int? = nil, shard: Shard? = nil,
        parameters: GenerationParameters? = nil
    ) {
        self.models = models
        self.prompts = prompts
        self.tags = tags
        self.limit = limit
        self.epochs = epochs
        self.seed = seed
        self.shard = shard
        self.parameters = parameters
    }
}

/// Makes a plan of a suite: everything is read and checked before the first call.
package struct EvalPlanner: Sendable {
    private let configuration: WorkspaceConfiguration
    private let catalogue: ModelCatalogue
    private let scorers: ScorerFactory
    private let toolVersion: String

    package init(
        configuration: WorkspaceConfiguration, catalogue: ModelCatalogue, scorers: ScorerFactory,
        toolVersion: String
    ) {
        self.configuration = configuration
        self.catalogue = catalogue
        self.scorers = scorers
        self.toolVersion = toolVersion
    }

    /// - Throws: `EvalError` for options that leave nothing to do; errors of documents, models and
    ///   scorers.
    package func plan(_ suite: Suite, _ options: EvalOptions = EvalOptions()) async throws
        -> EvalPlan
    {
        let made = try cases(suite, options)
        let needs = made.reduce(into: ScorerNeeds()) { all, item in
            for scorer in item.scorers { all.formUnion(scorer.needs) }
        }
        let models = try await models(suite, options, needs: needs)
        let prompts = try prompts(suite, options)
        let seed = options.seed ?? configuration.defaults.seed
        let epochs = options.epochs ?? suite.epochs?.count ?? configuration.defaults.epochs
        let reducer = suite.epochs?.reducer ?? .mean
        guard epochs >= reducer.epochs else {
            throw EvalError(
                "the reducer \(reducer) needs at least \(reducer.epochs) epochs, and there "
                    + (epochs == 1 ? "is 1" : "are \(epochs)"),
                advice: "raise --epochs, or epochs.count in the suite")
        }
        let scorerDocuments = scorerList(suite, made)
        return EvalPlan(
            suite: suite.name, suitePath: suite.file, models: models, prompts: prompts,
            cases: made, epochs: epochs, reducer: reducer.description, seed: seed,
            shard: options.shard,
            manifest: manifest(
                suite, models: models, prompts: prompts, cases: made, scorers: scorerDocuments,
                epochs: epochs, reducer: reducer.description, seed: seed),
            scorers: scorerDocuments, toolVersion: toolVersion)
    }

    private func models(_ suite: Suite, _ options: EvalOptions, needs: ScorerNeeds) async throws
        -> [EvalPlan.Model]
    {
        let aliases = options.models ?? suite.models
        guard !aliases.isEmpty else {
            throw EvalError(
                "the suite names no model", advice: "add models: to the suite, or give --models")
        }
        var models: [EvalPlan.Model] = []
        for alias in aliases {
            let opened = try await catalogue.open(alias)
            var parameters = opened.document.parameters
            parameters = parameters.overridden(by: suite.parameters)
                .overridden(by: options.parameters)
            if needs.contains(.tokenLogprobs) { parameters.logprobs = true }
            models.append(
                EvalPlan.Model(
                    alias: alias, provider: opened.provider, parameters: parameters,
                    price: opened.price, concurrency: opened.concurrency))
        }
        return models
    }

    private func prompts(_ suite: Suite, _ options: EvalOptions) throws -> [EvalPlan.Prompt] {
        var templates = suite.prompts
        if let wanted = options.prompts {
            if let unknown = wanted.first(where: { id in !templates.contains { $0.id == id } }) {
                throw EvalError(
                    "the suite has no prompt '\(unknown)'",
                    advice: "its prompts are " + templates.map(\.id).joined(separator: ", "))
            }
            templates = templates.filter { wanted.contains($0.id) }
        }
        guard !templates.isEmpty else { return [.asCaseSays] }
        return templates.map { template in
            EvalPlan.Prompt(
                id: template.id, factors: template.factors, content: template.content,
                render: { try template.rendered(for: $0) })
        }
    }

    private func cases(_ suite: Suite, _ options: EvalOptions) throws -> [EvalPlan.Case] {
        var cases = suite.cases
        for (name, value) in options.tags {
            cases = cases.filter { $0.tags[name] == value }
        }
        if let limit = options.limit { cases = Array(cases.prefix(limit)) }
        guard !cases.isEmpty else {
            throw EvalError(
                "no case is left to run", advice: "check --limit and --tag, and the suite's cases")
        }
        let shared = try suite.scorers.flatMap { try scorers.scorers($0) as [any Scorer] }
        return try cases.enumerated().map { index, item in
            let all = suite.scorers(of: item)
            let own = try all.dropFirst(suite.scorers.count).flatMap {
                try scorers.scorers($0) as [any Scorer]
            }
            return EvalPlan.Case(
                id: item.id, ordinal: index, content: item.content, vars: item.vars,
                messages: item.messages, turns: try item.turns.map { try $0.render(item.vars) },
                tags: item.tags,
                clauses: item.clauses, groupKey: suite.group(of: item),
                scorers: own.isEmpty ? shared : shared + own)
        }
    }

    /// The suite's scorers, and those of single cases once each.
    private func scorerList(_ suite: Suite, _ cases: [EvalPlan.Case]) -> JSONValue {
        var seen: Set<String> = []
        var list: [JSONValue] = []
        for item in cases {
            for scorer in item.scorers where seen.insert(scorer.contentHash).inserted {
                list.append([
                    "name": .string(scorer.name), "sha256": .string(scorer.contentHash),
                    "weight": .number(scorer.weight), "unit": .string(scorer.unit.rawValue),
                    "configuration": scorer.configuration,
                ])
                // Scorers written case by case may be as many as the cases: a hash stands for all.
                if list.count == 200 { break }
            }
            if list.count == 200 { break }
        }
        return .array(list)
    }

    private func manifest(
        _ suite: Suite, models: [EvalPlan.Model], prompts: [EvalPlan.Prompt],
        cases: [EvalPlan.Case], scorers: JSONValue, epochs: Int, reducer: String, seed: Int
    ) -> JSONValue {
        var hash = SHA256()
        for item in cases {
            var line = "\(item.id)\t\(ContentHash.of(item.content))"
            for scorer in item.scorers { line += "\t\(scorer.contentHash)" }
            line += "\n"
            line.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
        }
        let named = Set(cases.flatMap(\.clauses))
        let clauses = suite.clauses.filter { named.contains($0.key) }.mapValues {
            JSONValue.string($0)
        }
        var manifest: [String: JSONValue] = [
            "version": 1, "suite": .string(suite.name),
            "suite_path": .string(suite.file),
            "files": .object(suite.files.mapValues { .string($0) }),
            "spec": suite.spec.map { .string($0) } ?? .null,
            "clauses": .object(clauses),
            "suite_scorers": .array(suite.scorers.map { .string($0.contentHash) }),
            "models": .array(
                models.map { model in
                    [
                        "alias": .string(model.alias), "identity": model.provider.identity.json,
                        "parameters": model.parameters.json,
                    ]
                }),
            "prompts": .array(
                prompts.map { prompt in
                    ["id": .string(prompt.id), "sha256": .string(ContentHash.of(prompt.content))]
                }),
            "cases": [
                "count": .integer(cases.count), "sha256": .string(hash.finish().hexadecimal),
            ],
            "scorers": .array(
                (scorers.array ?? []).map { scorer in
                    ["name": scorer["name"] ?? .null, "sha256": scorer["sha256"] ?? .null]
                }),
            "epochs": .integer(epochs), "reducer": .string(reducer), "seed": .integer(seed),
            "group_by": suite.groupBy.map { .string($0) } ?? .null,
        ]
        manifest["purpose"] = suite.purpose?.json
        return .object(manifest)
    }
}

/// Options that cannot be carried out.
package struct EvalError: Error, Sendable, Hashable, CustomStringConvertible {
    package let message: String
    package let advice: String

    init(_ message: String, advice: String) {
        self.message = message
        self.advice = advice
    }

    package var description: String { "error: \(message); \(advice)" }
}
