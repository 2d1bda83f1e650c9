package import Evaluation
import LanguageModel
import Synchronization
package import Workspace

/// Carries out a frontier point by point: trains what is not trained yet, measures what is not
/// measured yet, and keeps each point as a record that leads to its training.
package struct FrontierRunner: Sendable {
    /// How far it is.
    package struct Progress: Sendable, Hashable {
        /// Points kept and points in all, those from before included.
        package var done: Int
        package var total: Int
        /// What is being done, in a few words.
        package var note: String
        /// By the mean time of each method's points so far; nil before the first.
        package var secondsLeft: Double?
    }

    /// The base and the points that are there when a run ends or is stopped.
    package struct Outcome: Sendable {
        package var base: FrontierPoint?
        package var points: [FrontierPoint]
        package var isFinished: Bool
    }

    private let plan: FrontierPlan
    private let workspace: WorkspaceFolder
    private let store: Store
    /// Threads that compute; nil for as many as the machine has cores.
    package var threads: Int?

    package init(_ plan: FrontierPlan, in workspace: WorkspaceFolder, store: Store) {
        self.plan = plan
        self.workspace = workspace
        self.store = store
    }

    /// What is stored of the plan already.
    package func stored() async throws -> Outcome {
        let found = Dictionary(
            try await store.reader.records(.frontier).compactMap(FrontierPoint.init).map {
                ($0.key, $0)
            }, uniquingKeysWith: { $1 })
        let points = plan.points.compactMap { found[$0.key] }
        let base = found[plan.baseKey]
        return Outcome(
            base: base, points: points,
            isFinished: base != nil && points.count == plan.points.count)
    }

    /// Does what is missing, or stops between two points when the task is cancelled: finished
    /// points are kept, a training goes on from its checkpoint.
    ///
    /// - Parameter onProgress: called from several threads; must be quick.
    package func run(onProgress: @escaping @Sendable (Progress) -> Void) async throws -> Outcome {
        let known = try await stored()
        var keys = Set(known.points.map(\.key))
        let clock = FrontierClock(plan, done: keys)
        let total = plan.points.count
        @Sendable func tell(_ done: Int, _ note: String, _ share: Double) {
            onProgress(
                Progress(
                    done: done, total: total, note: note, secondsLeft: clock.secondsLeft(share)))
        }
        if known.base == nil {
            tell(keys.count, "measuring the base", 0)
            try await measureBase()
        }
        for point in plan.points where !keys.contains(point.key) {
            if Task.isCancelled { break }
            let done = keys.count
            let name = "\(point.method.name) \(point.setting) seed \(point.seed)"
            clock.begin(point.method.name)
            let training = try await train(point) { note, share in
                tell(done, "\(name) · \(note)", share)
            }
            guard let training else { break }
            tell(done, "\(name) · measuring", 0.95)
            try await measure(point, training)
            clock.end()
            keys.insert(point.key)
            tell(keys.count, name, 0)
        }
        return try await stored()
    }

    /// The finished training of a point; nil when it was stopped.
    private func train(
        _ point: FrontierPlan.Point, _ tell: @escaping @Sendable (String, Double) -> Void
    ) async throws -> StoredRecord? {
        if let kept = try await kept(point) { return kept }
        switch point.training {
        case .data(let plan):
            var runner = TrainingRunner(plan, in: workspace, store: store)
            runner.threads = threads
            let steps = plan.stepCount
            return try await runner.run { event in
                guard case .step(let step, _) = event else { return }
                tell(
                    "step \(step.step)/\(steps)", 0.9 * Double(step.step) / Double(max(1, steps)))
            }.record
        case .sampling(let plan):
            var runner = PolicyRunner(plan, in: workspace, store: store)
            runner.threads = threads
            return try await runner.run { metrics in
                tell(
                    "update \(metrics.update)/\(metrics.updates)",
                    0.95 * Double(metrics.update) / Double(max(1, metrics.updates)))
            }.record
        }
    }

    /// A finished training of the same recipe on the same base whose adapter is still there.
    private func kept(_ point: FrontierPlan.Point) async throws -> StoredRecord? {
        let name = point.recipe.adapterName
        guard let record = try await store.reader.latest(.training, named: name),
            record.body["recipe_sha256"]?.string == point.recipe.contentHash,
            record.body["base_sha256"]?.string == plan.base.sha256,
            let product = try await store.reader.latest(.adapter, named: name),
            product.links.contains(where: { $0.target == record.id.description }),
            let hash = try? AdapterShelf(workspace).hash(of: name),
            hash == product.body["sha256"]?.string
        else { return nil }
        let isSame: Bool =
            switch point.training {
            case .data(let plan): record.body["data_sha256"]?.string == plan.data.dataHash
            case .sampling(let plan):
                // Rows that are mixed in are no part of a policy's record.
                plan.pretraining == nil
                    && record.body["reward_sha256"]?.string == plan.rewardHash
            }
        return isSame ? record : nil
    }

    private func measureBase() async throws {
        let (plan, threads) = (plan, threads)
        let found = try await ComputeThread.run {
            try PolicyMeasurement(
                nil, TrainableParts(adapter: LoRASettings(rank: 1)), plan: plan, threads: threads)
        }
        let point = FrontierPoint(
            id: store.ids.next(.frontier), frontier: plan.document.name, method: "", kind: "",
            setting: "", seed: 0, key: plan.baseKey, rewards: found.rewards,
            divergences: found.divergences, behaviour: found.behaviour, example: found.example)
        try await keep(point, links: [RecordLink("measures", "model:\(plan.base.alias)")])
    }

    private func measure(_ point: FrontierPlan.Point, _ training: StoredRecord) async throws {
        let (plan, threads, workspace) = (plan, threads, workspace)
        let found = try await ComputeThread.run {
            let adapter = try AdapterShelf(workspace).read(
                point.recipe.adapterName, for: plan.base.model.configuration,
                baseSHA256: plan.base.sha256)
            return try PolicyMeasurement(
                adapter, try point.recipe.parts(for: plan.base.model), plan: plan, threads: threads)
        }
        var cost = FrontierPoint.Cost()
        (cost.labels, cost.labelKind) = point.training.labels
        cost.seconds = training.body["seconds"]?.double ?? 0
        cost.tokens = training.body["tokens"]?.int ?? 0
        cost.memory = point.training.memory.total
        let made = FrontierPoint(
            id: store.ids.next(.frontier), frontier: plan.document.name,
            method: point.method.name, kind: point.recipe.method.rawValue, setting: point.setting,
            seed: point.seed, key: point.key, rewards: found.rewards,
            divergences: found.divergences, behaviour: found.behaviour, cost: cost,
            training: training.id.description, example: found.example)
        try await keep(made, links: [RecordLink("measures", training.id)])
    }

    private func keep(_ point: FrontierPoint, links: [RecordLink]) async throws {
        try await store.append(
            StoredRecord(
                id: point.id, name: plan.document.name,
                links: links + [
                    RecordLink("part of", "document:\(plan.document.file)"),
                    RecordLink("answers", "document:\(plan.document.suite)"),
                ], body: point.body))
    }
}

/// How long a frontier will still take: by the mean time of each method's finished points, and of
/// all points for a method without one.
final class FrontierClock: Sendable {
    private struct State {
        var left: [String]
        var times: [String: [Double]] = [:]
        var current: (method: String, start: ContinuousClock.Instant)?
    }

    private let state: Mutex<State>

    init(_ plan: FrontierPlan, done: Set<String>) {
        state = Mutex(
            State(
                left: plan.points.filter { !done.contains($0.key) }.map(\.method.name)))
    }

    func begin(_ method: String) {
        state.withLock { $0.current = (method, .now) }
    }

    func end() {
        state.withLock { state in
            guard let current = state.current else { return }
            state.times[current.method, default: []].append(
                (ContinuousClock.now - current.start) / .seconds(1))
            if let place = state.left.firstIndex(of: current.method) {
                state.left.remove(at: place)
            }
            state.current = nil
        }
    }

    /// - Parameter share: how much of the current point is done.
    func secondsLeft(_ share: Double) -> Double? {
        state.withLock { state in
            var times = state.times
            if let current = state.current, share > 0.2, times[current.method] == nil {
                times[current.method] = [
                    (ContinuousClock.now - current.start) / .seconds(1) / share
                ]
            }
            let all = times.values.flatMap { $0 }
            guard !all.isEmpty else { return nil }
            func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
            let total = state.left.reduce(0) { $0 + mean(times[$1] ?? all) }
            let done = state.current.map { share * mean(times[$0.method] ?? all) } ?? 0
            return max(0, total - done)
        }
    }
}
