import Foundation
import LanguageModel
import TestSupport
import Testing

@Suite("The verb import")
struct ImportVerbTests {
    private func lab(_ body: (String) throws -> Void) throws {
        try Program.withFolder { folder in
            let made = try Program.run(["init", "."], in: folder)
            #expect(made.status == 0, "\(made.error)")
            try body(folder)
        }
    }

    @Test("An imported run is shown, reported, compared, rescored and exported like any other")
    func whole() throws {
        try lab { folder in
            let file = Fixture.path("Import/promptfoo.json")
            let made = try Program.run(["import", file, "--json"], in: folder)
            #expect(made.status == 0, "\(made.error)")
            let outcome = try JSONValue(parsing: made.output)[0]
            #expect(outcome?["format"] == "promptfoo" && outcome?["samples"] == 24)
            let run = try #require(outcome?["run"]?.string)
            let shown = try Program.run(["runs", "show", run], in: folder)
            #expect(shown.output.contains("truth") && shown.output.contains("gpt-b"))
            try "scorers: [{contains: \"{{ truth }}\"}]\n".write(
                toFile: folder + "/scorers.yaml", atomically: true, encoding: .utf8)
            let scored = try Program.run(
                ["rescore", run, "--scorers", "scorers.yaml", "--json"], in: folder)
            #expect(scored.status == 0, "\(scored.error)")
            #expect(try JSONValue(parsing: scored.output)["counts"]?["unscored"] == 2)
            let report = try Program.run(
                ["report", run, "--output", folder + "/r.html"], in: folder)
            #expect(report.status == 0, "\(report.error)")
            let compared = try Program.run(["compare", run, run, "--json"], in: folder)
            #expect(compared.status == 0, "\(compared.error)")
            #expect(
                try JSONValue(parsing: compared.output)["pairing"]?["paired_cases"] == 3)
            let export = try Program.run(
                ["runs", "export", run, "--output", folder + "/run.jsonl"], in: folder)
            #expect(export.status == 0)
            let removed = try Program.run(["runs", "rm", run], in: folder)
            #expect(removed.status == 0, "\(removed.error)")
            let back = try Program.run(["import", "run.jsonl"], in: folder)
            #expect(back.status == 0 && back.output.contains(run), "\(back.error)")
        }
    }

    @Test("One bad file among several: nothing is imported, exit code 2, the place is named")
    func nothing() throws {
        try lab { folder in
            try "{\"prompt\": \"a\", \"output\": \"b\"}\n{\"prompt\": 3, \"output\": \"b\"}\n"
                .write(toFile: folder + "/bad.jsonl", atomically: true, encoding: .utf8)
            let made = try Program.run(
                ["import", Fixture.path("Import/plain.jsonl"), "bad.jsonl"], in: folder)
            #expect(made.status == 2)
            #expect(made.error.contains("bad.jsonl:2"), "\(made.error)")
            let runs = try Program.run(["runs", "list", "--json"], in: folder)
            #expect(runs.output == "[]\n")
            let missing = try Program.run(["import", "nowhere.json"], in: folder)
            #expect(missing.status == 2 && missing.error.contains("nowhere.json"))
        }
    }
}
