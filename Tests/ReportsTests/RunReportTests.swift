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
