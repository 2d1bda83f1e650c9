import GRDB

extension Store {
    /// Removes a run with all that is its own: samples, scores, snapshots, and texts that no
    /// other run has. People's overrides stay.
    ///
    /// - Parameter keepingCalls: whether the answers stay in the cache, so that the same suite
    ///   costs nothing again; false removes the run's calls too.
    /// - Throws: `StoreError.pinned`, naming the documents; `.leaseHeld` while a process works on
    ///   the run.
    package func remove(_ run: RecordID, keepingCalls: Bool = true) async throws {
        let process = process
        try await write { db in
            let key = try RunKeys.key(db, of: run)
            let pins = try PinRows.pins(db, where: "run.id", is: run.description)
            if !pins.isEmpty {
                let documents = Set(pins.map(\.document)).sorted().joined(separator: ", ")
                throw StoreError(
                    .pinned, "\(run) is evidence in \(documents)",
                    advice: "unpin it there first, or keep the run")
            }
            if let lease = try LeaseTable.lease(db, run: key),
                !lease.isDead(seenBy: process, at: .now)
            {
                throw lease.refusal(of: run, now: .now)
            }
            try SearchIndex.removeSamples(db, where: "run", is: key)
            if !keepingCalls { try Self.removeCalls(db, run: key) }
            let texts = try Self.texts(db, run: key)
            try db.execute(sql: "DELETE FROM run WHERE key = ?", arguments: [key])
            try Self.removeUnused(db, texts)
        }
    }

    private static func removeCalls(_ db: Database, run: Int64) throws {
        var keys = try SQLStatement(
            db,
            """
            SELECT value FROM sample JOIN sample_body ON sample_body.sample = sample.key,
                json_each(sample_body.call_keys)
            WHERE sample.run = ?
            """)
        keys.add(run)
        var delete = try SQLStatement(db, "DELETE FROM stored_call WHERE hash = ?")
        while try keys.next() {
            guard let hash = HashBytes(keys.text(0)) else { continue }
            delete.add(hash)
            try delete.run()
        }
    }

    private static func texts(_ db: Database, run: Int64) throws -> [Int64] {
        var query = try SQLStatement(
            db,
            """
            SELECT prompt FROM sample WHERE run = ?1
            UNION SELECT content FROM case_snapshot WHERE run = ?1
            UNION SELECT content FROM prompt_snapshot WHERE run = ?1
            """)
        query.add(run)
        var texts: [Int64] = []
        while try query.next() { texts.append(query.int64(0)) }
        return texts
    }

    private static func removeUnused(_ db: Database, _ texts: [Int64]) throws {
        var find = try SQLStatement(
            db,
            """
            SELECT searchable, body FROM content WHERE key = ?1
                AND NOT EXISTS (SELECT 1 FROM sample WHERE prompt = ?1)
                AND NOT EXISTS (SELECT 1 FROM case_snapshot WHERE content = ?1)
                AND NOT EXISTS (SELECT 1 FROM prompt_snapshot WHERE content = ?1)
            """)
        var delete = try SQLStatement(db, "DELETE FROM content WHERE key = ?")
        for key in texts {
            find.add(key)
            guard try find.next() else { continue }
            if find.bool(0) {
                let body = find.text(1)
                find.reset()
                try SearchIndex.removePrompt(db, key: key, body: body)
            } else {
                find.reset()
            }
            delete.add(key)
            try delete.run()
        }
    }
}
