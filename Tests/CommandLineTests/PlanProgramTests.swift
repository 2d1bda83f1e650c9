import Foundation
import LanguageModel
import Testing

@Suite("The plan and the roles by commands")
struct PlanProgramTests {
    private func lab<Result>(_ body: (String) throws -> Result) throws -> Result {
        try Program.withFolder { folder in
            let made = try Program.run(["init", ".", "--bare"], in: folder)
            #expect(made.status == 0, "\(made.error)")
            return try body(folder)
        }
    }

    private func json(_ arguments: [String], in folder: String) throws -> JSONValue {
        let outcome = try Program.run(arguments + ["--json"], in: folder)
        #expect(outcome.status == 0, "\(arguments): \(outcome.error)")
        return try JSONValue(parsing: outcome.output)
    }

    @Test("A plan begins, an item without evidence is refused with 1, and an override is shown")
    func progress() throws {
        try lab { folder in
            let start = try json(
                ["plan", "start", "2028-02-20", "--today", "2028-02-20"], in: folder)
            #expect(start["end"]?.string == "2028-05-19")
            let refused = try Program.run(
                ["plan", "done", "44", "--today", "2028-02-21"], in: folder)
            #expect(refused.status == 1)
            #expect(refused.error.contains("0 of 30 cases over 0 of 3"))
            let done = try json(
                ["plan", "done", "44", "--override", "made elsewhere", "--today", "2028-02-21"],
                in: folder)
            let item = done["items"]?.array?.first { $0["id"]?.string == "suite-of-thirty" }
            #expect(item?["standing"]?.string == "done by override")
            #expect(item?["override"]?.string == "made elsewhere")
            #expect(try Program.run(["plan", "done", "nothing"], in: folder).status == 2)
            #expect(try Program.run(["plan", "gate"], in: folder).status == 1)
        }
    }

    @Test("Today is the day of the user's zone")
    func zones() throws {
        try lab { folder in
            func start(_ zone: String) throws -> String {
                let process = Process()
                process.executableURL = URL(filePath: "/usr/bin/env")
                process.arguments = ["TZ=\(zone)", Program.path, "plan", "start", "--json"]
                process.currentDirectoryURL = URL(filePath: folder)
                let output = Pipe()
                process.standardOutput = output
                try process.run()
                let data = output.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                return try JSONValue(parsing: String(decoding: data, as: UTF8.self))["start"]?
                    .string ?? ""
            }
            // Twenty-six hours lie between the two: never the same day.
            let (east, west) = (try start("UTC-14"), try start("UTC+12"))
            #expect(west < east)
        }
    }

    @Test("Every row of the plan audit that is done or partly done names a command that there is")
    func audit() throws {
        try lab { folder in
            let rows = try json(["plan", "audit"], in: folder).array ?? []
            #expect(rows.count == 64)
            for row in rows where row["state"]?.string != "not-yet" {
                let words = (row["command"]?.string ?? "").split(separator: " ").map(String.init)
                let help = try Program.run(Array(words.dropFirst()) + ["--help"], in: folder)
                #expect(help.status == 0, "\(words)")
                #expect(help.output.contains("USAGE: \(words.joined(separator: " "))"), "\(words)")
            }
            let done = rows.filter { $0["state"]?.string == "done" }
            #expect(done.count >= 12)
        }
    }

    @Test("A role is added, annotated, compared with the lexicon, audited and held to the plan")
    func roles() throws {
        try lab { folder in
            let text = """
                <h1>Behaviour designer</h1><h2>What you will do</h2>
                <ul><li>Design evaluations of honesty</li><li>Monitor regressions</li></ul>
                <script>alert(1)</script>
                """
            try text.write(toFile: folder + "/ad.html", atomically: true, encoding: .utf8)
            let added = try json(
                ["role", "add", "ad.html", "--employer", "Example Labs", "--target"], in: folder)
            #expect(added["role"]?.string == "example-labs-behaviour-designer")
            #expect(added["requirements"]?.int == 2)
            let early = try Program.run(["role", "verbs"], in: folder)
            #expect(early.status == 2)
            #expect(early.error.contains("group the verbs yourself first"))
            _ = try json(
                [
                    "role", "annotate", "example", "--verb", "design=evaluate", "--verb",
                    "monitor=evaluate", "--tuesday", "Reads answers.",
                ], in: folder)
            let verbs = try json(["role", "verbs"], in: folder)
            #expect(verbs["agreement"] == ["same": 1, "of": 2])
            let audit = try json(["role", "audit", "--html", "audit.html"], in: folder)
            #expect(audit[0]?["counts"]?["gap"]?.int == 2)
            #expect(FileManager.default.fileExists(atPath: folder + "/audit.html"))
            let trace = try Program.run(
                ["trace", audit[0]?["id"]?.string ?? ""], in: folder)
            #expect(trace.status == 0, "\(trace.error)")
            let market = try json(["plan", "market"], in: folder)
            let omitted = market["skills"]?.array?.filter { $0["is_omitted"]?.bool == true }
            #expect(omitted?.map { $0["id"]?.string } == ["monitoring"])
            #expect(try Program.run(["role", "show", "nobody"], in: folder).status == 2)
        }
    }

    @Test("Ratings are given blind, twice, and reported")
    func rerate() throws {
        try lab { folder in
            let rows = (0..<25).map { "i\($0),text \($0),\($0 % 2 == 0 ? "yes" : "no")\n" }
            try ("id,text,label\n" + rows.joined())
                .write(toFile: folder + "/first.csv", atomically: true, encoding: .utf8)
            let made = try json(
                [
                    "rerate", "new", "candour", "first.csv", "--labels", "yes,no", "--today",
                    "2026-11-24",
                ], in: folder)
            #expect(made["ratings"]?.int == 25)
            #expect(made["next"]?.string == "rating 2 from 2026-12-01 on")
            let next = try json(
                ["rerate", "next", "candour", "--today", "2026-12-01"], in: folder)
            #expect(next["pass"]?.int == 2)
            // The first label is nowhere in what is shown.
            #expect(next["item"]?.object?.keys.sorted() == ["id", "text"])
            let second = (0..<25).map { "i\($0),\($0 % 2 == 0 || $0 == 3 ? "yes" : "no")\n" }
            try ("id,label\n" + second.joined())
                .write(toFile: folder + "/second.csv", atomically: true, encoding: .utf8)
            _ = try json(
                [
                    "rerate", "next", "candour", "--labels", "second.csv", "--today", "2026-12-01",
                ], in: folder)
            let report = try json(["rerate", "report", "candour"], in: folder)
            #expect(report["comparisons"]?[0]?["items"]?.int == 25)
            #expect(report["comparisons"]?[0]?["differences"]?.array?.count == 1)
        }
    }
}
