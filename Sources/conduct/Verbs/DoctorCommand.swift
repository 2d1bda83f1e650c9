import ArgumentParser
import LanguageModel
import Providers
import Reports
import Workspace

/// `conduct doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "What is installed, which keys are set (never their values), what to do.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let checks = Doctor(workspace: workspace).checks()
        if output.json {
            return printOut(
                JSONValue.array(
                    checks.map { check in
                        [
                            "what": .string(check.what), "state": .string(check.state.rawValue),
                            "detail": .string(check.detail), "advice": .string(check.advice),
                        ]
                    }
                ).serialized())
        }
        let style = TerminalStyle.output
        for check in checks {
            let (mark, tone): (String, Table.Tone) =
                switch check.state {
                case .good: ("✓", .good)
                case .missing: ("–", .muted)
                case .bad: ("✗", .bad)
                }
            let label = check.what + String(repeating: " ", count: max(1, 20 - check.what.count))
            printOut(style.painted("\(mark) \(label)", tone) + check.detail)
            if !check.advice.isEmpty { printOut("  → \(check.advice)") }
        }
        if checks.contains(where: { $0.state == .bad }) { throw Failure(.no) }
    }
}
