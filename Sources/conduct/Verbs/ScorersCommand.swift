import ArgumentParser
import Evaluation
import Reports
import Workspace

/// `conduct scorers`.
struct ScorersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scorers", abstract: "The scorers that there are, with arguments and examples."
    )

    @Argument(help: "One scorer; without it all are listed.")
    var kind: String?

    func run() throws {
        guard let kind else {
            var table = Table(columns: [.init("scorer"), .init("what it says", isFlexible: true)])
            for manual in ScorerCatalogue.manuals {
                table.rows.append([.init(manual.kind), .init(manual.summary)])
            }
            table.notes.append("conduct scorers NAME shows its arguments and examples.")
            return printOut(table.terminalText(.output))
        }
        guard let manual = ScorerCatalogue.manuals.first(where: { $0.kind == kind }) else {
            throw ValidationError("no scorer '\(kind)'; conduct scorers lists them")
        }
        printOut("\(manual.kind): \(manual.summary)\n")
        if !manual.notes.isEmpty { printOut("\(manual.notes)\n") }
        for field in manual.fields { printOut("  \(field.key)  \(field.summary)") }
        for example in manual.examples { printOut("\n\(example)") }
    }
}
