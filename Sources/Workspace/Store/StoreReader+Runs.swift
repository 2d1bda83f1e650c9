import GRDB
import LanguageModel

extension StoreReader {
    /// A run.
    ///
    /// - Throws: `StoreError.notFound`.
    package func run(_ id: RecordID) async throws -> Run {
        try await read { db in try RunRows.run(db, id) }
    }

    /// Runs with their counts, newest first.
    ///
    /// - Parameters:
    ///   - before: only runs older than this one: the next page.
    ///   - limit: at most so many.
    ///   - suite: only runs of the suite with this name.
    package func runs(
        before: RecordID? = nil, limit: Int = 100, suite: String? = nil
    ) async throws -> [RunSummary] {
        try await read { db in
            var condition = "WHERE run.id < ?"
            // '~' sorts behind every digit of an id.
            var text = [before?.description ?? "run~"]
            if let suite {
                condition += " AND run.suite = ?"
                text.append(suite)
            }
            condition += " ORDER BY run.id DESC LIMIT \(max(0, limit))"
            return try RunRows.runs(db, condition, text: text).map {
                try summary(db, $0.run, key: $0.key)
            }
        }
    }

    /// A run with its counts.
    package func summary(of id: RecordID) async throws -> RunSummary {
        try await read { db in
            let key = try RunKeys.key(db, of: id)
            return try summary(db, try RunRows.run(db, id), key: key)
        }
    }

    /// The newest run with this manifest and shard that the same command would continue: running
    /// (perhaps by a process that died) or interrupted.
    ///
    /// - Parameter manifestHash: 64 hexadecimal digits, `Run.manifestHash`.
    package func unfinishedRun(manifestHash: String, shard: Shard? = nil) async throws -> Run? {
        guard let hash = HashBytes(manifestHash) else { return nil }
        return try await read { db in
            try RunRows.runs(
                db,
                """
                WHERE run.manifest_hash = ? AND run.status IN ('running', 'interrupted')
                ORDER BY run.id DESC
                """, hash: hash
            ).first { $0.run.shard == shard }?.run
        }
    }

    /// Which cells of a run have an answer. Cells that failed are not among them: a failure is
    /// tried again, and its sample gives way to the new one.
    package func doneCells(of run: RecordID) async throws -> Set<SampleCell> {
        try await read { db in
            let names = try RunNames(db, run: run)
            var query = try SQLStatement(
                db,
                """
                SELECT case_key, prompt_key, model_key, epoch FROM sample
                WHERE run = ? AND failure IS NULL
                """)
            query.add(names.key)
            var cells: Set<SampleCell> = []
            while try query.next() {
                guard let item = names.cases[query.int64(0)],
                    let prompt = names.prompts[query.int64(1)],
                    let model = names.models[query.int64(2)]
                else { continue }
                cells.insert(
                    SampleCell(
                        caseID: item.id, promptID: prompt.id, model: model.id, epoch: query.int(3)))
            }
            return cells
        }
    }

    /// A run's cases in their order.
    package func cases(of run: RecordID) async throws -> [CaseSnapshot] {
        try await read { db in
            try RunRows.cases(db, run: run, key: RunKeys.key(db, of: run))
        }
    }

    /// A run's cases in their order, without their content.
    package func caseHeadings(of run: RecordID, pageSize: Int = 8192) -> RecordPages<CaseHeading> {
        RecordPages { from in
            try await read { db in
                let page = try RunRows.headings(
                    db, key: RunKeys.key(db, of: run), from: from, limit: pageSize)
                return page.last.map { (page, Int64($0.ordinal) + 1) }
            }
        }
    }

    /// A run's prompts in their order.
    package func prompts(of run: RecordID) async throws -> [PromptSnapshot] {
        try await read { db in
            try RunRows.prompts(db, run: run, key: RunKeys.key(db, of: run)).map(\.record)
        }
    }

    /// A run's models in their order.
    package func models(of run: RecordID) async throws -> [ModelSnapshot] {
        try await read { db in
            try RunRows.models(db, run: run, key: RunKeys.key(db, of: run)).map(\.record)
        }
    }

    /// A run's scorings, its own first.
    package func scorings(of run: RecordID) async throws -> [Scoring] {
        try await read { db in
            try RunRows.scorings(db, run: run, key: RunKeys.key(db, of: run)).map(\.record)
        }
    }

    /// Stored calls by their keys; keys without one are absent from the result.
    package func calls(forKeys keys: [String]) async throws -> [String: StoredCall] {
        let hashes = keys.compactMap { key in HashBytes(key).map { (key, $0) } }
        return try await read { db in
            var query = try SQLStatement(
                db, "SELECT reply, sample, created FROM stored_call WHERE hash = ?")
            var calls: [String: StoredCall] = [:]
            for (key, hash) in hashes {
                query.add(hash)
                guard try query.next() else { continue }
                calls[key] = StoredCall(
                    key: key, reply: try StoredJSON.value(query.text(0)),
                    sample: try query.optionalID(1), created: query.timestamp(2))
                query.reset()
            }
            return calls
        }
    }

    private func summary(_ db: Database, _ run: Run, key: Int64) throws -> RunSummary {
        var counts = try SQLStatement(
            db,
            """
            SELECT samples, failures, reused, tokens_in, tokens_out, cost, cost_unknown
            FROM run_count WHERE run = ?
            """)
        counts.add(key)
        _ = try counts.next()
        defer { counts.reset() }
        let scoring = try Int64.fetchOne(
            db, sql: "SELECT key FROM scoring WHERE run = ? AND is_primary = 1", arguments: [key])
        return RunSummary(
            run: run, samples: counts.int(0), failures: counts.int(1), reused: counts.int(2),
            tokensIn: counts.int(3), tokensOut: counts.int(4), cost: counts.int(5),
            costUnknown: counts.int(6),
            verdicts: try scoring.map { try verdicts(db, scoring: $0) } ?? [],
            lease: try LeaseTable.lease(db, run: key))
    }

    /// What each scorer of a scoring says, from the counts kept with every write.
    package func verdicts(of scoring: RecordID) async throws -> [ScorerCount] {
        try await read { db in
            let key = try ScoringRows.key(db, of: scoring)
            return try verdicts(db, scoring: key)
        }
    }

    private func verdicts(_ db: Database, scoring: Int64) throws -> [ScorerCount] {
        var query = try SQLStatement(
            db,
            """
            SELECT scorer.name, verdict, count FROM score_count
            JOIN scorer ON scorer.key = score_count.scorer
            WHERE scoring = ? ORDER BY scorer.name
            """)
        query.add(scoring)
        var counts: [ScorerCount] = []
        while try query.next() {
            let name = query.text(0)
            if counts.last?.scorer != name { counts.append(ScorerCount(scorer: name)) }
            let last = counts.count - 1
            switch query.verdict(1) {
            case .pass: counts[last].pass = query.int(2)
            case .fail: counts[last].fail = query.int(2)
            case .unscored: counts[last].unscored = query.int(2)
            }
        }
        return counts
    }
}
