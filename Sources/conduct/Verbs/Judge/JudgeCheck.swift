import ArgumentParser
import Evaluation
import LanguageModel
import Providers
import Reports
import Workspace

extension JudgeCompetence.Job: ExpressibleByArgument {}

/// `conduct judge check`.
struct JudgeCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a model's competence as a judge on items whose right verdicts are known.",
        discussion: """
            Thirty items, each in both orders: which of two answers is better, and the grade of \
            each answer alone under a scale read in both directions. The result is stored under \
            what the judge is (provider, model, files, parameters), so that eval and rescore count \
            its verdicts only after a passed check. Exits with 1 when a check is not passed.

            EXAMPLES
              conduct judge check claude
              conduct judge check smollm2 --job comparing --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The judge's alias; by default the workspace's judge.")
    var alias: String?

    @Option(name: .long, help: "Only this kind of judging: grading or comparing.")
    var job: JudgeCompetence.Job?

    @Option(name: .long, help: "Stop before this many dollars are spent; refuses unknown prices.")
    var maxCost: Double?

    @Flag(name: .long, help: "Ask anew instead of reusing stored verdicts.")
    var fresh = false

    func validate() throws { try checkCost(maxCost) }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let configuration = try folder.configuration()
        guard let alias = alias ?? configuration.judge else {
            throw Failure(
                .badInput,
                "error: no judge is named; give an alias, or write judge: in conduct.yaml")
        }
        let setup = EvalSetup(
            folder: folder, configuration: configuration,
            maximumCost: maxCost, store: store)
        let bench = JudgeBench(setup: setup, store: store)
        let seat = try await bench.seat(for: alias, reusesCalls: !fresh)
        let concurrency = try await setup.catalogue.open(alias).concurrency
        var records: [(StoredRecord, JudgeCompetenceCheck.Result)] = []
        for job in job.map({ [$0] }) ?? JudgeCompetence.Job.allCases {
            let result = try await check(
                job, seat, concurrency: concurrency, store: store, log: bench.log)
            let record = result.record(
                store.ids.next(.check), of: seat, toolVersion: ToolVersion.text)
            try await store.append(record)
            records.append((record, result))
        }
        await setup.catalogue.close()
        if output.json {
            printOut(JSONValue.array(records.map { Self.json($0.0) }).serialized())
        } else {
            show(records.map(\.1), alias: alias, isSimulated: seat.model.identity.isSimulated)
        }
        let failed = records.map(\.1.competence).filter { !$0.isPassed }
        if !failed.isEmpty {
            throw Failure(
                .no,
                "\n\(alias) is not competent at \(failed.map(\.job.rawValue).joined(separator: " and ")): "
                    + "its verdicts there are \"could not score\".")
        }
    }

    /// Runs one check; the verdicts are kept even if it is interrupted.
    private func check(
        _ job: JudgeCompetence.Job, _ seat: JudgeSeat, concurrency: Int, store: Store, log: CallLog
    ) async throws -> JudgeCompetenceCheck.Result {
        let check = JudgeCompetenceCheck(job)
        let display = ProgressDisplay(
            "\(seat.alias), \(job.rawValue)", total: check.items.count, isSilent: output.json)
        defer { display.finish() }
        let (outcome, _) = try await Interrupt.whileRunning {
            let result: Result<JudgeCompetenceCheck.Result, any Error>
            do {
                result = .success(
                    try await check.run(
                        seat.model, parameters: seat.parameters, concurrency: concurrency
                    ) { done in display.update { $0.done = done } })
            } catch { result = .failure(error) }
            return result
        }
        try await store.addCalls(log.takeMade())
        do { return try outcome.get() } catch is CancellationError {
            throw Failure(
                .interrupted,
                "\nInterrupted; the verdicts so far are kept, and the same command goes on.")
        }
    }

    private func show(_ results: [JudgeCompetenceCheck.Result], alias: String, isSimulated: Bool) {
        var table = Table(
            title: "\(alias) as a judge\(isSimulated ? " (simulated)" : "")",
            columns: [
                .init("job"), .init("right in both orders", .trailing), .init("95 % interval"),
                .init("chance", .trailing), .init("flipped", .trailing),
                .init("unreadable", .trailing), .init("position bias", .trailing),
                .init("check"),
            ])
        for competence in results.map(\.competence) {
            let interval =
                NumberText.percent(competence.lower) + " to " + NumberText.percent(competence.upper)
            table.rows.append([
                .init(competence.job.rawValue), .init("\(competence.right)/\(competence.items)"),
                .init(interval), .init(NumberText.percent(competence.chance)),
                .init("\(competence.flipped)"), .init("\(competence.unreadable)"),
                .init(NumberText.fixed(competence.positionBias, decimals: 2, signed: true)),
                .init(
                    competence.isPassed ? "passed" : "not passed",
                    competence.isPassed ? .good : .bad),
            ])
        }
        table.notes.append(
            "Passed when the interval lies above chance. Position bias: the share of verdicts for "
                + "what was shown first less that for what was shown last.")
        for result in results {
            let unreadable = Dictionary(
                grouping: result.items.compactMap(\.unreadable), by: { $0 }
            ).max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
            guard let unreadable else { continue }
            table.notes.append(
                "\(result.competence.job.rawValue), most often unreadable "
                    + "(\(unreadable.value.count)): \(SafeText.line(unreadable.key))")
        }
        printOut(table.terminalText(.output))
    }

    private static func json(_ record: StoredRecord) -> JSONValue {
        var object = record.body.object ?? [:]
        object["id"] = .string(record.id.description)
        object["created"] = .integer(Int(record.created.milliseconds))
        return .object(object)
    }
}
