import Foundation
import LanguageModel
import Testing

@Suite("Prompts, predictions and calibrations on the command line")
struct PromptTests {
    private func lab<Result>(_ body: (String) throws -> Result) throws -> Result {
        try Program.withFolder { folder in
            let made = try Program.run(["init", "."], in: folder)
            #expect(made.status == 0, "\(made.error)")
            return try body(folder)
        }
    }

    private func json(_ arguments: [String], _ folder: String) throws -> JSONValue {
        let outcome = try Program.run(arguments + ["--json"], in: folder)
        #expect(outcome.status == 0, "\(arguments): \(outcome.error)")
        return try JSONValue(parsing: outcome.output)
    }

    @Test("lint names rule, line and source, and --strict exits with 1 for a warning")
    func lint() throws {
        try Program.withFolder { folder in
            let text = "# system\nYou are kind.\n<rules>\nAnswer in one word.\n# user\n{{ q }}\n"
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/p.md"))
            let found = try json(["prompt", "lint", "p.md"], folder)
            let hint = found[0]?["hints"]?.array?.first {
                $0["rule"]?.string == "unbalanced-tag"
            }
            #expect(hint?["line"]?.int == 3)
            #expect(hint?["source"]?.string?.hasPrefix("https://") == true)
            #expect(
                try Program.run(["prompt", "lint", "p.md", "--strict"], in: folder).status == 1)
            #expect(try Program.run(["prompt", "lint", "none.md"], in: folder).status == 2)
        }
    }

    @Test("try answers every variant, is a run, reuses calls, and promotes to an experiment")
    func tries() throws {
        try lab { folder in
            for name in ["one", "two"] {
                let text = "# system\nYou are \(name).\n# user\n{{ question }}\n"
                try Data(text.utf8).write(to: URL(filePath: "\(folder)/prompts/\(name).md"))
            }
            try Data("question\nIs it round?\nIs it flat?\n".utf8)
                .write(to: URL(filePath: "\(folder)/few.csv"))
            // The sample's simulated model asks for what its cases give.
            let arguments = [
                "prompt", "try", "prompts/one.md", "prompts/two.md", "--input", "few.csv",
                "--models", "flatterer", "--var", "truth=round", "--var", "claim=flat",
                "--html", "try.html",
            ]
            let first = try json(arguments, folder)
            #expect(first["answers"]?.array?.count == 4)
            #expect(first["answers"]?[0]?["reused"]?.bool == false)
            let second = try json(arguments, folder)
            #expect(second["answers"]?.array?.allSatisfy { $0["reused"]?.bool == true } == true)
            let html = try String(contentsOfFile: "\(folder)/try.html", encoding: .utf8)
            #expect(html.contains("Is it flat?"))
            let runs = try json(["runs", "list"], folder)
            #expect(runs.array?.count == 2)
            let promoted = try Program.run(
                arguments + [
                    "--promote", "experiments/w.yaml", "--suite", "suites/honesty.yaml",
                    "--scorer", "choice",
                ], in: folder)
            #expect(promoted.status == 0, "\(promoted.error)")
            let yaml = try String(contentsOfFile: "\(folder)/experiments/w.yaml", encoding: .utf8)
            #expect(yaml.contains("\"one\": {prompt: \"prompts/one.md\"}"))
            let missing = try Program.run(
                ["prompt", "try", "prompts/one.md", "--models", "flatterer"], in: folder)
            #expect(missing.status == 2)
            #expect(missing.error.contains("question"))
        }
    }

    @Test("history shows both versions of a prompt with the changed line and the author's reason")
    func history() throws {
        try lab { folder in
            func write(_ line: String) throws {
                let text = "---\nid: tone\n---\n# system\nYou help.\n\(line)\n# user\n{{ q }}\n"
                try Data(text.utf8).write(to: URL(filePath: "\(folder)/prompts/tone.md"))
            }
            let trial = [
                "prompt", "try", "prompts/tone.md", "--models", "flatterer", "--var", "q=Hello",
                "--var", "truth=round", "--var", "claim=flat",
            ]
            try write("Be warm.")
            _ = try json(trial, folder)
            try write("Be brisk.")
            let note = try Program.run(
                ["prompt", "note", "prompts/tone.md", "Warm was slow.", "--author", "ann"],
                in: folder)
            #expect(note.status == 0, "\(note.error)")
            _ = try json(trial, folder)
            let versions = try json(["prompt", "history", "tone"], folder)
            #expect(versions.array?.count == 2)
            #expect(versions[1]?["notes"]?[0]?["reason"]?.string == "Warm was slow.")
            #expect(versions[1]?["diff"]?.array?.count == 2)
            let unknown = try Program.run(["prompt", "history", "nobody"], in: folder)
            #expect(unknown.status == 2)
        }
    }

    @Test("A prediction is scored by the run after it and never by one before it")
    func predicts() throws {
        try lab { folder in
            let eval = [
                "eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "40",
            ]
            let before = try json(eval, folder)
            let cell = before["cells"]?[0]
            let subject = [
                "--scorer", cell?["scorer"]?.string ?? "", "--model", "flatterer", "--prompt",
                cell?["prompt"]?.string ?? "",
            ]
            let made = try Program.run(
                [
                    "predict", "suites/honesty.yaml", "It flatters", "--value", "0.4",
                    "--interval", "0,1", "--author", "ann",
                ] + subject, in: folder)
            #expect(made.status == 0, "\(made.error)")
            #expect(made.output.contains("1 run"))
            #expect(try json(["predict", "score"], folder).array?.isEmpty == true)
            let id = made.output.split(separator: ":")[0]
            let early = try Program.run(
                ["predict", "score", String(id), "--run", "latest"], in: folder)
            #expect(early.status == 2)
            _ = try json(eval + ["--seed", "5"], folder)
            let scored = try json(["predict", "score"], folder)
            #expect(scored[0]?["inside"]?.bool == true)
            #expect(scored[0]?["error"]?.double != nil)
            let listed = try json(["predict", "list"], folder)
            #expect(listed["ranges_right"]?.int == 1)
        }
    }

    @Test("A calibration draws, reads labels, corrects the run's total, and the report carries it")
    func calibrates() throws {
        try lab { folder in
            let run = try json(
                ["eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "60"], folder)
            let scorer = run["scorers"]?[0]?.string ?? ""
            let drawn = try Program.run(
                [
                    "judge", "calibrate", "draw", "latest", "--scorer", scorer, "--sample", "30",
                    "--file", "labels/c.csv",
                ], in: folder)
            #expect(drawn.status == 0, "\(drawn.error)")
            let path = "\(folder)/labels/c.csv"
            let lines = try String(contentsOfFile: path, encoding: .utf8)
                .replacingOccurrences(of: "\r\n", with: "\n").split(separator: "\n")
            #expect(lines.count >= 31)
            #expect(!lines[0].contains("verdict"))
            // People fail every third answer.
            var text = "sample,label,draw\n"
            var number = 0
            for line in lines.dropFirst() where line.hasPrefix("smp_") {
                let draw = line.split(separator: ",").last ?? ""
                let label = number % 3 == 0 ? "fail" : "pass"
                text += "\(line.prefix(30)),\(label),\(draw)\n"
                number += 1
            }
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/filled.csv"))
            let read = try json(
                ["judge", "calibrate", "read", "filled.csv", "--author", "ann"], folder)
            #expect(read["labelled"]?.int == number)
            #expect(read["corrected"]?["low"]?.double != nil)
            let shown = try json(["runs", "show", "latest"], folder)
            let note = shown["calibrations"]?[0]
            #expect(note?["labelled"]?.int == number)
            #expect(note?["is_own"]?.bool == true)
            #expect(
                note?["totals"]?[0]?["corrected"]?["value"]?.double
                    == read["corrected"]?["value"]?.double)
            let report = try Program.run(["runs", "show", "latest"], in: folder)
            #expect(report.output.contains("corrected by people"))
        }
    }
}
