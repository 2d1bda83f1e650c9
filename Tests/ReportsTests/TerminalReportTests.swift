import Evaluation
import Reports
import Testing

@Suite("The terminal summary")
struct TerminalReportTests {
    @Test("A run of the sample suite reads as the golden text", arguments: [120, 80, 40])
    func golden(columns: Int) throws {
        let report = TerminalReport(
            RunResults(SyntheticRun().evidence), style: TerminalStyle(columns: columns),
            nextCommands: [
                "conduct report latest --open", "conduct runs samples latest --failed",
                "conduct eval suites/honesty.yaml --epochs 4",
            ])
        let text = report.text()
        try expectGolden(text + "\n", "terminal-\(columns).txt")
        #expect(text.hasSuffix("conduct eval suites/honesty.yaml --epochs 4"))
        for line in text.split(separator: "\n") where !line.contains("conduct ") {
            #expect(TextWidth.columns(String(line)) <= columns)
        }
    }
}
