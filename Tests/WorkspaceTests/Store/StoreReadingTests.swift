import LanguageModel
import Testing
import Workspace

@Suite("Finding records in the store")
struct StoreReadingTests {
    @Test(
        "An id is found by itself, by a unique beginning with or without its prefix, or as latest")
    func resolving() async throws {
        let store = try Store.inMemory()
        await #expect {
            try await store.reader.resolve("latest", as: .run)
        } throws: { error in
            (error as? StoreError)?.code == .notFound
        }
        let first = try await StoreFixture.completeRun(store, cases: 1).run.id
        let second = try await StoreFixture.completeRun(store, cases: 1).run.id
        let reader = store.reader
        #expect(try await reader.resolve("latest", as: .run) == second)
        #expect(try await reader.resolve(first.description, as: .run) == first)
        #expect(try await reader.resolve(first.description.uppercased(), as: .run) == first)
        // The shortest beginning that only the first has.
        let text = first.description
        let shared = zip(text, second.description).prefix { $0 == $1 }.count
        let unique = String(text.prefix(shared + 1))
        #expect(try await reader.resolve(unique, as: .run) == first)
        #expect(try await reader.resolve(String(unique.dropFirst(4)), as: .run) == first)
        await #expect {
            try await reader.resolve(String(text.prefix(shared)), as: .run)
        } throws: { error in
            guard let error = error as? StoreError else { return false }
            return error.code == .ambiguous && error.message.contains(first.description)
                && error.message.contains(second.description)
        }
        for wrong in ["run_zzz", "", "run_", "smp_01", "%", "run_'; DROP TABLE run"] {
            await #expect {
                try await reader.resolve(wrong, as: .run)
            } throws: { error in
                (error as? StoreError)?.code == .notFound
            }
        }
    }

    @Test("A score is found by its derived id and by a beginning of it")
    func resolvingScores() async throws {
        let store = try Store.inMemory()
        let plan = try await StoreFixture.completeRun(store, cases: 3)
        let scoring = try #require(plan.scoring).id
        let scores = try await store.reader.scores(of: scoring).all()
        #expect(Set(scores.map(\.id)).count == 6)
        for score in scores {
            #expect(try await store.reader.resolve(score.id.description, as: .score) == score.id)
            #expect(
                try await store.reader.resolve(
                    String(score.id.description.prefix(24)), as: .score) == score.id)
            #expect(try await store.reader.score(score.id) == score)
        }
    }

    static let filterRows: [(SampleQuery, Int)] = [
        (SampleQuery(verdict: .pass), 6),
        (SampleQuery(verdict: .fail), 4),
        (SampleQuery(scorer: "contains"), 10),
        (SampleQuery(scorer: "none"), 0),
        (SampleQuery(tags: ["intent": "odd"]), 4),
        (SampleQuery(tags: ["intent": "x"]), 0),
        (SampleQuery(clause: "no-flattery"), 4),
        (SampleQuery(model: "echo"), 10),
        (SampleQuery(promptID: "prompt-1"), 5),
        (SampleQuery(caseID: "case-2"), 2),
        (SampleQuery(isFailure: false), 10),
        (SampleQuery(isFailure: true), 0),
        (SampleQuery(text: "naively"), 10),
        (SampleQuery(text: "NAÏVELY case"), 10),
        (SampleQuery(text: "\"what is 3\""), 2),
        (SampleQuery(text: "kin"), 10),
        (SampleQuery(text: "absent"), 0),
        (SampleQuery(text: "\"is what\""), 0),
        (
            SampleQuery(
                verdict: .pass, tags: ["intent": "even"], promptID: "prompt-0", text: "yes"), 3
        ),
    ]

    @Test("Filters find what they say", arguments: filterRows)
    func filters(query: SampleQuery, expected: Int) async throws {
        let store = try Store.inMemory()
        let plan = try await StoreFixture.completeRun(store, cases: 5)
        try await StoreFixture.completeRun(store, cases: 1)
        try await store.fillSearchIndex()
        #expect(try await store.reader.unindexedCount() == 0)
        var query = query
        query.run = plan.run.id
        #expect(try await store.reader.count(query) == expected)
        let page = try await store.reader.samples(query)
        #expect(page.samples.count == expected && page.next == nil)
        #expect(page.samples.allSatisfy { $0.run == plan.run.id })
    }

    @Test(
        "What is not indexed yet is found as well",
        arguments: ["yes", "\"What is 1\"", "kin", "100%_"])
    func unindexed(text: String) async throws {
        let store = try Store.inMemory()
        try await StoreFixture.completeRun(store, cases: 2)
        let query = SampleQuery(text: text)
        let before = try await store.reader.count(query)
        #expect(try await store.reader.unindexedCount() == 4)
        #expect(try await store.fillSearchIndex() == 4)
        #expect(try await store.reader.count(query) == before)
        #expect(before == (text.contains("What") ? 2 : text.contains("%") ? 0 : 4))
    }

    @Test(
        "A search without a word is an error, whatever signs it has", arguments: ["", "\"*", "--"])
    func noWord(text: String) async throws {
        let store = try Store.inMemory()
        await #expect {
            try await store.reader.count(SampleQuery(text: text))
        } throws: { error in
            (error as? StoreError)?.code == .invalid
        }
    }

    @Test("Pages join to the whole list, forward and backward")
    func paging() async throws {
        let store = try Store.inMemory()
        let plan = try await StoreFixture.completeRun(store, cases: 12)
        for newestFirst in [false, true] {
            let query = SampleQuery(
                run: plan.run.id, tags: ["intent": "even"], newestFirst: newestFirst)
            var listed: [RecordID] = []
            var next: RecordID?
            repeat {
                let page = try await store.reader.samples(query, after: next, limit: 5)
                listed += page.samples.map(\.id)
                next = page.next
            } while next != nil
            #expect(listed.count == 12 && Set(listed).count == 12)
            #expect(listed == listed.sorted() || newestFirst)
            #expect(listed == listed.sorted(by: >) || !newestFirst)
        }
    }

    @Test("Run lists are newest first and continue behind a run")
    func runList() async throws {
        let store = try Store.inMemory()
        var made: [RecordID] = []
        for _ in 0..<5 { made.append(try await StoreFixture.completeRun(store, cases: 1).run.id) }
        let first = try await store.reader.runs(limit: 2)
        #expect(first.map(\.id) == [made[4], made[3]])
        let rest = try await store.reader.runs(before: made[3])
        #expect(rest.map(\.id) == [made[2], made[1], made[0]])
        #expect(try await store.reader.runs(suite: "other").isEmpty)
    }

    @Test("Changes by another store on the file are told")
    func changes() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let store = try Store.open(at: path)
        let other = try Store.open(at: path)
        let changes = try store.changes(every: .milliseconds(5))
        async let told: Bool = {
            for try await _ in changes { return true }
            return false
        }()
        try await Task.sleep(for: .milliseconds(50))
        try await StoreFixture.completeRun(other, cases: 1)
        #expect(try await told)
    }
}
