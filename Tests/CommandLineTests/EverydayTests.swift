import Foundation
import LanguageModel
import Testing

@Suite("Everyday use of the program")
struct EverydayTests {
    private func lab(_ body: (String) throws -> Void) throws {
        try Program.withFolder { folder in
            let made = try Program.run(["init", "."], in: folder)
            #expect(made.status == 0, "\(made.error)")
            try body(folder)
        }
    }

    private func eval(_ more: [String], in folder: String) throws -> JSONValue {
        let run = try Program.run(
            ["eval", "suites/honesty.yaml", "--models", "flatterer", "--json"] + more, in: folder)
        #expect(run.status == 0, "\(run.error)")
        return try JSONValue(parsing: run.output)
    }

    @Test("Shards are disjoint, and merged they are the whole")
    func shards() throws {
        try lab { folder in
            var ids: [String] = []
            var samples = 0
            for part in 1...3 {
                let results = try eval(["--limit", "30", "--shard", "\(part)/3"], in: folder)
                samples += results["counts"]?["samples"]?.int ?? 0
                ids.append(results["run"]?["id"]?.string ?? "")
            }
            #expect(samples == 90)
            let merged = try Program.run(["runs", "merge"] + ids, in: folder)
            #expect(merged.status == 0, "\(merged.error)")
            let shown = try Program.run(["runs", "show", "latest", "--json"], in: folder)
            let whole = try JSONValue(parsing: shown.output)
            #expect(whole["counts"]?["samples"] == 90 && whole["counts"]?["cases"] == 30)
            let twice = try Program.run(["runs", "merge", ids[0], ids[0]], in: folder)
            #expect(twice.status == 2, "\(twice.output)\(twice.error)")
            for wrong in ["0/3", "4/3", "x", "1/0"] {
                let run = try Program.run(
                    ["eval", "suites/honesty.yaml", "--shard", wrong], in: folder)
                #expect(run.status == 2 && run.error.contains("--shard"))
            }
        }
    }

    @Test("A dry run shows the plan and leaves nothing")
    func dryRun() throws {
        try lab { folder in
            let plan = try eval(["--limit", "4", "--epochs", "2", "--dry-run"], in: folder)
            #expect(plan["samples"] == 24 && plan["example"]?.array?.isEmpty == false)
            let runs = try Program.run(["runs", "list", "--json"], in: folder)
            #expect(runs.output == "[]\n")
        }
    }

    @Test("--max-cost refuses a model whose price nobody knows")
    func maxCost() throws {
        try lab { folder in
            try """
            models:
              mystery: {provider: openai, base-url: "https://models.invalid/v1", model: mystery}
            """.write(toFile: folder + "/conduct.yaml", atomically: true, encoding: .utf8)
            let run = try Program.run(
                ["eval", "suites/honesty.yaml", "--models", "mystery", "--max-cost", "1"],
                in: folder)
            #expect(run.status == 4 || run.status == 2, "\(run.status) \(run.error)")
            #expect(run.error.contains("price"), "\(run.error)")
        }
    }

    @Test("Ctrl-C saves, exits with 130, and the same command goes on to the end")
    func interrupted() throws {
        try lab { folder in
            let command = [
                "suites/honesty.yaml", "--models", "flatterer", "--epochs", "8", "--json",
            ]
            let session = try Session(["eval"] + command, in: folder)
            Thread.sleep(forTimeInterval: 0.5)
            session.interrupt()
            let end = session.finish()
            #expect(end.status == 130, "\(end.error)")
            #expect(end.error.contains("Interrupted at"), "\(end.error)")
            let listed = try JSONValue(
                parsing: Program.run(["runs", "list", "--json"], in: folder).output)
            #expect(listed[0]?["status"] == "interrupted")
            let kept = listed[0]?["samples"]?.int ?? 0
            let rest = try eval(["--epochs", "8"], in: folder)
            #expect(rest["counts"]?["samples"] == 5_760 && kept > 0 && kept < 5_760)
            #expect(rest["run"]?["id"] == listed[0]?["id"])
        }
    }

    @Test("Runs are exported as JSONL and CSV, and removed with their calls")
    func exports() throws {
        try lab { folder in
            _ = try eval(["--limit", "4"], in: folder)
            let lines = try Program.run(["runs", "export", "latest"], in: folder)
            #expect(lines.output.split(separator: "\n").count > 12)
            let table = try Program.run(
                ["runs", "export", "latest", "--format", "csv", "--output", folder + "/r.csv"],
                in: folder)
            #expect(table.status == 0)
            let csv = try String(contentsOfFile: folder + "/r.csv", encoding: .utf8)
            #expect(csv.split(whereSeparator: \.isNewline).count == 13)
            let removed = try Program.run(["runs", "rm", "latest", "--calls"], in: folder)
            #expect(removed.status == 0, "\(removed.error)")
            #expect(try eval(["--limit", "4"], in: folder)["counts"]?["reused"] == 0)
            let wrong = try Program.run(
                ["runs", "export", "latest", "--format", "xml"], in: folder)
            #expect(wrong.status == 2)
        }
    }

    @Test("Every kind of document has a JSON Schema, which init wrote too")
    func schemas() throws {
        try lab { folder in
            let list = try Program.run(["schema"], in: folder)
            let kinds = list.output.split(separator: "\n").compactMap {
                $0.split(separator: " ").first.map(String.init)
            }
            #expect(kinds.count >= 6)
            for kind in kinds {
                let run = try Program.run(["schema", kind], in: folder)
                #expect(run.status == 0, "\(kind): \(run.error)")
                let schema = try JSONValue(parsing: run.output)
                #expect(schema["$schema"]?.string?.contains("json-schema.org") == true, "\(kind)")
            }
            let unknown = try Program.run(["schema", "nothing"], in: folder)
            #expect(unknown.status == 2 && unknown.error.contains("nothing"))
        }
    }

    @Test("Chat answers a pipe, obeys its commands, and says when a model is simulated")
    func chats() throws {
        try lab { folder in
            try """
            models:
              parrot: {provider: echo}
            """.write(toFile: folder + "/conduct.yaml", atomically: true, encoding: .utf8)
            let session = try Session(["chat", "parrot"], in: folder)
            session.send("one\n/system terse\n/undo\n/reset\ntwo\n/quit\nthree\n")
            let end = session.finish()
            #expect(end.status == 0 && end.output == "one\ntwo\n", "\(end.output)")
            #expect(end.error.contains("simulated"))
            let wrong = try Program.run(["chat", "nobody"], in: folder)
            #expect(wrong.status == 2 && wrong.error.contains("parrot"))
        }
    }

    @Test("On a terminal chat prompts for a line")
    func chatsOnTerminal() throws {
        try lab { folder in
            try "models:\n  parrot: {provider: echo}\n".write(
                toFile: folder + "/conduct.yaml", atomically: true, encoding: .utf8)
            let session = try Session(
                ["script", "-qec", "\(Program.path) chat parrot", "/dev/null"],
                program: "/usr/bin/env", in: folder)
            Thread.sleep(forTimeInterval: 0.3)
            session.send("hello\n/quit\n")
            let end = session.finish()
            #expect(end.output.contains("›") && end.output.contains("hello"), "\(end.output)")
        }
    }

    @Test("Two runs compared show what changed, and as JSON how the cases were paired")
    func compares() throws {
        try lab { folder in
            let first = try eval(["--limit", "20"], in: folder)["run"]?["id"]?.string ?? ""
            let second = try eval(["--limit", "20", "--seed", "5"], in: folder)["run"]?["id"]?
                .string
            let run = try Program.run(
                ["compare", first, second ?? "", "--json", "--html", folder + "/c.html"],
                in: folder)
            #expect(run.status == 0, "\(run.error)")
            let comparison = try JSONValue(parsing: run.output)
            #expect(comparison["pairing"]?["paired_cases"] == 20)
            let html = try String(contentsOfFile: folder + "/c.html", encoding: .utf8)
            #expect(html.contains("</html>"))
        }
    }
}
