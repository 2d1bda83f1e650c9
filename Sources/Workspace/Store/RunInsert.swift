import GRDB
import LanguageModel

/// Writes a run's row and its snapshots; part of one transaction.
enum RunInsert {
    /// Writes the run as running, whatever its status says, with everything it begins with.
    static func insert(_ db: Database, _ plan: RunPlan) throws -> RunKeys {
        let run = plan.run
        guard run.epochs >= 1, run.id.kind == .run else {
            throw StoreError(
                .invalid, "a run needs a run id and at least one epoch",
                advice: "give epochs of 1 or more")
        }
        for (kind, isForeign) in [
            ("case", plan.cases.contains { $0.run != run.id }),
            ("prompt", plan.prompts.contains { $0.run != run.id }),
            ("model", plan.models.contains { $0.run != run.id }),
            (
                "scoring",
                ([plan.scoring].compactMap(\.self) + plan.otherScorings).contains {
                    $0.run != run.id
                }
            ),
        ] where isForeign {
            throw StoreError(
                .invalid, "a \(kind) of another run was given to \(run.id)",
                advice: "make snapshots with the run's own id")
        }
        let key = try insertRun(db, run)
        var content = try ContentTable(db)
        try insertCases(db, plan.cases, run: key, &content)
        try insertPrompts(db, plan.prompts, run: key, &content)
        try insertModels(db, plan.models, run: key)
        if let scoring = plan.scoring {
            try insertScoring(db, scoring, run: key, isPrimary: true)
        }
        for scoring in plan.otherScorings {
            try insertScoring(db, scoring, run: key, isPrimary: false)
        }
        return try RunKeys(db, run: run.id)
    }

    private static func insertRun(_ db: Database, _ run: Run) throws -> Int64 {
        var row = try SQLStatement(
            db,
            """
            INSERT INTO run (id, kind, suite, suite_path, status, created, seed, epochs, reducer,
                manifest, manifest_hash, planned, shard_index, shard_count, origin, labels, notes,
                tool_version)
            VALUES (?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        let manifest = run.manifest.serialized()
        row.add(run.id)
        row.add(run.kind.rawValue)
        row.add(run.suite)
        row.add(run.suitePath)
        row.add(run.created)
        row.add(run.seed)
        row.add(run.epochs)
        row.add(run.reducer)
        row.add(manifest)
        row.add(SHA256.bytes(manifest))
        row.add(run.planned)
        row.add(run.shard?.index)
        row.add(run.shard?.count)
        row.add(run.origin?.serialized())
        row.add(JSONValue.array(run.labels.map(JSONValue.string)).serialized())
        row.add(run.notes)
        row.add(run.toolVersion)
        try row.run()
        let key = db.lastInsertedRowID
        try db.execute(sql: "INSERT INTO run_count (run) VALUES (?)", arguments: [key])
        return key
    }

    private static func insertCases(
        _ db: Database, _ cases: [CaseSnapshot], run: Int64, _ content: inout ContentTable
    ) throws {
        var row = try SQLStatement(
            db,
            """
            INSERT INTO case_snapshot (run, case_id, ordinal, tags, clauses, group_key, content)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        let isOrdered = zip(cases, cases.dropFirst()).allSatisfy { $0.ordinal <= $1.ordinal }
        for item in isOrdered ? cases : cases.sorted(by: { $0.ordinal < $1.ordinal }) {
            let body = item.content.serialized()
            row.add(run)
            row.add(item.caseID)
            row.add(item.ordinal)
            row.add(JSONValue.object(item.tags.mapValues(JSONValue.string)).serialized())
            row.add(JSONValue.array(item.clauses.map(JSONValue.string)).serialized())
            row.add(item.groupKey)
            row.add(try content.key(SHA256.bytes(body), body: body))
            try row.run()
        }
    }

    private static func insertPrompts(
        _ db: Database, _ prompts: [PromptSnapshot], run: Int64, _ content: inout ContentTable
    ) throws {
        var row = try SQLStatement(
            db,
            """
            INSERT INTO prompt_snapshot (run, prompt_id, ordinal, factors, content)
            VALUES (?, ?, ?, ?, ?)
            """)
        for item in prompts.sorted(by: { $0.ordinal < $1.ordinal }) {
            let body = item.content.serialized()
            row.add(run)
            row.add(item.promptID)
            row.add(item.ordinal)
            row.add(JSONValue.object(item.factors).serialized())
            row.add(try content.key(SHA256.bytes(body), body: body))
            try row.run()
        }
    }

    private static func insertModels(
        _ db: Database, _ models: [ModelSnapshot], run: Int64
    ) throws {
        var row = try SQLStatement(
            db,
            """
            INSERT INTO model_snapshot (run, alias, ordinal, identity, simulated, prices)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        for item in models.sorted(by: { $0.ordinal < $1.ordinal }) {
            row.add(run)
            row.add(item.alias)
            row.add(item.ordinal)
            row.add(item.identity.serialized())
            row.add(item.isSimulated)
            row.add(item.prices?.serialized())
            try row.run()
        }
    }

    /// Writes a scoring, open for scores.
    @discardableResult
    static func insertScoring(
        _ db: Database, _ scoring: Scoring, run: Int64, isPrimary: Bool
    ) throws -> Int64 {
        var row = try SQLStatement(
            db,
            """
            INSERT INTO scoring (id, run, scorers, scorers_hash, created, is_primary, sealed, note)
            VALUES (?, ?, ?, ?, ?, ?, 0, ?)
            """)
        let scorers = scoring.scorers.serialized()
        row.add(scoring.id)
        row.add(run)
        row.add(scorers)
        row.add(SHA256.bytes(scorers))
        row.add(scoring.created)
        row.add(isPrimary)
        row.add(scoring.note)
        try row.run()
        return db.lastInsertedRowID
    }

    /// Closes a scoring.
    static func seal(_ db: Database, scoring: Int64) throws {
        try db.execute(
            sql: "UPDATE scoring SET sealed = 1 WHERE key = ?", arguments: [scoring])
    }
}
