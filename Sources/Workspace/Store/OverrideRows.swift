import GRDB

/// What an override stands for.
struct OverrideTarget: Hashable, Sendable {
    let sample: RecordID
    let scorer: String
}

/// Reads and writes overrides.
enum OverrideRows {
    private static let columns = """
        SELECT id, run, sample, scorer, score, verdict, value, note, author, created FROM override
        """

    /// The overrides that a condition with one argument names, oldest first.
    static func overrides(
        _ db: Database, where condition: String, is value: RecordID
    ) throws -> [Override] {
        var query = try SQLStatement(
            db, "\(columns) WHERE \(condition) = ? ORDER BY created, id")
        query.add(value)
        var overrides: [Override] = []
        while try query.next() {
            overrides.append(
                Override(
                    id: try query.id(0), run: try query.id(1), sample: try query.id(2),
                    scorer: query.text(3), score: try query.optionalID(4),
                    verdict: query.verdict(5), value: query.optionalDouble(6), note: query.text(7),
                    author: query.text(8), created: query.timestamp(9)))
        }
        return overrides
    }

    /// Writes an override; one that is there already is left as it is.
    ///
    /// - Returns: whether it was new.
    static func insert(_ db: Database, _ override: Override) throws -> Bool {
        var row = try SQLStatement(
            db,
            """
            INSERT INTO override (id, run, sample, scorer, score, verdict, value, note, author,
                created)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """)
        row.add(override.id)
        row.add(override.run)
        row.add(override.sample)
        row.add(override.scorer)
        row.add(override.score)
        row.add(override.verdict)
        row.add(override.value)
        row.add(override.note)
        row.add(override.author)
        row.add(override.created)
        try row.run()
        return db.changesCount == 1
    }
}

extension StoreReader {
    /// A sample's overrides, oldest first: the last for each scorer counts.
    package func overrides(ofSample sample: RecordID) async throws -> [Override] {
        try await read { db in try OverrideRows.overrides(db, where: "sample", is: sample) }
    }

    /// A run's overrides, oldest first.
    package func overrides(of run: RecordID) async throws -> [Override] {
        try await read { db in try OverrideRows.overrides(db, where: "run", is: run) }
    }

    /// The overrides of a run that count.
    static func standing(_ db: Database, run: RecordID) throws -> [OverrideTarget: Override] {
        let all = try OverrideRows.overrides(db, where: "run", is: run)
        return Dictionary(
            all.map { (OverrideTarget(sample: $0.sample, scorer: $0.scorer), $0) },
            uniquingKeysWith: { $1 })
    }
}
