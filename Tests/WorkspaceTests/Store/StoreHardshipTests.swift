import FoundationEssentials
import GRDB
import LanguageModel
import Statistics
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("The store under hardship")
struct StoreHardshipTests {
    /// A process that has ended: no process has this number.
    static var deadProcess: ProcessIdentity {
        var process = ProcessIdentity.current()
        process.pid = 1 << 30
        process.start = 1
        return process
    }

    @Test("However a crash cuts the log, the committed part is whole and the run goes on")
    func crash() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let store = try Store.open(at: path, process: Self.deadProcess)
        let plan = StoreFixture.plan(store, cases: 40, prompts: 1, planned: 40)
        let writer = try await store.begin(plan)
        for index in 0..<40 {
            try await writer.submit(StoreFixture.entry(store, plan, caseIndex: index))
            if index % 5 == 4 { try await writer.flush() }
        }
        let main = try Data(contentsOf: URL(filePath: path))
        let log = try Data(contentsOf: URL(filePath: path + "-wal"))
        #expect(log.count > 100_000)
        var random = CounterGenerator(seed: 5)
        var seen: Set<Int> = []
        for _ in 0..<25 {
            let copy = StoreFixture.path()
            defer { StoreFixture.remove(copy) }
            try FileManager.default.createDirectory(
                at: URL(filePath: copy).deletingLastPathComponent(),
                withIntermediateDirectories: true)
            try main.write(to: URL(filePath: copy))
            let length = random.index(below: log.count)
            try log.prefix(length).write(to: URL(filePath: copy + "-wal"))
            let after = try Store.open(at: copy)
            guard let summary = try await after.reader.runs().first else {
                seen.insert(-1)
                continue
            }
            // Whole batches of five, and counts, hashes and links that agree with them.
            seen.insert(summary.samples)
            #expect(summary.samples % 5 == 0)
            #expect(try await after.reader.verify(summary.id) == [])
            #expect(try await after.reader.verifyFile() == [])
            let done = try await after.reader.doneCells(of: summary.id)
            #expect(done.count == summary.samples)
            let again = try await after.resume(summary.id)
            for index in 0..<40 where !done.contains(where: { $0.caseID == "case-\(index)" }) {
                try await again.submit(StoreFixture.entry(after, plan, caseIndex: index))
            }
            try await again.complete()
            #expect(try await after.reader.verify(summary.id) == [])
        }
        #expect(seen.count > 3)
        try await writer.abandon()
    }

    @Test("Two stores on one file write at once, and nothing is lost")
    func twoWriters() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let stores = [try Store.open(at: path), try Store.open(at: path)]
        let plans = try await withThrowingTaskGroup(of: RunPlan.self) { group in
            for store in stores {
                group.addTask {
                    try await StoreFixture.completeRun(store, cases: 600, prompts: 2)
                }
            }
            var plans: [RunPlan] = []
            for try await plan in group { plans.append(plan) }
            return plans
        }
        for plan in plans {
            let summary = try await stores[0].reader.summary(of: plan.run.id)
            #expect(summary.samples == 1200 && summary.run.status == .complete)
            #expect(try await stores[1].reader.verify(plan.run.id) == [])
        }
    }

    @Test("A run that a live process works on is refused, naming process and host")
    func leaseHeld() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let first = try Store.open(at: path)
        let second = try Store.open(at: path)
        let plan = StoreFixture.plan(first, cases: 1)
        let writer = try await first.begin(plan)
        let process = ProcessIdentity.current()
        await #expect {
            try await second.resume(plan.run.id)
        } throws: { error in
            guard let error = error as? StoreError else { return false }
            return error.code == .leaseHeld && error.message.contains("process \(process.pid)")
                && error.message.contains(process.host)
        }
        await #expect {
            try await second.remove(plan.run.id)
        } throws: { error in
            (error as? StoreError)?.code == .leaseHeld
        }
        try await writer.interrupt()
        let again = try await second.resume(plan.run.id)
        try await again.interrupt()
    }

    @Test("A dead process's run is taken over, and the dead one writes no more if it wasn't dead")
    func takeover() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let first = try Store.open(at: path, process: Self.deadProcess)
        let second = try Store.open(at: path)
        let plan = StoreFixture.plan(first, cases: 2)
        let old = try await first.begin(plan)
        try await old.submit(StoreFixture.entry(first, plan, caseIndex: 0))
        try await old.flush()
        // It wrote that it runs and can't take it back; its lease tells.
        #expect(try await second.reader.summary(of: plan.run.id).status == .interrupted)
        let new = try await second.resume(plan.run.id)
        #expect(try await second.reader.summary(of: plan.run.id).status == .running)
        try await old.submit(StoreFixture.entry(first, plan, caseIndex: 1))
        await #expect {
            try await old.flush()
        } throws: { error in
            (error as? StoreError)?.code == .leaseLost
        }
        await #expect(throws: StoreError.self) { try await old.heartbeat() }
        try await new.submit(StoreFixture.entry(second, plan, caseIndex: 1))
        try await new.complete()
        #expect(try await second.reader.summary(of: plan.run.id).samples == 2)
    }

    @Test("On another machine the heartbeat decides", arguments: [5, 3600])
    func foreignHeartbeat(age: Int) async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        var elsewhere = ProcessIdentity.current()
        elsewhere.host = "elsewhere"
        elsewhere.machine = "elsewhere"
        let first = try Store.open(at: path, process: elsewhere)
        let plan = StoreFixture.plan(first, cases: 1)
        let writer = try await first.begin(plan)
        let heartbeat = Timestamp.now.milliseconds - Int64(age) * 1000
        try await DatabaseQueue(path: path).write { db in
            try db.execute(sql: "UPDATE lease SET heartbeat = ?", arguments: [heartbeat])
        }
        let second = try Store.open(at: path)
        #expect(
            try await second.reader.summary(of: plan.run.id).status
                == (age < 60 ? .running : .interrupted))
        if age < 60 {
            await #expect {
                try await second.resume(plan.run.id)
            } throws: { error in
                (error as? StoreError)?.message.contains("on elsewhere") == true
            }
            try await writer.heartbeat()
        } else {
            let taken = try await second.resume(plan.run.id)
            try await taken.interrupt()
        }
    }

    @Test("A reused process number is not the process that had it")
    func reusedNumber() {
        let now = ProcessIdentity.current()
        #expect(now.isAlive(seenBy: now) == true)
        var other = now
        other.start = (now.start ?? 0) - 1
        #expect(other.isAlive(seenBy: now) == (now.start == nil))
        other.machine = "elsewhere"
        #expect(other.isAlive(seenBy: now) == nil)
    }

    @Test("A full disk is said, keeps what was committed, and keeps the rest in the queue")
    func fullDisk() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let store = try Store.open(at: path, maximumPages: 110)
        let plan = StoreFixture.plan(store, cases: 500, prompts: 1, planned: 500)
        let writer = try await store.begin(plan)
        var refusals = 0
        for index in 0..<500 {
            do {
                try await writer.submit(StoreFixture.entry(store, plan, caseIndex: index))
                if index % 20 == 19 { try await writer.flush() }
            } catch let error as StoreError {
                #expect(error.code == .diskFull)
                #expect(error.advice.contains("free some space"))
                refusals += 1
                break
            }
        }
        #expect(refusals == 1)
        #expect(await writer.pending == 20)
        await #expect(throws: StoreError.self) { try await writer.flush() }
        #expect(await writer.pending == 20)
        let committed = try await store.reader.summary(of: plan.run.id).samples
        #expect(committed > 0 && committed % 20 == 0)
        #expect(try await store.reader.verify(plan.run.id) == [])
        try await writer.abandon()
        // With room again, the same command goes on.
        let roomy = try Store.open(at: path)
        let again = try await roomy.resume(plan.run.id)
        let done = try await roomy.reader.doneCells(of: plan.run.id)
        for index in 0..<500 where !done.contains(where: { $0.caseID == "case-\(index)" }) {
            try await again.submit(StoreFixture.entry(roomy, plan, caseIndex: index))
        }
        try await again.complete()
        #expect(try await roomy.reader.verify(plan.run.id) == [])
    }

    @Test("A store that another process keeps busy is said, and the entries arrive afterwards")
    func locked() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let store = try Store.open(at: path, busyTimeout: 0.05)
        let plan = StoreFixture.plan(store, cases: 1)
        let writer = try await store.begin(plan)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
        }
        try await writer.submit(StoreFixture.entry(store, plan, caseIndex: 0))
        await #expect {
            try await writer.flush()
        } throws: { error in
            (error as? StoreError)?.code == .locked
        }
        try await other.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
        try await writer.flush()
        #expect(try await store.reader.summary(of: plan.run.id).samples == 1)
        try await writer.interrupt()
    }

    @Test(
        "A store that may not be written is said when it is opened to write, and can be read",
        .enabled(if: geteuid() != 0, "root may write everything"))
    func readOnly() async throws {
        let made = StoreFixture.path()
        let path = StoreFixture.path()
        let folder = URL(filePath: path).deletingLastPathComponent()
        defer {
            _ = chmod(folder.path, 0o755)
            StoreFixture.remove(path)
            StoreFixture.remove(made)
        }
        let plan = try await StoreFixture.completeRun(Store.open(at: made), cases: 2)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await DatabaseQueue(path: made).writeWithoutTransaction { db in
            try db.execute(sql: "VACUUM INTO ?", arguments: [path])
        }
        _ = chmod(path, 0o444)
        _ = chmod(folder.path, 0o555)
        #expect {
            try Store.open(at: path)
        } throws: { error in
            [.readOnly, .cannotOpen].contains((error as? StoreError)?.code)
        }
        let reader = try Store.openForReading(at: path)
        #expect(try await reader.verify(plan.run.id) == [])
    }

    @Test(
        "Whoever writes, a complete run does not change",
        arguments: [
            "UPDATE run SET seed = 1", "UPDATE run SET status = 'running', finished = NULL",
            "UPDATE sample SET latency = 1", "DELETE FROM sample",
            "UPDATE sample_body SET output = 'x'", "DELETE FROM sample_body",
            "UPDATE case_snapshot SET ordinal = 9", "DELETE FROM case_snapshot",
            "UPDATE prompt_snapshot SET ordinal = 9", "DELETE FROM prompt_snapshot",
            "UPDATE model_snapshot SET alias = 'x'", "DELETE FROM model_snapshot",
            "UPDATE scoring SET scorers = '[]'", "UPDATE scoring SET sealed = 0",
            "DELETE FROM scoring", "UPDATE score SET verdict = 1", "DELETE FROM score",
            "INSERT INTO score SELECT sample, scoring, 7, 1, 1, '', NULL, 1, NULL, NULL FROM score",
            "UPDATE content SET body = 'x'", "UPDATE override SET note = 'x'",
            "DELETE FROM override", "UPDATE scorer SET name = 'x'",
            """
            INSERT INTO sample SELECT 900, 'smp_00000000000000000000000000', run, case_key,
                prompt_key, model_key, 5, seed, prompt, finish, tokens_in, tokens_out,
                tokens_cached, latency, first_token, retries, cost, failure, reused_from, reused,
                started, hash FROM sample LIMIT 1
            """,
        ])
    func immutable(sql: String) async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let store = try Store.open(at: path)
        let plan = try await StoreFixture.completeRun(store, cases: 2)
        let sample = try await store.reader.samples(of: plan.run.id).all()[0]
        try await store.addOverride(
            Override(
                id: store.ids.next(.override), run: plan.run.id, sample: sample.id,
                scorer: "contains", verdict: .fail, note: "", author: "ada"), journal: nil)
        let before = try await StoreFixture.export(store, plan.run.id)
        await #expect(throws: DatabaseError.self) {
            try await DatabaseQueue(path: path).write { db in try db.execute(sql: sql) }
        }
        #expect(try await StoreFixture.export(store, plan.run.id) == before)
    }
}
