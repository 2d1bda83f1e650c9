import LanguageModel
import Statistics
import Workspace

extension RunResults {
    /// Computes the summary of a run: a pure function of its evidence.
    ///
    /// - Parameters:
    ///   - reducing: how a case's epochs become one value; the mean unless said. Outcomes that
    ///     went through another reducer count as one outcome per case.
    ///   - options: levels, correction and resampling.
    /// - Complexity: linear in the scores, but for permutation tests: resamples × cases for each
    ///   comparison.
    package init(
        _ evidence: RunEvidence, reducing: EpochReduction? = nil,
        options: SummaryOptions = SummaryOptions()
    ) {
        let mean: EpochReduction = { values in
            values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
        var matrix = evidence.caseScores(reducing: reducing ?? mean)
        if reducing != nil {
            for index in matrix.indices { matrix[index].mostEpochs = 1 }
        }
        let maker = SummaryMaker(evidence: evidence, matrix: matrix, options: options)
        let matched = evidence.matchedTags()
        let families = maker.families(matched)
        self.init(
            run: RunFacts(evidence.run, scoring: evidence.scoring), counts: maker.counts(),
            models: evidence.models.map {
                Model(name: $0.alias, identity: $0.identity, isSimulated: $0.isSimulated)
            },
            prompts: evidence.prompts.map {
                Prompt(name: $0.promptID, contentHash: $0.contentHash, factors: $0.factors)
            },
            scorers: evidence.scorers, cells: maker.cells(of: nil), weighted: maker.weighted(),
            breakdowns: maker.breakdowns(matched), families: families,
            disagreements: maker.disagreements(), contradictions: Contradiction.all(in: families),
            usage: evidence.usage(), judgeCostUSD: Double(evidence.judgeCost) / 1e9,
            judgeCallsOfUnknownCost: evidence.judgeCallsOfUnknownCost, options: options)
    }
}

/// The parts of a summary that come from the matrix of case scores.
struct SummaryMaker: Sendable {
    let evidence: RunEvidence
    let matrix: [CaseScores]
    let options: SummaryOptions

    func counts() -> RunResults.Counts {
        let groups = evidence.cases.map(\.groupKey)
        let grouping = Estimating.grouping(groups)
        return RunResults.Counts(
            cases: evidence.cases.count, clusters: grouping?.count,
            samples: evidence.samples.count, planned: evidence.run.planned,
            failed: evidence.samples.count(where: \.hasFailed),
            reused: evidence.samples.count(where: \.isReused), scores: evidence.scores.count,
            unscored: matrix.reduce(0) { $0 + $1.unscored },
            overridden: matrix.reduce(0) { $0 + $1.overridden })
    }

    /// One cell for each (scorer, model, prompt), over all cases or over some.
    func cells(of members: [Int]?) -> [SummaryCell] {
        let counts = members.map { sampleCounts(of: Set($0)) }
        return matrix.enumerated().compactMap { index, scores in
            cell(scores, members: members, counts: counts?[index])
        }
    }

    private struct SampleCounts {
        var scored = 0
        var unscored = 0
        var passed = 0
        var overridden = 0
    }

    /// Counts over the samples of some cases, for each entry of the matrix.
    private func sampleCounts(of members: Set<Int>) -> [SampleCounts] {
        let places = Dictionary(
            matrix.enumerated().map { index, scores in
                (
                    RunEvidence.CellKey(
                        model: Int32(scores.model), prompt: Int32(scores.prompt),
                        scorer: Int32(scores.scorer)), index
                )
            }, uniquingKeysWith: { first, _ in first })
        var counts = Array(repeating: SampleCounts(), count: matrix.count)
        for score in evidence.scores {
            let sample = evidence.samples[Int(score.sampleIndex)]
            guard members.contains(Int(sample.caseIndex)) else { continue }
            let key = RunEvidence.CellKey(
                model: sample.modelIndex, prompt: sample.promptIndex, scorer: score.scorerIndex)
            guard let place = places[key] else { continue }
            switch score.verdict {
            case .pass:
                counts[place].scored += 1
                counts[place].passed += 1
            case .fail: counts[place].scored += 1
            case .unscored: counts[place].unscored += 1
            }
            if score.isOverridden { counts[place].overridden += 1 }
        }
        return counts
    }

    private func cell(_ scores: CaseScores, members: [Int]?, counts: SampleCounts?) -> SummaryCell?
    {
        let members = members ?? Array(evidence.cases.indices)
        let estimating = Estimating(level: options.level)
        let known = members.filter { !scores.pass[$0].isNaN }
        let asked = members.filter { !scores.allFail[$0].isNaN }
        guard !asked.isEmpty else { return nil }
        let numbers = scores.hasNumbers ? members.filter { !scores.value[$0].isNaN } : []
        func mean(_ column: [Double]) -> Double {
            asked.reduce(0) { $0 + column[$1] } / Double(asked.count)
        }
        return SummaryCell(
            model: evidence.models[scores.model].alias,
            prompt: evidence.prompts[scores.prompt].promptID,
            scorer: evidence.scorers[scores.scorer], scored: counts?.scored ?? scores.scored,
            unscored: counts?.unscored ?? scores.unscored, passed: counts?.passed ?? scores.passed,
            overridden: counts?.overridden ?? scores.overridden,
            rate: estimating.rate(
                known.map { scores.pass[$0] }, groups: known.map { evidence.cases[$0].groupKey },
                isSingleBinary: scores.isSingleBinary),
            value: estimating.mean(
                numbers.map { scores.value[$0] },
                groups: numbers.map { evidence.cases[$0].groupKey }),
            allFail: mean(scores.allFail), allPass: mean(scores.allPass))
    }
}
