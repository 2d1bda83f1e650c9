/// What one scorer says of one model under one prompt.
package struct SummaryCell: Codable, Sendable, Hashable {
    package var model: String
    package var prompt: String
    /// The scorer's name; `weighted` for the weighted mean of all scorers.
    package var scorer: String
    /// Samples with a verdict: the divisor of the rate.
    package var scored: Int
    /// Samples whose scorer could not decide.
    package var unscored: Int
    package var passed: Int
    /// Verdicts that a person corrected.
    package var overridden: Int
    /// The share that passes, with its interval; nil when nothing was scored.
    package var rate: SummaryEstimate?
    /// The mean of the scorer's own numbers, where they say more than pass and fail.
    package var value: SummaryEstimate?
    /// The rate if every unscored sample failed, and if every one passed.
    package var allFail: Double?
    package var allPass: Double?

    package enum CodingKeys: String, CodingKey {
        case model, prompt, scorer, scored, unscored, passed, overridden, rate, value
        case allFail = "all_fail"
        case allPass = "all_pass"
    }

    package init(
        model: String, prompt: String, scorer: String, scored: Int, unscored: Int, passed: Int,
        overridden: Int = 0, rate: SummaryEstimate?, value: SummaryEstimate? = nil,
        allFail: Double? = nil, allPass: Double? = nil
    ) {
        self.model = model
        self.prompt = prompt
        self.scorer = scorer
        self.scored = scored
        self.unscored = unscored
        self.passed = passed
        self.overridden = overridden
        self.rate = rate
        self.value = value
        self.allFail = allFail
        self.allPass = allPass
    }

    /// The name under which the weighted mean of all scorers stands.
    package static let weighted = "weighted"
}

/// The cells of the cases that share a tag's level, or that test a clause.
package struct Breakdown: Codable, Sendable, Hashable {
    /// What cases are divided by.
    package enum Kind: String, Codable, Sendable { case tag, clause }

    /// The cells of one level.
    package struct Slice: Codable, Sendable, Hashable {
        /// The tag's value or the clause's id.
        package var level: String
        package var cases: Int
        package var cells: [SummaryCell]

        package init(level: String, cases: Int, cells: [SummaryCell]) {
            self.level = level
            self.cases = cases
            self.cells = cells
        }
    }

    package var kind: Kind
    /// The tag's name; `clause` for clauses.
    package var key: String
    package var slices: [Slice]
    /// Levels left out because there are too many to read.
    package var omittedLevels: Int
    /// Whether cases differ in this tag alone within matched groups, so that its levels are
    /// compared pairwise.
    package var isCondition: Bool

    package enum CodingKeys: String, CodingKey {
        case kind, key, slices
        case omittedLevels = "omitted_levels"
        case isCondition = "is_condition"
    }

    package init(
        kind: Kind, key: String, slices: [Slice], omittedLevels: Int = 0, isCondition: Bool = false
    ) {
        self.kind = kind
        self.key = key
        self.slices = slices
        self.omittedLevels = omittedLevels
        self.isCondition = isCondition
    }
}
