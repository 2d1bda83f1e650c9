import GRDB
import LanguageModel

extension StoreReader {
    /// What a record came from and what came of it, each missing link named.
    ///
    /// Clauses and documents are named only; whoever reads the workspace's files knows more.
    ///
    /// - Throws: `StoreError.notFound`.
    package func trace(_ id: RecordID) async throws -> Trace {
        try await read { db in
            var trace: Trace
            switch id.kind {
            case .run: trace = try Self.traceRun(db, id)
            case .sample: trace = try Self.traceSample(db, id)
            case .scoring: trace = try Self.traceScoring(db, id)
            case .score: trace = try Self.traceScore(db, id)
            case .override: trace = try Self.traceOverride(db, id)
            case .pin: trace = try Self.tracePin(db, id)
            default: return try RecordTable.trace(db, id)
            }
            trace.children += try RecordTable.children(db, of: id.description)
            return trace
        }
    }

    private static func traceRun(_ db: Database, _ id: RecordID) throws -> Trace {
        let key = try RunKeys.key(db, of: id)
        let run = try RunRows.run(db, id)
        var trace = Trace(record: node(run))
        trace.parents.append(
            TraceEdge("runs", TraceNode(kind: "suite", id: run.suitePath ?? run.suite)))
        for source in run.origin?["merged"]?.array ?? [] {
            guard let source = source.string else { continue }
            let found = try RecordID(source).map { try node(db, run: $0) }
            trace.parents.append(
                TraceEdge(
                    "merged from", found ?? TraceNode(kind: "run", id: source, isMissing: true)))
        }
        if let file = run.origin?["file"]?.string {
            trace.parents.append(TraceEdge("imported from", TraceNode(kind: "document", id: file)))
        }
        for scoring in try RunRows.scorings(db, run: id, key: key) {
            trace.children.append(TraceEdge("scored by", node(scoring.record)))
        }
        let samples = try Int.fetchOne(
            db, sql: "SELECT samples FROM run_count WHERE run = ?", arguments: [key])
        trace.children.append(
            TraceEdge(
                "has", TraceNode(kind: "samples", id: "\(samples ?? 0)", title: "samples")))
        for pin in try PinRows.pins(db, where: "run.id", is: id.description) {
            trace.children.append(TraceEdge("pinned by", node(pin)))
        }
        return trace
    }

    private static func traceSample(_ db: Database, _ id: RecordID) throws -> Trace {
        let (key, sample) = try SampleRows.sample(db, id)
        var trace = Trace(record: node(sample))
        trace.parents.append(TraceEdge("part of", try node(db, run: sample.run)))
        var query = try SQLStatement(
            db,
            """
            SELECT clauses FROM case_snapshot
            WHERE key = (SELECT case_key FROM sample WHERE key = ?)
            """)
        query.add(key)
        let clauses = try query.next() ? try StoredJSON.strings(query.text(0)) : []
        query.reset()
        trace.parents.append(TraceEdge("answers", TraceNode(kind: "case", id: sample.caseID)))
        trace.parents += clauses.map { TraceEdge("tests", TraceNode(kind: "clause", id: $0)) }
        trace.parents.append(
            TraceEdge("asked with", TraceNode(kind: "prompt", id: sample.promptID)))
        trace.parents.append(TraceEdge("answered by", TraceNode(kind: "model", id: sample.model)))
        if let source = sample.reusedFrom {
            let relation = sample.isReused ? "reused from" : "copied from"
            trace.parents.append(TraceEdge(relation, try node(db, sample: source)))
        }
        for score in try ScoringRows.scores(db, sample: id, key: key) {
            trace.children.append(TraceEdge("scored", node(score)))
        }
        for override in try OverrideRows.overrides(db, where: "sample", is: id) {
            trace.children.append(TraceEdge("overridden by", node(override)))
        }
        var copies = try SQLStatement(
            db, "SELECT id FROM sample WHERE reused_from = ? ORDER BY key LIMIT 100")
        copies.add(id)
        while try copies.next() {
            trace.children.append(
                TraceEdge("reused by", TraceNode(kind: "sample", id: copies.text(0))))
        }
        return trace
    }

    private static func traceScoring(_ db: Database, _ id: RecordID) throws -> Trace {
        let run = try ScoringRows.run(db, of: id)
        let scorings = try RunRows.scorings(db, run: run, key: RunKeys.key(db, of: run))
        guard let scoring = scorings.first(where: { $0.record.id == id }) else {
            throw StoreError.notFound(id)
        }
        let count = try Int.fetchOne(
            db, sql: "SELECT sum(count) FROM score_count WHERE scoring = ?",
            arguments: [scoring.key])
        var trace = Trace(
            record: node(scoring.record),
            parents: [TraceEdge("scores", try node(db, run: run))],
            children: [
                TraceEdge("has", TraceNode(kind: "scores", id: "\(count ?? 0)", title: "scores"))
            ])
        for pin in try PinRows.pins(db, where: "scoring.id", is: id.description) {
            trace.children.append(TraceEdge("pinned by", node(pin)))
        }
        return trace
    }

    private static func traceScore(_ db: Database, _ id: RecordID) throws -> Trace {
        let score = try score(db, id)
        let overrides = try OverrideRows.overrides(db, where: "sample", is: score.sample)
        return Trace(
            record: node(score),
            parents: [
                TraceEdge("scores", try node(db, sample: score.sample)),
                TraceEdge("part of", TraceNode(kind: "scoring", id: score.scoring.description)),
            ],
            children: overrides.filter { $0.scorer == score.scorer }.map {
                TraceEdge("overridden by", node($0))
            })
    }

    private static func traceOverride(_ db: Database, _ id: RecordID) throws -> Trace {
        guard let override = try OverrideRows.overrides(db, where: "id", is: id).first else {
            throw StoreError.notFound(id)
        }
        return Trace(
            record: node(override),
            parents: [
                TraceEdge("overrides", try node(db, sample: override.sample)),
                TraceEdge("part of", try node(db, run: override.run)),
            ])
    }

    private static func tracePin(_ db: Database, _ id: RecordID) throws -> Trace {
        guard
            let pin = try PinRows.pins(db, where: "evidence_pin.id", is: id.description).first
        else { throw StoreError.notFound(id) }
        return Trace(
            record: node(pin), parents: [TraceEdge("pins", try node(db, run: pin.run))],
            children: [
                TraceEdge("shown in", TraceNode(kind: "document", id: pin.document))
            ])
    }
}

extension StoreReader {
    private static func node(_ run: Run) -> TraceNode {
        TraceNode(
            kind: "run", id: run.id.description,
            title: "\(run.suite), \(run.status.rawValue), \(run.created)")
    }

    private static func node(_ sample: Sample) -> TraceNode {
        TraceNode(
            kind: "sample", id: sample.id.description,
            title: "case \(sample.caseID), prompt \(sample.promptID), model \(sample.model), "
                + "epoch \(sample.epoch)")
    }

    private static func node(_ scoring: Scoring) -> TraceNode {
        TraceNode(
            kind: "scoring", id: scoring.id.description,
            title: scoring.isPrimary ? "the run's own" : "made \(scoring.created)")
    }

    private static func node(_ score: Score) -> TraceNode {
        TraceNode(
            kind: "score", id: score.id.description,
            title: "\(score.scorer): \(score.verdict.rawValue)")
    }

    private static func node(_ override: Override) -> TraceNode {
        TraceNode(
            kind: "override", id: override.id.description,
            title: "\(override.scorer): \(override.verdict.rawValue), by \(override.author)")
    }

    private static func node(_ pin: EvidencePin) -> TraceNode {
        TraceNode(kind: "evidence pin", id: pin.id.description, title: pin.document)
    }

    private static func node(_ db: Database, run id: RecordID) throws -> TraceNode {
        guard let run = try RunRows.runs(db, "WHERE run.id = ?", text: [id.description]).first
        else { return TraceNode(kind: "run", id: id.description, isMissing: true) }
        return node(run.run)
    }

    private static func node(_ db: Database, sample id: RecordID) throws -> TraceNode {
        do { return node(try SampleRows.sample(db, id).sample) } catch let error as StoreError
            where error.code == .notFound
        {
            return TraceNode(kind: "sample", id: id.description, isMissing: true)
        }
    }
}
