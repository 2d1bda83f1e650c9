import Evaluation
import Reports
import Testing

@Suite("The comparison's documents")
struct CompareReportTests {
    static var report: CompareReport {
        var first = SyntheticRun()
        first.epochs = 4
        first.noise = 0.1
        var second = first
        second.seed = 2
        second.number = 2
        second.planted[0].logprob = [52, 38, 25, 58]
        return CompareReport(RunComparison(first.evidence, second.evidence))
    }

    @Test("The comparison reads as the golden files")
    func golden() throws {
        try expectGolden(Self.report.html(), "compare.html")
        try expectGolden(Self.report.markdown(), "compare.md")
        let commands = ["conduct compare latest RUN --json"]
        try expectGolden(
            Self.report.text(TerminalStyle(columns: 100), nextCommands: commands) + "\n",
            "compare.txt")
    }

    @Test("A planted change is found, and an unchanged prompt is within noise")
    func verdicts() {
        let outcomes = Self.report.comparison.differences.filter {
            $0.contrast.scorer == "choice.logprob"
        }.map(\.outcome)
        #expect(outcomes.first == .better)
        #expect(outcomes.dropFirst().allSatisfy { $0 == .withinNoise })
    }
}
