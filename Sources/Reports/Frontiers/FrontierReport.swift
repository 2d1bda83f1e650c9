package import Evaluation
package import Workspace

/// A frontier as a document: the picture, what was expected and what came out, and what each
/// method cost.
package struct FrontierReport: Sendable {
    package let document: FrontierDocument
    package let analysis: FrontierAnalysis
    /// The reward in words.
    let scorer: String
    /// How the plan stands to its lock, one sentence.
    let standing: String
    /// Trainings of the sweep that are not there yet.
    let missing: Int
    /// Who computed, in words: processor and load; empty where nobody said.
    let machine: String

    package init(
        _ document: FrontierDocument, _ analysis: FrontierAnalysis, scorer: String,
        standing: String, missing: Int, machine: String = ""
    ) {
        self.document = document
        self.analysis = analysis
        self.scorer = scorer
        self.standing = standing
        self.missing = missing
        self.machine = machine
    }

    var title: String { document.question ?? "Reward against divergence: \(document.name)" }

    /// The answer to the hypothesis, whichever way it fell.
    package var findings: [Finding] {
        var found: [Finding] = []
        if let hypothesis = document.hypothesis,
            let difference = analysis.difference(hypothesis.above, hypothesis.below)
        {
            found.append(Self.finding(hypothesis, difference))
        }
        if missing > 0 {
            found.append(
                Self.finding(
                    .caution,
                    "\(NumberText.counted(missing, "training")) of \(document.pointCount) "
                        + (missing == 1 ? "is" : "are") + " not there yet",
                    lines: ["The same command goes on; until then this is no result."]))
        }
        let seeds = analysis.methods.flatMap(\.settings).map(\.seeds).min() ?? 0
        if seeds < 3 {
            found.append(
                Self.finding(
                    .caution, "Some settings have fewer than three seeds",
                    lines: ["How much a method varies from seed to seed is then hardly known."]))
        }
        return found
    }

    private static func finding(
        _ mark: Finding.Mark, _ title: String, lines: [String]
    ) -> Finding {
        Finding(mark, title, brief: title, lines)
    }

    private static func finding(
        _ hypothesis: FrontierDocument.Hypothesis, _ difference: FrontierAnalysis.Difference
    ) -> Finding {
        let above = difference.bins.count { $0.reward.value > 0 }
        let sure = difference.bins.count { $0.reward.low > 0 }
        let line =
            "The hull of \(difference.above) lay above that of \(difference.below) at \(above) of "
            + "\(NumberText.counted(difference.bins.count, "bin")), at \(sure) of them beyond "
            + "chance (95% intervals). Mean difference over the bins "
            + text(difference.mean, signed: true) + "."
        switch difference.verdict {
        case .above:
            return finding(.rise, "As expected: \(hypothesis.statement)", lines: [line])
        case .notAbove:
            return Self.finding(
                .fall, "Not as expected: \(hypothesis.statement)",
                lines: [
                    line, "At some bin it lay below beyond chance, corrected for the bins.",
                ])
        case .undecided:
            return Self.finding(
                .absent, "Not shown: \(hypothesis.statement)",
                lines: [line, "These data neither show it nor its contrary at every bin."])
        }
    }

    /// `0.812 [0.79, 0.83]`.
    static func text(_ value: FrontierAnalysis.Value, signed: Bool = false, decimals: Int = 3)
        -> String
    {
        func number(_ value: Double) -> String {
            NumberText.fixed(value, decimals: decimals, signed: signed)
        }
        return "\(number(value.value)) [\(number(value.low)), \(number(value.high))]"
    }

    /// The picture.
    package var chart: FrontierChart {
        let ends = analysis.methods.map {
            "\($0.name) reaches \(NumberText.significant($0.bins.last?.reward.value ?? 0))"
        }
        return FrontierChart(
            title: "Reward (\(scorer)) against exact KL",
            summary: "Base \(NumberText.significant(analysis.baseReward.value)); "
                + ends.joined(separator: ", ") + ".",
            series: analysis.methods.map { method in
                FrontierChart.Series(
                    method.name,
                    marks: method.settings.flatMap { setting in
                        setting.points.map {
                            FrontierChart.Mark(
                                "\(setting.name), seed \($0.seed)", x: $0.divergence ?? 0,
                                y: $0.reward ?? 0, isMean: false)
                        } + [
                            FrontierChart.Mark(
                                setting.name, x: setting.divergence.value,
                                y: setting.reward.value, isMean: true)
                        ]
                    },
                    hull: method.curve.map {
                        LineChart.Point(
                            x: $0.divergence, $0.reward.value, low: $0.reward.low,
                            high: $0.reward.high)
                    })
            }, base: analysis.baseReward.value, bins: document.bins)
    }

    /// How the numbers came about.
    var method: String {
        let first = analysis.base.behaviour
        return "The reward is \(scorer), from 0 to 1. Each policy answered \(analysis.cases) cases "
            + "of \(document.suite) \(document.samples) times at temperature "
            + "\(NumberText.significant(document.temperature)), at most \(document.maxTokens) "
            + "tokens, with the same seeds (\(first.answers) answers a policy); no case was in a "
            + "training's data. KL is exact: at each token of the sampled answers the sum over "
            + "the whole vocabulary of π·ln(π/π_base), summed over the answer, in nats. A hull is "
            + "the least concave curve that never falls above a method's settings (means over "
            + "seeds) and the base: what mixing its policies can reach within a divergence. "
            + "Intervals are 95% percentiles of \(NumberText.count(analysis.replicates)) "
            + "bootstrap replicates that draw cases, the same for all policies, and each method's "
            + "training seeds; with few seeds they are too narrow."
    }
}
