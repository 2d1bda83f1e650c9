import Workspace

extension RunComparison {
    /// Compares two runs: a pure function of their evidence.
    ///
    /// Cases are paired by id. Models and prompts are paired by name; where each run has one
    /// alone, those two are paired whatever they are called. Epochs are averaged within a case.
    package init(
        _ first: RunEvidence, _ second: RunEvidence, options: SummaryOptions = SummaryOptions()
    ) {
        let models = Self.paired(first.models.map(\.alias), second.models.map(\.alias))
        let prompts = Self.paired(first.prompts.map(\.promptID), second.prompts.map(\.promptID))
        let places = Dictionary(
            second.cases.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = first.cases.indices.compactMap { index in
            places[first.cases[index].id].map { (first: index, second: $0) }
        }
        let changed = pairs.filter {
            first.cases[$0.first].contentHash != second.cases[$0.second].contentHash
        }.map { first.cases[$0.first].id }
        let firstIDs = Set(first.cases.map(\.id))
        let maker = ComparisonMaker(
            first: first, second: second, pairs: pairs, changed: Set(changed), options: options)
        var differences: [Difference] = []
        var flips: [Flip] = []
        let scorers = first.scorers.filter(second.scorers.contains)
        for scorer in scorers {
            for model in models.pairs {
                for prompt in prompts.pairs {
                    let lane = Lane(
                        firstModel: model.0, secondModel: model.1, firstPrompt: prompt.0,
                        secondPrompt: prompt.1)
                    guard let (difference, some) = maker.compare(lane, scorer: scorer) else {
                        continue
                    }
                    differences.append(difference)
                    flips += some
                }
            }
        }
        let missing =
            first.scorers.filter { !second.scorers.contains($0) }.map { "scorer \($0) (first)" }
            + second.scorers.filter { !first.scorers.contains($0) }.map { "scorer \($0) (second)" }
        self.init(
            first: RunFacts(first.run, scoring: first.scoring),
            second: RunFacts(second.run, scoring: second.scoring),
            pairing: Pairing(
                pairedCases: pairs.count, changedContent: changed,
                onlyFirst: first.cases.map(\.id).filter { places[$0] == nil },
                onlySecond: second.cases.map(\.id).filter { !firstIDs.contains($0) },
                unpaired: models.missing.map { "model " + $0 }
                    + prompts.missing.map { "prompt " + $0 } + missing),
            differences: maker.corrected(differences), flips: flips,
            simulatedModels: Set((first.models + second.models).filter(\.isSimulated).map(\.alias))
                .sorted(), options: options)
    }

    private static func paired(_ first: [String], _ second: [String])
        -> (pairs: [(String, String)], missing: [String])
    {
        if first.count == 1, second.count == 1 { return ([(first[0], second[0])], []) }
        let common = first.filter(second.contains)
        return (
            common.map { ($0, $0) },
            first.filter { !common.contains($0) }.map { $0 + " (first)" }
                + second.filter { !common.contains($0) }.map { $0 + " (second)" }
        )
    }
}

/// The parts of a comparison that need both runs' evidence.
struct ComparisonMaker: Sendable {
    let first: RunEvidence
    let second: RunEvidence
    /// Indices of the same case in both runs.
    let pairs: [(first: Int, second: Int)]
    let changed: Set<String>
    let options: SummaryOptions
    private let firstTallies: [TallyKey: [Int: PassTally]]
    private let secondTallies: [TallyKey: [Int: PassTally]]

    init(
        first: RunEvidence, second: RunEvidence, pairs: [(first: Int, second: Int)],
        changed: Set<String>, options: SummaryOptions
    ) {
        self.first = first
        self.second = second
        self.pairs = pairs
        self.changed = changed
        self.options = options
        firstTallies = first.tallies()
        secondTallies = second.tallies()
    }

    /// One scorer's view of one lane; nil with fewer than two pairs that both runs scored.
    func compare(_ lane: RunComparison.Lane, scorer: String)
        -> (RunComparison.Difference, [Flip])?
    {
        let before =
            firstTallies[
                TallyKey(model: lane.firstModel, prompt: lane.firstPrompt, scorer: scorer)] ?? [:]
        let after =
            secondTallies[
                TallyKey(model: lane.secondModel, prompt: lane.secondPrompt, scorer: scorer)]
            ?? [:]
        var columns = Contrasting.Pairs()
        var matched: [(id: String, before: PassTally, after: PassTally)] = []
        for pair in pairs {
            guard let left = before[pair.first], let right = after[pair.second],
                let leftShare = left.share, let rightShare = right.share
            else { continue }
            let facts = first.cases[pair.first]
            columns.append(leftShare, rightShare, group: facts.groupKey)
            matched.append((facts.id, left, right))
        }
        let isSingle = matched.allSatisfy { $0.before.scored == 1 && $0.after.scored == 1 }
        let names = Contrasting.Names(
            first: first.run.id.description, second: second.run.id.description, model: lane.model,
            prompt: lane.prompt, scorer: scorer, level: nil)
        guard
            let contrast = Contrasting(options: options).contrast(
                columns, names: names, isSingleBinary: isSingle)
        else { return nil }
        let within = matched.flatMap {
            [$0.before.repeatDisagreement, $0.after.repeatDisagreement].compactMap { $0 }
        }
        let between = matched.compactMap { $0.before.disagreement(with: $0.after) }
        let withinRate = within.isEmpty ? nil : within.reduce(0, +) / Double(within.count)
        let isRepeatable =
            first.isRepeatable(model: lane.firstModel)
            && second.isRepeatable(model: lane.secondModel)
        let flips = matched.compactMap { pair in
            flip(
                pair.id, pair.before, pair.after, lane: lane, scorer: scorer,
                isRepeatable: isRepeatable, neverVaries: within.count >= 20 && withinRate == 0)
        }
        let difference = RunComparison.Difference(
            lane: lane, contrast: contrast, fixed: flips.count { $0.direction == .fixed },
            broken: flips.count { $0.direction == .broken }, withinRunDisagreement: withinRate,
            betweenRunDisagreement: between.reduce(0, +) / Double(between.count),
            outcome: .withinNoise)
        return (difference, flips)
    }

    private func flip(
        _ id: String, _ before: PassTally, _ after: PassTally, lane: RunComparison.Lane,
        scorer: String, isRepeatable: Bool, neverVaries: Bool
    ) -> Flip? {
        guard let left = before.share, let right = after.share, left != 0.5, right != 0.5,
            (left > 0.5) != (right > 0.5)
        else { return nil }
        let kind: Flip.Kind
        let reason: String
        let pValue = before.fisherPValue(against: after)
        if isRepeatable {
            kind = .real
            reason = "both models decode greedily, so repeating changes nothing"
        } else if before.scored == 1, after.scored == 1 {
            kind = .undetermined
            reason = "one epoch on each side; --epochs 4 would tell"
        } else if pValue <= options.alpha {
            kind = .real
            reason = "Fisher's exact test on the epochs: p \(Self.text(pValue))"
        } else if neverVaries {
            kind = .real
            reason = "no case varies between repeats in either run"
        } else {
            kind = .noise
            reason = "Fisher's exact test on the epochs: p \(Self.text(pValue))"
        }
        return Flip(
            caseID: id, model: lane.model, prompt: lane.prompt, scorer: scorer,
            direction: right > left ? .fixed : .broken, kind: kind, firstPassed: before.passed,
            firstScored: before.scored, secondPassed: after.passed, secondScored: after.scored,
            reason: reason, hasChangedContent: changed.contains(id))
    }

    /// The differences corrected as one family, each with its outcome.
    func corrected(_ differences: [RunComparison.Difference]) -> [RunComparison.Difference] {
        let family = Contrasting(options: options).family(
            .model, tag: nil, pairedBy: "case", differences.map(\.contrast))
        return zip(differences, family?.contrasts ?? []).map { difference, contrast in
            var difference = difference
            difference.contrast = contrast
            if contrast.isFound {
                difference.outcome = contrast.difference.value > 0 ? .better : .worse
            } else if difference.betweenRunDisagreement == 0 {
                difference.outcome = .unchanged
            }
            return difference
        }
    }

    /// A p-value to three decimals.
    private static func text(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        if thousandths == 0 { return "< 0.001" }
        let digits = String(thousandths)
        return thousandths >= 1000
            ? "1" : "0." + String(repeating: "0", count: 3 - digits.count) + digits
    }
}
