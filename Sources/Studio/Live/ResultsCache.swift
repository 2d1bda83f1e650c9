import Evaluation
import Workspace

/// The numbers of runs and of comparisons, computed once and kept while they hold.
struct ResultsCache: Sendable {
    /// What a run's numbers rest on: when any of it changes they are computed again.
    private struct State: Hashable, Sendable {
        var run: RecordID
        var scoring: RecordID?
        var samples: Int
        var failures: Int
        var status: RunStatus
        var overrides: Int
    }

    private struct CompareKey: Hashable, Sendable {
        var side: ComparedSide
        var state: State
    }

    private let reader: StoreReader
    private let worker: Worker
    // A run's numbers take some ten to some hundred kilobytes.
    private let runs = ComputedCache<State, RunResults>(capacity: 16)
    private let comparisons = ComputedCache<[CompareKey], ComparedRuns>(capacity: 4)

    init(reader: StoreReader, worker: Worker) {
        self.reader = reader
        self.worker = worker
    }

    /// The numbers of a run.
    func results(of run: RecordID, scoring: RecordID? = nil) async throws -> RunResults {
        try await runs.value(for: state(run, scoring)) { [reader, worker] in
            let evidence = try await RunEvidence.read(run: run, scoring: scoring, from: reader)
            return try await worker.run {
                RunResults(evidence, reducing: EpochReductions.named(evidence.run.reducer))
            }
        }
    }

    /// The first of some sides compared with each of the others.
    func comparison(of sides: [ComparedSide]) async throws -> ComparedRuns {
        let key = try await sides.mapInOrder { side in
            CompareKey(side: side, state: try await state(side.run, nil))
        }
        return try await comparisons.value(for: key) { [reader, worker] in
            let first = try await sides[0].evidence(reader)
            var compared = ComparedRuns(first, sides[0])
            for side in sides.dropFirst() {
                let other = try await side.evidence(reader)
                compared.comparisons.append(
                    try await worker.run { RunComparison(first, other) })
                compared.titles.append(ComparedRuns.title(other, side))
            }
            return compared
        }
    }

    private func state(_ run: RecordID, _ scoring: RecordID?) async throws -> State {
        let summary = try await reader.summary(of: run)
        return State(
            run: run, scoring: scoring, samples: summary.samples, failures: summary.failures,
            status: summary.run.status, overrides: try await reader.overrides(of: run).count)
    }
}

/// Two to four runs: the first compared with each of the others.
struct ComparedRuns: Sendable {
    /// One for each run but the first.
    var comparisons: [RunComparison]
    /// What stands above each run's column.
    var titles: [String]
    /// The first run's cases in their order.
    var caseIDs: [String]

    init(_ first: RunEvidence, _ side: ComparedSide) {
        comparisons = []
        titles = [Self.title(first, side)]
        caseIDs = first.cases.map(\.id)
    }

    static func title(_ evidence: RunEvidence, _ side: ComparedSide) -> String {
        let models = evidence.models.map(\.alias).joined(separator: ", ")
        let prompt = side.prompt.map { " · prompt \($0)" } ?? ""
        return "\(evidence.run.suite) · \(models)\(prompt) · \(Marks.short(evidence.run.id))"
    }
}
