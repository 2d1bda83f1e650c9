package import Evaluation
package import LanguageModel
package import Workspace

/// The checked suite on the model in training, against the same suite on the model that it began
/// as, paired by case.
package struct SuiteCheck: Sendable, Hashable {
    /// After how many steps, or updates.
    package var step: Int
    /// The alias of the model as it was then; its adapter is kept.
    package var model: String
    /// The two runs.
    package var run: RecordID
    package var baseRun: RecordID
    package var scorer: String
    package var prompt: String
    package var cases: Int
    /// The rates before the training and now, over the paired cases.
    package var baseRate: Double
    package var rate: Double
    /// Now minus before, with an interval whose level is corrected for the number of looks.
    package var difference: Double
    package var low: Double?
    package var high: Double?
    package var level: Double
    package var pValue: Double
    /// Cases that fail now and passed before, and the other way.
    package var broken: Int
    package var fixed: Int
    /// Whether the suite fell beyond chance: p at most α over the number of looks.
    package var isWorse: Bool

    package var json: JSONValue {
        var object: [String: JSONValue] = [
            "model": .string(model), "run": .string(run.description),
            "base_run": .string(baseRun.description), "scorer": .string(scorer),
            "prompt": .string(prompt), "cases": .integer(cases), "base_rate": .number(baseRate),
            "rate": .number(rate), "difference": .number(difference), "level": .number(level),
            "p": .number(pValue), "broken": .integer(broken), "fixed": .integer(fixed),
            "is_worse": .bool(isWorse),
        ]
        object["low"] = low.map(JSONValue.number)
        object["high"] = high.map(JSONValue.number)
        return .object(object)
    }

    /// Compares a run with the first one.
    ///
    /// - Parameter looks: how many comparisons the whole training makes; each gets its share of α,
    ///   Bonferroni's correction.
    /// - Throws: `AlignmentError` where the two have fewer than two cases that both could score.
    init(
        step: Int, model: String, _ evidence: RunEvidence, against base: RunEvidence,
        scorer: String?, looks: Int
    ) throws(AlignmentError) {
        let alpha = 0.05 / Double(max(1, looks))
        let comparison = RunComparison(
            base, evidence, options: SummaryOptions(level: 1 - alpha, alpha: alpha))
        let found =
            scorer.map { name in comparison.differences.filter { $0.contrast.scorer == name } }
            ?? comparison.differences
        guard let first = found.first else {
            throw AlignmentError(
                .data,
                scorer.map { "the checked suite has no scorer '\($0)' that scored two cases" }
                    ?? "the checked suite has no two cases that both runs could score",
                advice: "its scorers are "
                    + base.scorers.joined(separator: ", ") + "; look at run \(evidence.run.id)")
        }
        let contrast = first.contrast
        self.step = step
        self.model = model
        run = evidence.run.id
        baseRun = base.run.id
        self.scorer = contrast.scorer
        prompt = first.lane.secondPrompt
        cases = contrast.difference.cases
        baseRate = contrast.firstRate
        rate = contrast.secondRate
        difference = contrast.difference.value
        low = contrast.difference.low
        high = contrast.difference.high
        level = 1 - alpha
        // One scorer under one prompt decides; the family of the others is not its business.
        pValue = contrast.pValue
        (broken, fixed) = (first.broken, first.fixed)
        isWorse = contrast.pValue <= alpha && contrast.difference.value < 0
    }
}

/// Runs the recipe's suite on a model by its alias and gives what it found.
package typealias SuiteRun = @Sendable (_ alias: String) async throws -> RunEvidence
