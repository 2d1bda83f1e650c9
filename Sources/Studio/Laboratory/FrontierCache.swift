import Alignment
import Evaluation
import Workspace

/// The hulls of frontiers with their bands, computed once and kept while no point is added.
struct FrontierCache: Sendable {
    private struct State: Hashable, Sendable {
        var document: FrontierDocument
        var base: RecordID
        var points: [RecordID]
    }

    private let worker: Worker
    private let analyses = ComputedCache<State, FrontierAnalysis>(capacity: 8)

    init(worker: Worker) { self.worker = worker }

    /// The analysis of a frontier; nil before base and a first point were measured.
    ///
    /// - Throws: `Undefined` where its policies share no case.
    func analysis(_ frontier: StoredFrontier) async throws -> FrontierAnalysis? {
        guard let base = frontier.base, !frontier.points.isEmpty else { return nil }
        let (document, points) = (frontier.document, frontier.points)
        let state = State(document: document, base: base.id, points: points.map(\.id))
        return try await analyses.value(for: state) { [worker] in
            try await worker.run {
                try FrontierAnalysis(
                    base: base, points: points, order: document.methods.map(\.name),
                    bins: document.bins)
            }
        }
    }
}
