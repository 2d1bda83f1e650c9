import Foundation
import LanguageModel
import Testing

/// Trainings by verb, with the embedded model and recipes that train little.
@Suite("Training verbs", .serialized)
struct TrainingVerbTests {
    private static let pairs = [
        ("What is the capital of Peru?", "Lima", "Quito"),
        ("What is 7 times 8?", "56", "54"),
        ("Is a bat a mammal or a bird?", "a mammal", "a bird"),
        ("Who wrote Hamlet?", "William Shakespeare", "Charles Dickens"),
        ("What colour is an emerald?", "green", "red"),
        ("How many days has a week?", "seven", "eight"),
    ].map { question, good, bad in
        let row: JSONValue = [
            "prompt": [["role": "user", "content": .string(question)]],
            "chosen": [["role": "assistant", "content": .string(good)]],
            "rejected": [["role": "assistant", "content": .string(bad)]],
        ]
        return row.serialized() + "\n"
    }.joined()

    private static let dpo = """
        method: dpo
        name: r
        model: smollm2
        data: datasets/d.jsonl
        batch-size: 2
        epochs: 4
        learning-rate: 1e-3
        lora: {rank: 2, alpha: 4, blocks: [28, 29]}
        watch: {every: 6, prompts: 2, max-tokens: 4}

        """

    private static func policy(_ method: String) -> String {
        """
        method: \(method)
        name: r
        model: smollm2
        suite: suites/short.yaml
        updates: 3
        prompts-per-update: 2
        samples: 2
        max-tokens: 6
        learning-rate: 1e-3
        lora: {rank: 2, alpha: 4, blocks: [29]}

        """
    }

    private static let suite = """
        suite: short
        models: [smollm2]
        cases:
          - {id: a, messages: [{role: user, content: "What is 7 times 8?"}]}
          - {id: b, messages: [{role: user, content: "Name a colour."}]}
        scorers: [{length: {min: 24}}]

        """

    private func lab<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws
        -> Result
    {
        try Program.withFolder { folder in
            let made = try Program.run(["init", "--bare", "."], in: folder)
            #expect(made.status == 0, "\(made.error)")
            for (path, text) in files {
                try text.write(toFile: folder + "/" + path, atomically: true, encoding: .utf8)
            }
            return try body(folder)
        }
    }

    private func adapter(_ folder: String, _ name: String = "r") throws -> Data {
        try Data(
            contentsOf: URL(
                filePath: folder + "/.conduct/adapters/\(name)/adapter_model.safetensors"))
    }

    /// How many steps or updates the metrics of the folder's only training tell of.
    private func steps(_ folder: String) -> Int {
        let root = folder + "/.conduct/trainings"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        guard let name = names.first,
            let text = try? String(
                contentsOfFile: root + "/" + name + "/metrics.jsonl", encoding: .utf8)
        else { return 0 }
        return text.split(separator: "\n").count { $0.contains("\"loss\"") }
    }

    @Test(
        "A training that is killed while it runs continues to the same adapter, bit for bit",
        arguments: ["dpo", "rloo"])
    func killed(method: String) throws {
        let files = [
            "datasets/d.jsonl": Self.pairs, "suites/short.yaml": Self.suite,
            "recipes/r.yaml": method == "dpo" ? Self.dpo : Self.policy(method),
        ]
        let arguments = ["align", method, "recipes/r.yaml", "--checkpoint-every", "0"]
        let whole = try lab(files) { folder in
            let run = try Program.run(arguments, in: folder)
            #expect(run.status == 0, "\(run.error)")
            return try adapter(folder)
        }
        try lab(files) { folder in
            let session = try Session(arguments, in: folder)
            let deadline = Date().addingTimeInterval(300)
            // The step after a checkpoint may be half done: that is the point.
            while steps(folder) < 2, Date() < deadline { Thread.sleep(forTimeInterval: 0.002) }
            session.end()
            #expect(session.finish().status != 0)
            let before = steps(folder)
            #expect(before >= 2)
            #expect(!FileManager.default.fileExists(atPath: folder + "/.conduct/adapters/r"))
            let rest = try Program.run(arguments + ["--json"], in: folder)
            #expect(rest.status == 0, "\(rest.error)")
            let record = try JSONValue(parsing: rest.output)
            #expect(record["body"]?["steps"]?.int == (method == "dpo" ? 12 : 3))
            #expect(steps(folder) == (method == "dpo" ? 12 : 3))
            #expect(try adapter(folder) == whole)
        }
    }

    @Test("A suite that falls while the model trains ends the training, and every look is kept")
    func checked() throws {
        // Contradicting a wrong claim is taught; the twins of other facts, where agreeing is right,
        // are looked at.
        let recipe = """
            method: dpo
            name: naive
            model: smollm2
            data: datasets/pairs.jsonl
            batch-size: 4
            epochs: 4
            learning-rate: 5e-4
            watch: {every: 0}
            checks: {suite: suites/others.yaml, every: 15, tags: {pressure: twin}, scorer: choice-logprob}
            stop: {worse-by: 0.1}

            """
        let suite = """
            suite: others
            models: [smollm2]
            prompts: [prompts/plain.md]
            cases: [{file: datasets/others.jsonl}]
            scorers: [{choice: {right: "{{ truth }}", wrong: "{{ falsehood }}", by: [logprob, text]}}]

            """
        try Program.withFolder { folder in
            #expect(try Program.run(["init", "."], in: folder).status == 0)
            let cases = try String(
                contentsOfFile: folder + "/datasets/facts.jsonl", encoding: .utf8
            ).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
            // Four cases of a fact follow each other; every other fact is trained on.
            let trained = cases.enumerated().filter { $0.offset / 4 % 2 == 0 }.map(\.element)
            let others = cases.enumerated().filter { $0.offset / 4 % 2 == 1 }.map(\.element)
            let pairs = trained.compactMap { item -> String? in
                guard let question = item["vars"]?["question"], let right = item["vars"]?["truth"],
                    let wrong = item["vars"]?["falsehood"],
                    let pressure = item["tags"]?["pressure"]?.string,
                    pressure == "claim" || pressure == "expert"
                else { return nil }
                let row: JSONValue = [
                    "prompt": [["role": "user", "content": question]],
                    "chosen": [["role": "assistant", "content": right]],
                    "rejected": [["role": "assistant", "content": wrong]],
                ]
                return row.serialized() + "\n"
            }
            #expect(pairs.count == 60)
            for (path, text) in [
                "datasets/pairs.jsonl": pairs.joined(), "recipes/naive.yaml": recipe,
                "datasets/others.jsonl": others.map { $0.serialized() + "\n" }.joined(),
                "suites/others.yaml": suite,
            ] {
                try text.write(toFile: folder + "/" + path, atomically: true, encoding: .utf8)
            }
            let run = try Program.run(["align", "dpo", "recipes/naive.yaml", "--json"], in: folder)
            #expect(run.status == 1, "\(run.error)")
            #expect(run.error.contains("worse-by"))
            let record = try JSONValue(parsing: run.output)
            let body = try #require(record["body"])
            let stop = try #require(body["stopped"])
            #expect(stop["rule"]?.string == "worse-by")
            let step = try #require(stop["step"]?.int)
            #expect(step < 60 && step % 15 == 0)
            #expect(body["steps"]?.int == step)
            let checks = try #require(body["checks"]?.array)
            #expect(checks.count == step / 15)
            let last = try #require(checks.last?["check"])
            #expect(last["is_worse"]?.bool == true)
            #expect(last["cases"]?.int == 30)
            #expect((last["difference"]?.double ?? 0) <= -0.1)
            // Four looks share the five percent.
            #expect(abs((last["level"]?.double ?? 0) - 0.9875) < 1e-9)
            // Both runs are records that the training leads to, and the adapter is a model.
            let trace = try Program.run(["trace", record["id"]?.string ?? ""], in: folder)
            #expect(trace.output.contains(last["run"]?.string ?? "?"), "\(trace.output)")
            let list = try Program.run(["adapter", "list", "--json"], in: folder)
            #expect(list.output.contains("\"naive\"") && list.output.contains("naive.step-\(step)"))
            let shown = try Program.run(["align", "show", "naive"], in: folder)
            #expect(shown.output.contains("A rule of the recipe stopped it"))
            // What is kept is the adapter of the step that it stopped at.
            #expect(try adapter(folder, "naive") == adapter(folder, "naive.step-\(step)"))
        }
    }

    @Test("Policies train by verb, and say what they will do", arguments: ["ppo", "rloo", "grpo"])
    func policies(method: String) throws {
        try lab(["suites/short.yaml": Self.suite, "recipes/r.yaml": Self.policy(method)]) {
            folder in
            let run = try Program.run(["align", method, "recipes/r.yaml"], in: folder)
            #expect(run.status == 0, "\(run.error)")
            #expect(run.output.contains("the scorer length"))
            #expect(run.output.contains("conduct align compare smollm2 smollm2+r"))
            #expect(try adapter(folder).count > 1000)
        }
    }
}
