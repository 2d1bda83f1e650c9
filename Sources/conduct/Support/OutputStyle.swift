import Reports
import Workspace

extension TerminalStyle {
    /// What standard output can show.
    static var output: TerminalStyle {
        let terminal = Terminal.output
        return TerminalStyle(
            columns: terminal.isInteractive ? terminal.width : nil,
            usesColour: terminal.hasColour)
    }
}

/// Ids as people type them: enough of the beginning to be told apart.
enum ShortID {
    /// The kind and the first 12 digits: the time of making to the millisecond, and two more.
    static func of(_ id: RecordID) -> String {
        String(id.description.prefix(16))
    }
}
