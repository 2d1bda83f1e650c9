import Foundation
import LanguageModel
import Testing

@Suite("Frontier and query verbs")
struct FrontierVerbTests {
    private static let frontier = """
        frontier: small
        hypothesis: {above: A, below: B}
        suite: suites/held.yaml
        samples: 1
        max-tokens: 6
        seeds: [0]
        bins: [1]
        methods:
          - {name: A, recipe: recipes/a.yaml, sweep: {beta: [0.1, 0.5]}}
          - {name: B, recipe: recipes/b.yaml, sweep: {epochs: [1]}}

        """

    private func lab<Result>(_ body: (String) throws -> Result) throws -> Result {
        try Program.withFolder { folder in
            let made = try Program.run(["init", "."], in: folder)
            #expect(made.status == 0, "\(made.error)")
            let pairs = (0..<12).flatMap { place in
                [("fine", "poor"), ("lovely", "awful")].map { good, bad -> String in
                    JSONValue.object([
                        "prompt": .array([
                            ["role": "user", "content": .string("How is dish number \(place)?")]
                        ]),
                        "chosen": .array([
                            ["role": "assistant", "content": .string("It is \(good).")]
                        ]),
                        "rejected": .array([
                            ["role": "assistant", "content": .string("It is \(bad).")]
                        ]),
                    ]).serialized() + "\n"
                }
            }.joined()
            let files = [
                "frontiers/f.yaml": Self.frontier, "datasets/d.jsonl": pairs,
                "suites/held.yaml": """
                suite: held
                models: [smollm2]
                cases: [{id: a, messages: [{role: user, content: "How was the long journey home?"}]}]
                scorers: [{sentiment: true}]

                """,
                "recipes/a.yaml": recipe("dpo"), "recipes/b.yaml": recipe("sft"),
            ]
            for (path, text) in files {
                let url = URL(filePath: folder + "/" + path)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(to: url, atomically: true, encoding: .utf8)
            }
            return try body(folder)
        }
    }

    private func recipe(_ method: String) -> String {
        """
        method: \(method)
        model: smollm2
        data: datasets/d.jsonl
        batch-size: 8
        lora: {rank: 2, alpha: 4, blocks: [29]}
        watch: {every: 0}

        """
    }

    @Test("A frontier is stated, locked, carried out, written, and reported again from the store")
    func frontier() throws {
        try lab { folder in
            let file = "frontiers/f.yaml"
            let stated = try Program.run(["align", "frontier", file, "--dry-run"], in: folder)
            #expect(stated.status == 0, "\(stated.error)")
            #expect(stated.output.contains("3 trainings, 0 of them done"))
            let early = try Program.run(["align", "frontier", file, "--stored"], in: folder)
            #expect(early.status == 2)
            let locked = try Program.run(["align", "frontier", file, "--lock"], in: folder)
            #expect(locked.status == 0, "\(locked.error)")
            let run = try Program.run(
                ["align", "frontier", file, "--json", "--out", "reports/f"], in: folder)
            #expect(run.status == 0, "\(run.error)")
            let found = try JSONValue(parsing: run.output)
            #expect(found["missing"]?.int == 0)
            #expect(found["standing"]?.string?.hasPrefix("Locked before") == true)
            #expect(found["methods"]?.array?.count == 2)
            let point = try #require(
                found["methods"]?[0]?["settings"]?[0]?["points"]?[0]?.string)
            let trace = try Program.run(["trace", point], in: folder)
            #expect(trace.status == 0, "\(trace.error)")
            #expect(trace.output.contains("trn_"))
            for name in ["report.md", "report.html", "frontier.svg", "records.jsonl"] {
                #expect(FileManager.default.fileExists(atPath: folder + "/reports/f/" + name))
            }
            let again = try Program.run(
                ["align", "frontier", file, "--stored", "--json"], in: folder)
            #expect(again.output == run.output)
        }
    }

    @Test("Queries are studied, kept and written; wrong numbers are told")
    func queries() throws {
        try lab { folder in
            let run = try Program.run(
                [
                    "align", "queries", "datasets/d.jsonl", "--labels", "4,8", "--seeds", "3",
                    "--members", "2", "--out", "reports/q", "--json",
                ], in: folder)
            #expect(run.status == 0, "\(run.error)")
            let found = try JSONValue(parsing: run.output)
            #expect(found["body"]?["levels"]?["random"]?.array?.count == 2)
            #expect(FileManager.default.fileExists(atPath: folder + "/reports/q/queries.svg"))
            let wrong = try Program.run(
                ["align", "queries", "datasets/d.jsonl", "--labels", "8,4"], in: folder)
            #expect(wrong.status == 2)
            let much = try Program.run(
                ["align", "queries", "datasets/d.jsonl", "--labels", "4,400"], in: folder)
            #expect(much.status == 2)
            #expect(much.error.contains("fewer than the greatest budget"))
        }
    }
}
