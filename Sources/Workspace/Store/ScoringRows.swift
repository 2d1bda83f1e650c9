import GRDB

/// Reads scorings and scores by position.
enum ScoringRows {
    /// A scoring's row number.
    ///
    /// - Throws: `StoreError.notFound`.
    static func key(_ db: Database, of id: RecordID) throws -> Int64 {
        var query = try SQLStatement(db, "SELECT key FROM scoring WHERE id = ?")
        query.add(id)
        guard try query.next() else { throw StoreError.notFound(id) }
        defer { query.reset() }
        return query.int64(0)
    }

    /// The run that a scoring belongs to.
    static func run(_ db: Database, of scoring: RecordID) throws -> RecordID {
        var query = try SQLStatement(
            db,
            "SELECT run.id FROM scoring JOIN run ON run.key = scoring.run WHERE scoring.id = ?")
        query.add(scoring)
        guard try query.next() else { throw StoreError.notFound(scoring) }
        defer { query.reset() }
        return try query.id(0)
    }

    /// All scorers' names by their keys.
    static func names(_ db: Database) throws -> [Int64: String] {
        var query = try SQLStatement(db, "SELECT key, name FROM scorer")
        var names: [Int64: String] = [:]
        while try query.next() { names[query.int64(0)] = query.text(1) }
        return names
    }

    /// The scores of one sample, of one scoring or of all.
    static func scores(
        _ db: Database, sample: RecordID, key: Int64, scoring: RecordID? = nil
    ) throws -> [Score] {
        var query = try SQLStatement(
            db,
            """
            SELECT scoring.id, scorer.name, verdict, value, reason, detail, weight, latency, cost
            FROM score
            JOIN scoring ON scoring.key = score.scoring JOIN scorer ON scorer.key = score.scorer
            WHERE score.sample = ? ORDER BY score.scoring, scorer.name
            """)
        query.add(key)
        var scores: [Score] = []
        while try query.next() {
            let id = try query.id(0)
            guard scoring == nil || scoring == id else { continue }
            scores.append(
                try score(query, from: 2, scoring: id, sample: sample, scorer: query.text(1)))
        }
        return scores
    }

    /// Reads `verdict, value, reason, detail, weight, latency, cost`.
    static func score(
        _ row: SQLStatement, from column: Int, scoring: RecordID, sample: RecordID, scorer: String
    ) throws -> Score {
        Score(
            scoring: scoring, sample: sample, scorer: scorer, verdict: row.verdict(column),
            value: row.optionalDouble(column + 1), reason: row.text(column + 2),
            detail: try row.optionalText(column + 3).map(StoredJSON.value),
            weight: row.double(column + 4), latency: row.optionalInt(column + 5),
            cost: row.optionalInt(column + 6))
    }

    /// Computes the id of every score of a scoring.
    static func forEachScoreID(
        _ db: Database, scoring: RecordID,
        _ body: (_ id: RecordID, _ sample: RecordID, _ scorer: String) throws -> Void
    ) throws {
        let key = try key(db, of: scoring)
        let names = try names(db)
        let hashes = names.mapValues(Score.nameHash)
        var query = try SQLStatement(
            db,
            """
            SELECT sample.id, score.scorer FROM sample
            JOIN score ON score.sample = sample.key AND score.scoring = ?1
            WHERE sample.run = (SELECT run FROM scoring WHERE key = ?1)
            """)
        query.add(key)
        while try query.next() {
            let sample = try query.id(0)
            guard let hash = hashes[query.int64(1)] else { continue }
            let id = Score.id(scoring: scoring, sample: sample, scorerHash: hash)
            try body(id, sample, names[query.int64(1)] ?? "")
        }
    }
}
