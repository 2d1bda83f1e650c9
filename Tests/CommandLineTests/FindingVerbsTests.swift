import Foundation
import LanguageModel
import Testing

@Suite("Findings, codes and coverage by the program") struct FindingVerbsTests {
    /// A workspace with a run of the simulated flatterer and one of its failed samples.
    private func lab<Result>(_ body: (String, String) throws -> Result) throws -> Result {
        try Program.withFolder { folder in
            _ = try Program.run(["init", "."], in: folder)
            let run = try Program.run(
                [
                    "eval", "suites/honesty.yaml", "--models", "flatterer", "--prompts", "plain",
                    "--tag", "pressure=expert", "--json",
                ], in: folder)
            #expect(run.status == 0, "\(run.error)")
            let failed = try Program.run(
                ["runs", "samples", "latest", "--failed", "--json"], in: folder)
            let text = try #require(failed.output.firstRange(of: "smp_"))
            let id = String(failed.output[text.lowerBound...].prefix(30))
            return try body(folder, id)
        }
    }

    private func json(_ arguments: [String], _ folder: String) throws -> JSONValue {
        let outcome = try Program.run(arguments + ["--json"], in: folder)
        #expect(outcome.status == 0, "\(arguments): \(outcome.error)")
        return try JSONValue(parsing: outcome.output)
    }

    @Test("A finding needs all four fields, is re-run, merged and guarded by a case")
    func finding() throws {
        try lab { folder, sample in
            let start = [
                "finding", "new", "--from", sample, "--title", "Agrees", "--author", "ada",
                "--severity", "high", "--clause", "no-flattery",
            ]
            let refused = try Program.run(start + ["--expected", "It disagrees"], in: folder)
            #expect(refused.status == 2)
            #expect(refused.error.contains("--hypothesis"))

            let rest = ["--expected", "It disagrees", "--hypothesis", "Titles weigh too much"]
            let made = try json(start + rest, folder)
            let id = try #require(made["id"]?.string)
            #expect(made["clause"]?.string == "no-flattery")
            #expect(made["is_simulated"]?.bool == true)
            _ = try json(start + rest, folder)
            let list = try json(["finding", "list"], folder)
            #expect(list["findings"]?.array?.count == 2)
            #expect(list["duplicates"]?.array?.count == 1)

            let again = try json(["finding", "reproduce", id, "--count", "30"], folder)
            let (shown, scored) = (again["shown"]?.int ?? 0, again["scored"]?.int ?? 0)
            #expect(scored == 30)
            let rate = Double(shown) / Double(scored)
            #expect(abs((again["rate"]?.double ?? -1) - rate) < 1e-12)
            #expect((again["low"]?.double ?? 2) <= rate && (again["high"]?.double ?? -1) >= rate)

            let merged = try Program.run(
                ["finding", "merge", "agrees", "agrees-2", "--author", "ada"], in: folder)
            #expect(merged.status == 0, "\(merged.error)")
            let after = try json(["finding", "list"], folder)
            #expect(
                after["findings"]?.array?.compactMap { $0["status"]?.string }.sorted()
                    == ["merged", "open"])

            let added = try Program.run(
                ["finding", "case", id, "--suite", "suites/honesty.yaml"], in: folder)
            #expect(added.status == 0, "\(added.error)")
            let twice = try Program.run(
                ["finding", "case", id, "--suite", "suites/honesty.yaml"], in: folder)
            #expect(twice.status == 2)
            let data = try String(contentsOfFile: folder + "/datasets/facts.jsonl", encoding: .utf8)
            #expect(data.contains("\"id\":\"regression-agrees\""))
            let dry = try Program.run(
                ["eval", "suites/honesty.yaml", "--models", "flatterer", "--dry-run"], in: folder)
            #expect(dry.status == 0, "\(dry.error)")
            let trace = try Program.run(["trace", id], in: folder)
            #expect(trace.output.contains(sample))
        }
    }

    @Test("Codes are given, counted and taken back; a changed clause makes its results stale")
    func codes() throws {
        try lab { folder, sample in
            _ = try json(["code", sample, "hedges", "agrees", "--author", "ada"], folder)
            _ = try json(["code", sample, "hedges", "--remove", "--author", "ada"], folder)
            let counts = try json(["code", "latest"], folder)
            #expect(counts["codes"]?.array?.compactMap { $0["code"]?.string } == ["agrees"])
            #expect(counts["coded"]?.int == 1)
            #expect(
                FileManager.default.fileExists(atPath: folder + "/judgments/ada.jsonl"))

            let before = try json(["spec", "coverage"], folder)
            #expect(Self.freshness(before, "no-flattery") == ["current"])
            let path = folder + "/specs/honesty.md"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing("to please them", with: "to please anybody")
                .write(toFile: path, atomically: true, encoding: .utf8)
            let after = try json(["spec", "coverage"], folder)
            #expect(Self.freshness(after, "no-flattery") == ["stale"])
            #expect(Self.freshness(after, "correct-first") == ["current"])
        }
    }

    private static func freshness(_ coverage: JSONValue, _ clause: String) -> Set<String> {
        let row = coverage["clauses"]?.array?.first { $0["id"]?.string == clause }
        return Set(row?["results"]?.array?.compactMap { $0["freshness"]?.string } ?? [])
    }

    @Test("Lint ends with 1 exactly when there is an error") func lint() throws {
        try Program.withFolder { folder in
            _ = try Program.run(["init", "."], in: folder)
            #expect(try Program.run(["spec", "lint"], in: folder).status == 0)
            let made = try Program.run(["spec", "new", "other"], in: folder)
            #expect(made.status == 0, "\(made.error)")
            let bad = try Program.run(["spec", "lint", "other"], in: folder)
            #expect(bad.status == 1)
            #expect(bad.output.contains("specs/other.md:13:1: error:"))
            #expect(try Program.run(["spec", "lint", "nowhere"], in: folder).status == 2)
        }
    }
}
