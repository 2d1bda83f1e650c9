import FoundationEssentials
import GRDB
import LanguageModel
import Testing
import Workspace

@Suite("Scoring, overriding and pinning in the store")
struct StoreJudgingTests {
    @Test("A rescore adds a scoring beside the run's own, whole or not at all")
    func rescore() async throws {
        let store = try Store.inMemory()
        let plan = try await StoreFixture.completeRun(store, cases: 4)
        let run = plan.run.id
        let outputs = try await store.reader.outputs(of: run).all()
        #expect(outputs.count == 8)
        #expect(outputs.map(\.caseIndex) == [0, 0, 1, 1, 2, 2, 3, 3])
        #expect(outputs.map(\.promptIndex) == [0, 1, 0, 1, 0, 1, 0, 1])
        let scoring = Scoring(
            id: store.ids.next(.scoring), run: run, scorers: [["length": 3]], isPrimary: false,
            note: "shorter")
        let scores = outputs.map {
            Score(
                scoring: scoring.id, sample: $0.sample, scorer: "length", verdict: .pass,
                value: Double($0.output.utf8.count))
        }
        try await store.addScoring(scoring, scores: scores)
        #expect(try await store.reader.scorings(of: run) == [plan.scoring, scoring])
        #expect(try await store.reader.scores(of: scoring.id, pageSize: 3).all() == scores)
        let table = try await store.reader.scoreTable(of: scoring.id)
        #expect(table.scorers == ["length"] && table.rows.count == 8)
        #expect(table.rows[5].caseIndex == 2 && table.rows[5].promptIndex == 1)
        #expect(
            try await store.reader.verdicts(of: scoring.id)
                == [ScorerCount(scorer: "length", pass: 8)])

        var stray = scores
        stray[7].sample = store.ids.next(.sample)
        let second = Scoring(
            id: store.ids.next(.scoring), run: run, scorers: ["x"], isPrimary: false)
        for index in stray.indices { stray[index].scoring = second.id }
        let wrong = stray
        await #expect(throws: StoreError.self) {
            try await store.addScoring(second, scores: wrong)
        }
        #expect(try await store.reader.scorings(of: run).count == 2)
        #expect(try await store.reader.verify(run) == [])
    }

    @Test("An override counts in the scorer's place, the last one of several; history stays")
    func overrides() async throws {
        let store = try Store.inMemory()
        let plan = try await StoreFixture.completeRun(store, cases: 2, prompts: 1)
        let sample = try await store.reader.samples(of: plan.run.id).all()[0]
        let scoring = try #require(plan.scoring).id
        let made = [(Verdict.fail, "no"), (.unscored, "can't tell"), (.fail, "no after all")]
        for (index, (verdict, note)) in made.enumerated() {
            try await store.addOverride(
                Override(
                    id: store.ids.next(.override), run: plan.run.id, sample: sample.id,
                    scorer: "contains",
                    score: Score.id(scoring: scoring, sample: sample.id, scorer: "contains"),
                    verdict: verdict, value: 0, note: note, author: "ada",
                    created: Timestamp(milliseconds: Int64(index))), journal: nil)
        }
        let reader = store.reader
        #expect(try await reader.overrides(ofSample: sample.id).map(\.note) == made.map(\.1))
        let counting = try await reader.scoreTable(of: scoring)
        #expect(counting.rows.map(\.verdict) == [.fail, .fail])
        #expect(counting.rows.map(\.isOverridden) == [true, false])
        let given = try await reader.scoreTable(of: scoring, applyingOverrides: false)
        #expect(given.rows.map(\.verdict) == [.pass, .fail])
        #expect(
            try await reader.count(SampleQuery(run: plan.run.id, verdict: .fail)) == 2)
        let page = try await reader.samples(SampleQuery(run: plan.run.id, verdict: .fail))
        #expect(page.samples[0].scores[0].isOverridden)
        await #expect(throws: StoreError.self) {
            try await store.addOverride(
                Override(
                    id: store.ids.next(.override), run: plan.run.id,
                    sample: store.ids.next(.sample), scorer: "contains", verdict: .fail, note: "",
                    author: "ada"), journal: nil)
        }
    }

    @Test("Overrides are rebuilt from their authors' files; a broken line is named and left out")
    func journal() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let folder = URL(filePath: path).deletingLastPathComponent().path + "/judgments"
        let journal = JudgmentJournal(folder: folder)
        let store = try Store.open(at: path)
        let plan = try await StoreFixture.completeRun(store, cases: 3, prompts: 1)
        let samples = try await store.reader.samples(of: plan.run.id).all()
        for (sample, author) in zip(samples, ["ada", "Ada/../x", "ada"]) {
            try await store.addOverride(
                Override(
                    id: store.ids.next(.override), run: plan.run.id, sample: sample.id,
                    scorer: "contains", verdict: .pass, value: 0.5, note: "naïve \"x\"\n",
                    author: author), journal: journal)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names.count == 2 && names.allSatisfy { $0.hasSuffix(".jsonl") })
        // A crash cut the last line short; the next one must not suffer.
        let file = URL(filePath: journal.path(of: "ada"))
        var bytes = try Data(contentsOf: file)
        bytes += Data("{\"record\": \"overr".utf8)
        try bytes.write(to: file)
        try await store.addOverride(
            Override(
                id: store.ids.next(.override), run: plan.run.id, sample: samples[0].id,
                scorer: "contains", verdict: .fail, note: "later", author: "ada"),
            journal: journal)

        // A colleague's store has neither the run nor the judgments.
        let other = try Store.inMemory()
        let result = try await other.rebuildOverrides(from: journal)
        #expect(result.added == 4 && result.complaints.count == 1)
        #expect(result.complaints[0].contains("ada.jsonl:3:"))
        let rebuilt = try await other.reader.overrides(of: plan.run.id)
        #expect(try await rebuilt == store.reader.overrides(of: plan.run.id))
        #expect(try await other.rebuildOverrides(from: journal).added == 0)
        let trace = try await other.reader.trace(rebuilt[0].id)
        #expect(trace.parents.map(\.node.isMissing) == [true, true])
    }

    @Test("A pinned run is not removed; an unpinned one goes with all that was its own")
    func removal() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let store = try Store.open(at: path)
        let kept = try await StoreFixture.completeRun(store, cases: 3)
        let plan = try await StoreFixture.completeRun(store, cases: 5)
        try await store.fillSearchIndex()
        let before = try await StoreFixture.export(store, kept.run.id)
        try await store.pin(
            EvidencePin(
                id: store.ids.next(.pin), run: plan.run.id, scoring: plan.scoring?.id,
                document: "artifacts/03.md", view: "rate", hash: ContentHash.of("1")))
        await #expect {
            try await store.remove(plan.run.id)
        } throws: { error in
            guard let error = error as? StoreError else { return false }
            return error.code == .pinned && error.message.contains("artifacts/03.md")
        }
        await #expect(throws: DatabaseError.self) {
            try await DatabaseQueue(path: path).write { db in
                try db.execute(sql: "DELETE FROM run")
            }
        }
        #expect(try await store.reader.pins(of: plan.run.id).count == 1)
        try await store.unpin(document: "artifacts/03.md")
        try await store.remove(plan.run.id, keepingCalls: false)
        #expect(try await store.reader.runs().map(\.id) == [kept.run.id])
        #expect(try await StoreFixture.export(store, kept.run.id) == before)
        #expect(try await store.reader.verify(kept.run.id) == [])
        #expect(try await store.reader.verifyFile() == [])
        #expect(try await store.reader.count(SampleQuery(text: "naively")) == 6)
        // What only the removed run had said can't be found, not even in the index.
        let left = try await DatabaseQueue(path: path).read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT (SELECT count(*) FROM output_search('"case 4"')),
                        (SELECT count(*) FROM prompt_search('"What is 4"')),
                        (SELECT count(*) FROM prompt_search('"What is 2"')),
                        (SELECT count(*) FROM content WHERE body LIKE '%What is 4%'),
                        (SELECT count(*) FROM score), (SELECT count(*) FROM sample_body)
                    """)?.databaseValues.compactMap(Int.fromDatabaseValue)
        }
        #expect(left == [0, 0, 1, 0, 6, 6])
    }

    @Test("Whatever is changed behind the store's back, verification says so")
    func tampering() async throws {
        let changes = [
            ("sample_body_update", "UPDATE sample_body SET output = 'better' WHERE sample = 2"),
            ("sample_update", "UPDATE sample SET epoch = 3 WHERE key = 1"),
            ("sample_delete", "DELETE FROM sample WHERE key = 1"),
            ("score_update", "UPDATE score SET verdict = 1 WHERE verdict = 0"),
            ("content_update", "UPDATE content SET body = replace(body, 'kind', 'rude')"),
            ("run_final", "UPDATE run SET manifest = '{}'"),
        ]
        for (trigger, sql) in changes {
            let path = StoreFixture.path()
            defer { StoreFixture.remove(path) }
            let store = try Store.open(at: path)
            let plan = try await StoreFixture.completeRun(store, cases: 2)
            try await DatabaseQueue(path: path).writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA foreign_keys = OFF")
                try db.execute(sql: "DROP TRIGGER \(trigger)")
                if trigger == "sample_delete" { try db.execute(sql: "DROP TRIGGER score_delete") }
                try db.execute(sql: sql)
            }
            let findings = try await store.reader.verify(plan.run.id)
            #expect(!findings.isEmpty, "\(sql)")
        }
    }

    @Test("A trace names what a record came from and what came of it, and what is missing")
    func trace() async throws {
        let store = try Store.inMemory()
        let plan = try await StoreFixture.completeRun(store, cases: 1, prompts: 1)
        let reader = store.reader
        let sample = try await reader.samples(of: plan.run.id).all()[0]
        let scoring = try #require(plan.scoring).id
        let score = Score.id(scoring: scoring, sample: sample.id, scorer: "contains")
        try await store.addOverride(
            Override(
                id: store.ids.next(.override), run: plan.run.id, sample: sample.id,
                scorer: "contains", verdict: .fail, note: "", author: "ada"), journal: nil)
        try await store.pin(
            EvidencePin(
                id: store.ids.next(.pin), run: plan.run.id, document: "artifacts/03.md",
                view: "rate", hash: ContentHash.of("1")))
        func kinds(_ edges: [TraceEdge]) -> [String] {
            edges.map { "\($0.relation) \($0.node.kind)" }
        }
        let run = try await reader.trace(plan.run.id)
        #expect(kinds(run.parents) == ["runs suite"])
        #expect(
            kinds(run.children) == ["scored by scoring", "has samples", "pinned by evidence pin"])
        let traced = try await reader.trace(sample.id)
        #expect(
            kinds(traced.parents) == [
                "part of run", "answers case", "tests clause", "asked with prompt",
                "answered by model",
            ])
        #expect(kinds(traced.children) == ["scored score", "overridden by override"])
        #expect(traced.children[0].node.id == score.description)
        let scored = try await reader.trace(score)
        #expect(kinds(scored.parents) == ["scores sample", "part of scoring"])
        #expect(kinds(scored.children) == ["overridden by override"])
        #expect(try await kinds(reader.trace(scoring).parents) == ["scores run"])
        await #expect(throws: StoreError.self) {
            try await reader.trace(store.ids.next(.finding))
        }
    }
}
