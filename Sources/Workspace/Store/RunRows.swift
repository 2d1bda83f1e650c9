import GRDB
import LanguageModel

/// Reads runs and their snapshots by position.
enum RunRows {
    private static let columns = """
        run.key, run.id, run.kind, run.suite, run.suite_path, run.status, run.created,
        run.finished, run.seed, run.epochs, run.reducer, run.manifest, run.planned,
        run.shard_index, run.shard_count, run.origin, run.labels, run.notes, run.tool_version
        """

    /// A run by its id.
    ///
    /// - Throws: `StoreError.notFound`.
    static func run(_ db: Database, _ id: RecordID) throws -> Run {
        guard let run = try runs(db, "WHERE run.id = ?", text: [id.description]).first else {
            throw StoreError.notFound(id)
        }
        return run.run
    }

    /// The runs that a condition names.
    static func runs(
        _ db: Database, _ condition: String, text: [String] = [], hash: HashBytes? = nil
    ) throws -> [(key: Int64, run: Run)] {
        var query = try SQLStatement(db, "SELECT \(columns) FROM run \(condition)")
        if let hash { query.add(hash) }
        for value in text { query.add(value) }
        var runs: [(Int64, Run)] = []
        while try query.next() { runs.append((query.int64(0), try run(query))) }
        return runs
    }

    private static func run(_ row: SQLStatement) throws -> Run {
        let shard: Shard? =
            if let index = row.optionalInt(13), let count = row.optionalInt(14) {
                Shard(index: index, count: count)
            } else { nil }
        return Run(
            id: try row.id(1), kind: RunKind(rawValue: row.text(2)), suite: row.text(3),
            suitePath: row.optionalText(4), status: RunStatus(rawValue: row.text(5)) ?? .failed,
            created: row.timestamp(6), finished: row.optionalTimestamp(7), seed: row.int(8),
            epochs: row.int(9), reducer: row.text(10),
            manifest: try StoredJSON.value(row.text(11)), planned: row.optionalInt(12),
            shard: shard, origin: try row.optionalText(15).map(StoredJSON.value),
            labels: try StoredJSON.strings(row.text(16)), notes: row.text(17),
            toolVersion: row.text(18))
    }

    /// A run's cases in their order, with their keys.
    static func cases(_ db: Database, run: RecordID, key: Int64) throws
        -> [CaseSnapshot]
    {
        var query = try SQLStatement(
            db,
            """
            SELECT case_id, ordinal, tags, clauses, group_key, content.hash, content.body
            FROM case_snapshot JOIN content ON content.key = case_snapshot.content
            WHERE run = ? ORDER BY ordinal
            """)
        query.add(key)
        var cases: [CaseSnapshot] = []
        while try query.next() {
            cases.append(
                CaseSnapshot(
                    run: run, heading: try heading(query),
                    content: try StoredJSON.value(query.text(6))))
        }
        return cases
    }

    /// A run's cases from one on in their order, without their content.
    static func headings(_ db: Database, key: Int64, from ordinal: Int64, limit: Int) throws
        -> [CaseHeading]
    {
        var query = try SQLStatement(
            db,
            """
            SELECT case_id, ordinal, tags, clauses, group_key, content.hash
            FROM case_snapshot JOIN content ON content.key = case_snapshot.content
            WHERE run = ? AND ordinal >= ? ORDER BY ordinal LIMIT ?
            """)
        query.add(key)
        query.add(ordinal)
        query.add(limit)
        var headings: [CaseHeading] = []
        while try query.next() { headings.append(try heading(query)) }
        return headings
    }

    private static func heading(_ query: SQLStatement) throws -> CaseHeading {
        CaseHeading(
            caseID: query.text(0), contentHash: query.hash(5), ordinal: query.int(1),
            tags: try StoredJSON.stringMap(query.text(2)),
            clauses: try StoredJSON.strings(query.text(3)), groupKey: query.optionalText(4))
    }

    /// A run's prompts in their order, with their keys.
    static func prompts(_ db: Database, run: RecordID, key: Int64) throws
        -> [(key: Int64, record: PromptSnapshot)]
    {
        var query = try SQLStatement(
            db,
            """
            SELECT prompt_snapshot.key, prompt_id, ordinal, factors, content.body
            FROM prompt_snapshot JOIN content ON content.key = prompt_snapshot.content
            WHERE run = ? ORDER BY ordinal
            """)
        query.add(key)
        var prompts: [(Int64, PromptSnapshot)] = []
        while try query.next() {
            let record = PromptSnapshot(
                run: run, promptID: query.text(1), ordinal: query.int(2),
                factors: try StoredJSON.value(query.text(3)).object ?? [:],
                content: try StoredJSON.value(query.text(4)))
            prompts.append((query.int64(0), record))
        }
        return prompts
    }

    /// A run's models in their order, with their keys.
    static func models(_ db: Database, run: RecordID, key: Int64) throws
        -> [(key: Int64, record: ModelSnapshot)]
    {
        var query = try SQLStatement(
            db,
            """
            SELECT key, alias, ordinal, identity, simulated, prices
            FROM model_snapshot WHERE run = ? ORDER BY ordinal
            """)
        query.add(key)
        var models: [(Int64, ModelSnapshot)] = []
        while try query.next() {
            let record = ModelSnapshot(
                run: run, alias: query.text(1), ordinal: query.int(2),
                identity: try StoredJSON.value(query.text(3)), isSimulated: query.bool(4),
                prices: try query.optionalText(5).map(StoredJSON.value))
            models.append((query.int64(0), record))
        }
        return models
    }

    /// A run's scorings, the run's own first, with their keys.
    static func scorings(_ db: Database, run: RecordID, key: Int64) throws
        -> [(key: Int64, record: Scoring)]
    {
        var query = try SQLStatement(
            db,
            """
            SELECT key, id, scorers, created, is_primary, note FROM scoring
            WHERE run = ? ORDER BY is_primary DESC, key
            """)
        query.add(key)
        var scorings: [(Int64, Scoring)] = []
        while try query.next() {
            let record = Scoring(
                id: try query.id(1), run: run, scorers: try StoredJSON.value(query.text(2)),
                created: query.timestamp(3), isPrimary: query.bool(4), note: query.text(5))
            scorings.append((query.int64(0), record))
        }
        return scorings
    }
}
