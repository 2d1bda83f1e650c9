import ArgumentParser
import Evaluation
import LanguageModel
import Portfolio
import Providers
import Reports
import Workspace

/// `conduct role suggest`.
struct RoleSuggest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "A model's opinion on your verbs, once it has shown that it can tell them apart.",
        discussion: """
            You group first; then a model that groups twenty known verbs rightly, in both orders, \
            may say what it thinks. The check is kept under what the model is. A model that does \
            not pass is not heard, and the command ends with 1. Nothing is written to your notes.

            EXAMPLES
              conduct role suggest example-labs --model claude
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The role.")
    var role: String

    @Option(name: .shortAndLong, help: "The model, by its alias.")
    var model: String

    @Option(name: .long, help: "Stop before this many dollars are spent; refuses unknown prices.")
    var maxCost: Double?

    @Flag(name: .long, help: "Check the model anew.")
    var fresh = false

    func validate() throws { try checkCost(maxCost) }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let configuration = try folder.configuration()
        let lexicon = try RoleLexicon.read(in: folder)
        let open = try await OpenRole.read([role], folder, lexicon, store.reader)[0]
        guard !open.notebook.verbs.isEmpty else {
            throw Failure(
                .badInput,
                "group the verbs yourself first: conduct role annotate \(open.role.name)")
        }
        let setup = EvalSetup(
            folder: folder, configuration: configuration,
            maximumCost: maxCost, store: store)
        let opened = try await setup.catalogue.open(model)
        let parameters = opened.document.parameters
        let provider = opened.provider
        let grouping = VerbGrouping { prompt, seed in
            try await provider.reply(
                to: ModelRequest(
                    messages: [Message(.user, prompt)], parameters: parameters, seed: seed),
                onText: nil
            ).message.text
        }
        let outcome = try await checked(grouping, provider.identity, parameters, store)
        guard outcome.isPassed else {
            await setup.catalogue.close()
            throw Failure(
                .no,
                "\(model) is not heard about verbs: \(outcome.summary). Take another model, or the "
                    + "lexicon alone: conduct role verbs \(open.role.name)")
        }
        let reader = VerbReader(lexicon)
        var table = Table(columns: [
            .init("verb"), .init("you"), .init("\(model) (a model)"), .init("lexicon"),
        ])
        var results: [JSONValue] = []
        var seen: Set<String> = []
        for requirement in open.requirements {
            for found in reader.occurrences(in: requirement.text)
            where seen.insert(found.verb).inserted {
                let suggestion = try await grouping.suggestion(found.verb, in: requirement.text)
                let mine = (open.notebook.verbs[found.verb] ?? nil)?.rawValue
                table.rows.append([
                    .init(found.verb, .strong), .init(mine ?? ""),
                    .init(
                        suggestion?.rawValue ?? "can't say",
                        suggestion?.rawValue == mine ? .plain : .warning),
                    .init(found.cluster.rawValue),
                ])
                results.append([
                    "verb": .string(found.verb), "you": mine.map { .string($0) } ?? .null,
                    "model": suggestion.map { .string($0.rawValue) } ?? .null,
                    "lexicon": .string(found.cluster.rawValue),
                ])
            }
        }
        await setup.catalogue.close()
        table.notes = [
            "Suggested by a model, not by a person. Its check: \(outcome.summary).",
            "What you take over, say yourself: conduct role annotate \(open.role.name) --verb VERB=KIND",
        ]
        printOut(
            output.json
                ? JSONValue.object(["model": .string(model), "verbs": .array(results)]).serialized()
                : table.terminalText(.output))
    }

    /// The stored check of this model, else a new one, which is kept.
    private func checked(
        _ grouping: VerbGrouping, _ identity: ModelIdentity, _ parameters: GenerationParameters,
        _ store: Store
    ) async throws -> VerbGrouping.Outcome {
        let name = ContentHash.of([
            "model": .string(JudgeSeat.hash(of: identity, parameters)), "job": "grouping-verbs",
            "items": .string(VerbGrouping.contentHash),
        ])
        if !fresh, let record = try await store.reader.latest(.check, named: name),
            let kept = VerbGrouping.Outcome(body: record.body)
        {
            return kept
        }
        let outcome = try await grouping.check()
        var body = outcome.json.object ?? [:]
        body["alias"] = .string(model)
        body["model_sha256"] = .string(JudgeSeat.hash(of: identity, parameters))
        body["is_simulated"] = .bool(identity.isSimulated)
        body["tool_version"] = .string(ToolVersion.text)
        try await store.append(
            StoredRecord(
                id: store.ids.next(.check), name: name,
                links: [RecordLink("checks", "model:\(model)")], body: .object(body)))
        return outcome
    }
}
