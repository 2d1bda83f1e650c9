package import LanguageModel

/// Everything that a run's report says in numbers: the type that `--json` prints.
package struct RunResults: Codable, Sendable, Hashable {
    /// A model of the run.
    package struct Model: Codable, Sendable, Hashable {
        package var name: String
        /// Provider, model name, file hashes, parameters.
        package var identity: JSONValue
        /// Whether its answers are written, not generated.
        package var isSimulated: Bool
        package enum CodingKeys: String, CodingKey {
            case name, identity
            case isSimulated = "is_simulated"
        }

        package init(name: String, identity: JSONValue, isSimulated: Bool) {
            self.name = name
            self.identity = identity
            self.isSimulated = isSimulated
        }
    }

    /// A prompt of the run.
    package struct Prompt: Codable, Sendable, Hashable {
        package var name: String
        package var contentHash: String
        /// The level of each factor.
        package var factors: [String: JSONValue]

        package enum CodingKeys: String, CodingKey {
            case name
            case contentHash = "content_hash"
            case factors
        }

        package init(name: String, contentHash: String, factors: [String: JSONValue]) {
            self.name = name
            self.contentHash = contentHash
            self.factors = factors
        }
    }

    /// How many of what there are.
    package struct Counts: Codable, Sendable, Hashable {
        package var cases: Int
        /// Clusters of cases; nil where each case stands alone.
        package var clusters: Int?
        package var samples: Int
        /// Samples that the run was to have; nil where unknown.
        package var planned: Int?
        package var failed: Int
        package var reused: Int
        package var scores: Int
        package var unscored: Int
        package var overridden: Int

        package init(
            cases: Int, clusters: Int?, samples: Int, planned: Int?, failed: Int, reused: Int,
            scores: Int, unscored: Int, overridden: Int
        ) {
            self.cases = cases
            self.clusters = clusters
            self.samples = samples
            self.planned = planned
            self.failed = failed
            self.reused = reused
            self.scores = scores
            self.unscored = unscored
            self.overridden = overridden
        }
    }

    package var run: RunFacts
    package var counts: Counts
    package var models: [Model]
    package var prompts: [Prompt]
    package var scorers: [String]
    /// One per (scorer, model, prompt), in that order.
    package var cells: [SummaryCell]
    /// Weighted means of all scorers; empty where no scorer has a weight of its own.
    package var weighted: [SummaryCell]
    package var breakdowns: [Breakdown]
    package var families: [ContrastFamily]
    package var disagreements: [ScorerDisagreement]
    package var contradictions: [Contradiction]
    /// One per (model, prompt).
    package var usage: [UsageSummary]
    /// What judging calls cost, as far as known.
    package var judgeCostUSD: Double
    package var judgeCallsOfUnknownCost: Int
    /// What the numbers rest on.
    package var options: SummaryOptions
    /// What people's labels say about the run's judges; nil where nobody looked it up.
    package var calibrations: [CalibrationNote]?

    package enum CodingKeys: String, CodingKey {
        case run, counts, models, prompts, scorers, cells, weighted, breakdowns, families
        case disagreements, contradictions, usage
        case judgeCostUSD = "judge_cost_usd"
        case judgeCallsOfUnknownCost = "judge_calls_of_unknown_cost"
        case options, calibrations
    }

    /// Whether some model of the run plays a written part.
    package var isSimulated: Bool { models.contains(where: \.isSimulated) }

    /// The breakdown whose levels are compared pairwise within matched cases, if there is one.
    package var condition: Breakdown? { breakdowns.first(where: \.isCondition) }

    /// The least rate over models, prompts and scorers with every unscored sample counted as a
    /// failure: what `--fail-under` compares with. Nil when nothing was scored.
    package var leastAllFail: Double? { cells.compactMap(\.allFail).min() }
}

/// How a summary is computed.
package struct SummaryOptions: Codable, Sendable, Hashable {
    /// The level of intervals.
    package var level: Double
    /// The bound on the chance of a false finding in a family of comparisons.
    package var alpha: Double
    /// The probability with which the minimum detectable effect would be found.
    package var power: Double
    /// Random sign patterns of a permutation test that is not exact.
    package var resamples: Int
    /// The seed of those patterns.
    package var seed: UInt64
    /// The most levels of a tag that a breakdown lists.
    package var mostLevels: Int

    package enum CodingKeys: String, CodingKey {
        case level, alpha, power, resamples, seed
        case mostLevels = "most_levels"
    }

    package init(
        level: Double = 0.95, alpha: Double = 0.05, power: Double = 0.8, resamples: Int = 9_999,
        seed: UInt64 = 0, mostLevels: Int = 24
    ) {
        self.level = level
        self.alpha = alpha
        self.power = power
        self.resamples = resamples
        self.seed = seed
        self.mostLevels = mostLevels
    }
}
