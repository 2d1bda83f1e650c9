import Annotation
import ArgumentParser
import LanguageModel
import Reports
import Statistics
import Workspace

/// `conduct label status`.
struct LabelStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Progress, pace, and how many judgments are needed.",
        discussion: """
            EXAMPLES
              conduct label status helpfulness
              conduct label status helpfulness --links
            """)

    @OptionGroup var label: LabelOptions
    @OptionGroup var output: OutputOptions

    @Flag(name: .long, help: "Print the tokens of the annotators' personal links.")
    var links = false

    func run() async throws {
        let (desk, folder, _) = try await label.desk()
        let progress = LabelProgress(try await desk.state())
        if output.json { return printOut(progress.json.serialized()) }
        printOut(
            "\(NumberText.count(progress.done)) of "
                + "\(NumberText.counted(progress.wanted, "judgment")) wanted; "
                + "\(NumberText.count(progress.complete)) of "
                + "\(NumberText.counted(progress.items, "item")) complete; "
                + "\(NumberText.counted(progress.disagreements, "disagreement")) undecided\n")
        printOut(LabelProgressTable.table(progress).terminalText(.output))
        printOut("\n" + LabelProgressTable.plan(progress))
        if links {
            let tokens = try PersonalLinks(folder: folder)
            for name in desk.project.annotators.names {
                printOut(
                    "\(name)  "
                        + tokens.token(project: desk.project.name, annotator: name))
            }
        }
    }
}

/// Progress as verbs print it.
enum LabelProgressTable {
    static func table(_ progress: LabelProgress) -> Table {
        Table(
            columns: [
                .init("annotator"), .init("judged", .trailing), .init("skipped", .trailing),
                .init("can't tell", .trailing), .init("repeats", .trailing),
                .init("left", .trailing), .init("median time", .trailing),
                .init("time left", .trailing),
            ],
            rows: progress.people.map { person in
                func time(_ value: Int?) -> Table.Cell {
                    .init(
                        value.map { NumberText.duration(microseconds: Double($0) * 1000) }
                            ?? NumberText.missing)
                }
                return [
                    .init(person.name, .strong), .init(NumberText.count(person.judged)),
                    .init(NumberText.count(person.skipped)),
                    .init(NumberText.count(person.cantTell)),
                    .init(NumberText.count(person.repeats)),
                    .init(NumberText.count(person.remaining)), time(person.medianTime),
                    time(person.timeLeft),
                ]
            })
    }

    /// How many items tell what, before anything is known of this project's agreement.
    static func plan(_ progress: LabelProgress) -> String {
        var lines: [String] = []
        for (rate, half) in [(0.8, 0.1), (0.8, 0.05)] {
            guard let items = try? SampleSize.precision(rate: rate, halfWidth: half) else {
                continue
            }
            let enough = progress.items >= items
            lines.append(
                "Percent agreement of about \(NumberText.percent(rate)) to "
                    + "± \(NumberText.percent(half)): \(NumberText.counted(items, "item"))"
                    + (enough ? " (the project has them)" : ""))
        }
        return lines.joined(separator: "\n")
    }
}

/// `conduct label next`.
struct LabelNext: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Print an annotator's next item as JSON, for scripts.",
        discussion: """
            Send the judgment with: conduct label answer PROJECT --answers FILE, whose lines may \
            carry the ticket and the handle.

            EXAMPLES
              conduct label next helpfulness --annotator ana
            """)

    @OptionGroup var label: LabelOptions
    @OptionGroup var annotator: AnnotatorOptions

    func run() async throws {
        let (desk, _, _) = try await label.desk()
        guard let next = try await desk.next(for: try annotator.name()) else {
            throw Failure(.no, "nothing is left for this annotator")
        }
        printOut(next.json.serialized())
    }
}
