import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Statistics
import Workspace

/// `conduct judge calibrate`.
struct JudgeCalibrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Correct a judge's totals by people's labels of a random sample.",
        discussion: """
            draw takes a random sample of what the judge judged, keeps the probability of each, \
            and writes a file to fill in; the judge's verdict is not in it. read takes the filled \
            file, says how far people and judge agree and how biased the judge is, and corrects \
            the run's totals (PPI++): the share that passes, and with --grades the mean grade. \
            Reports then carry the corrected totals and their wider intervals.

            EXAMPLES
              conduct judge calibrate draw latest --scorer candour --sample 60 --file labels/c.csv
              conduct judge calibrate draw latest --scorer depth --grades --file labels/d.csv
              conduct judge calibrate read labels/c.csv --author ann
            """,
        subcommands: [CalibrateDraw.self, CalibrateRead.self])
}

/// What judges said of a run's samples.
private enum Judged {
    /// Every judged sample, in the store's order.
    static func rows(_ scorer: String, scoring: RecordID, run: RecordID, _ reader: StoreReader)
        async throws -> [JudgeCalibration.Judged]
    {
        let table = try await reader.scoreTable(of: scoring, applyingOverrides: false)
        guard let index = table.scorers.firstIndex(of: scorer) else {
            throw Failure(
                .badInput,
                "error: the scoring \(scoring) has no scorer '\(scorer)'; it has "
                    + table.scorers.joined(separator: ", "))
        }
        let models = try await reader.models(of: run).map(\.alias)
        let prompts = try await reader.prompts(of: run).map(\.promptID)
        let cases = try await reader.cases(of: run)
        return table.rows.filter { $0.scorerIndex == index && $0.verdict != .unscored }.map {
            let facts = cases[$0.caseIndex]
            return JudgeCalibration.Judged(
                sample: $0.sample, passed: $0.verdict == .pass, value: $0.value,
                model: models[$0.modelIndex], prompt: prompts[$0.promptIndex],
                cluster: facts.groupKey.map { "group:" + $0 } ?? "case:" + facts.caseID)
        }
    }

    /// The newest scoring of a run that has the scorer, with the scorer as it keeps it.
    static func scoring(_ scorer: String, of run: RecordID, _ reader: StoreReader) async throws
        -> (id: RecordID, scorer: JSONValue)
    {
        var names: Set<String> = []
        for scoring in try await reader.scorings(of: run).sorted(by: { $0.id > $1.id }) {
            for entry in scoring.scorers.array ?? [] {
                if entry["name"]?.string == scorer { return (scoring.id, entry) }
                names.insert(entry["name"]?.string ?? "")
            }
        }
        guard !names.isEmpty else {
            throw Failure(.badInput, "error: the run \(run) was never scored")
        }
        throw Failure(
            .badInput,
            "error: the run has no scorer '\(scorer)'; it has "
                + names.sorted().joined(separator: ", "))
    }
}

/// `conduct judge calibrate draw`.
struct CalibrateDraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw", abstract: "Draw samples for people to judge, and write the file.")

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The run: an id, a unique beginning of one, or latest.")
    var run = "latest"

    @Option(name: .long, help: "The judge's name as a scorer.")
    var scorer: String

    @Option(name: .long, help: "How many samples.")
    var sample = 50

    @Option(name: .long, help: "simple, or by-verdict for as many passed as failed ones.")
    var method: CalibrationDraw.Method = .simple

    @Flag(
        name: .long, help: "People give grades on the judge's scale instead of pass or fail.")
    var grades = false

    @Option(name: .long, help: "The seed of the draw.")
    var seed: UInt64 = 0

    @Option(name: .long, help: "The file to fill in, CSV.", completion: .file())
    var file: String

    func validate() throws {
        if seed > UInt64(Int.max) { throw ValidationError("--seed is at most \(Int.max)") }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let reader = store.reader
        let id = try await reader.resolve(run, as: .run)
        let (scoring, configured) = try await Judged.scoring(scorer, of: id, reader)
        var scale: CalibrationScale?
        if grades {
            scale = CalibrationScale(configuration: configured["configuration"])
            guard scale != nil else {
                throw Failure(
                    .badInput,
                    "error: \(scorer) is no judge with a scale: leave --grades away, and let "
                        + "people say pass or fail")
            }
        }
        let rows = try await Judged.rows(scorer, scoring: scoring, run: id, reader)
        let draw: CalibrationDraw
        do throws(CalibrationDraw.Failure) {
            draw = try CalibrationDraw(
                id: store.ids.next(.calibration), run: id, scoring: scoring, scorer: scorer,
                judged: rows.map { ($0.sample, $0.passed) }, size: sample, method: method,
                seed: seed, scale: scale)
        } catch {
            throw Failure(.badInput, error.description)
        }
        var text = CSVWriter.row(["sample", "case", "asked", "answer", "label", "draw"])
        for item in draw.items {
            let sample = try await reader.sample(item.sample)
            let asked = sample.transcript.prefix(sample.promptCount).last { $0.role == .user }
            text += CSVWriter.row([
                item.sample.description, sample.caseID, asked?.text ?? "", sample.output, "",
                draw.id.description,
            ])
        }
        let path = folder.relativePath(ofArgument: file)
        if let path {
            try folder.write(text, to: path, replacing: false)
        } else {
            try FileAccess.write(Array(text.utf8), to: file, path: file, replacing: false)
        }
        try await store.append(draw.record)
        printOut(
            "\(draw.id): \(NumberText.counted(draw.items.count, "sample")) of "
                + "\(NumberText.count(draw.population)) drawn. Fill the column 'label' of \(file) "
                + "with \(scale?.words ?? "pass or fail"), then: conduct judge calibrate read \(file) --author YOU"
        )
    }
}

/// `conduct judge calibrate read`.
struct CalibrateRead: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: "Read the filled file, and correct the judge's total.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The filled file.", completion: .file())
    var file: String

    @Option(name: .long, help: "Who judged; by default CONDUCT_AUTHOR or the account's name.")
    var author: String?

    func run() async throws {
        let (folder, store) = try workspace.open()
        let reader = store.reader
        let table = try DataTable(path: file)
        let names = try table.fullTexts(try table.column("draw"))
        let ids = try table.fullTexts(try table.column("sample"))
        let column = try table.column("label")
        guard let name = names.first, Set(names).count == 1, let id = RecordID(name) else {
            throw Failure(.badInput, "error: \(file): the column 'draw' names more than one draw")
        }
        guard let draw = CalibrationDraw(try await reader.record(id)) else {
            throw Failure(.badInput, "error: \(id) is no draw of a calibration")
        }
        let values = try draw.scale == nil ? table.outcomes(column) : table.numbers(column)
        let drawn = Set(draw.items.map(\.sample))
        var labels: [JudgeCalibration.Label] = []
        var seen: Set<RecordID> = []
        for (row, value) in values.enumerated() {
            guard let sample = RecordID(ids[row]), drawn.contains(sample) else {
                throw table.error(
                    .invalidValue, row: row, column: try table.column("sample"),
                    "'\(ids[row])' was not drawn")
            }
            guard seen.insert(sample).inserted else {
                throw table.error(
                    .duplicate, row: row, column: try table.column("sample"),
                    "the sample stands here twice")
            }
            guard let value else { continue }
            guard draw.scale?.contains(value) ?? (value == 0 || value == 1) else {
                throw table.error(
                    .invalidValue, row: row, column: column,
                    "expected \(draw.scale?.words ?? "pass or fail, or 1 or 0")")
            }
            labels.append(JudgeCalibration.Label(sample: sample, value: value))
        }
        let calibration = JudgeCalibration(
            draw, labels: labels,
            judged: try await Judged.rows(
                draw.scorer, scoring: draw.scoring, run: draw.run, reader))
        if case .failure(let reason) = calibration.corrected {
            throw Failure(.badInput, "error: the corrected total is \(reason.description)")
        }
        try await store.append(
            calibration.record(store.ids.next(.calibration), author: try Author.name(author)),
            journal: JudgmentJournal(folder: folder.root + "/judgments"))
        if output.json { return printOut(calibration.json.serializedPretty()) }
        printOut(calibration.document.text(.output))
    }
}

extension CalibrationDraw.Method: ExpressibleByArgument {}
