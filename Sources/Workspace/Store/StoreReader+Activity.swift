import GRDB

/// How much of a kind was recorded since a moment.
package struct RecordActivity: Sendable, Hashable {
    package var kind: RecordKind
    package var count: Int
}

extension StoreReader {
    /// What was recorded since a moment, by kind: runs, scorings, corrections, and records of every
    /// other kind. Ids begin with the time of their making, so that indexes of ids tell.
    package func activity(since moment: Timestamp) async throws -> [RecordActivity] {
        try await read { db in
            let time = UInt64(max(0, moment.milliseconds)) << 16
            var activity: [RecordActivity] = []
            for (kind, table) in [
                (RecordKind.run, "run"), (.scoring, "scoring"), (.override, "override"),
            ] {
                var query = try SQLStatement(db, "SELECT count(*) FROM \(table) WHERE id >= ?")
                query.add(RecordID(kind: kind, high: time, low: 0))
                let count = try query.next() ? query.int(0) : 0
                query.reset()
                if count > 0 { activity.append(RecordActivity(kind: kind, count: count)) }
            }
            for kind in RecordKind.allCases {
                var query = try SQLStatement(
                    db, "SELECT count(*) FROM record WHERE kind = ? AND id >= ?")
                query.add(kind.rawValue)
                query.add(RecordID(kind: kind, high: time, low: 0))
                let count = try query.next() ? query.int(0) : 0
                query.reset()
                if count > 0 { activity.append(RecordActivity(kind: kind, count: count)) }
            }
            return activity
        }
    }
}
