import GRDB

/// The row numbers of a run and of what belongs to it: looked up once, used for every sample.
struct RunKeys: Sendable {
    let id: RecordID
    let run: Int64
    let cases: [String: Int64]
    let prompts: [String: Int64]
    let models: [String: Int64]
    /// The scorings that take scores.
    let openScorings: [RecordID: Int64]
    /// The run's own scoring, while it is open.
    let scoring: RecordID?

    /// Looks them up.
    init(_ db: Database, run id: RecordID) throws {
        self.id = id
        run = try Self.key(db, of: id)
        func map(_ sql: String, _ run: Int64) throws -> [String: Int64] {
            var query = try SQLStatement(db, sql)
            query.add(run)
            var keys: [String: Int64] = [:]
            while try query.next() { keys[query.text(1)] = query.int64(0) }
            return keys
        }
        cases = try map("SELECT key, case_id FROM case_snapshot WHERE run = ?", run)
        prompts = try map("SELECT key, prompt_id FROM prompt_snapshot WHERE run = ?", run)
        models = try map("SELECT key, alias FROM model_snapshot WHERE run = ?", run)
        var query = try SQLStatement(
            db, "SELECT id, key, is_primary FROM scoring WHERE run = ? AND sealed = 0")
        query.add(run)
        var open: [RecordID: Int64] = [:]
        var own: RecordID?
        while try query.next() {
            let id = try query.id(0)
            open[id] = query.int64(1)
            if query.bool(2) { own = id }
        }
        openScorings = open
        scoring = own
    }

    /// A run's row number.
    ///
    /// - Throws: `StoreError.notFound`.
    static func key(_ db: Database, of id: RecordID) throws -> Int64 {
        var query = try SQLStatement(db, "SELECT key FROM run WHERE id = ?")
        query.add(id)
        guard try query.next() else { throw StoreError.notFound(id) }
        defer { query.reset() }
        return query.int64(0)
    }
}

extension StoreError {
    static func notFound(_ id: RecordID) -> StoreError {
        StoreError(
            .notFound, "there is no \(id.kind.word) \(id)",
            advice: "list what there is with conduct runs list")
    }
}
