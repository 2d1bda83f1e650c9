/// Values that take long to compute, computed once and kept while they are used.
///
/// An actor because requests ask for the same value at the same time and must wait for one
/// computation, not start many.
actor ComputedCache<Key: Hashable & Sendable, Value: Sendable> {
    private struct Entry {
        var task: Task<Value, any Error>
        var lastUse: Int
    }

    private var entries: [Key: Entry] = [:]
    private var clock = 0
    private let capacity: Int

    /// - Parameter capacity: how many values are kept.
    init(capacity: Int) { self.capacity = capacity }

    /// The value of a key, computed unless it is at hand. What fails is tried again next time.
    func value(for key: Key, _ compute: @escaping @Sendable () async throws -> Value) async throws
        -> Value
    {
        clock += 1
        let task: Task<Value, any Error>
        if let entry = entries[key] {
            task = entry.task
            entries[key]?.lastUse = clock
        } else {
            task = Task { try await compute() }
            entries[key] = Entry(task: task, lastUse: clock)
            if entries.count > capacity,
                let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
            {
                entries[oldest] = nil
            }
        }
        do { return try await task.value } catch {
            entries[key] = nil
            throw error
        }
    }
}
