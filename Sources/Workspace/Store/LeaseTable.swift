import GRDB

/// Reads and writes leases; part of one transaction.
enum LeaseTable {
    /// The lease on a run, where there is one.
    static func lease(_ db: Database, run: Int64) throws -> Lease? {
        var query = try SQLStatement(
            db,
            """
            SELECT holder, host, machine, pid, process_start, acquired, heartbeat
            FROM lease WHERE run = ?
            """)
        query.add(run)
        guard try query.next() else { return nil }
        defer { query.reset() }
        return Lease(
            holder: query.text(0),
            process: ProcessIdentity(
                host: query.text(1), machine: query.text(2), pid: query.int(3),
                start: query.optionalInt(4).map(Int64.init)),
            acquired: query.timestamp(5), heartbeat: query.timestamp(6))
    }

    /// Takes a run, or takes it over from a dead process.
    ///
    /// - Throws: `StoreError.leaseHeld`, naming who has it.
    static func acquire(
        _ db: Database, run: RecordID, key: Int64, holder: String, process: ProcessIdentity,
        now: Timestamp
    ) throws {
        if let held = try lease(db, run: key), !held.isDead(seenBy: process, at: now) {
            throw held.refusal(of: run, now: now)
        }
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO lease
                    (run, holder, host, machine, pid, process_start, acquired, heartbeat)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                key, holder, process.host, process.machine, process.pid, process.start,
                now.milliseconds, now.milliseconds,
            ])
    }

    /// Gives a sign of life, and makes sure that the run still is the holder's.
    ///
    /// - Throws: `StoreError.leaseLost`.
    static func renew(_ db: Database, run: RunKeys, holder: String, now: Timestamp) throws {
        var update = try SQLStatement(
            db, "UPDATE lease SET heartbeat = ? WHERE run = ? AND holder = ?")
        update.add(now)
        update.add(run.run)
        update.add(holder)
        try update.run()
        guard db.changesCount == 1 else {
            let other = try lease(db, run: run.run)
            let who = other.map { "process \($0.process.pid) on \($0.process.host)" }
            throw StoreError(
                .leaseLost, "\(run.id) was taken over by \(who ?? "nobody; it was ended")",
                advice: "leave the run to that process; what was committed here is kept")
        }
    }

    /// Gives a run back.
    static func release(_ db: Database, run: Int64) throws {
        try db.execute(sql: "DELETE FROM lease WHERE run = ?", arguments: [run])
    }
}
