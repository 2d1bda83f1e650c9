import CKernels

/// The threads that compute, the caller's included.
///
/// They are the engine's own, so that compute never occupies Swift's cooperative pool. A class
/// because it owns them. `@unchecked Sendable` is safe: the pointer never changes, and only the
/// thread that owns the engine's state calls `run`.
final class WorkerPool: @unchecked Sendable {
    /// How many cores this process may run on.
    static var coreCount: Int { ck_core_count() }

    /// How many threads compute together.
    let threads: Int
    private let pool: OpaquePointer

    /// Starts `threads` - 1 threads; fewer where the system refuses.
    init(threads: Int) {
        guard let pool = ck_pool_create(max(1, threads)) else {
            preconditionFailure("no memory for a pool of threads")
        }
        self.pool = pool
        self.threads = ck_pool_threads(pool)
    }

    deinit { ck_pool_destroy(pool) }

    /// Calls `body(index, worker)` for every index below `tasks`, spread over the threads, and
    /// returns when all are done.
    func run(_ tasks: Int, _ body: (_ index: Int, _ worker: Int) -> Void) {
        if tasks == 1 || threads == 1 {
            for index in 0..<tasks { body(index, 0) }
            return
        }
        withoutActuallyEscaping(body) { escaping in
            var work: (Int, Int) -> Void = escaping
            withUnsafeMutablePointer(to: &work) { pointer in
                ck_pool_run(pool, tasks, pointer) { context, index, worker in
                    let work = context!.assumingMemoryBound(to: ((Int, Int) -> Void).self)
                    work.pointee(index, worker)
                }
            }
        }
    }
}
