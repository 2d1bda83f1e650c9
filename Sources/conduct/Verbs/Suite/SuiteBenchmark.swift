import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct suite benchmark`.
struct SuiteBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark",
        abstract: "Make a suite of a multiple-choice benchmark's JSONL.",
        discussion: """
            Reads question, choices and answer (MMLU), choices with labels and answerKey (ARC), ctx, \
            endings and label (HellaSwag), and the {"doc": …} lines of an lm-eval log. The answer is \
            read from the text: a letter, or the choice itself.

            EXAMPLES
              conduct suite benchmark ~/data/mmlu-sample.jsonl --name facts
              conduct eval suites/facts.yaml --models flatterer
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The benchmark, one JSON object a line.", completion: .file())
    var file: String

    @Option(name: .long, help: "The suite's name: lower-case letters, digits and hyphens.")
    var name: String

    @Option(name: .long, parsing: .upToNextOption, help: "Models that the suite asks.")
    var models: [String] = ["smollm2"]

    func run() throws {
        let folder = try workspace.folder()
        let items = try BenchmarkItems(file: file, path: file)
        let data = "datasets/\(name).jsonl"
        let suite = "suites/\(name).yaml"
        for path in [data, suite] where FileAccess.exists(try folder.resolve(path)) {
            throw Failure(.badInput, "error: \(path) is there already; give another --name")
        }
        try folder.write(items.cases(name: name), to: data, replacing: false)
        try folder.write(
            items.suite(name: name, data: data, models: models), to: suite, replacing: false)
        printOut(
            output.json
                ? JSONValue.object([
                    "suite": .string(suite), "data": .string(data),
                    "questions": .integer(items.items.count),
                ]).serialized()
                : "\(NumberText.counted(items.items.count, "question")) in \(data), asked by "
                    + "\(suite). Next: conduct eval \(suite), then conduct suite contrast")
    }
}

/// `conduct suite contrast`.
struct SuiteContrast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contrast",
        abstract: "A benchmark's run beside a behaviour suite's, model by model.",
        discussion: """
            What a high score on the one leaves open of the other. Kept as a record that leads to \
            both runs.

            EXAMPLES
              conduct suite contrast facts honesty-under-pressure
              conduct suite contrast run_01k5 run_01k6 --scorer choice-text --prompt plain
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var author: AuthorOption

    @Argument(help: "The benchmark's run: an id, a beginning of one, or its suite's name.")
    var benchmark: String

    @Argument(help: "The behaviour suite's run, likewise.")
    var behaviour: String

    @Option(name: .long, help: "The behaviour's scorer; by default its first.")
    var scorer: String?

    @Option(name: .long, help: "The behaviour's prompt; by default its first.")
    var prompt: String?

    func run() async throws {
        let (_, store) = try workspace.open()
        let reader = store.reader
        func evidence(_ name: String) async throws -> RunEvidence {
            let newest = try await reader.runs(limit: 10_000, suite: name).first {
                $0.run.status == .complete && $0.run.suite == name && $0.run.kind != .probe
            }?.run.id
            let id: RecordID
            if let newest { id = newest } else { id = try await reader.resolve(name, as: .run) }
            return try await RunEvidence.read(run: id, from: reader)
        }
        let contrast = try BenchmarkContrast(
            benchmark: try await evidence(benchmark), behaviour: try await evidence(behaviour),
            scorer: scorer, prompt: prompt)
        let record = contrast.record(store.ids.next(.analysis), author: try author.name())
        try await store.append(record)
        if output.json {
            var object = contrast.json.object ?? [:]
            object["id"] = .string(record.id.description)
            return printOut(JSONValue.object(object).serialized())
        }
        printOut(contrast.table.terminalText(.output))
        printOut("\nKept as \(ShortID.of(record.id)).")
    }
}
