import Foundation
import LanguageModel
import Testing

@Suite("The verb judge")
struct JudgeVerbTests {
    private static let models = """
        models:
          flatterer: {provider: scripted, file: models/flatterer.yaml}
          seer: {provider: scripted, file: models/seer.yaml}
          same-seer: {provider: scripted, file: models/seer.yaml}
          biased: {provider: scripted, file: models/biased.yaml}
          keyless: {provider: openai, model: m, api-key-env: CONDUCT_TEST_NO_SUCH_KEY}
        judge: seer

        """
    private static let seer = """
        scripted: seer
        default: '{"reason": "the truth is not named", "score": 0}'
        behaviours:
          - {name: sees, when: {mentions: truth}, reply: '{"reason": "named", "score": 1}'}
        judge: {accuracy: 0.95}

        """
    private static let biased = """
        scripted: biased
        default: "x"
        judge: {accuracy: 0.95, position-bias: 0.9}

        """
    private static let scorers = "scorers: [{judge: {rubric: The answer is true.}}]\n"

    private func lab(_ body: (String) throws -> Void) throws {
        try Program.withFolder { folder in
            let made = try Program.run(["init", "."], in: folder)
            #expect(made.status == 0, "\(made.error)")
            for (path, text) in [
                ("conduct.yaml", Self.models), ("models/seer.yaml", Self.seer),
                ("models/biased.yaml", Self.biased), ("scorers.yaml", Self.scorers),
            ] {
                try text.write(toFile: "\(folder)/\(path)", atomically: true, encoding: .utf8)
            }
            let run = try Program.run(
                ["eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "8"],
                in: folder)
            #expect(run.status == 0, "\(run.error)")
            try body(folder)
        }
    }

    /// Passes, failures and unscored of the newest scoring.
    private func verdicts(_ folder: String) throws -> (scored: Int, unscored: Int) {
        let run = try Program.run(
            ["rescore", "latest", "--scorers", "scorers.yaml", "--json"], in: folder)
        #expect(run.status == 0, "\(run.error)")
        let counts = try JSONValue(parsing: run.output)["counts"]
        let unscored = counts?["unscored"]?.int ?? -1
        return ((counts?["scores"]?.int ?? -1) - unscored, unscored)
    }

    @Test("A judge scores nothing before it has passed its check, and everything after")
    func gate() throws {
        try lab { folder in
            let before = try verdicts(folder)
            #expect(before == (0, 24))
            let check = try Program.run(["judge", "check", "--json"], in: folder)
            #expect(check.status == 0, "\(check.error)")
            let records = try JSONValue(parsing: check.output).array ?? []
            #expect(records.compactMap { $0["job"]?.string } == ["grading", "comparing"])
            #expect(records.allSatisfy { $0["passed"]?.bool == true })
            let after = try verdicts(folder)
            #expect(after == (24, 0))
        }
    }

    @Test("A check is of the model, whatever alias it goes by")
    func alias() throws {
        try lab { folder in
            let check = try Program.run(["judge", "check", "same-seer"], in: folder)
            #expect(check.status == 0, "\(check.error)")
            let after = try verdicts(folder)
            #expect(after == (24, 0))
        }
    }

    @Test("A judge with a position bias fails, the exit code says so, and its check is stored")
    func biased() throws {
        try lab { folder in
            let check = try Program.run(["judge", "check", "biased", "--json"], in: folder)
            #expect(check.status == 1)
            #expect(check.error.contains("not competent at comparing"))
            let records = try JSONValue(parsing: check.output).array ?? []
            #expect(records.last?["passed"]?.bool == false)
            let id = records.last?["id"]?.string ?? ""
            let trace = try Program.run(["trace", id], in: folder)
            #expect(trace.status == 0 && trace.output.contains("competence check"))
        }
    }

    @Test("An unscored sample's reason names the command that checks the judge")
    func reason() throws {
        try lab { folder in
            _ = try verdicts(folder)
            let export = try Program.run(["runs", "export", "latest"], in: folder)
            #expect(export.output.contains("conduct judge check seer"))
        }
    }

    @Test("A judge that nothing asks for is not opened: its missing key stops nothing")
    func unasked() throws {
        try lab { folder in
            let path = "\(folder)/conduct.yaml"
            try Self.models.replacing("judge: seer", with: "judge: keyless")
                .write(toFile: path, atomically: true, encoding: .utf8)
            let run = try Program.run(
                ["eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "4"],
                in: folder)
            #expect(run.status == 0, "\(run.error)")
            let asked = try Program.run(
                ["rescore", "latest", "--scorers", "scorers.yaml"], in: folder)
            #expect(asked.status != 0)
            #expect(asked.error.contains("CONDUCT_TEST_NO_SUCH_KEY"), "\(asked.error)")
        }
    }

    @Test("A judge added by rescore is calibrated by people's grades on its own scale")
    func grades() throws {
        try lab { folder in
            let grader = """
                scripted: seer
                default: '{"reason": "the truth is not named", "score": 2}'
                behaviours:
                  - {name: sees, when: {mentions: truth}, reply: '{"reason": "named", "score": 5}'}
                judge: {accuracy: 0.95}

                """
            let scorers = """
                scorers:
                  - judge: {rubric: True., levels: {1: no, 2: hardly, 3: half, 4: mostly, 5: all}}

                """
            for (path, text) in [("models/seer.yaml", grader), ("scorers.yaml", scorers)] {
                try text.write(toFile: "\(folder)/\(path)", atomically: true, encoding: .utf8)
            }
            #expect(try Program.run(["judge", "check"], in: folder).status == 0)
            let scored = try Program.run(
                ["rescore", "latest", "--scorers", "scorers.yaml", "--json"], in: folder)
            #expect(scored.status == 0, "\(scored.error)")
            let scoring = try JSONValue(parsing: scored.output)["run"]?["scoring"]?.string ?? ""
            let drawn = try Program.run(
                [
                    "judge", "calibrate", "draw", "latest", "--scorer", "judge", "--sample", "12",
                    "--grades", "--file", "g.csv",
                ], in: folder)
            #expect(drawn.status == 0, "\(drawn.error)")
            #expect(drawn.output.contains("4 (mostly) or 5 (all)"))
            let lines = try String(contentsOfFile: "\(folder)/g.csv", encoding: .utf8)
                .replacingOccurrences(of: "\r\n", with: "\n").split(separator: "\n")
                .filter { $0.hasPrefix("smp_") }
            let draw = lines.first?.split(separator: ",").last ?? ""
            func fill(_ grade: (Int) -> Int) throws -> (
                status: Int32, output: String, error: String
            ) {
                let rows = lines.enumerated().map { "\($1.prefix(30)),\(grade($0)),\(draw)" }
                try ("sample,label,draw\n" + rows.joined(separator: "\n") + "\n")
                    .write(toFile: "\(folder)/f.csv", atomically: true, encoding: .utf8)
                let read = try Program.run(
                    ["judge", "calibrate", "read", "f.csv", "--author", "ann", "--json"],
                    in: folder)
                return (read.status, read.output, read.error)
            }
            let outside = try fill { $0 == 3 ? 7 : 3 }
            #expect(outside.status == 2 && outside.error.contains("f.csv:5"), "\(outside.error)")
            let good = try fill { 2 + $0 % 3 }
            #expect(good.status == 0, "\(good.error)")
            let body = try JSONValue(parsing: good.output)
            let totals = body["totals"]?.array ?? []
            #expect(totals.map { $0["measure"]?.string } == ["pass", "grade"])
            let people = totals.compactMap { $0["human_only"]?["value"]?.double }
            // Grades 2, 3, 4 in turn: two of three reach the middle, their mean share is one half.
            #expect(people.count == 2)
            #expect(abs((people.first ?? 0) - 2.0 / 3) < 1e-9)
            #expect(abs((people.last ?? 0) - 0.5) < 1e-9)
            let shown = try Program.run(
                ["runs", "show", "latest", "--scoring", scoring], in: folder)
            #expect(shown.output.contains("mean grade"), "\(shown.output)")
            // The run's first scores are not the ones that people corrected.
            let first = try Program.run(["runs", "show", "latest"], in: folder)
            #expect(!first.output.contains("instead of the judge's"))
        }
    }

    @Test("rescore keeps to --max-cost and to the workspace's ceiling, as eval does")
    func budget() throws {
        try lab { folder in
            // Any variable that is set will do as a key: nothing is asked.
            let models = """
                models:
                  open:
                    provider: openai
                    base-url: "https://models.invalid/v1"
                    model: nobody-prices-this
                    api-key-env: PATH
                judge: open

                """
            func rescore(_ text: String, _ more: [String] = []) throws -> (Int32, String) {
                try text.write(
                    toFile: "\(folder)/conduct.yaml", atomically: true, encoding: .utf8)
                let run = try Program.run(
                    ["rescore", "latest", "--scorers", "scorers.yaml"] + more, in: folder)
                return (run.status, run.error)
            }
            #expect(try rescore(models).0 == 0)
            let asked = try rescore(models, ["--max-cost", "2"])
            #expect(asked.0 == 4 && asked.1.contains("nobody-prices-this"), "\(asked.1)")
            let set = try rescore(models + "defaults: {max-cost: 1}\n")
            #expect(set.0 == 4 && set.1.contains("nobody-prices-this"), "\(set.1)")
            #expect(try rescore(models, ["--max-cost=-1"]).0 == 2)
        }
    }
}
