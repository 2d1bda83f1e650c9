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
}
