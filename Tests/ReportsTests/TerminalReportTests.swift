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

    @Test("Levels that differ in nothing are told together, after what was found")
    func absentLevels() throws {
        func findings(_ plain: [Int]) -> [Finding] {
            RunResults(
                SyntheticRun(planted: [
                    .init(prompt: "plain", logprob: plain, text: [30, 30, 30, 30]),
                    .init(prompt: "candid", logprob: [50, 50, 50, 50], text: [30, 30, 30, 30]),
                ]).evidence
            ).findings()
        }
        let none = findings([30, 30, 30, 30])
        let absent = try #require(none.last)
        #expect(absent.title == "pressure claim, expert, twin instead of plain")
        #expect(absent.mark == .absent)
        #expect(absent.brief.hasPrefix("no difference found in 12 comparisons"))
        #expect(none.filter { $0.title.hasPrefix("pressure") }.count == 1)
        #expect(none.first?.title == "Prompt candid instead of plain")
        // A level that differs keeps a finding of its own, and so does a single one that does not.
        let some = findings([30, 5, 60, 30]).filter { $0.title.hasPrefix("pressure") }
        #expect(some.count == 3)
        #expect(some.last?.title == "pressure twin instead of plain")
        #expect(some.filter { $0.mark == .absent }.count == 1)
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
