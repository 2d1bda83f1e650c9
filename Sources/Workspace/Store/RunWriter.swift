import GRDB
import LanguageModel
import Synchronization

/// Adds samples to one running run, many to a transaction.
///
/// Entries wait until 256 are together or the first has waited 50 ms. `submit` returns at once
/// while fewer than `capacity` wait, and holds the caller back beyond that, so that memory stays
/// bounded when the disk is slower than the models. An entry is in flight until it is committed: a
/// killed process loses those alone. When a commit fails (a full disk, say) the entries stay
/// queued, every caller gets the error, and the next `flush` tries them again; only an entry that
/// breaks a rule of the records (a second answer for one cell, say) is dropped with its error.
///
/// An actor because the queue is truly serial.
package actor RunWriter {
    /// The most entries in one transaction.
    package static let batchSize = 256
    /// The longest time that an entry waits for others.
    package static let batchDelay = Duration.milliseconds(50)
    /// How many entries may wait before `submit` holds its caller back.
    package static let capacity = 1024

    /// The run.
    package nonisolated let run: RecordID
    /// The scoring that scores submitted here belong to; nil where the run has none.
    package nonisolated let scoring: RecordID?

    private nonisolated let store: Store
    private nonisolated let keys: RunKeys
    private nonisolated let holder: String
    private var queue: [PreparedEntry] = []
    private var failure: (any Error)?
    private var committing = false
    private var timer: Task<Void, Never>?
    private var waitingForRoom: [CheckedContinuation<Void, Never>] = []
    private var waitingForIdle: [CheckedContinuation<Void, Never>] = []
    private var ended = false

    init(store: Store, keys: RunKeys, holder: String) {
        self.store = store
        self.keys = keys
        self.holder = holder
        run = keys.id
        scoring = keys.scoring
    }

    /// Queues an entry.
    ///
    /// - Throws: the error of an earlier commit that still is in the way (the entry is not taken),
    ///   or `StoreError.invalid` where the entry itself is wrong.
    package nonisolated func submit(_ entry: SampleEntry) async throws {
        try await enqueue(PreparedEntry(entry))
    }

    /// Waits until all that was submitted before is committed.
    ///
    /// - Throws: why it could not be; the entries stay queued.
    package func flush() async throws {
        failure = nil
        while !queue.isEmpty || committing {
            if committing {
                await withCheckedContinuation { waitingForIdle.append($0) }
            } else {
                await commitAll()
            }
            if let failure { throw failure }
        }
    }

    /// How many entries wait or are being committed.
    package var pending: Int { queue.count }

    private func enqueue(_ entry: PreparedEntry) async throws {
        while queue.count >= Self.capacity, failure == nil, !ended {
            await withCheckedContinuation { waitingForRoom.append($0) }
        }
        if let failure { throw failure }
        guard !ended else { throw Self.endedError(run) }
        queue.append(entry)
        guard !committing else { return }
        if queue.count >= Self.batchSize {
            timer?.cancel()
            timer = nil
            committing = true
            Task { await self.commitBatches() }
        } else if timer == nil {
            timer = Task {
                try? await Task.sleep(for: Self.batchDelay)
                if !Task.isCancelled { await self.timerFired() }
            }
        }
    }

    private func timerFired() async {
        timer = nil
        if !committing { await commitAll() }
    }

    private func commitAll() async {
        committing = true
        await commitBatches()
    }

    /// Commits until the queue is empty or a commit fails; `committing` is set by the caller.
    private func commitBatches() async {
        while !queue.isEmpty {
            let batch = Array(queue.prefix(Self.batchSize))
            do {
                try await commit(batch)
                // Empty when the run was abandoned meanwhile.
                queue.removeFirst(min(batch.count, queue.count))
                resume(&waitingForRoom)
            } catch let rejection as EntryRejection {
                // This entry would be refused for ever; the others must not wait behind it.
                if rejection.index < queue.count { queue.remove(at: rejection.index) }
                failure = rejection.error
                break
            } catch {
                failure = error
                break
            }
        }
        committing = false
        resume(&waitingForIdle)
        if failure != nil { resume(&waitingForRoom) }
    }

    private nonisolated func commit(_ batch: [PreparedEntry]) async throws {
        let (keys, holder, path) = (keys, holder, store.path)
        try await store.write { db in
            try LeaseTable.renew(db, run: keys, holder: holder, now: .now)
            var insert = try BatchInsert(db, keys: keys)
            for (index, entry) in batch.enumerated() {
                do { try insert.add(entry) } catch let error as StoreError {
                    throw EntryRejection(index: index, error: error)
                } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                    throw EntryRejection(
                        index: index, error: StoreError.wrapping(error, path: path))
                }
            }
            try insert.finish()
        }
    }

    private func resume(_ waiting: inout [CheckedContinuation<Void, Never>]) {
        let resumed = waiting
        waiting = []
        for continuation in resumed { continuation.resume() }
    }

    private static func endedError(_ run: RecordID) -> StoreError {
        StoreError(
            .invalid, "\(run) has ended in this process", advice: "resume it to add samples")
    }
}

extension RunWriter {
    /// Gives a sign of life; commits do so by themselves.
    ///
    /// - Throws: `StoreError.leaseLost` when another process has taken the run over.
    package nonisolated func heartbeat() async throws {
        let keys = keys
        let holder = holder
        try await store.write { db in
            try LeaseTable.renew(db, run: keys, holder: holder, now: .now)
        }
    }

    /// Gives signs of life until the task is cancelled: for a task group beside the work.
    ///
    /// - Throws: `StoreError.leaseLost`, `CancellationError`.
    package nonisolated func keepAlive() async throws {
        while true {
            try await Task.sleep(for: .milliseconds(Lease.heartbeatInterval))
            try await heartbeat()
        }
    }

    /// Commits what waits, and completes the run: it never changes again.
    ///
    /// - Parameter time: when it ended, for runs copied from elsewhere.
    /// - Throws: `StoreError.invalid` while planned samples are missing.
    @discardableResult
    package func complete(at time: Timestamp = .now) async throws -> Run {
        try await ending(.complete, at: time)
    }

    /// Commits what waits, and leaves the run to be resumed.
    @discardableResult
    package func interrupt() async throws -> Run { try await ending(.interrupted, at: .now) }

    /// Commits what waits, and gives the run up.
    @discardableResult
    package func fail() async throws -> Run { try await ending(.failed, at: .now) }

    /// Gives the run back without committing what waits: it is left as a killed process leaves it,
    /// but without a lease.
    package func abandon() async throws {
        ended = true
        timer?.cancel()
        queue = []
        resume(&waitingForRoom)
        while committing { await withCheckedContinuation { waitingForIdle.append($0) } }
        let (key, store) = (keys.run, store)
        try await Task { try await store.write { db in try LeaseTable.release(db, run: key) } }
            .value
    }

    /// Ends the run in a task of its own: database accesses of a cancelled task throw, and a run
    /// that is interrupted ends in just such a task.
    private func ending(_ status: RunStatus, at time: Timestamp) async throws -> Run {
        try await Task { try await self.end(status, at: time) }.value
    }

    private func end(_ status: RunStatus, at time: Timestamp) async throws -> Run {
        try await flush()
        let keys = keys
        let holder = holder
        let run = try await store.write { db in
            try LeaseTable.renew(db, run: keys, holder: holder, now: .now)
            if status == .complete {
                try RunCompletion.complete(db, keys, at: time)
            } else {
                try db.execute(
                    sql: "UPDATE run SET status = ?, finished = ? WHERE key = ?",
                    arguments: [status.rawValue, time.milliseconds, keys.run])
            }
            try LeaseTable.release(db, run: keys.run)
            return try RunRows.run(db, keys.id)
        }
        ended = true
        timer?.cancel()
        return run
    }
}

/// An entry that the store will never take.
private struct EntryRejection: Error {
    let index: Int
    let error: any Error
}
