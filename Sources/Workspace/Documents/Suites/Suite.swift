package import LanguageModel

/// A set of cases with prompts, models and scorers.
package struct Suite: Sendable, Hashable {
    /// Its name.
    package var name: String
    /// What it is for.
    package var note: String?
    /// What it measures, and what a score of it may claim; nil where the suite does not say.
    package var purpose: SuitePurpose?
    /// The specification that its clauses stand in.
    package var spec: String?
    /// Aliases of the models; empty leaves the choice to the command.
    package var models: [String]
    /// The prompts, in order.
    package var prompts: [PromptTemplate]
    /// The cases, in order: those in place and those of files where the suite names them.
    package var cases: [Case]
    /// The scorers of every case.
    package var scorers: [ScorerDocument]
    /// How often each case is sampled; nil leaves it to the workspace's defaults.
    package var epochs: EpochPlan?
    /// What clusters the cases for standard errors: `tags.NAME` or `vars.NAME`.
    package var groupBy: String?
    /// How models generate here, over their own parameters.
    package var parameters: GenerationParameters?
    /// The file that it was read from.
    package var file: String
    /// SHA-256 of the bytes of every file read for it, by path: the manifest's.
    package var files: [String: String]
    /// Content hashes of the clauses that its cases name, by id: results are stale when one
    /// changes.
    package var clauses: [String: String]

    package init(
        name: String, note: String? = nil, purpose: SuitePurpose? = nil, spec: String? = nil,
        models: [String] = [],
        prompts: [PromptTemplate] = [], cases: [Case] = [], scorers: [ScorerDocument] = [],
        epochs: EpochPlan? = nil, groupBy: String? = nil, parameters: GenerationParameters? = nil,
        file: String = "(in memory)", files: [String: String] = [:],
        clauses: [String: String] = [:]
    ) {
        self.name = name
        self.note = note
        self.purpose = purpose
        self.spec = spec
        self.models = models
        self.prompts = prompts
        self.cases = cases
        self.scorers = scorers
        self.epochs = epochs
        self.groupBy = groupBy
        self.parameters = parameters
        self.file = file
        self.files = files
        self.clauses = clauses
    }

    /// SHA-256 over everything that decides samples and scores: models, prompts, cases, scorers,
    /// epochs, groups and parameters. Name, note, purpose and files are no part of it.
    package var contentHash: String {
        func hashes(_ list: [String]) -> JSONValue { .array(list.map(JSONValue.string)) }
        let content: JSONValue = [
            "models": hashes(models),
            "prompts": .array(
                prompts.map {
                    [
                        "id": .string($0.id), "hash": .string($0.contentHash),
                        "factors": .object($0.factors),
                    ]
                }),
            "cases": .array(
                cases.map { ["id": .string($0.id), "hash": .string($0.contentHash)] }),
            "scorers": hashes(scorers.map(\.contentHash)),
            "epochs": epochs.map {
                ["count": .integer($0.count), "reducer": .string($0.reducer.description)]
            } ?? .null,
            "group_by": groupBy.map(JSONValue.string) ?? .null,
            "parameters": parameters?.content ?? .null,
        ]
        return SHA256.hex(content.serializedBytes())
    }

    /// The scorers of a case: the suite's, then its own. Those without a name get one that is
    /// free.
    package func scorers(of one: Case) -> [ScorerDocument] {
        var used = Set(scorers.map(\.name))
        return scorers
            + one.scorers.map { scorer in
                var scorer = scorer
                var number = 2
                while !used.insert(scorer.name).inserted {
                    scorer.name = "\(scorer.word)-\(number)"
                    number += 1
                }
                return scorer
            }
    }

    /// The cluster of a case; nil where the suite has none.
    package func group(of one: Case) -> String? {
        guard let groupBy else { return nil }
        let name = String(groupBy.drop { $0 != "." }.dropFirst())
        return groupBy.hasPrefix("tags.")
            ? one.tags[name] : one.vars[name].map { $0.string ?? $0.serialized() }
    }
}
