import GRDB
import LanguageModel

extension StoreReader {
    /// Recomputes all hashes and counts of a run.
    ///
    /// - Returns: one sentence for each thing that differs from what was stored; empty when the
    ///   run is as it was written.
    package func verify(_ run: RecordID) async throws -> [String] {
        try await read { db in
            let names = try RunNames(db, run: run)
            var findings = try Self.verifyManifest(db, run, names.key)
            findings += try Self.verifyTexts(db, names.key)
            findings += try Self.verifySamples(db, names)
            findings += try Self.verifyCounts(db, run, names.key)
            return findings
        }
    }

    /// Checks the file itself: SQLite's own structures and the links between records.
    ///
    /// - Returns: one sentence for each defect.
    package func verifyFile() async throws -> [String] {
        try await read { db in
            let pages = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)")
            let links = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
            return pages.filter { $0 != "ok" }
                + links.map { "a row of \($0[0] as String) names a missing \($0[2] as String)" }
        }
    }

    private static func verifyManifest(_ db: Database, _ run: RecordID, _ key: Int64) throws
        -> [String]
    {
        var query = try SQLStatement(
            db, "SELECT manifest, manifest_hash, status, digest FROM run WHERE key = ?")
        query.add(key)
        guard try query.next() else { throw StoreError.notFound(run) }
        defer { query.reset() }
        var findings: [String] = []
        if SHA256.bytes(query.text(0)) != query.hash(1) {
            findings.append("the manifest of \(run) differs from its hash")
        }
        if query.text(2) == RunStatus.complete.rawValue,
            try RunCompletion.digest(db, run: key) != query.hash(3)
        {
            findings.append("the samples of \(run) are not those it was completed with")
        }
        return findings
    }

    private static func verifyTexts(_ db: Database, _ run: Int64) throws -> [String] {
        var query = try SQLStatement(
            db,
            """
            SELECT hash, body FROM content WHERE key IN (
                SELECT prompt FROM sample WHERE run = ?1
                UNION SELECT content FROM case_snapshot WHERE run = ?1
                UNION SELECT content FROM prompt_snapshot WHERE run = ?1)
            """)
        query.add(run)
        var findings: [String] = []
        while try query.next() {
            guard SHA256.bytes(query.text(1)) != query.hash(0) else { continue }
            findings.append("the stored text \(query.hash(0).hex.prefix(12)) was changed")
        }
        return findings
    }

    private static func verifySamples(_ db: Database, _ names: RunNames) throws -> [String] {
        var query = try SQLStatement(
            db,
            """
            SELECT sample.id, case_key, prompt_key, model_key, epoch, seed, content.hash, reply,
                output, finish, failure, logprobs, sample.hash
            FROM sample
            JOIN sample_body ON sample_body.sample = sample.key
            JOIN content ON content.key = sample.prompt
            WHERE sample.run = ?
            """)
        query.add(names.key)
        var findings: [String] = []
        while try query.next() {
            let cell = SampleCell(
                caseID: names.cases[query.int64(1)]?.id ?? "",
                promptID: names.prompts[query.int64(2)]?.id ?? "",
                model: names.models[query.int64(3)]?.id ?? "", epoch: query.int(4))
            let text = Sample.hashedText(
                cell: cell, seed: UInt64(query.int64(5)), promptHash: query.hash(6).hex,
                reply: query.optionalText(7), output: query.text(8), finish: query.optionalText(9),
                failure: query.optionalText(10), logprobs: query.optionalText(11))
            if SHA256.bytes(text) != query.hash(12) {
                findings.append("\(query.text(0)) was changed")
            }
        }
        return findings
    }

    private static func verifyCounts(_ db: Database, _ run: RecordID, _ key: Int64) throws
        -> [String]
    {
        var findings: [String] = []
        let counted = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*), count(failure), coalesce(sum(reused), 0) FROM sample WHERE run = ?
                """, arguments: [key])
        let kept = try Row.fetchOne(
            db, sql: "SELECT samples, failures, reused FROM run_count WHERE run = ?",
            arguments: [key])
        if counted != kept,
            counted?.databaseValues.map(Int64.fromDatabaseValue)
                != kept?.databaseValues.map(Int64.fromDatabaseValue)
        {
            findings.append("\(run) holds more or fewer samples than were counted")
        }
        let changed = try Int.fetchOne(
            db,
            sql: """
                WITH kept AS (
                    SELECT score_count.scoring, scorer, verdict, count FROM score_count
                    JOIN scoring ON scoring.key = score_count.scoring
                    WHERE scoring.run = ?1 AND count > 0),
                counted AS (
                    SELECT score.scoring, scorer, verdict, count(*) FROM sample
                    JOIN score ON score.sample = sample.key
                    WHERE sample.run = ?1 GROUP BY 1, 2, 3)
                SELECT (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted))
                    + (SELECT count(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept))
                """, arguments: [key])
        if changed != 0 { findings.append("verdicts of \(run) were changed") }
        return findings
    }
}
