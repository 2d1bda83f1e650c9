import GRDB

/// Reads a store, beside any number of writers in this or another process.
///
/// Each method sees one consistent state. Sequences page by key, a new state for each page, so
/// that a long reading holds up no checkpoint.
package struct StoreReader: Sendable {
    let database: any DatabaseReader
    let path: String?

    init(database: any DatabaseReader, path: String?) {
        self.database = database
        self.path = path
    }

    /// Runs one reading transaction.
    func read<Result: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Result
    ) async throws -> Result {
        do {
            return try await database.read { db in try body(db) }
        } catch { throw StoreError.wrapping(error, path: path) }
    }
}

/// Records in the order of their making, page by page.
package struct RecordPages<Record: Sendable>: AsyncSequence, Sendable {
    /// Gives the records behind a key and the last one's key; nil at the end.
    let page: @Sendable (_ after: Int64) async throws -> (records: [Record], last: Int64)?

    package struct Iterator: AsyncIteratorProtocol {
        let page: @Sendable (Int64) async throws -> (records: [Record], last: Int64)?
        var last: Int64 = 0
        var ended = false

        /// The next page; never empty.
        package mutating func next() async throws -> [Record]? {
            try Task.checkCancellation()
            guard !ended, let found = try await page(last), !found.records.isEmpty else {
                ended = true
                return nil
            }
            last = found.last
            return found.records
        }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(page: page) }

    /// All records at once.
    package func all() async throws -> [Record] {
        var all: [Record] = []
        for try await page in self { all += page }
        return all
    }
}
