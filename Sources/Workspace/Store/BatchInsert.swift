import GRDB
import LanguageModel

/// Writes samples with their scores and calls; part of one transaction.
struct BatchInsert {
    let db: Database
    let keys: RunKeys
    private var content: ContentTable
    private var scorers: ScorerTable
    private var samples: SQLStatement
    private var bodies: SQLStatement
    private var scoreRows: SQLStatement
    private var calls: SQLStatement
    private var counts = RunCounts()
    private var verdicts: [VerdictKey: Int] = [:]

    init(_ db: Database, keys: RunKeys) throws {
        self.db = db
        self.keys = keys
        content = try ContentTable(db)
        scorers = ScorerTable(db)
        samples = try SQLStatement(
            db,
            """
            INSERT INTO sample (id, run, case_key, prompt_key, model_key, epoch, seed, prompt,
                finish, tokens_in, tokens_out, tokens_cached, latency, first_token, retries, cost,
                failure, reused_from, reused, started, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        bodies = try SQLStatement(
            db,
            """
            INSERT INTO sample_body (sample, output, reply, call_keys, failure_message, logprobs,
                served_model)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        scoreRows = try SQLStatement(db, ScoreInsert.sql)
        calls = try SQLStatement(
            db,
            """
            INSERT INTO stored_call (hash, reply, sample, created) VALUES (?, ?, ?, ?)
            ON CONFLICT (hash) DO NOTHING
            """)
    }

    /// Writes one entry. An earlier failure of the same cell gives way to it.
    mutating func add(_ prepared: PreparedEntry) throws {
        let sample = prepared.entry.sample
        guard sample.run == keys.id else {
            throw StoreError(
                .invalid, "\(sample.id) belongs to \(sample.run), not to \(keys.id)",
                advice: "submit a sample to its own run's writer")
        }
        guard let caseKey = keys.cases[sample.caseID] else {
            throw unknown("case", sample.caseID, sample)
        }
        guard let promptKey = keys.prompts[sample.promptID] else {
            throw unknown("prompt", sample.promptID, sample)
        }
        guard let modelKey = keys.models[sample.model] else {
            throw unknown("model", sample.model, sample)
        }
        try replaceFailure(sample, caseKey, promptKey, modelKey)
        samples.add(sample.id)
        samples.add(keys.run)
        samples.add(caseKey)
        samples.add(promptKey)
        samples.add(modelKey)
        samples.add(sample.epoch)
        samples.add(Int64(sample.seed))
        samples.add(try content.key(prepared.promptHash, body: prepared.prompt))
        samples.add(sample.finishReason?.rawValue)
        samples.add(sample.usage?.input)
        samples.add(sample.usage?.output)
        samples.add(sample.usage?.cachedInput)
        samples.add(sample.latency)
        samples.add(sample.timeToFirstToken)
        samples.add(sample.retries)
        samples.add(sample.cost)
        samples.add(sample.failure?.code)
        samples.add(sample.reusedFrom)
        samples.add(sample.isReused)
        samples.add(sample.started)
        samples.add(prepared.hash)
        try samples.run()
        let key = db.lastInsertedRowID
        bodies.add(key)
        bodies.add(sample.output)
        bodies.add(prepared.reply)
        bodies.add(prepared.callKeys)
        bodies.add(sample.failure?.message)
        bodies.add(prepared.logprobs)
        bodies.add(sample.servedModel)
        try bodies.run()
        try addScores(prepared.entry.scores, of: sample, key: key)
        for (call, stored) in zip(prepared.entry.calls, prepared.calls) {
            calls.add(stored.hash)
            calls.add(stored.reply)
            calls.add(call.sample)
            calls.add(call.created)
            try calls.run()
        }
        counts.add(sample)
    }

    /// Writes the counts; call once behind the last entry.
    mutating func finish() throws {
        try counts.store(db, run: keys.run)
        try VerdictKey.store(db, verdicts)
        for table in ["sample", "sample_body", "score", "stored_call", "content"] {
            try db.notifyChanges(in: Table(table))
        }
    }

    private mutating func addScores(_ scores: [Score], of sample: Sample, key: Int64) throws {
        for score in scores {
            guard let scoring = keys.openScorings[score.scoring], score.sample == sample.id else {
                throw StoreError(
                    .invalid,
                    "a score of '\(score.scorer)' for \(sample.id) names \(score.scoring) and "
                        + "\(score.sample)",
                    advice: "submit scores of the run's own open scoring together with their sample"
                )
            }
            let scorer = try scorers.key(score.scorer)
            ScoreInsert.bind(
                &scoreRows, score, sample: key, scoring: scoring, scorer: scorer)
            try scoreRows.run()
            verdicts[VerdictKey(scoring, scorer, score.verdict), default: 0] += 1
        }
    }

    private mutating func replaceFailure(
        _ sample: Sample, _ caseKey: Int64, _ promptKey: Int64, _ modelKey: Int64
    ) throws {
        var query = try SQLStatement(
            db,
            """
            SELECT key, id, failure, tokens_in, tokens_out, cost, reused FROM sample
            WHERE run = ? AND case_key = ? AND prompt_key = ? AND model_key = ? AND epoch = ?
            """)
        query.add(keys.run)
        query.add(caseKey)
        query.add(promptKey)
        query.add(modelKey)
        query.add(sample.epoch)
        guard try query.next() else { return }
        defer { query.reset() }
        let key = query.int64(0)
        let id = try query.id(1)
        guard query.optionalText(2) != nil else {
            throw StoreError(
                .invalid,
                "\(keys.id) already has \(id) for case \(sample.caseID), prompt \(sample.promptID), "
                    + "model \(sample.model), epoch \(sample.epoch)",
                advice: "ask the resume query which cells are done before calling a model")
        }
        counts.remove(
            tokensIn: query.int(3), tokensOut: query.int(4), cost: query.optionalInt(5),
            reused: query.bool(6))
        query.reset()
        var old = try SQLStatement(
            db, "SELECT scoring, scorer, verdict FROM score WHERE sample = ?")
        old.add(key)
        while try old.next() {
            let scored = VerdictKey(old.int64(0), old.int64(1), old.verdict(2))
            verdicts[scored, default: 0] -= 1
        }
        try SearchIndex.removeSamples(db, where: "key", is: key)
        var delete = try SQLStatement(db, "DELETE FROM sample WHERE key = ?")
        delete.add(key)
        try delete.run()
    }

    private func unknown(_ kind: String, _ name: String, _ sample: Sample) -> StoreError {
        StoreError(
            .invalid, "\(sample.id) names the \(kind) '\(name)', which \(keys.id) doesn't have",
            advice: "begin the run with all cases, prompts and models that its samples name")
    }
}
