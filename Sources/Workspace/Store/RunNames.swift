import GRDB

/// The names behind the row numbers of a run, looked up once for many samples.
struct RunNames: Sendable {
    let run: RecordID
    let key: Int64
    let cases: [Int64: (index: Int, id: String)]
    let prompts: [Int64: (index: Int, id: String)]
    let models: [Int64: (index: Int, id: String)]

    /// Looks them up; an index is the place in the run's list, in order of ordinals.
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
