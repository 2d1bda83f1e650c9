import Annotation
import Workspace

/// Agreement and standings, computed once and kept while nobody judges.
struct JudgmentCache: Sendable {
    private struct ProjectState: Hashable, Sendable {
        var project: LabelProject
        var judgments: Int
    }

    private struct ArenaState: Hashable, Sendable {
        var arena: String
        var voters: ArenaBoard.Voters
        var votes: Int
        var last: RecordID?
    }

    private let worker: Worker
    private let agreements = ComputedCache<ProjectState, AgreementResults>(capacity: 8)
    private let boards = ComputedCache<ArenaState, ArenaBoard>(capacity: 16)

    init(worker: Worker) { self.worker = worker }

    /// How well a project's annotators agree.
    func agreement(_ desk: LabellingDesk) async throws -> AgreementResults {
        let queue = try await desk.state()
        let state = ProjectState(project: desk.project, judgments: queue.judgments.count)
        return try await agreements.value(for: state) { [worker] in
            try await worker.run { AgreementResults(queue) }
        }
    }

    /// The standing of an arena.
    func board(_ desk: ArenaDesk, _ voters: ArenaBoard.Voters) async throws -> ArenaBoard {
        let votes = try await desk.current()
        let state = ArenaState(
            arena: desk.definition.name, voters: voters, votes: votes.count, last: votes.last?.id)
        return try await boards.value(for: state) { [worker] in
            try await worker.run {
                ArenaBoard(
                    arena: desk.definition.name, players: desk.field.players, votes: votes,
                    voters: voters)
            }
        }
    }
}
