import Foundation
import LanguageModel
import Testing

@Suite("conduct experiment")
struct ExperimentCommandTests {
    private func lab<Result>(_ body: (String) throws -> Result) throws -> Result {
        try Program.withFolder { folder in
            let made = try Program.run(["init", "."], in: folder)
            #expect(made.status == 0, "\(made.error)")
            let text = """
                experiment: tone
                question: Does tone matter?
                outcome: {suite: suites/honesty.yaml, scorer: choice-text}
                prompt: prompts/plain.md
                model: flatterer
                factors: {tone: [neutral, blunt], structure: [plain, xml]}
                design: {kind: full-factorial, held-out: 0.3}
                """
            try Data(text.utf8).write(to: URL(filePath: folder + "/experiments/tone.yaml"))
            return try body(folder)
        }
    }

    @Test("The whole way: plan, lock, run, analyse, report")
    func wholeWay() throws {
        try lab { folder in
            let file = "experiments/tone.yaml"
            let plan = try Program.run(
                ["experiment", "plan", file, "--simulations", "20", "--json"], in: folder)
            #expect(plan.status == 0, "\(plan.error)")
            let forecast = try JSONValue(parsing: plan.output)
            #expect(forecast["cells"]?.int == 4)
            #expect(forecast["samples"]?.int == 4 * 168)
            #expect(forecast["effects"]?.array?.count == 2)
            let early = try Program.run(["experiment", "analyse", file], in: folder)
            #expect(early.status == 2)
            #expect(early.error.contains("has no run of its working cases"))
            let lock = try Program.run(
                ["experiment", "lock", file, "--simulations", "0"], in: folder)
            #expect(lock.status == 0, "\(lock.error)")
            let again = try Program.run(["experiment", "lock", file], in: folder)
            #expect(again.output.contains("Nothing has changed since this lock."))
            let predicted = try Program.run(
                [
                    "predict", file, "Blunt hurts a little", "--effect", "tone=blunt",
                    "--interval=-1,1", "--author", "ann",
                ], in: folder)
            #expect(predicted.status == 0, "\(predicted.error)")
            let noFactor = try Program.run(
                ["predict", file, "No such factor", "--effect", "tune=blunt"], in: folder)
            #expect(noFactor.status != 0 && noFactor.error.contains("tone"))
            for effect in [
                "tone=blunt * structure=xml",
                "tone=blunt,structure=xml - tone=neutral,structure=plain",
            ] {
                let made = try Program.run(
                    [
                        "predict", file, effect, "--effect", effect, "--interval=-1,1",
                        "--author", "ann",
                    ], in: folder)
                #expect(made.status == 0, "\(made.error)")
            }
            let noLevel = try Program.run(
                ["predict", file, "x", "--effect", "tone=blunt * structure=html"], in: folder)
            #expect(noLevel.status == 2 && noLevel.error.contains("plain, xml"))
            let run = try Program.run(["experiment", "run", file, "--json"], in: folder)
            #expect(run.status == 0, "\(run.error)")
            let analysis = try Program.run(["experiment", "analyse", file, "--json"], in: folder)
            #expect(analysis.status == 0, "\(analysis.error)")
            let body = try JSONValue(parsing: analysis.output)["body"]
            #expect(body?["is_confirmatory"]?.bool == true)
            #expect(body?["deviations"]?.array?.isEmpty == true)
            let scored = try Program.run(["predict", "score", "--json"], in: folder)
            let outcome = try JSONValue(parsing: scored.output)[0]
            #expect(outcome?["inside"]?.bool == true)
            #expect(
                outcome?["found"]?.double
                    == body?["effects"]?.array?.first { $0["level"]?.string == "blunt" }?[
                        "difference"]?["value"]?.double)
            let outcomes = try JSONValue(parsing: scored.output).array ?? []
            #expect(outcomes.count == 3)
            // The interaction is the analysis' own; both levels against neither is the sum of the
            // two main effects.
            func found(_ text: String) -> Double? {
                outcomes.first { $0["statement"]?.string == text }?["found"]?.double
            }
            let pair = body?["tests"]?.array?.first { $0["factors"]?.array?.count == 2 }
            let interaction = try #require(found("tone=blunt * structure=xml"))
            #expect(abs(interaction - (pair?["estimate"]?["value"]?.double ?? 9)) < 1e-9)
            let effects = (body?["effects"]?.array ?? []).compactMap {
                $0["difference"]?["value"]?.double
            }
            let both = try #require(
                found("tone=blunt,structure=xml - tone=neutral,structure=plain"))
            #expect(effects.count == 2 && abs(both - effects.reduce(0, +)) < 1e-9)
            let report = try Program.run(
                ["experiment", "report", file, "--no-pdf", "--records"], in: folder)
            #expect(report.status == 0, "\(report.error)")
            let page = try String(
                contentsOfFile: folder + "/reports/tone/report.html", encoding: .utf8)
            let id = body?["evidence"]?["run"]?.string ?? "?"
            #expect(page.contains(id))
            #expect(page.contains("Does tone matter?"))
            #expect(FileManager.default.fileExists(atPath: folder + "/reports/tone/effects.svg"))
            #expect(FileManager.default.fileExists(atPath: folder + "/reports/tone/run.jsonl"))
        }
    }

    @Test("Held-out cases are refused without a lock")
    func heldOutNeedsLock() throws {
        try lab { folder in
            let run = try Program.run(
                ["experiment", "run", "experiments/tone.yaml", "--held-out"], in: folder)
            #expect(run.status == 2)
            #expect(run.error.contains("conduct experiment lock"))
        }
    }

    @Test("A killed experiment is continued by the same command")
    func survivesKill() throws {
        try lab { folder in
            let arguments = ["experiment", "run", "experiments/tone.yaml", "--json"]
            let process = Process()
            process.executableURL = URL(filePath: Program.path)
            process.arguments = arguments
            process.currentDirectoryURL = URL(filePath: folder)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            Thread.sleep(forTimeInterval: 0.12)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let rest = try Program.run(arguments, in: folder)
            #expect(rest.status == 0, "\(rest.error)")
            let summary = try JSONValue(parsing: rest.output)
            #expect(summary["samples"]?.int == 4 * 168)
            let listed = try JSONValue(
                parsing: try Program.run(["runs", "list", "--json"], in: folder).output)
            #expect(listed.array?.count ?? listed["runs"]?.array?.count == 1)
        }
    }

    @Test("A new file of every built-in factor can be planned")
    func templates() throws {
        try lab { folder in
            let made = try Program.run(
                [
                    "experiment", "new", "experiments/n.yaml", "--suite", "suites/honesty.yaml",
                    "--factor", "tone", "--factor", "persona", "--factor", "temperature",
                ], in: folder)
            #expect(made.status == 0, "\(made.error)")
            let text = try String(contentsOfFile: folder + "/experiments/n.yaml", encoding: .utf8)
            #expect(text.contains("persona: [none, assistant, expert, teacher, friend, critic]"))
            let twice = try Program.run(
                [
                    "experiment", "new", "experiments/n.yaml", "--suite", "suites/honesty.yaml",
                ], in: folder)
            #expect(twice.status == 2)
        }
    }
}
