import GRDB

/// Tells that the store was changed, by whichever process: what a live page waits for.
///
/// It looks at SQLite's `data_version` on a connection of its own, so that commits of this process
/// are seen too. Changes between two looks are told once.
package struct StoreChanges: AsyncSequence, Sendable {
    /// The file; nil for a store in memory.
    let database: any DatabaseReader
    let sql: String
    let interval: Duration

    package struct Iterator: AsyncIteratorProtocol {
        let changes: StoreChanges
        var last: Int64?

        /// Waits for the next change. The first call takes the state of now as its start.
        package mutating func next() async throws -> Void? {
            if last == nil { last = try await changes.version() }
            while true {
                do { try await Task.sleep(for: changes.interval) } catch { return nil }
                let version = try await changes.version()
                if version != last {
                    last = version
                    return ()
                }
            }
        }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(changes: self) }

    private func version() async throws -> Int64 {
        let sql = sql
        return try await database.read { db in try Int64.fetchOne(db, sql: sql) ?? 0 }
    }
}

extension Store {
    /// Tells of changes; ends when the task is cancelled.
    ///
    /// - Parameter interval: how long to wait between two looks.
    package func changes(every interval: Duration = .milliseconds(250)) throws -> StoreChanges {
        guard let path else {
            return StoreChanges(
                database: database, sql: "SELECT total_changes()", interval: interval)
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        do {
            return StoreChanges(
                database: try DatabaseQueue(path: path, configuration: configuration),
                sql: "PRAGMA data_version", interval: interval)
        } catch { throw StoreError.wrapping(error, path: path) }
    }
}
