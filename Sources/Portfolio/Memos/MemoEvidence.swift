import Evaluation
import LanguageModel
import Statistics
package import Workspace

/// What stored runs say of the options of a memo: for each criterion and option the value of each
/// case, so that uncertainty can be drawn from the cases themselves.
package struct MemoEvidence: Sendable {
    /// One criterion of one option.
    package enum Measure: Sendable {
        /// A mean over cases, by case id.
        case mean([String: Double])
        /// A percentile over all values of all cases, by case id.
        case percentile(Double, [String: [Double]])
        /// A number that somebody gave.
        case given(Double)
        /// Least, likeliest, most, by the user's word.
        case triangle(Double, Double, Double)
    }

    /// What one option's run looks like beside the criteria.
    package struct Facts: Sendable {
        package var run: RecordID
        package var suite: String
        package var isSimulated: Bool
        package var samples: Int
        package var failed: Int
        /// Milliseconds of fresh calls at the 50th, 95th and 99th percentile; empty without any.
        package var latencies: [Double]
        /// Dollars per thousand calls; nil where any price is unknown.
        package var costPerThousand: Double?
        /// Where the cost comes from.
        package var costSource: String
    }

    /// By criterion, then by option, both in the memo's order.
    package var measures: [[Measure]]
    package var facts: [Facts]
    /// What a reader should know: one sentence each.
    package var notes: [String]

    package init(measures: [[Measure]], facts: [Facts], notes: [String]) {
        self.measures = measures
        self.facts = facts
        self.notes = notes
    }

    /// Reads the runs of a memo.
    ///
    /// - Throws: `PortfolioError` naming the option and criterion whose value is not known: an
    ///   unknown cost is no 0.
    package static func read(_ memo: MemoDocument, from reader: StoreReader) async throws
        -> MemoEvidence
    {
        var options: [(evidence: RunEvidence, model: Int32, prompt: Int32)] = []
        for option in memo.options {
            let id = try await reader.resolve(option.run, as: .run)
            let evidence = try await RunEvidence.read(run: id, from: reader)
            options.append(
                (evidence, try model(option, evidence), try prompt(option, evidence)))
        }
        var result = MemoEvidence(measures: [], facts: [], notes: [])
        for (option, source) in zip(memo.options, options) {
            result.facts.append(facts(option, source.evidence, source.model, source.prompt))
            if source.evidence.run.status != .complete {
                result.notes.append("The run of '\(option.id)' is not complete.")
            }
        }
        for criterion in memo.criteria {
            result.measures.append(
                try zip(memo.options, options).map { option, source in
                    try measure(
                        criterion, option, source.evidence, source.model, source.prompt)
                })
            result.notes += pairing(criterion, memo, result.measures.last ?? [])
        }
        return result
    }

    private static func facts(
        _ option: MemoDocument.Option, _ evidence: RunEvidence, _ model: Int32, _ prompt: Int32
    ) -> Facts {
        let samples = evidence.samples.filter {
            $0.modelIndex == model && $0.promptIndex == prompt
        }
        let times = samples.filter { !$0.isReused }.compactMap { $0.latency.map(Double.init) }
            .sorted()
        let answered = samples.filter { !$0.hasFailed }
        let costs = answered.compactMap(\.cost)
        let isKnown = !answered.isEmpty && costs.count == answered.count
        let counted =
            isKnown ? Double(costs.reduce(0, +)) / 1e6 / Double(answered.count) : nil
        return Facts(
            run: evidence.run.id, suite: evidence.run.suite,
            isSimulated: evidence.models[Int(model)].isSimulated, samples: samples.count,
            failed: samples.count - answered.count,
            latencies: times.isEmpty
                ? []
                : [0.5, 0.95, 0.99].compactMap { share in
                    SampleQuantile.ofSorted(times, share).map { $0 / 1000 }
                }, costPerThousand: option.costPerThousand ?? counted,
            costSource: option.costSource ?? (isKnown ? "the run's prices" : "unknown"))
    }

    private static func model(_ option: MemoDocument.Option, _ evidence: RunEvidence) throws
        -> Int32
    {
        let names = evidence.models.map(\.alias)
        guard let index = names.firstIndex(of: option.model) else {
            throw PortfolioError(
                .notFound,
                "\(evidence.run.id) did not ask '\(option.model)' (option '\(option.id)')",
                advice: Spelling.suggestion(for: option.model, among: names, naming: "it asked")
                    ?? "name another run")
        }
        return Int32(index)
    }

    private static func prompt(_ option: MemoDocument.Option, _ evidence: RunEvidence) throws
        -> Int32
    {
        let names = evidence.prompts.map(\.promptID)
        if let wanted = option.prompt {
            guard let index = names.firstIndex(of: wanted) else {
                throw PortfolioError(
                    .notFound, "\(evidence.run.id) has no prompt '\(wanted)'",
                    advice: Spelling.suggestion(for: wanted, among: names))
            }
            return Int32(index)
        }
        guard names.count == 1 else {
            throw PortfolioError(
                .invalid, "\(evidence.run.id) has \(names.count) prompts",
                advice: "say which one '\(option.id)' would use: prompt: \(names.first ?? "")")
        }
        return 0
    }

    private static func measure(
        _ criterion: MemoDocument.Criterion, _ option: MemoDocument.Option,
        _ evidence: RunEvidence, _ model: Int32, _ prompt: Int32
    ) throws -> Measure {
        func own(_ sample: RunEvidence.SampleFacts) -> Bool {
            sample.modelIndex == model && sample.promptIndex == prompt
        }
        func unknown(_ what: String, _ advice: String) -> PortfolioError {
            PortfolioError(
                .invalid,
                "\(what) of '\(option.id)' is not known, so '\(criterion.id)' can't count",
                advice: advice)
        }
        switch criterion.kind {
        case .behaviour(let scorer, let tags):
            guard let index = evidence.scorers.firstIndex(of: scorer) else {
                throw PortfolioError(
                    .notFound, "\(evidence.run.id) has no scorer '\(scorer)'",
                    advice: Spelling.suggestion(
                        for: scorer, among: evidence.scorers, naming: "it has"))
            }
            var sums: [String: (passed: Int, scored: Int)] = [:]
            for score in evidence.scores
            where Int(score.scorerIndex) == index && score.verdict != .unscored {
                let sample = evidence.samples[Int(score.sampleIndex)]
                let facts = evidence.cases[Int(sample.caseIndex)]
                guard own(sample), tags.allSatisfy({ facts.tags[$0.key] == $0.value }) else {
                    continue
                }
                sums[facts.id, default: (0, 0)].scored += 1
                if score.verdict == .pass { sums[facts.id, default: (0, 0)].passed += 1 }
            }
            guard sums.count >= 2 else {
                throw unknown(
                    "the pass rate of '\(scorer)'", "two scored cases at least are needed")
            }
            return .mean(sums.mapValues { Double($0.passed) / Double($0.scored) })
        case .cost:
            if let given = option.costPerThousand { return .given(given) }
            var sums: [String: (dollars: Double, calls: Int)] = [:]
            for sample in evidence.samples where own(sample) && !sample.hasFailed {
                guard let cost = sample.cost else {
                    throw unknown(
                        "what a call costs",
                        "give cost-per-thousand and cost-source in the option")
                }
                let id = evidence.cases[Int(sample.caseIndex)].id
                sums[id, default: (0, 0)].dollars += Double(cost) / 1e9
                sums[id, default: (0, 0)].calls += 1
            }
            guard sums.count >= 2 else {
                throw unknown(
                    "what a call costs", "give cost-per-thousand and cost-source in the option")
            }
            return .mean(sums.mapValues { $0.dollars / Double($0.calls) * 1000 })
        case .latency(let percentile):
            var values: [String: [Double]] = [:]
            for sample in evidence.samples where own(sample) && !sample.isReused {
                guard let latency = sample.latency else { continue }
                values[evidence.cases[Int(sample.caseIndex)].id, default: []]
                    .append(Double(latency) / 1000)
            }
            guard values.count >= 2 else {
                throw unknown(
                    "the time of a call",
                    "run the suite anew, calls from the store have no time: conduct eval … --fresh")
            }
            return .percentile(percentile / 100, values)
        case .impact(let values):
            let numbers = values[option.id] ?? [0, 0, 0]
            return .triangle(numbers[0], numbers[1], numbers[2])
        }
    }

    /// Says where options do not share their cases.
    private static func pairing(
        _ criterion: MemoDocument.Criterion, _ memo: MemoDocument, _ measures: [Measure]
    ) -> [String] {
        let sets = measures.compactMap { measure -> Set<String>? in
            switch measure {
            case .mean(let values): Set(values.keys)
            case .percentile(_, let values): Set(values.keys)
            case .given, .triangle: nil
            }
        }
        guard let first = sets.first, sets.contains(where: { $0 != first }) else { return [] }
        let shared = sets.dropFirst().reduce(first) { $0.intersection($1) }
        return [
            "'\(criterion.id)': the options share \(shared.count) of "
                + "\(Set(sets.flatMap { $0 }).count) cases, so their difference is less sharp."
        ]
    }
}
