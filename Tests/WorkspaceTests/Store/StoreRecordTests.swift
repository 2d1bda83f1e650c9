import LanguageModel
import Testing
import Workspace

@Suite("Records without tables of their own")
struct StoreRecordTests {
    private static func finding(
        _ store: Store, _ name: String, links: [RecordLink] = [], author: String = "ada"
    ) -> StoredRecord {
        StoredRecord(
            id: store.ids.next(.finding), name: name, author: author, links: links,
            body: ["observed": .string(name), "severity": "high"])
    }

    @Test("A record comes back as it went in, is found by name, link and beginning of its id")
    func roundTrip() async throws {
        let store = try Store.inMemory()
        let first = Self.finding(store, "flatters")
        let second = Self.finding(
            store, "flatters",
            links: [RecordLink("replaces", first.id), RecordLink("about", "clause:no-flattery")])
        try await store.append([first, second])
        try await store.append(first)
        let reader = store.reader
        #expect(try await reader.records(.finding) == [first, second])
        #expect(try await reader.latest(.finding, named: "flatters") == second)
        #expect(try await reader.latest(.finding, named: "refuses") == nil)
        #expect(try await reader.records(linkingTo: "clause:no-flattery") == [second])
        #expect(
            try await reader.records(linkingTo: first.id.description, kind: .finding) == [second])
        #expect(
            try await reader.records(linkingTo: first.id.description, kind: .vote).isEmpty)
        #expect(try await reader.resolve("latest", as: .finding) == second.id)
        #expect(try await reader.resolve(first.id.description, as: .finding) == first.id)
        #expect(StoredRecord(json: second.json) == second)
        #expect(try await reader.verifyRecords().isEmpty)
    }

    @Test("A record of a kind with its own table, or without an object, is refused")
    func refused() async throws {
        let store = try Store.inMemory()
        for record in [
            StoredRecord(id: store.ids.next(.run), body: [:]),
            StoredRecord(id: store.ids.next(.finding), body: "text"),
        ] {
            await #expect(throws: StoreError.self) { try await store.append(record) }
        }
        #expect(try await store.reader.records(.finding).isEmpty)
    }

    @Test("A trace names a record's sources, what came of it, and what is missing")
    func trace() async throws {
        let store = try Store.inMemory()
        let plan = try await StoreFixture.completeRun(store, cases: 1, prompts: 1)
        let sample = try await store.reader.samples(of: plan.run.id).all()[0]
        let lost = store.ids.next(.vote)
        let record = Self.finding(
            store, "flatters",
            links: [
                RecordLink("seen in", sample.id), RecordLink("breaks", "clause:no-flattery"),
                RecordLink("decided by", lost),
            ])
        try await store.append(record)
        let trace = try await store.reader.trace(record.id)
        #expect(trace.record.kind == "finding")
        #expect(trace.parents.map(\.node.kind) == ["sample", "clause", "vote"])
        #expect(trace.parents.map(\.node.isMissing) == [false, false, true])
        #expect(
            try await store.reader.trace(sample.id).children.contains {
                $0.node.id == record.id.description
            })
    }

    @Test("What people judged is rebuilt from their files")
    func rebuild() async throws {
        let folder = StoreFixture.path() + "-judgments"
        defer { StoreFixture.remove(folder + "/x") }
        let journal = JudgmentJournal(folder: folder)
        let store = try Store.inMemory()
        let record = Self.finding(store, "flatters")
        try await store.append(record, journal: journal)
        let other = try Store.inMemory()
        #expect(try await other.rebuildRecords(from: journal).added == 1)
        #expect(try await other.rebuildRecords(from: journal).added == 0)
        #expect(try await other.reader.records(.finding) == [record])
        #expect(try await other.rebuildOverrides(from: journal).complaints.isEmpty)
    }
}
