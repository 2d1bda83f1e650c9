import FoundationEssentials
import GRDB

/// The records of a workspace: one SQLite file that several processes may use at once.
///
/// Only the store writes. Each of its verbs is one transaction that keeps an invariant; when it
/// throws, nothing has changed. Everybody else reads through `reader`. Work on the database runs
/// on its own threads, never on Swift's cooperative pool.
///
/// A class because it is one open file.
package final class Store: Sendable {
    /// The connection for writing and those for reading.
    let database: any DatabaseWriter
    /// The file; nil in memory.
    package let path: String?
    /// Makes this process's ids.
    package let ids: RecordIDGenerator
    /// This process, as leases name it.
    let process: ProcessIdentity
    /// Where a migration laid the former store aside, when it ran one.
    package let backup: String?

    init(
        database: any DatabaseWriter, path: String?, ids: RecordIDGenerator,
        process: ProcessIdentity, backup: String?
    ) {
        self.database = database
        self.path = path
        self.ids = ids
        self.process = process
        self.backup = backup
    }

    /// Reads the store.
    package var reader: StoreReader { StoreReader(database: database, path: path) }

    /// Runs one writing transaction.
    func write<Result: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Result
    ) async throws -> Result {
        do {
            return try await database.write { db in try body(db) }
        } catch { throw StoreError.wrapping(error, path: path) }
    }
}
