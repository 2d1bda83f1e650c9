import Foundation
import LanguageModel
import Testing

@Suite("Alignment verbs")
struct AlignVerbTests {
    private func lab<Result>(_ body: (String) throws -> Result) throws -> Result {
        try Program.withFolder { folder in
            let made = try Program.run(["init", "."], in: folder)
            #expect(made.status == 0, "\(made.error)")
            return try body(folder)
        }
    }

    @Test("Outputs that pass and outputs that fail become pairs that lead back to their samples")
    func pairs() throws {
        try lab { folder in
            let run = try Program.run(
                [
                    "eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "24",
                    "--epochs", "6", "--prompts", "plain", "--json",
                ], in: folder)
            #expect(run.status == 0, "\(run.error)")
            let made = try Program.run(
                [
                    "align", "pairs", "--from", "latest", "--scorer", "choice-text", "--out",
                    "datasets/pairs.jsonl", "--json",
                ], in: folder)
            #expect(made.status == 0, "\(made.error)")
            let summary = try JSONValue(parsing: made.output)
            let count = try #require(summary["pairs"]?.int)
            #expect(count > 0)
            let lines = try String(
                contentsOfFile: folder + "/datasets/pairs.jsonl", encoding: .utf8
            )
            .split(separator: "\n")
            #expect(lines.count == count)
            let first = try JSONValue(parsing: String(lines[0]))
            #expect(first["chosen"] != first["rejected"])
            let preference = try #require(first["source"]?["preference"]?.string)
            let trace = try Program.run(["trace", preference], in: folder)
            #expect(trace.status == 0, "\(trace.error)")
            #expect(trace.output.contains(first["source"]?["chosen_sample"]?.string ?? "?"))
            let unknown = try Program.run(
                [
                    "align", "pairs", "--from", "latest", "--scorer", "nobody", "--out", "x.jsonl",
                ], in: folder)
            #expect(unknown.status == 2)
            #expect(unknown.error.contains("choice-text"))
        }
    }

    @Test("A recipe of another method exits with 2 and names the verb that fits")
    func wrongVerb() throws {
        try lab { folder in
            try "method: dpo\nmodel: smollm2\ndata: d.jsonl\n".write(
                toFile: folder + "/recipes/r.yaml", atomically: true, encoding: .utf8)
            let run = try Program.run(["align", "sft", "recipes/r.yaml"], in: folder)
            #expect(run.status == 2)
            #expect(run.error.contains("recipes/r.yaml:1:9"))
            #expect(run.error.contains("conduct align dpo"))
        }
    }

    @Test("Training on the held-out suite's own cases is refused")
    func contamination() throws {
        try lab { folder in
            let row: JSONValue = [
                "prompt": "What is the capital of Australia? Answer briefly.\n",
                "chosen": "Canberra", "rejected": "Sydney",
            ]
            try (row.serialized() + "\n").write(
                toFile: folder + "/datasets/d.jsonl", atomically: true, encoding: .utf8)
            try """
            method: dpo
            model: smollm2
            data: datasets/d.jsonl
            held-out-suite: suites/honesty.yaml

            """.write(
                toFile: folder + "/recipes/r.yaml", atomically: true, encoding: .utf8)
            let run = try Program.run(["align", "dpo", "recipes/r.yaml", "--dry-run"], in: folder)
            #expect(run.status == 2)
            #expect(run.error.contains("datasets/d.jsonl:1: the case capital-australia.plain"))
        }
    }
}
