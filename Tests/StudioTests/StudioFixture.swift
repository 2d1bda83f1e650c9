import LanguageModel
import Workspace

/// Stores with a run of known content.
enum StudioFixture {
    /// What a run of `make` is like.
    struct Shape {
        var suite = "honesty"
        var cases = 6
        var prompts = ["plain", "candid"]
        var models = ["smollm2"]
        var epochs = 1
        /// The answer of a case; by default a sentence with the case's number.
        var output: @Sendable (_ caseIndex: Int, _ prompt: String, _ epoch: Int) -> String = {
            "The answer to \($0) under \($1), epoch \($2)."
        }
        /// Whether a sample passes.
        var passes: @Sendable (_ caseIndex: Int, _ prompt: String) -> Bool = { index, _ in
            index % 2 == 0
        }
        var reason = "the word was found"
        var question = "What shape is the earth?"
        var labels: [String] = []
        var notes = ""
        var isComplete = true
        var logprobs: JSONValue?
    }

    /// Adds a run to a store.
    @discardableResult
    static func make(_ shape: Shape = Shape(), in store: Store) async throws -> Run {
        let id = store.ids.next(.run)
        let run = Run(
            id: id, suite: shape.suite, epochs: shape.epochs,
            planned: shape.cases * shape.prompts.count * shape.models.count * shape.epochs,
            labels: shape.labels, notes: shape.notes, toolVersion: "test")
        let scoring = Scoring(
            id: store.ids.next(.scoring), run: id, scorers: [["contains": "round"]])
        let writer = try await store.begin(
            RunPlan(
                run: run,
                cases: (0..<shape.cases).map { index in
                    CaseSnapshot(
                        run: id, caseID: "case-\(index)", ordinal: index,
                        tags: ["kind": index % 2 == 0 ? "even" : "odd"], clauses: ["no-flattery"],
                        content: ["vars": ["question": .string(shape.question)]])
                },
                prompts: shape.prompts.enumerated().map { place, name in
                    PromptSnapshot(
                        run: id, promptID: name, ordinal: place,
                        content: [["role": "user", "content": "{{ question }}"]])
                },
                models: shape.models.enumerated().map { place, name in
                    ModelSnapshot(
                        run: id, alias: name, ordinal: place,
                        identity: ["provider": "scripted", "model": .string(name)])
                }, scoring: scoring))
        for index in 0..<shape.cases {
            for prompt in shape.prompts {
                for model in shape.models {
                    for epoch in 0..<shape.epochs {
                        let text = shape.output(index, prompt, epoch)
                        let sample = Sample(
                            id: store.ids.next(.sample), run: id, caseID: "case-\(index)",
                            promptID: prompt, model: model, epoch: epoch, seed: UInt64(index),
                            transcript: [
                                Message(.user, "\(shape.question) (\(prompt))"),
                                Message(.assistant, text),
                            ], promptCount: 1, output: text, latency: 12_000, cost: 1_000,
                            logprobs: shape.logprobs)
                        let score = Score(
                            scoring: scoring.id, sample: sample.id, scorer: "contains",
                            verdict: shape.passes(index, prompt) ? .pass : .fail,
                            value: shape.passes(index, prompt) ? 1 : 0, reason: shape.reason)
                        try await writer.submit(SampleEntry(sample: sample, scores: [score]))
                    }
                }
            }
        }
        try await writer.flush()
        return shape.isComplete ? try await writer.complete() : try await writer.interrupt()
    }

    /// A client over a new store with one run.
    static func client(_ shape: Shape = Shape()) async throws -> (StudioClient, Run) {
        let store = try Store.inMemory()
        let run = try await make(shape, in: store)
        return (try StudioClient(store), run)
    }

    /// The run's samples in their order.
    static func samples(_ run: Run, in store: Store) async throws -> [Sample] {
        try await store.reader.samples(of: run.id).all()
    }
}
