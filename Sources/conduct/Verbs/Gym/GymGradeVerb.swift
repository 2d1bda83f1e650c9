import ArgumentParser
import Evaluation
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct gym grade`.
struct GymGradeVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade", abstract: "Grade a suite's run against what is planted.",
        discussion: """
            Reads gym/NAME/claims.yaml: which scorer, on which cases, measures which failure. \
            Exits with 1 when the grade is no pass. A pass moves the skills of the exercise to \
            'practised' on the ladder, with the grade as evidence.

            EXAMPLES
              conduct gym grade --run latest
              conduct gym grade facts-desk --run run_01k5 --claims gym/facts-desk/claims.yaml
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var author: AuthorOption

    @Argument(help: "The exercise's name here; by default the newest.")
    var name: String?

    @Option(name: .long, help: "The run of your suite: an id, a beginning of one, or latest.")
    var run = "latest"

    @Option(name: .long, help: "The claims; by default gym/NAME/claims.yaml.")
    var claims: String?

    func run() async throws {
        var open = try OpenPlan(workspace, today)
        let book = GymBook(folder: open.folder, store: open.store)
        let entry = try await book.entry(name)
        let path =
            claims.map { open.folder.relativePath(ofArgument: $0) ?? $0 }
            ?? "gym/\(entry.name)/claims.yaml"
        let document = try GymClaims.read(path, in: open.folder)
        let id = try await open.store.reader.resolve(run, as: .run)
        let (grade, record) = try await book.grade(
            entry, run: id, claims: document, author: try author.name())
        let moved = try open.desk.practise(
            grade, record: record, skills: entry.exercise.skills)
        if output.json {
            var object = record.body.object ?? [:]
            object["id"] = .string(record.id.description)
            object["moved"] = .array(moved.map(JSONValue.string))
            printOut(JSONValue.object(object).serialized())
        } else {
            printOut(GymTables.grade(grade).terminalText(.output))
            printOut("")
            for line in summary(grade, record, moved) { printOut(line) }
        }
        if !grade.isPassed { throw Failure(.no) }
    }

    private func summary(
        _ grade: GymGrade, _ record: StoredRecord, _ moved: [String]
    ) -> [String] {
        let hidden = grade.hidden.count { grade.found.contains($0) }
        var lines = [
            "\(grade.isPassed ? "Passed" : "Not yet"): "
                + "\(grade.found.count - hidden) of \(grade.disclosed.count) named and \(hidden) of "
                + "\(grade.hidden.count) hidden failures found, \(grade.answered.count) measured, "
                + NumberText.counted(grade.falseAlarms, "false alarm")
                + ". Score \(NumberText.fixed(grade.score, decimals: 2)), kept as "
                + "\(ShortID.of(record.id))."
        ]
        lines += grade.missing.map { "  " + $0 }
        if grade.isPassed {
            if record.body["truth_was_open"]?.bool == true {
                lines.append("The truth had been opened, so this moves no skill.")
            } else if moved.isEmpty {
                lines.append("The skills it shows were practised already.")
            } else {
                lines.append("Practised now: \(moved.joined(separator: ", ")).")
            }
        }
        return lines
    }
}
