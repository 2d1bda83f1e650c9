import ArgumentParser
import Evaluation
import LanguageModel
import Portfolio
import Providers
import Reports
import Workspace

/// `conduct practice check`.
struct PracticeCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check whether a model can tell good answers from bad ones.",
        discussion: """
            Twenty pairs of answers, each in both orders. Only a model that is better than chance \
            beyond doubt may comment on yours. Exits with 1 when it is not.

            EXAMPLES
              conduct practice check claude
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The model's alias.")
    var alias: String

    func run() async throws {
        let (folder, store) = try workspace.open()
        let configuration = try folder.configuration()
        let setup = EvalSetup(folder: folder, configuration: configuration, store: store)
        let bench = JudgeBench(setup: setup, store: store)
        let seat = try await bench.seat(for: alias)
        let concurrency = try await setup.catalogue.open(alias).concurrency
        let check = InterviewerCheck.check
        let display = ProgressDisplay(alias, total: check.items.count, isSilent: output.json)
        let result = try await Interrupt.whileRunning {
            try await check.run(
                seat.model, parameters: seat.parameters, concurrency: concurrency
            ) { done in display.update { $0.done = done } }
        }.result
        display.finish()
        try await store.addCalls(bench.log.takeMade())
        await setup.catalogue.close()
        let record = InterviewerCheck.record(
            result, store.ids.next(.check), of: seat, toolVersion: ToolVersion.text)
        try await store.append(record)
        if output.json {
            var object = record.body.object ?? [:]
            object["id"] = .string(record.id.description)
            printOut(JSONValue.object(object).serialized())
        } else {
            printOut("\(alias): \(result.competence.summary).")
        }
        if !result.competence.isPassed {
            throw Failure(
                .no, output.json ? "" : "\(alias) may not comment: it is not beyond chance.")
        }
    }
}

/// `conduct practice interview`.
struct PracticeInterview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interview",
        abstract: "Let a model that passed its check comment on an answer.",
        discussion: """
            It reads the notes of an attempt, comments, and asks one follow-up question. What it \
            says is kept and shown as a model's; it is no rating and moves no coverage.

            EXAMPLES
              conduct practice interview latest --model claude
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The attempt: an id, a beginning of one, or latest.")
    var attempt = "latest"

    @Option(name: .shortAndLong, help: "The model's alias.")
    var model: String

    func run() async throws {
        let (folder, store) = try workspace.open()
        let configuration = try folder.configuration()
        let setup = EvalSetup(folder: folder, configuration: configuration, store: store)
        let book = PracticeBook(folder: folder, store: store)
        let record = try await book.attempt(attempt)
        let notes = record.body["notes"]?.string ?? ""
        guard !notes.isEmpty else {
            throw Failure(
                .badInput, "error: the attempt has no notes for a model to read; give --notes")
        }
        let seat = try await JudgeBench(setup: setup, store: store).seat(for: model)
        let check = try await InterviewerCheck.admission(seat, reader: store.reader)
        let opened = try await setup.catalogue.open(model)
        let request = ModelRequest(
            messages: InterviewerCheck.messages(
                question: record.body["text"]?.string ?? "", answer: notes),
            parameters: opened.document.parameters)
        let reply = try await Interrupt.whileRunning {
            try await opened.provider.reply(to: request, onText: nil)
        }.result
        await setup.catalogue.close()
        let isSimulated = opened.provider.identity.isSimulated
        let kept = try await book.feedback(
            reply.message.text, on: record.id, model: model, check: check.id,
            isSimulated: isSimulated)
        if output.json {
            var object = kept.body.object ?? [:]
            object["id"] = .string(kept.id.description)
            return printOut(JSONValue.object(object).serialized())
        }
        let kind = isSimulated ? "a simulated model" : "a model"
        printOut(
            TerminalStyle.output.painted("\(model), \(kind), comments:", .warning))
        printOut(SafeText.lines(reply.message.text))
    }
}
