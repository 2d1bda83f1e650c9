import GRDB
import LanguageModel

/// Makes a run final.
enum RunCompletion {
    /// Checks that nothing is missing, closes the run's scorings and takes its digest.
    static func complete(_ db: Database, _ keys: RunKeys, at time: Timestamp) throws {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT run.planned, run_count.samples FROM run
                JOIN run_count ON run_count.run = run.key WHERE run.key = ?
                """, arguments: [keys.run])
        let planned: Int? = row?[0]
        let samples: Int = row?[1] ?? 0
        if let planned, samples < planned {
            throw StoreError(
                .invalid, "\(keys.id) has \(samples) of its \(planned) planned samples",
                advice: "run the rest, or interrupt the run so that it can be resumed")
        }
        for scoring in keys.openScorings.values { try RunInsert.seal(db, scoring: scoring) }
        let digest = try digest(db, run: keys.run)
        var update = try SQLStatement(
            db, "UPDATE run SET status = 'complete', finished = ?, digest = ? WHERE key = ?")
        update.add(time)
        update.add(digest)
        update.add(keys.run)
        try update.run()
    }

    /// SHA-256 over the samples' hashes in the order of case, prompt, model and epoch: what a run
    /// says, independent of the order in which it was said.
    static func digest(_ db: Database, run: Int64) throws -> HashBytes {
        var query = try SQLStatement(
            db,
            """
            SELECT sample.hash FROM sample
            JOIN case_snapshot ON case_snapshot.key = sample.case_key
            JOIN prompt_snapshot ON prompt_snapshot.key = sample.prompt_key
            JOIN model_snapshot ON model_snapshot.key = sample.model_key
            WHERE sample.run = ?
            ORDER BY case_snapshot.ordinal, prompt_snapshot.ordinal, model_snapshot.ordinal,
                sample.epoch
            """)
        query.add(run)
        var hash = SHA256()
        while try query.next() {
            query.hash(0).bytes.withUnsafeBytes { hash.update($0) }
        }
        return HashBytes(bytes: hash.finish())
    }
}
