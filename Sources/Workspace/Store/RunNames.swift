import GRDB
import Synchronization

/// The names behind the row numbers of a run, looked up once for many samples.
struct RunNames: Sendable {
    let run: RecordID
    let key: Int64
    let cases: NameTable
    let prompts: NameTable
    let models: NameTable

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
        cases = NameTable(first: query.int64(2), [query.text(3)])
        prompts = NameTable(first: query.int64(4), [query.text(5)])
        models = NameTable(first: query.int64(6), [query.text(7)])
    }

    /// Looks all of a run's up; an index is the place in the run's list, in order of ordinals.
    init(_ db: Database, run: RecordID) throws {
        self.run = run
        let key = try RunKeys.key(db, of: run)
        self.key = key
        func table(_ sql: String) throws -> NameTable {
            var query = try SQLStatement(db, sql)
            query.add(key)
            var names = NameTable()
            while try query.next() { names.append(query.text(1), key: query.int64(0)) }
            return names
        }
        cases = try table("SELECT key, case_id FROM case_snapshot WHERE run = ? ORDER BY ordinal")
        prompts = try table(
            "SELECT key, prompt_id FROM prompt_snapshot WHERE run = ? ORDER BY ordinal")
        models = try table("SELECT key, alias FROM model_snapshot WHERE run = ? ORDER BY ordinal")
    }
}

/// Names by row number. A run's rows are written together, so their numbers follow one another and
/// a place in the list is a subtraction; where they don't, a dictionary is kept instead.
struct NameTable: Sendable {
    private var names: [String] = []
    private var first: Int64 = 0
    private var scattered: [Int64: Int] = [:]

    init() {}

    init(first: Int64, _ names: [String]) {
        self.first = first
        self.names = names
    }

    mutating func append(_ name: String, key: Int64) {
        if names.isEmpty { first = key }
        if scattered.isEmpty, key != first + Int64(names.count) {
            scattered = Dictionary(
                uniqueKeysWithValues: names.indices.map { (first + Int64($0), $0) })
        }
        if !scattered.isEmpty { scattered[key] = names.count }
        names.append(name)
    }

    /// The place of a row in the list.
    func index(_ key: Int64) -> Int? {
        if !scattered.isEmpty { return scattered[key] }
        let index = Int(key - first)
        return names.indices.contains(index) ? index : nil
    }

    subscript(key: Int64) -> (index: Int, id: String)? {
        index(key).map { ($0, names[$0]) }
    }
}

/// A run's names, looked up for the first page of a reading and kept for the others: a run's
/// snapshots never change. A class because the pages share it.
final class RunNamesCache: Sendable {
    private let run: @Sendable (Database) throws -> RecordID
    private let names = Mutex<RunNames?>(nil)

    init(run: RecordID) { self.run = { _ in run } }

    /// The names of the run whose scoring this is.
    init(scoring: RecordID) { run = { db in try ScoringRows.run(db, of: scoring) } }

    func names(_ db: Database) throws -> RunNames {
        if let names = names.withLock(\.self) { return names }
        let found = try RunNames(db, run: run(db))
        names.withLock { $0 = found }
        return found
    }
}
