package import LanguageModel
package import Workspace

/// A benchmark's run beside a behaviour suite's: what a score of the one leaves open of the other.
package struct BenchmarkContrast: Sendable {
    /// One model, under the prompts of each run together.
    package struct Row: Sendable {
        package var model: String
        package var isSimulated: Bool
        package var benchmark: SummaryEstimate?
        package var behaviour: SummaryEstimate?
        package var benchmarkRank: Int?
        package var behaviourRank: Int?
    }

    package let benchmark: Run
    package let behaviour: Run
    package let rows: [Row]
    /// Scorers of both that were compared, by name.
    package let scorers: (benchmark: String, behaviour: String)

    /// Compares two runs by the models that both asked.
    ///
    /// - Parameters:
    ///   - scorer: the behaviour's; nil takes the first.
    ///   - prompt: the behaviour's; nil takes the first.
    /// - Throws: `EvalError` where no model is in both, or nothing was scored.
    package init(
        benchmark: RunEvidence, behaviour: RunEvidence, scorer: String? = nil,
        prompt: String? = nil
    ) throws(EvalError) {
        self.benchmark = benchmark.run
        self.behaviour = behaviour.run
        guard let first = benchmark.scorers.first, let second = scorer ?? behaviour.scorers.first
        else {
            throw EvalError(
                "nothing was scored in one of the runs", advice: "score it: conduct rescore")
        }
        guard behaviour.scorers.contains(second) else {
            throw EvalError(
                "\(behaviour.run.id) has no scorer '\(second)'",
                advice: "it has \(behaviour.scorers.joined(separator: ", "))")
        }
        scorers = (first, second)
        let ours = benchmark.cells()
        let theirs = behaviour.cells()
        let prompts = (
            benchmark.prompts.first?.promptID ?? "",
            prompt ?? behaviour.prompts.first?.promptID ?? ""
        )
        func rate(_ cells: [SummaryCell], _ scorer: String, _ prompt: String, _ model: String)
            -> SummaryEstimate?
        {
            cells.first { $0.scorer == scorer && $0.prompt == prompt && $0.model == model }?.rate
        }
        var rows: [Row] = []
        for model in benchmark.models {
            guard let other = behaviour.models.first(where: { $0.alias == model.alias }) else {
                continue
            }
            rows.append(
                Row(
                    model: model.alias, isSimulated: model.isSimulated || other.isSimulated,
                    benchmark: rate(ours, first, prompts.0, model.alias),
                    behaviour: rate(theirs, second, prompts.1, model.alias)))
        }
        guard !rows.isEmpty else {
            throw EvalError(
                "no model was asked in both runs",
                advice: "run both suites with the same --models")
        }
        func rank(_ value: SummaryEstimate?, _ all: [SummaryEstimate?]) -> Int? {
            guard let value else { return nil }
            return 1 + all.count { $0.map { $0.value > value.value } ?? false }
        }
        let (first_, second_) = (rows.map(\.benchmark), rows.map(\.behaviour))
        for index in rows.indices {
            rows[index].benchmarkRank = rank(rows[index].benchmark, first_)
            rows[index].behaviourRank = rank(rows[index].behaviour, second_)
        }
        self.rows = rows
    }

    /// Pairs of models that one puts in one order and the other in the other.
    package var turned: [(String, String)] {
        var found: [(String, String)] = []
        for (index, one) in rows.enumerated() {
            for other in rows[(index + 1)...] {
                guard let a = one.benchmark, let b = other.benchmark, let c = one.behaviour,
                    let d = other.behaviour
                else { continue }
                if (a.value - b.value) * (c.value - d.value) < 0 {
                    found.append((one.model, other.model))
                }
            }
        }
        return found
    }

    /// What the two say, as one record that leads to both runs.
    package func record(_ id: RecordID, author: String) -> StoredRecord {
        StoredRecord(
            id: id, name: "benchmark-contrast", author: author,
            links: [
                RecordLink("benchmark", benchmark.id), RecordLink("behaviour", behaviour.id),
            ], body: json)
    }

    package var json: JSONValue {
        func estimate(_ value: SummaryEstimate?) -> JSONValue {
            guard let value else { return .null }
            return [
                "value": .number(value.value), "low": value.low.map { .number($0) } ?? .null,
                "high": value.high.map { .number($0) } ?? .null,
            ]
        }
        return [
            "part": "benchmark-contrast",
            "benchmark": [
                "run": .string(benchmark.id.description), "suite": .string(benchmark.suite),
                "scorer": .string(scorers.benchmark),
            ],
            "behaviour": [
                "run": .string(behaviour.id.description), "suite": .string(behaviour.suite),
                "scorer": .string(scorers.behaviour),
            ],
            "models": .array(
                rows.map {
                    [
                        "model": .string($0.model), "simulated": .bool($0.isSimulated),
                        "benchmark": estimate($0.benchmark), "behaviour": estimate($0.behaviour),
                        "benchmark_rank": $0.benchmarkRank.map { .integer($0) } ?? .null,
                        "behaviour_rank": $0.behaviourRank.map { .integer($0) } ?? .null,
                    ]
                }),
            "turned": .array(turned.map { [.string($0.0), .string($0.1)] }),
        ]
    }
}
