import CKernels
import Synchronization

/// The engine's thread, its queue and its state.
///
/// A class because callers and the thread share it. `@unchecked Sendable` is safe: `queue` is
/// locked, `gate` is a lock itself, and everything else belongs to the engine's thread once it has
/// started.
final class EngineCore: @unchecked Sendable {
    /// Requests that came since the thread last looked.
    struct Queue {
        var jobs: [EngineJob] = []
        var cancelled: Set<UInt64> = []
        var nextID: UInt64 = 0
        var isClosed = false
    }
    // The jobs are handed to the thread under the lock and touched by it alone afterwards.
    private let queue = Mutex(Handover())
    private let gate: OpaquePointer

    let model: TransformerModel
    let forward: ForwardPass
    let pages: PagePool
    let usesBLAS: Bool
    var tree = PrefixTree()
    var waiting: [EngineSequence] = []
    var active: [EngineSequence] = []
    var logits: FloatBuffer?

    /// The most sequences at once.
    static let sequenceLimit = 64
    /// The most prompt tokens that one step takes.
    static let promptBudget = 128
    /// The most rows whose logits are held at once.
    static let logitRows = 64

    private struct Handover: @unchecked Sendable {
        var queue = Queue()
    }

    init(
        model: TransformerModel, precision: Precision, kernels: Kernels, threads: Int,
        usesBLAS: Bool, cacheBytes: Int?
    ) {
        guard let gate = ck_gate_create() else { preconditionFailure("no memory for a gate") }
        self.gate = gate
        self.model = model
        self.usesBLAS = usesBLAS
        let layout = KeyValueLayout(model.configuration)
        let whole = model.configuration.contextLength / KeyValueLayout.positions + 2
        let limit = max((cacheBytes ?? 1 << 30) / layout.bytes, whole)
        pages = PagePool(layout: layout, limit: limit)
        forward = ForwardPass(
            model, kernels: kernels, pool: WorkerPool(threads: threads), precision: precision)
    }

    deinit { ck_gate_destroy(gate) }

    // MARK: what callers do

    func start() {
        let context = Unmanaged.passRetained(self).toOpaque()
        let failed = ck_thread_start(context) { context in
            Unmanaged<EngineCore>.fromOpaque(context!).takeRetainedValue().loop()
        }
        precondition(failed == 0, "the system refuses a thread")
    }

    func close() {
        queue.withLock { $0.queue.isClosed = true }
        ck_gate_open(gate)
    }

    /// Does work and returns what its sequences came to.
    func perform(_ work: EngineWork) async throws -> [EngineOutcome] {
        let id = queue.withLock { handover in
            handover.queue.nextID += 1
            return handover.queue.nextID
        }
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try await withCheckedThrowingContinuation { continuation in
                let isClosed = queue.withLock { handover in
                    if handover.queue.isClosed { return true }
                    handover.queue.jobs.append(
                        EngineJob(id: id, work: work, continuation: continuation))
                    return false
                }
                if isClosed { continuation.resume(throwing: Self.closed) }
                ck_gate_open(gate)
            }
        } onCancel: {
            queue.withLock { _ = $0.queue.cancelled.insert(id) }
            ck_gate_open(gate)
        }
    }

    private static let closed = EngineError(
        .closed, "the engine was closed", advice: "keep the engine until its requests are done")

    // MARK: the thread

    private func loop() {
        while true {
            let news = queue.withLock { handover in
                let news = handover.queue
                handover.queue.jobs = []
                // A cancellation may overtake its own request; ids are never reused.
                handover.queue.cancelled = []
                return news
            }
            accept(news)
            if news.isClosed {
                for sequence in waiting + active { sequence.job.fail(Self.closed) }
                return
            }
            admit()
            if active.isEmpty {
                if waiting.isEmpty { ck_gate_wait(gate) }
                continue
            }
            step()
        }
    }

    private func accept(_ news: Queue) {
        for job in news.jobs {
            switch job.work {
            case .generate(let ids, let plan):
                waiting.append(EngineSequence(job, index: 0, purpose: .generate(plan), ids: ids))
            case .score(let requests): accept(requests, of: job)
            }
        }
        guard !news.cancelled.isEmpty else { return }
        for sequence in waiting + active where news.cancelled.contains(sequence.job.id) {
            sequence.job.fail(CancellationError())
        }
        waiting.removeAll(where: \.job.isDone)
        active.removeAll(where: \.job.isDone)
    }

    /// One sequence per request; several that begin alike wait for one that computes what they
    /// share.
    private func accept(_ requests: [ScoringRequest], of job: EngineJob) {
        var shared = requests.count > 1 ? Array(requests[0].ids[..<(requests[0].first - 1)]) : []
        for request in requests.dropFirst() {
            let context = request.ids[..<(request.first - 1)]
            shared.removeSubrange(zip(shared, context).prefix { $0 == $1 }.count...)
        }
        if shared.isEmpty {
            for (index, request) in requests.enumerated() {
                waiting.append(
                    EngineSequence(
                        job, index: index, purpose: .score(first: request.first), ids: request.ids))
            }
        } else {
            waiting.append(EngineSequence(job, index: 0, purpose: .share(requests), ids: shared))
        }
    }

    /// Starts waiting sequences in their order for as long as there is room.
    private func admit() {
        while let next = waiting.first, active.count < Self.sequenceLimit {
            let promised = active.reduce(0) { $0 + max(0, $1.pageLimit - $1.cache.pages.count) }
            let missing = promised + next.pageLimit - pages.free
            if missing > 0 { tree.release(missing) }
            // One sequence always runs: the pool is made to hold the longest.
            guard promised + next.pageLimit <= pages.free || active.isEmpty else { return }
            waiting.removeFirst()
            active.append(next)
        }
    }
}

extension InferenceEngine {
    /// How many cores this process may run on.
    static var coreCount: Int { WorkerPool.coreCount }
}
