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

    private let reader: StoreReader
    private let worker: Worker
    // A run's numbers take some ten to some hundred kilobytes.
    private let runs = ComputedCache<State, RunResults>(capacity: 16)
    private let comparisons = ComputedCache<[State], ComparedRuns>(capacity: 4)

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

    /// The first of some runs compared with each of the others.
    func comparison(of ids: [RecordID]) async throws -> ComparedRuns {
        let states = try await ids.mapInOrder { try await state($0, nil) }
        return try await comparisons.value(for: states) { [reader, worker] in
            let first = try await RunEvidence.read(run: ids[0], from: reader)
            var compared = ComparedRuns(first)
            for id in ids.dropFirst() {
                let other = try await RunEvidence.read(run: id, from: reader)
                compared.comparisons.append(
                    try await worker.run { RunComparison(first, other) })
                compared.titles.append(ComparedRuns.title(other))
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

    init(_ first: RunEvidence) {
        comparisons = []
        titles = [Self.title(first)]
        caseIDs = first.cases.map(\.id)
    }

    static func title(_ evidence: RunEvidence) -> String {
        let models = evidence.models.map(\.alias).joined(separator: ", ")
        return "\(evidence.run.suite) · \(models) · \(Marks.short(evidence.run.id))"
    }
}
