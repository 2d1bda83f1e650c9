import LanguageModel
import Providers
import Synchronization
package import Workspace

/// Carries out a plan: finds or begins its run, asks the models with bounded concurrency, scores,
/// and commits as results arrive.
package struct EvalRunner: Sendable {
    /// Failures in a row, without one success, after which a model counts as out of reach.
    static let failureLimit = 25

    private let store: Store
    private let plan: EvalPlan
    private let reusesCalls: Bool
    private let judgeCalls: CallLog?
    private let onProgress: @Sendable (EvalProgress) -> Void

    /// - Parameters:
    ///   - reusesCalls: whether stored calls may stand in for new ones (`--fresh` says no).
    ///   - judgeCalls: the log of the judges' calls, committed with the samples.
    ///   - onProgress: called after each sample, from any task; must be quick.
    package init(
        _ plan: EvalPlan, store: Store, reusesCalls: Bool = true, judgeCalls: CallLog? = nil,
        onProgress: @escaping @Sendable (EvalProgress) -> Void = { _ in }
    ) {
        self.plan = plan
        self.store = store
        self.reusesCalls = reusesCalls
        self.judgeCalls = judgeCalls
        self.onProgress = onProgress
    }

    /// Runs to the end, or to what stops it; a stopped run is continued by the next call.
    ///
    /// - Throws: `StoreError` where results cannot be kept. Cancellation does not throw: it is one
    ///   of the ways to stop.
    package func run() async throws -> EvalResult {
        let (writer, done) = try await begin()
        let run = try await store.reader.run(writer.run)
        let session = EvalSession(
            plan: plan, writer: writer, done: done,
            maker: SampleMaker(
                plan: plan, run: run.id, scoring: writer.scoring, ids: store.ids,
                lookUp: reusesCalls ? lookUp : nil),
            lookUpAll: reusesCalls ? lookUpAll : nil, judgeCalls: judgeCalls,
            onProgress: onProgress)
        let heartbeat = Task { try await writer.keepAlive() }
        defer { heartbeat.cancel() }
        let stop: EvalStop?
        do {
            stop = try await session.work()
        } catch {
            // The store itself failed: leave the run to be continued, if that can be written.
            _ = try? await writer.interrupt()
            throw error
        }
        let finished = stop == nil ? try await writer.complete() : try await writer.interrupt()
        return EvalResult(run: finished, progress: session.progress, stop: stop)
    }

    /// Continues the unfinished run of the same manifest, or begins a new one.
    private func begin() async throws -> (RunWriter, Set<SampleCell>) {
        let hash = ContentHash.of(plan.manifest)
        if let unfinished = try await store.reader.unfinishedRun(
            manifestHash: hash, shard: plan.shard)
        {
            let writer = try await store.resume(unfinished.id)
            return (writer, try await store.reader.doneCells(of: unfinished.id))
        }
        return (try await store.begin(plan.records(ids: store.ids)), [])
    }

    private func lookUp(_ key: String) async throws -> StoredCall? {
        try await store.reader.calls(forKeys: [key])[key]
    }

    private func lookUpAll(_ keys: [String]) async throws -> [String: StoredCall] {
        try await store.reader.calls(forKeys: keys)
    }
}

/// The moving parts of one execution: who works on what, and what has happened so far.
///
/// A class because all workers share it; its state is one value behind one lock.
private final class EvalSession: Sendable {
    private struct State {
        var progress: EvalProgress
        /// The next cell of each model.
        var next: [Int]
        /// Failures in a row of each model.
        var failures: [Int]
        var stop: EvalStop?
    }

    private let plan: EvalPlan
    private let writer: RunWriter
    private let maker: SampleMaker
    private let lookUpAll: (@Sendable ([String]) async throws -> [String: StoredCall])?
    private let judgeCalls: CallLog?
    private let onProgress: @Sendable (EvalProgress) -> Void
    private let cells: [[EvalPlan.Cell]]
    private let state: Mutex<State>

    init(
        plan: EvalPlan, writer: RunWriter, done: Set<SampleCell>, maker: SampleMaker,
        lookUpAll: (@Sendable ([String]) async throws -> [String: StoredCall])?,
        judgeCalls: CallLog?, onProgress: @escaping @Sendable (EvalProgress) -> Void
    ) {
        self.plan = plan
        self.writer = writer
        self.maker = maker
        self.lookUpAll = lookUpAll
        self.judgeCalls = judgeCalls
        self.onProgress = onProgress
        var total = 0
        cells = plan.models.indices.map { model in
            let all = plan.cells(ofModel: model)
            total += all.count
            return done.isEmpty ? all : all.filter { !done.contains(plan.name(of: $0)) }
        }
        let left = cells.reduce(0) { $0 + $1.count }
        state = Mutex(
            State(
                progress: EvalProgress(total: total, resumed: total - left),
                next: plan.models.map { _ in 0 }, failures: plan.models.map { _ in 0 }))
    }

    var progress: EvalProgress { state.withLock { $0.progress } }

    /// Works through all cells.
    func work() async throws -> EvalStop? {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, model) in plan.models.enumerated() {
                    for _ in 0..<min(model.concurrency, cells[index].count) {
                        group.addTask { try await self.worker(model: index) }
                    }
                }
                try await group.waitForAll()
            }
        } catch is CancellationError {
            return .cancelled
        }
        if Task.isCancelled { return .cancelled }
        return state.withLock { $0.stop }
    }

    private func worker(model: Int) async throws {
        let share = cells[model].count / (plan.models[model].concurrency * 4)
        let size = min(64, max(1, share))
        while let chunk = take(size, model: model) {
            let prepared = chunk.map(maker.prepare)
            let known = try await lookUpAll?(prepared.map(\.key)) ?? [:]
            for cell in prepared {
                try Task.checkCancellation()
                if state.withLock({ $0.stop != nil }) { return }
                let found = known[cell.key].map { [cell.key: $0] } ?? [:]
                let made = try await maker.make(
                    cell, known: found, lookedUp: lookUpAll != nil && found.isEmpty)
                if isFinal(made.error, model: model) { return }
                try await keep(made.entry)
            }
        }
    }

    private func take(_ size: Int, model: Int) -> ArraySlice<EvalPlan.Cell>? {
        state.withLock { state in
            let start = state.next[model]
            guard state.stop == nil, start < cells[model].count else { return nil }
            let end = min(start + size, cells[model].count)
            state.next[model] = end
            return cells[model][start..<end]
        }
    }

    /// Whether an error stops the whole run: its sample is then not kept, so that it is asked again
    /// when the run is continued.
    private func isFinal(_ error: (any Error)?, model: Int) -> Bool {
        state.withLock { state in
            guard let error = error as? ProviderError else {
                state.failures[model] = 0
                return false
            }
            let alias = plan.models[model].alias
            switch error.code {
            case .budget:
                state.stop = .budget(error.description)
                return true
            case .authentication:
                state.stop = .provider("\(alias): \(error.description)")
                return true
            case .network, .service, .rateLimited, .timeout, .engine:
                state.failures[model] += 1
                if state.failures[model] >= EvalRunner.failureLimit {
                    state.stop = .provider(
                        "\(alias): \(EvalRunner.failureLimit) calls in a row failed, the last: "
                            + error.description)
                }
                return false
            case .invalidRequest, .malformedResponse, .tooLarge, .unsupported:
                return false
            }
        }
    }

    private func keep(_ entry: SampleEntry) async throws {
        var entry = entry
        if let judgeCalls { entry.calls += judgeCalls.takeMade(for: entry.sample.id) }
        try await writer.submit(entry)
        let progress = state.withLock { state in
            state.progress.count(entry)
            return state.progress
        }
        onProgress(progress)
    }
}
