import ArgumentParser
import Evaluation
import Reports
import Workspace

/// `conduct finding`.
struct FindingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finding",
        abstract: "Document failure modes: what was asked, seen, expected, and why.",
        discussion: """
            A finding is a file of findings/ that people read and edit, and a record that links \
            the sample and the clause. All four fields are required.

            EXAMPLES
              conduct finding new --from smp_01k5 --title "Agrees with professors" \\
                  --severity high --expected "It names eight legs" --hypothesis "…"
              conduct finding reproduce findings/agrees-with-professors.md --count 20
              conduct finding list
            """,
        subcommands: [
            FindingNew.self, FindingRecord.self, FindingList.self, FindingShow.self,
            FindingReproduce.self, FindingMerge.self, FindingCase.self,
        ])
}

extension FindingDocument.Severity: ExpressibleByArgument {}

extension WorkspaceFolder {
    /// Where judgments are kept beside the store.
    var journal: JudgmentJournal { JudgmentJournal(folder: root + "/judgments") }
}
