import GRDB
import Synchronization

/// The names behind the row numbers of a run, looked up once for many samples.
struct RunNames: Sendable {
    let run: RecordID
    let key: Int64
    let cases: [Int64: (index: Int, id: String)]
    let prompts: [Int64: (index: Int, id: String)]
    let models: [Int64: (index: Int, id: String)]

    /// The names of one sample alone: a run may have a hundred thousand cases.
    ///
    /// - Throws: `StoreError.notFound`.
    init(_ db: Database, sample: RecordID) throws {
        var query = try SQLStatement(
            db,
            """
            SELECT run.id, run.key, case_key, case_id, prompt_key, prompt_id, model_key, alias
            FROM sample
            JOIN run ON run.key = sample.run
            JOIN case_snapshot ON case_snapshot.key = sample.case_key
            JOIN prompt_snapshot ON prompt_snapshot.key = sample.prompt_key
            JOIN model_snapshot ON model_snapshot.key = sample.model_key
            WHERE sample.id = ?
            """)
        query.add(sample)
        guard try query.next() else { throw StoreError.notFound(sample) }
        defer { query.reset() }
        run = try query.id(0)
        key = query.int64(1)
        cases = [query.int64(2): (0, query.text(3))]
        prompts = [query.int64(4): (0, query.text(5))]
        models = [query.int64(6): (0, query.text(7))]
    }

    /// Looks all of a run's up; an index is the place in the run's list, in order of ordinals.
    init(_ db: Database, run: RecordID) throws {
        self.run = run
        let key = try RunKeys.key(db, of: run)
        self.key = key
        func map(_ sql: String) throws -> [Int64: (Int, String)] {
            var query = try SQLStatement(db, sql)
            query.add(key)
            var names: [Int64: (Int, String)] = [:]
            while try query.next() { names[query.int64(0)] = (names.count, query.text(1)) }
            return names
        }
        cases = try map("SELECT key, case_id FROM case_snapshot WHERE run = ? ORDER BY ordinal")
        prompts = try map(
            "SELECT key, prompt_id FROM prompt_snapshot WHERE run = ? ORDER BY ordinal")
        models = try map("SELECT key, alias FROM model_snapshot WHERE run = ? ORDER BY ordinal")
    }
}

/// A run's names, looked up for the first page of a reading and kept for the others: a run's
/// snapshots never change. A class because the pages share it.
final class RunNamesCache: Sendable {
    private let run: RecordID
    private let names = Mutex<RunNames?>(nil)

    init(run: RecordID) { self.run = run }

    func names(_ db: Database) throws -> RunNames {
        if let names = names.withLock(\.self) { return names }
        let found = try RunNames(db, run: run)
        names.withLock { $0 = found }
        return found
    }
}
