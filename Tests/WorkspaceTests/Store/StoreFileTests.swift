import FoundationEssentials
import GRDB
import LanguageModel
import Testing
import Workspace

@Suite("The store's file")
struct StoreFileTests {
    @Test("A store is made with its folder, and opens again as it was")
    func reopen() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let store = try Store.open(at: path)
        let plan = try await StoreFixture.completeRun(store, cases: 3)
        let again = try Store.open(at: path)
        #expect(try await again.reader.run(plan.run.id).status == .complete)
        #expect(try await again.reader.verify(plan.run.id) == [])
        #expect(try await again.reader.verifyFile() == [])
        let reading = try Store.openForReading(at: path)
        #expect(try await reading.runs().map(\.id) == [plan.run.id])
    }

    @Test("A newer schema is refused, naming both versions, and the file is left alone")
    func newerSchema() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let newer =
            Migration.all + [
                Migration(version: 99, name: "later", sql: "CREATE TABLE later (x INTEGER) STRICT")
            ]
        _ = try Store.open(at: path, migrations: newer)
        for open in [{ _ = try Store.open(at: path) }, { _ = try Store.openForReading(at: path) }] {
            #expect { try open() } throws: { error in
                guard let error = error as? StoreError else { return false }
                return error.code == .newerSchema && error.message.contains("version 99")
                    && error.message.contains("up to \(Migration.all.count)")
            }
        }
    }

    @Test("A migration lays the former store aside first, and keeps what was in it")
    func migrationBacksUp() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let store = try Store.open(at: path)
        #expect(store.backup == nil)
        let plan = try await StoreFixture.completeRun(store, cases: 2)
        let newer =
            Migration.all + [
                Migration(
                    version: 99, name: "later",
                    sql: "ALTER TABLE run ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
            ]
        let migrated = try Store.open(at: path, migrations: newer)
        let backup = try #require(migrated.backup)
        #expect(backup.contains("/backups/store-v\(Migration.all.count)-"))
        #expect(try await migrated.reader.samples(of: plan.run.id).all().count == 4)
        let old = try Store.open(at: backup)
        #expect(try await old.reader.verify(plan.run.id) == [])
    }

    @Test("A migration that fails leaves the store at its former version")
    func failingMigration() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let plan = try await StoreFixture.completeRun(Store.open(at: path), cases: 2)
        let broken =
            Migration.all + [
                Migration(
                    version: 99, name: "broken",
                    sql: "CREATE TABLE later (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1)")
            ]
        #expect(throws: StoreError.self) { try Store.open(at: path, migrations: broken) }
        #expect(try await Store.open(at: path).reader.verify(plan.run.id) == [])
    }

    @Test("Every schema version has its stored file, so that no migration goes untried")
    func fixtures() throws {
        for migration in Migration.all {
            let path = Self.fixturePath(migration.version)
            #expect(
                FileManager.default.fileExists(atPath: path),
                "\(path) is missing: write it with CONDUCT_WRITE_STORE_FIXTURE before a release")
        }
    }

    private static func fixturePath(_ version: Int) -> String {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Fixtures/Store/v\(version).sqlite").standardized.path
    }

    @Test(
        "A version's stored file opens, reads and migrates; that version's schema never changes",
        arguments: Migration.all.map(\.version))
    func fixture(version: Int) async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let folder = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(contentsOf: URL(filePath: Self.fixturePath(version)))
            .write(to: URL(filePath: path))

        let schema = { (path: String) throws -> [String] in
            try DatabaseQueue(path: path).read { db in
                try String.fetchAll(
                    db, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY sql")
            }
        }
        let stored = try await DatabaseQueue(path: path).read { db in
            try Int.fetchOne(db, sql: "PRAGMA user_version")
        }
        #expect(stored == version)
        let fresh = StoreFixture.path()
        defer { StoreFixture.remove(fresh) }
        _ = try Store.open(
            at: fresh, migrations: Migration.all.filter { $0.version <= version })
        #expect(try schema(path) == schema(fresh))

        let store = try Store.open(at: path)
        #expect((store.backup == nil) == (version == Migration.all.last?.version))
        let runs = try await store.reader.runs()
        #expect(runs.count == 1)
        let run = try #require(runs.first)
        #expect(run.run.suite == "honesty" && run.samples == 6 && run.failures == 0)
        #expect(run.verdicts == [ScorerCount(scorer: "contains", pass: 4, fail: 2)])
        #expect(try await store.reader.verify(run.id) == [])
        #expect(try await store.reader.overrides(of: run.id).map(\.author) == ["ada"])
        #expect(try await store.reader.count(SampleQuery(text: "naively")) == 6)
        let latest = StoreFixture.path()
        defer { StoreFixture.remove(latest) }
        _ = try Store.open(at: latest)
        #expect(try schema(path) == schema(latest))

        // Records came with version 2.
        let findings = try await store.reader.records(.finding)
        guard version >= 2 else {
            #expect(findings.isEmpty)
            return
        }
        #expect(findings.map(\.name) == ["flatters", "flatters"])
        #expect(findings.last?.body["severity"]?.string == "high")
        #expect(
            try await store.reader.records(linkingTo: "clause:no-flattery") == [findings[1]])
        #expect(try await store.reader.verifyRecords().isEmpty)
    }

    @Test(
        "Writes the fixtures that are missing",
        .enabled(if: ProcessInfo.processInfo.environment["CONDUCT_WRITE_STORE_FIXTURE"] != nil))
    func writeFixture() async throws {
        let target = try #require(
            ProcessInfo.processInfo.environment["CONDUCT_WRITE_STORE_FIXTURE"])
        for version in Migration.all.map(\.version) {
            let file = "\(target)/v\(version).sqlite"
            guard !FileManager.default.fileExists(atPath: file) else { continue }
            let path = StoreFixture.path()
            defer { StoreFixture.remove(path) }
            let store = try Store.open(
                at: path, migrations: Migration.all.filter { $0.version <= version })
            let plan = try await StoreFixture.completeRun(store, cases: 3)
            let samples = try await store.reader.samples(of: plan.run.id).all()
            try await store.addOverride(
                Override(
                    id: store.ids.next(.override), run: plan.run.id, sample: samples[0].id,
                    scorer: "contains", verdict: .fail, note: "wrong", author: "ada"),
                journal: nil)
            if version >= 2 {
                let first = StoredRecord(
                    id: store.ids.next(.finding), name: "flatters", author: "ada",
                    links: [RecordLink("seen in", samples[0].id)], body: ["severity": "low"])
                let second = StoredRecord(
                    id: store.ids.next(.finding), name: "flatters", author: "ada",
                    links: [
                        RecordLink("replaces", first.id),
                        RecordLink("breaks", "clause:no-flattery"),
                    ], body: ["severity": "high"])
                try await store.append([first, second])
            }
            try await store.fillSearchIndex()
            try await DatabaseQueue(path: path).writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM INTO ?", arguments: [file])
            }
        }
    }

    @Test(
        "A file cut short is refused, saying so, and is not written to",
        arguments: [50, 99, 4096, 9000, 40_000])
    func truncated(length: Int) async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let made = StoreFixture.path()
        defer { StoreFixture.remove(made) }
        try await StoreFixture.completeRun(Store.open(at: made), cases: 3)
        // Everything into the one file, as an orderly end of the last process leaves it.
        try FileManager.default.createDirectory(
            at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try await DatabaseQueue(path: made).writeWithoutTransaction { db in
            try db.execute(sql: "VACUUM INTO ?", arguments: [path])
        }
        let whole = try Data(contentsOf: URL(filePath: path))
        #expect(whole.count > 40_000)
        let cut = whole.prefix(length)
        try cut.write(to: URL(filePath: path))
        #expect { try Store.open(at: path) } throws: { error in
            guard let error = error as? StoreError else { return false }
            return error.code == .truncated && error.message.contains("\(length)")
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == cut)
    }

    @Test("A damaged page is an error, not a crash and not a wrong answer")
    func damaged() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let made = StoreFixture.path()
        defer { StoreFixture.remove(made) }
        try await StoreFixture.completeRun(Store.open(at: made), cases: 30)
        try FileManager.default.createDirectory(
            at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try await DatabaseQueue(path: made).writeWithoutTransaction { db in
            try db.execute(sql: "VACUUM INTO ?", arguments: [path])
        }
        var bytes = try Data(contentsOf: URL(filePath: path))
        for index in stride(from: 4096 * 3, to: bytes.count, by: 97) { bytes[index] ^= 0xFF }
        try bytes.write(to: URL(filePath: path))
        await #expect(throws: StoreError.self) {
            let store = try Store.open(at: path)
            for run in try await store.reader.runs() {
                _ = try await store.reader.samples(of: run.id).all()
            }
            let findings = try await store.reader.verifyFile()
            if !findings.isEmpty {
                throw StoreError(.corrupt, findings.joined(separator: "\n"), advice: "")
            }
        }
    }

    @Test("Something else than a store is refused and kept", arguments: [true, false])
    func notAStore(isDatabase: Bool) async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        try FileManager.default.createDirectory(
            at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        if isDatabase {
            try await DatabaseQueue(path: path).write { db in
                try db.execute(sql: "CREATE TABLE theirs (x)")
            }
        } else {
            try Data("id,name\n1,x\n".utf8).write(to: URL(filePath: path))
        }
        let before = try Data(contentsOf: URL(filePath: path))
        #expect { try Store.open(at: path) } throws: { error in
            (error as? StoreError)?.code == .notAStore
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test("A missing store is an error for readers, not a new file")
    func missing() {
        let path = StoreFixture.path()
        #expect { try Store.openForReading(at: path) } throws: { error in
            (error as? StoreError)?.code == .notFound
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
