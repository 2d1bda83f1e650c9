/// An analysis as it is shown: tables for the terminal and a chart for a file.
package struct AnalysisDocument: Sendable {
    package var tables: [Table]
    package var chart: (any Chart)?

    package init(tables: [Table], chart: (any Chart)? = nil) {
        self.tables = tables
        self.chart = chart
    }

    /// The tables for a terminal, an empty line between two.
    package func text(_ style: TerminalStyle) -> String {
        tables.map { $0.terminalText(style) }.joined(separator: "\n\n")
    }
}
