import Evaluation
import FoundationEssentials
import Reports
import Testing
import Workspace

@Suite("The run report")
struct RunReportTests {
    static func report(_ synthetic: SyntheticRun, limit: Int = 12) -> RunReport {
        let evidence = synthetic.evidence
        let byID = Dictionary(
            synthetic.samples.map { ($0.sample.id, $0) }, uniquingKeysWith: { first, _ in first })
        let tags = Dictionary(
            synthetic.cases.map { ($0.caseID, $0) }, uniquingKeysWith: { first, _ in first })
        let shown = evidence.samplesToShow(limit: limit).compactMap { id in
            byID[id].map { pair in
                ShownSample(
                    sample: pair.sample, scores: pair.scores,
                    tags: tags[pair.sample.caseID]?.tags ?? [:],
                    clauses: tags[pair.sample.caseID]?.clauses ?? [])
            }
        }
        return RunReport(RunResults(evidence), samples: shown)
    }

    @Test("The HTML of a run of the sample suite is the golden file")
    func golden() throws {
        try expectGolden(Self.report(SyntheticRun()).html(), "run.html")
    }
}

extension RunReportTests {
    @Test("A simulated model is called so in the headline, on every sample, and in the method")
    func simulated() {
        var synthetic = SyntheticRun()
        synthetic.facts = 6
        synthetic.isSimulated = true
        let report = Self.report(synthetic, limit: 5)
        let page = report.html()
        #expect(page.contains("smollm2 is simulated: its answers are written"))
        #expect(page.ranges(of: "<span class=\"badge simulated\">simulated</span>").count == 5)
        #expect(page.contains("The answers of smollm2 are simulated."))
        #expect(report.markdown().contains("smollm2 \\(simulated\\)"))
        #expect(report.text().contains("smollm2 (simulated)"))
        #expect(!Self.report(SyntheticRun()).html().contains("simulated</span>"))
    }

    @Test("What is left out is counted, with the commands that show it")
    func omission() {
        let page = Self.report(SyntheticRun(), limit: 7).html()
        #expect(page.contains("7 of 720 samples are shown, failing ones first"))
        #expect(page.contains("conduct runs export run_"))
        #expect(page.ranges(of: "<details class=\"sample\"").count == 7)
        var small = SyntheticRun()
        small.facts = 1
        let whole = Self.report(small, limit: 100).html()
        #expect(!whole.contains("are shown, failing ones first"))
    }

    @Test("Paper gets twelve samples, and says how many the screen has")
    func printed() {
        let many = Self.report(SyntheticRun(), limit: 40).html()
        #expect(many.contains("Printed here: the first 12 of the 40 samples"))
        #expect(many.contains(".samples .sample:nth-of-type(n+13)"))
        #expect(!Self.report(SyntheticRun(), limit: 12).html().contains("Printed here"))
    }

    @Test("Unscored samples bring their bounds to the headline and the table")
    func bounds() {
        var synthetic = SyntheticRun()
        synthetic.unscoredEvery = 9
        let report = Self.report(synthetic)
        let cell = report.results.cells.first { $0.unscored > 0 }
        let bounds = cell.map(Wording.bounds) ?? ""
        #expect(bounds.hasPrefix("26 unscored: ") || bounds.hasPrefix("27 unscored: "))
        #expect(report.html().contains(bounds))
        #expect(report.text().contains(bounds))
        #expect(report.html().contains("could not be decided"))
    }

    @Test("Samples that fail come before those that pass")
    func order() {
        let shown = Self.report(SyntheticRun(), limit: 300).samples
        let failing = shown.map { item in item.scores.contains { $0.verdict == .fail } }
        #expect(failing.allSatisfy { $0 })
    }

    @Test("The page asks nothing of the network and allows no script but its own")
    func selfContained() {
        let page = Self.report(SyntheticRun()).html()
        for sign in [
            "http://", "https://", "url(", "@import", " src=", "<link", " style=", " onclick",
        ] {
            let count = page.ranges(of: sign).count
            // The one address is the namespace that SVG needs.
            let expected =
                sign == "http://" ? page.ranges(of: "http://www.w3.org/2000/svg").count : 0
            #expect(count == expected, "\(sign)")
        }
        #expect(page.ranges(of: "<script").count == 1)
        #expect(page.contains("script-src 'sha256-"))
        #expect(!page.contains("unsafe-inline"))
    }

    @Test("Ids on the page are unique")
    func ids() {
        let page = Self.report(SyntheticRun()).html()
        let ids = page.split(separator: " id=\"").dropFirst().compactMap { piece in
            piece.split(separator: "\"", maxSplits: 1).first
        }
        #expect(Set(ids).count == ids.count)
    }

    @Test("The text and Markdown forms are the golden files")
    func otherForms() throws {
        let report = Self.report(SyntheticRun(), limit: 3)
        try expectGolden(report.markdown(), "run.md")
        try expectGolden(report.text(TerminalStyle(columns: 100)), "run.txt")
    }

    @Test("A run without scores, prompts or samples still makes every form")
    func empty() {
        let results = RunResults(RunEvidence(run: SyntheticRun().run))
        let report = RunReport(results, samples: [])
        #expect(report.html().contains("honesty-under-pressure"))
        #expect(report.markdown().contains("## Method"))
        #expect(!report.text().isEmpty)
        #expect(!TerminalReport(results, style: TerminalStyle(columns: 20)).text().isEmpty)
        let comparison = RunComparison(
            RunEvidence(run: SyntheticRun().run), RunEvidence(run: SyntheticRun().run))
        #expect(CompareReport(comparison).html().contains("share no case id"))
        #expect(!CompareReport(comparison).text().isEmpty)
    }
}
