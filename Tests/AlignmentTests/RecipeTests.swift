import LanguageModel
import Testing
import Workspace

@Suite("Recipes")
struct RecipeTests {
    private func read(_ yaml: String, verb: Recipe.Method? = nil) throws -> Recipe {
        try Recipe(DocumentNode(yaml: yaml, path: "recipes/no-flattery.yaml"), verb: verb)
    }

    private let plain = "method: dpo\nmodel: smollm2\ndata: pairs.jsonl\n"

    @Test("What a recipe leaves out has the stated defaults, and its file names the adapter")
    func defaults() throws {
        let recipe = try read(plain, verb: .dpo)
        #expect(recipe.adapterName == "no-flattery")
        #expect(recipe.preferences.beta == 0.1)
        #expect(recipe.learningRate == 1e-4)
        #expect(recipe.schedule == .linear)
        #expect(recipe.batchSize == 4)
        #expect(recipe.epochs == 1)
        #expect(recipe.clip == 1)
        #expect(recipe.adapter.rank == 8)
        #expect(recipe.adapter.alpha == 16)
        #expect(recipe.data == ["pairs.jsonl"])
    }

    @Test(
        "A fault is named with its line, its column and what to do",
        arguments: [
            ("method: dpo\nmodel: smollm2\ndata: d\nbeto: 1\n", 4, 1, "beta"),
            ("method: dpo\nmodel: smollm2\ndata: d\nbeta: -1\n", 4, 7, "above 0"),
            ("method: dpo\nmodel: smollm2\ndata: d\nlabel-noise: 0.1\n", 4, 14, "conservative"),
            ("method: kto\nmodel: smollm2\ndata: d\nbatch-size: 1\n", 4, 13, "2 or more"),
            ("method: dop\nmodel: smollm2\ndata: d\n", 1, 9, "dpo"),
            ("method: dpo\nmodel: smollm2\n", 1, 1, "data"),
            ("method: sft\nmodel: m\ndata: d\nlora: {layers: [q, z]}\n", 4, 20, "gate"),
            ("method: sft\nmodel: m\ndata: d\nname: ../up\n", 4, 7, "letters"),
            ("method: grpo\nmodel: m\nsuite: s\nsamples: 1\n", 4, 10, "2 or more"),
            ("method: dpo\nmodel: m\ndata: d\nstop: {worse-by: 0.1}\n", 4, 18, "checks"),
            ("method: dpo\nmodel: m\ndata: d\nstop: {kl: 3}\n", 4, 8, "kl"),
            (
                "method: sft\nmodel: m\ndata: d\nwatch: {every: 0}\nstop: {kl-above: 3}\n", 4,
                16, "none are drawn"
            ),
            ("method: ppo\nmodel: m\nsuite: s\nchecks: {suite: s}\n", 4, 9, "every"),
            ("method: reward\nmodel: m\ndata: d\nstop: {kl-above: 3}\n", 4, 1, "stop"),
        ])
    func faults(yaml: String, line: Int, column: Int, names: String) throws {
        do {
            _ = try read(yaml)
            Issue.record("no error")
        } catch let errors as DocumentErrors {
            let first = try #require(errors.errors.first)
            #expect(first.line == line, "\(first)")
            #expect(first.column == column, "\(first)")
            #expect(errors.description.contains(names), "\(errors)")
        }
    }

    @Test("The method must be the verb's, and the error names the command that fits")
    func verb() throws {
        let error = #expect(throws: DocumentErrors.self) { try read(plain, verb: .sft) }
        let first = try #require(error?.errors.first)
        #expect(first.line == 1 && first.column == 9)
        #expect(first.suggestion?.contains("conduct align dpo") == true)
    }

    @Test("Checks and stop rules are read, and what they leave out stays out")
    func stopping() throws {
        let recipe = try read(
            plain + "checks: {suite: s.yaml, every: 20, tags: {pressure: twin}}\n"
                + "stop: {worse-by: 0.05, kl-above: 10, distinct-2-below: 0.3}\n")
        #expect(recipe.checks?.every == 20)
        #expect(recipe.checks?.tags == ["pressure": "twin"])
        #expect(recipe.checks?.limit == nil)
        #expect(recipe.stop?.worseBy == 0.05)
        #expect(recipe.stop?.divergence == 10)
        #expect(recipe.stop?.entropy == nil)
        #expect(recipe.stop?.patience == 2)
        #expect(try read(plain).stop == nil)
    }

    @Test("A note is no part of what decides the result; every number is")
    func hash() throws {
        let one = try read(plain).contentHash
        #expect(try read(plain + "note: hello\n").contentHash == one)
        #expect(try read(plain + "seed: 1\n").contentHash != one)
    }
}
