import GRDB
import LanguageModel

extension Store {
    /// Adds a scoring of stored samples with all its scores: the whole of it or nothing.
    ///
    /// The run may be complete; its own scoring and samples stay as they are.
    ///
    /// - Parameter scores: each of the scoring and of a sample of its run, in any order, at most
    ///   one for each sample and scorer.
    /// - Throws: `StoreError.invalid` for a score of another scoring or run.
    package func addScoring(
        _ scoring: Scoring, scores: some Sequence<Score> & Sendable
    ) async throws {
        let calls: [StoredCall] = []
        try await addScoring(scoring, scores: scores, calls: calls)
    }

    /// Adds a scoring together with the calls that its judges made.
    package func addScoring(
        _ scoring: Scoring, scores: some Sequence<Score> & Sendable, calls: [StoredCall]
    ) async throws {
        try await write { db in
            let run = try RunKeys.key(db, of: scoring.run)
            let key = try RunInsert.insertScoring(db, scoring, run: run, isPrimary: false)
            let samples = try Self.sampleKeys(db, run: run)
            var scorers = ScorerTable(db)
            var row = try SQLStatement(db, ScoreInsert.sql)
            var verdicts: [VerdictKey: Int] = [:]
            for score in scores {
                guard score.scoring == scoring.id, let sample = samples[score.sample] else {
                    throw StoreError(
                        .invalid,
                        "a score of '\(score.scorer)' names \(score.scoring) and \(score.sample), "
                            + "not \(scoring.id) and a sample of \(scoring.run)",
                        advice: "give scores of the scoring's own run")
                }
                let scorer = try scorers.key(score.scorer)
                ScoreInsert.bind(&row, score, sample: sample, scoring: key, scorer: scorer)
                try row.run()
                verdicts[VerdictKey(key, scorer, score.verdict), default: 0] += 1
            }
            try VerdictKey.store(db, verdicts)
            try RunInsert.seal(db, scoring: key)
            try Self.insert(db, calls)
            try db.notifyChanges(in: Table("score"))
        }
    }

    /// Keeps calls that belong to no sample of a running run; keys that are there stay as they are.
    package func addCalls(_ calls: [StoredCall]) async throws {
        try await write { db in try Self.insert(db, calls) }
    }

    private static func insert(_ db: Database, _ calls: [StoredCall]) throws {
        var row = try SQLStatement(
            db,
            """
            INSERT INTO stored_call (hash, reply, sample, created) VALUES (?, ?, ?, ?)
            ON CONFLICT (hash) DO NOTHING
            """)
        for call in calls {
            guard let hash = HashBytes(call.key) else { throw call.invalidKey }
            row.add(hash)
            row.add(call.reply.serialized())
            row.add(call.sample)
            row.add(call.created)
            try row.run()
        }
    }

    private static func sampleKeys(_ db: Database, run: Int64) throws -> [RecordID: Int64] {
        let count =
            try Int.fetchOne(
                db, sql: "SELECT samples FROM run_count WHERE run = ?", arguments: [run]) ?? 0
        var keys: [RecordID: Int64] = [:]
        keys.reserveCapacity(count)
        var query = try SQLStatement(db, "SELECT key, id FROM sample WHERE run = ?")
        query.add(run)
        while try query.next() { keys[try query.id(1)] = query.int64(0) }
        return keys
    }
}
