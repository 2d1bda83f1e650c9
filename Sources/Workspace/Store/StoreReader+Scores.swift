import GRDB

/// What statistics need of a score, read without its reason and detail.
package struct ScoreRow: Sendable, Hashable {
    /// The sample.
    package var sample: RecordID
    /// The case's place in `StoreReader.cases(of:)`.
    package var caseIndex: Int
    /// The prompt's place in `StoreReader.prompts(of:)`.
    package var promptIndex: Int
    /// The model's place in `StoreReader.models(of:)`.
    package var modelIndex: Int
    /// Which repetition, from 0.
    package var epoch: Int
    /// The scorer's place in `ScoreTable.scorers`.
    package var scorerIndex: Int
    /// The verdict that counts: the latest override's, where there is one.
    package var verdict: Verdict
    /// The value that counts; nil where there is none.
    package var value: Double?
    /// How much it counts in a weighted mean.
    package var weight: Double
    /// Whether a person's override stands in the scorer's place.
    package var isOverridden: Bool
}

/// All scores of one scoring.
package struct ScoreTable: Sendable {
    /// The scorers' names, sorted.
    package var scorers: [String]
    /// The scores in the order of their samples' storing.
    package var rows: [ScoreRow]
}

extension StoreReader {
    /// All scores of a scoring with overrides applied, ready for statistics.
    ///
    /// - Parameter applyingOverrides: false gives what the scorers said.
    package func scoreTable(
        of scoring: RecordID, applyingOverrides: Bool = true
    ) async throws -> ScoreTable {
        ScoreTable(
            scorers: try await scorers(of: scoring),
            rows: try await scoreRows(of: scoring, applyingOverrides: applyingOverrides).all())
    }

    /// The names of the scorers that gave a scoring's scores, sorted.
    package func scorers(of scoring: RecordID) async throws -> [String] {
        try await read { db in
            try verdictScorers(db, scoring: ScoringRows.key(db, of: scoring)).values
                .sorted { $0.index < $1.index }.map(\.id)
        }
    }

    /// The rows of `scoreTable(of:applyingOverrides:)` in pages that end where a sample's scores
    /// end: a hundred thousand are not held at once.
    package func scoreRows(
        of scoring: RecordID, applyingOverrides: Bool = true, pageSize: Int = 8192
    ) -> RecordPages<ScoreRow> {
        let cache = RunNamesCache(scoring: scoring)
        return RecordPages { after in
            try await read { db in
                let key = try ScoringRows.key(db, of: scoring)
                let names = try cache.names(db)
                let scorers = try verdictScorers(db, scoring: key)
                let overrides = applyingOverrides ? try Self.standing(db, run: names.run) : [:]
                var query = try SQLStatement(
                    db,
                    """
                    SELECT sample.key, sample.id, case_key, prompt_key, model_key, epoch, scorer,
                        verdict, value, weight
                    FROM sample JOIN score ON score.sample = sample.key AND score.scoring = ?
                    WHERE sample.run = ? AND sample.key > ? ORDER BY sample.key
                    """)
                query.add(key)
                query.add(names.key)
                query.add(after)
                var page: [ScoreRow] = []
                var last = after
                while try query.next() {
                    let sample = query.int64(0)
                    if sample != last, page.count >= pageSize {
                        query.reset()
                        break
                    }
                    last = sample
                    let scorer = scorers[query.int64(6)]
                    var row = ScoreRow(
                        sample: try query.id(1),
                        caseIndex: names.cases.index(query.int64(2)) ?? -1,
                        promptIndex: names.prompts.index(query.int64(3)) ?? -1,
                        modelIndex: names.models.index(query.int64(4)) ?? -1, epoch: query.int(5),
                        scorerIndex: scorer?.index ?? -1, verdict: query.verdict(7),
                        value: query.optionalDouble(8), weight: query.double(9),
                        isOverridden: false)
                    if !overrides.isEmpty,
                        let override = overrides[
                            OverrideTarget(sample: row.sample, scorer: scorer?.id ?? "")]
                    {
                        row.verdict = override.verdict
                        row.value = override.value
                        row.isOverridden = true
                    }
                    page.append(row)
                }
                return (page, last)
            }
        }
    }

    /// All whole scores of a scoring as the scorers gave them, in the order of their samples.
    package func scores(of scoring: RecordID, pageSize: Int = 4096) -> RecordPages<Score> {
        RecordPages { after in
            try await read { db in
                let key = try ScoringRows.key(db, of: scoring)
                let names = try ScoringRows.names(db)
                // Whole samples at a time: a page ends where a sample's scores end.
                var query = try SQLStatement(
                    db,
                    """
                    SELECT sample.key, sample.id, scorer, verdict, value, reason, detail, weight,
                        score.latency, score.cost
                    FROM sample JOIN score ON score.sample = sample.key AND score.scoring = ?1
                    WHERE sample.run = (SELECT run FROM scoring WHERE key = ?1) AND sample.key > ?2
                    ORDER BY sample.key
                    """)
                query.add(key)
                query.add(after)
                var page: [Score] = []
                var last = after
                while try query.next() {
                    let sample = query.int64(0)
                    if sample != last, page.count >= pageSize {
                        query.reset()
                        break
                    }
                    last = sample
                    page.append(
                        try ScoringRows.score(
                            query, from: 3, scoring: scoring, sample: query.id(1),
                            scorer: names[query.int64(2)] ?? ""))
                }
                return (page, last)
            }
        }
    }

    /// A sample's scores, of one scoring or of all, as the scorers gave them.
    package func scores(
        ofSample sample: RecordID, scoring: RecordID? = nil
    ) async throws -> [Score] {
        try await read { db in
            var query = try SQLStatement(db, "SELECT key FROM sample WHERE id = ?")
            query.add(sample)
            guard try query.next() else { throw StoreError.notFound(sample) }
            let key = query.int64(0)
            query.reset()
            return try ScoringRows.scores(db, sample: sample, key: key, scoring: scoring)
        }
    }

    /// A score by its id, which is computed for every score made in its millisecond.
    ///
    /// - Throws: `StoreError.notFound`.
    package func score(_ id: RecordID) async throws -> Score {
        try await read { db in try Self.score(db, id) }
    }

    static func score(_ db: Database, _ id: RecordID) throws -> Score {
        var query = try SQLStatement(db, "SELECT id FROM scoring WHERE id >= ? AND id < ?")
        query.add(RecordID(kind: .scoring, high: id.high & ~0xFFFF, low: 0))
        query.add(RecordID(kind: .scoring, high: (id.high & ~0xFFFF) + 0x1_0000, low: 0))
        var scorings: [RecordID] = []
        while try query.next() { scorings.append(try query.id(0)) }
        for scoring in scorings {
            var found: (RecordID, String)?
            try ScoringRows.forEachScoreID(db, scoring: scoring) { score, sample, scorer in
                if score == id { found = (sample, scorer) }
            }
            guard let (sample, scorer) = found else { continue }
            let key =
                try Int64.fetchOne(
                    db, sql: "SELECT key FROM sample WHERE id = ?",
                    arguments: [sample.description]) ?? 0
            let scores = try ScoringRows.scores(db, sample: sample, key: key, scoring: scoring)
            if let score = scores.first(where: { $0.scorer == scorer }) { return score }
        }
        throw StoreError.notFound(id)
    }

    private func verdictScorers(
        _ db: Database, scoring: Int64
    ) throws -> [Int64: (index: Int, id: String)] {
        var query = try SQLStatement(
            db,
            """
            SELECT DISTINCT scorer.key, scorer.name FROM score_count
            JOIN scorer ON scorer.key = score_count.scorer
            WHERE scoring = ? AND count > 0 ORDER BY scorer.name
            """)
        query.add(scoring)
        var scorers: [Int64: (Int, String)] = [:]
        while try query.next() { scorers[query.int64(0)] = (scorers.count, query.text(1)) }
        return scorers
    }
}
