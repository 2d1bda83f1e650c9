import GRDB
import LanguageModel

extension StoreReader {
    /// One record.
    ///
    /// - Throws: `StoreError.notFound`.
    package func record(_ id: RecordID) async throws -> StoredRecord {
        let found = try await read { db in
            try RecordTable.records(db, "WHERE id = ?", [id.description])
        }
        guard let record = found.first else { throw StoreError.notFound(id) }
        return record
    }

    /// The records of a kind, oldest first.
    ///
    /// - Parameter name: only those of this name.
    package func records(
        _ kind: RecordKind, named name: String? = nil
    ) async throws -> [StoredRecord] {
        try await read { db in
            if let name {
                return try RecordTable.records(
                    db, "WHERE kind = ? AND name = ? ORDER BY id", [kind.rawValue, name])
            }
            return try RecordTable.records(db, "WHERE kind = ? ORDER BY id", [kind.rawValue])
        }
    }

    /// The records of a kind and name that were stored after a position, in the order of storing.
    ///
    /// For whoever keeps a state up to date: ids sort by the time of making, which is not when
    /// another process stored them.
    ///
    /// - Parameter position: 0, or what the former call gave.
    package func records(
        _ kind: RecordKind, named name: String, after position: Int64
    ) async throws -> (records: [StoredRecord], position: Int64) {
        try await read { db in
            let last =
                try Int64.fetchOne(
                    db, sql: "SELECT max(key) FROM record WHERE kind = ? AND name = ?",
                    arguments: [kind.rawValue, name]) ?? 0
            guard last > position else { return ([], position) }
            return (
                try RecordTable.records(
                    db, "WHERE kind = ? AND name = ? AND key > CAST(? AS INTEGER) ORDER BY key",
                    [kind.rawValue, name, String(position)]), last
            )
        }
    }

    /// The newest record of a kind and name; nil where there is none.
    package func latest(_ kind: RecordKind, named name: String) async throws -> StoredRecord? {
        try await read { db in
            try RecordTable.records(
                db, "WHERE kind = ? AND name = ? ORDER BY id DESC LIMIT 1", [kind.rawValue, name])
        }.first
    }

    /// The records that link to a target (a record's id, or a name such as `clause:no-flattery`),
    /// oldest first.
    ///
    /// - Parameter kind: only those of this kind.
    package func records(
        linkingTo target: String, kind: RecordKind? = nil
    ) async throws -> [StoredRecord] {
        try await read { db in
            try RecordTable.records(
                db,
                """
                WHERE key IN (SELECT source FROM record_link WHERE target = ?)
                    AND (?2 = '' OR kind = ?2) ORDER BY id
                """, [target, kind?.rawValue ?? ""])
        }
    }

    /// Recomputes the hashes of all records.
    ///
    /// - Returns: one sentence for each record that is not what was stored.
    package func verifyRecords() async throws -> [String] {
        try await read { db in
            var findings: [String] = []
            for record in try RecordTable.records(db, "ORDER BY key", []) {
                var query = try SQLStatement(db, "SELECT hash FROM record WHERE id = ?")
                query.add(record.id)
                let stored = try query.next() ? query.hash(0).hex : ""
                query.reset()
                if stored != record.hash {
                    findings.append("the \(record.id.kind.word) \(record.id) differs from its hash")
                }
            }
            return findings
        }
    }
}
