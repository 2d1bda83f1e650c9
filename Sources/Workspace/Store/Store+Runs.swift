import GRDB

extension Store {
    /// Begins a run: afterwards the run, its snapshots and its open scoring are stored, and this
    /// process holds its lease.
    ///
    /// - Throws: `StoreError.invalid` where ids or ordinals are doubled.
    package func begin(_ plan: RunPlan) async throws -> RunWriter {
        let holder = ids.next(.run).description
        let process = process
        let keys = try await write { db in
            let keys = try RunInsert.insert(db, plan)
            try LeaseTable.acquire(
                db, run: plan.run.id, key: keys.run, holder: holder, process: process, now: .now)
            return keys
        }
        return RunWriter(store: self, keys: keys, holder: holder)
    }

    /// Goes on with a run that was interrupted, or whose process died.
    ///
    /// - Throws: `StoreError.leaseHeld` while another process lives and works on it;
    ///   `.immutable` for a complete run; `.notFound`.
    package func resume(_ run: RecordID) async throws -> RunWriter {
        let holder = ids.next(.run).description
        let process = process
        let keys = try await write { db in
            let keys = try RunKeys(db, run: run)
            let status = try String.fetchOne(
                db, sql: "SELECT status FROM run WHERE key = ?", arguments: [keys.run])
            guard status != RunStatus.complete.rawValue else {
                throw StoreError(
                    .immutable, "\(run) is complete", advice: "begin a new run; it reuses the calls"
                )
            }
            try LeaseTable.acquire(
                db, run: run, key: keys.run, holder: holder, process: process, now: .now)
            try db.execute(
                sql: "UPDATE run SET status = 'running', finished = NULL WHERE key = ?",
                arguments: [keys.run])
            return keys
        }
        return RunWriter(store: self, keys: keys, holder: holder)
    }

    /// Replaces a run's labels and notes, which stay the user's own also when it is complete.
    package func annotate(_ run: RecordID, labels: [String], notes: String) async throws {
        try await write { db in
            let key = try RunKeys.key(db, of: run)
            try db.execute(
                sql: "UPDATE run SET labels = ?, notes = ? WHERE key = ?",
                arguments: [StoredJSON.text(labels), notes, key])
        }
    }
}
