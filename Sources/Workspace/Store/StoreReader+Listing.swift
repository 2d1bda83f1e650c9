import GRDB

extension StoreReader {
    /// Lists samples page by page.
    ///
    /// - Parameters:
    ///   - after: the former page's `next`.
    ///   - limit: how many to a page.
    /// - Throws: `StoreError.notFound`, or `.invalid` for a text without a word.
    package func samples(
        _ query: SampleQuery, after: RecordID? = nil, limit: Int = 100
    ) async throws -> SamplePage {
        try await read { db in
            var conditions = try SampleConditions(db, query)
            if let after {
                let key = try Int64.fetchOne(
                    db, sql: "SELECT key FROM sample WHERE id = ?", arguments: [after.description])
                guard let key else { throw StoreError.notFound(after) }
                conditions.add("sample.key \(query.newestFirst ? "<" : ">") ?", .integer(key))
            }
            let size = max(1, limit)
            let keys = try Self.keys(db, conditions, query, limit: size + 1)
            let samples = try keys.prefix(size).map { try Self.listing(db, $0, query.scoring) }
            return SamplePage(samples: samples, next: keys.count > size ? samples.last?.id : nil)
        }
    }

    /// How many samples a query finds.
    package func count(_ query: SampleQuery) async throws -> Int {
        try await read { db in
            let conditions = try SampleConditions(db, query)
            var statement = try SQLStatement(
                db, "SELECT count(*) FROM sample \(conditions.sql)")
            conditions.bind(to: &statement)
            defer { statement.reset() }
            return try statement.next() ? statement.int(0) : 0
        }
    }

    /// How many of the stored samples the full-text index doesn't have yet; searches read those.
    package func unindexedCount() async throws -> Int {
        try await read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM sample
                    WHERE key > (SELECT watermark FROM search_state)
                    """) ?? 0
        }
    }

    private static func keys(
        _ db: Database, _ conditions: SampleConditions, _ query: SampleQuery, limit: Int
    ) throws -> [Int64] {
        var statement = try SQLStatement(
            db,
            """
            SELECT sample.key FROM sample \(conditions.sql)
            ORDER BY sample.key \(query.newestFirst ? "DESC" : "ASC") LIMIT ?
            """)
        conditions.bind(to: &statement)
        statement.add(limit)
        var keys: [Int64] = []
        while try statement.next() { keys.append(statement.int64(0)) }
        return keys
    }

    private static func listing(
        _ db: Database, _ key: Int64, _ scoring: RecordID?
    ) throws -> SampleListing {
        var row = try SQLStatement(
            db,
            """
            SELECT sample.id, run.id, case_id, prompt_id, alias, epoch, substr(output, 1, 240),
                failure, latency, cost, reused
            FROM sample
            JOIN run ON run.key = sample.run
            JOIN case_snapshot ON case_snapshot.key = sample.case_key
            JOIN prompt_snapshot ON prompt_snapshot.key = sample.prompt_key
            JOIN model_snapshot ON model_snapshot.key = sample.model_key
            JOIN sample_body ON sample_body.sample = sample.key
            WHERE sample.key = ?
            """)
        row.add(key)
        guard try row.next() else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a sample lost a part")
        }
        defer { row.reset() }
        let id = try row.id(0)
        return SampleListing(
            id: id, run: try row.id(1), caseID: row.text(2), promptID: row.text(3),
            model: row.text(4), epoch: row.int(5), preview: row.text(6),
            failure: row.optionalText(7), latency: row.optionalInt(8), cost: row.optionalInt(9),
            isReused: row.bool(10), scores: try scores(db, sample: id, key: key, scoring))
    }

    private static func scores(
        _ db: Database, sample: RecordID, key: Int64, _ scoring: RecordID?
    ) throws -> [ListedScore] {
        var query = try SQLStatement(
            db,
            """
            SELECT scorer.name, verdict, value, scoring.id, is_primary FROM score
            JOIN scorer ON scorer.key = score.scorer JOIN scoring ON scoring.key = score.scoring
            WHERE score.sample = ? ORDER BY scorer.name
            """)
        query.add(key)
        var scores: [ListedScore] = []
        while try query.next() {
            guard try scoring.map({ try query.id(3) == $0 }) ?? query.bool(4) else { continue }
            scores.append(
                ListedScore(
                    scorer: query.text(0), verdict: query.verdict(1),
                    value: query.optionalDouble(2), isOverridden: false))
        }
        for override in try OverrideRows.overrides(db, where: "sample", is: sample) {
            for index in scores.indices where scores[index].scorer == override.scorer {
                scores[index].verdict = override.verdict
                scores[index].value = override.value
                scores[index].isOverridden = true
            }
        }
        return scores
    }
}
