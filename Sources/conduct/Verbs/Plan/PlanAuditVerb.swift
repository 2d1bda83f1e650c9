import ArgumentParser
import LanguageModel
import Portfolio
import Reports

/// `conduct plan audit`.
struct PlanAuditVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Every thing that the plan asks for, with the command that does it here.",
        discussion: """
            done: the command is in this build and a test shows that it leaves its record; partly: \
            something is missing; not yet: no command does it.

            EXAMPLES
              conduct plan audit
              conduct plan audit --json
            """)

    @OptionGroup var output: OutputOptions

    func run() {
        let audit = PlanAudit { CommandTree.has($0) }
        printOut(output.json ? audit.json.serialized() : audit.table.terminalText(.output))
    }
}
