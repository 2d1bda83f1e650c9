import CKernels
import Synchronization
import Testing

/// The pool of compute threads.
@Suite struct PoolTests {
    @Test("Every task runs exactly once, in thousands of jobs", arguments: [1, 2, 3, 5])
    func once(threads: Int) throws {
        let pool = try #require(ck_pool_create(threads))
        defer { ck_pool_destroy(pool) }
        #expect(ck_pool_threads(pool) == threads)
        for job in 0..<3000 {
            let tasks = job % 37
            let counts = (0..<max(1, tasks)).map { _ in Box() }
            withUnsafePointer(to: counts) { pointer in
                ck_pool_run(pool, tasks, UnsafeMutableRawPointer(mutating: pointer)) {
                    context, index, _ in
                    let counts = context!.assumingMemoryBound(to: [Box].self).pointee
                    counts[index].count.add(1, ordering: .relaxed)
                }
            }
            let total = counts.map { $0.count.load(ordering: .relaxed) }
            #expect(total.prefix(tasks).allSatisfy { $0 == 1 })
        }
    }

    private final class Box: Sendable { let count = Atomic<Int>(0) }
}
