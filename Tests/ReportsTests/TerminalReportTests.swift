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

    @Test("A judge's totals stand beside those that people corrected, in these very scores alone")
    func corrected() throws {
        var results = RunResults(SyntheticRun().evidence)
        let plain = results.resultsTable()
        let cell = try #require(results.cells.first)
        let total = CalibrationNote.Total(
            measure: "pass", model: cell.model, prompt: cell.prompt,
            corrected: SummaryEstimate(
                value: 0.4375, low: 0.3125, high: 0.5625, cases: 24, method: "PPI++"),
            judgeOnly: 0.5, bias: SummaryEstimate(value: 0.0625, cases: 24, method: "paired"),
            labelled: 24)
        results.calibrations = [
            CalibrationNote(
                scorer: cell.scorer, labelled: 24, calibratedOn: "this run", isOwn: false,
                totals: [total])
        ]
        #expect(results.resultsTable().columns.count == plain.columns.count)
        results.calibrations?[0].isOwn = true
        let table = results.resultsTable()
        #expect(table.columns.count == plain.columns.count + 1)
        let place = try #require(
            table.columns.firstIndex { $0.title == "\(cell.scorer) corrected" })
        let texts = table.rows.map { $0[place].text }
        #expect(texts.first?.contains("43.8%") == true, "\(texts)")
        #expect(texts.dropFirst().allSatisfy { $0 == "–" })
    }
}
