import Evaluation
import LanguageModel
import Reports
import Testing

@Suite("Experiment reports")
struct ExperimentReportTests {
    /// An analysis of one factor, with hostile texts where documents have texts.
    private func analysis(
        isConfirmatory: Bool = true, isFound: Bool = false, deviations: [String] = []
    ) throws -> ExperimentAnalysis {
        let flips: JSONValue = [
            "real": 1, "undetermined": 0, "to_pass": 1, "to_fail": 0, "within_noise": 0,
            "clearest": [
                [
                    "id": "<b>case</b>", "kind": "real", "reference_passed": 0,
                    "reference_scored": 5, "level_passed": 5, "level_scored": 5, "p_value": 0.008,
                ]
            ],
        ]
        let json: JSONValue = [
            "version": 1, "experiment": "tone", "question": "Does <script>tone</script> matter?",
            "hypotheses": ["it | does"],
            "evidence": [
                "run": "run_1", "manifest_sha256": "m", "registration_sha256": "r",
                "scoring": "scg_1", "scorers_sha256": "s", "lock": "exp_1", "lock_sha256": "r",
                "locked": 1_700_000_000_000, "run_begun": 1_700_000_100_000, "part": "working",
                "looks": 0, "models": ["m"], "simulated_models": [],
            ], "is_confirmatory": .bool(isConfirmatory),
            "deviations": .array(
                deviations.map { ["part": "files", "sentence": .string($0)] }),
            "method": [
                "design": "full-factorial", "factors": ["tone"],
                "levels": [["neutral", "blunt"]], "aliases": [], "scorer": "right",
                "measure": "pass", "model": "linear", "cluster": "case", "case_effect": "none",
                "correction": "holm", "alpha": 0.05, "power": 0.8, "repeats": 5, "wordings": 1,
                "is_share": true,
            ],
            "counts": [
                "planned": 100, "samples": 100, "failures": 0, "scored": 100, "unscored": 0,
                "cases": 10, "clusters": 10,
            ],
            "overall": ["value": 0.5, "low": 0.4, "high": 0.6, "standard_error": 0.05],
            "levels": [
                [
                    "factor": "tone", "level": "neutral", "scored": 50, "unscored": 0,
                    "mean": ["value": 0.48, "low": 0.38, "high": 0.58],
                ],
                [
                    "factor": "tone", "level": "blunt", "scored": 50, "unscored": 0,
                    "mean": ["value": 0.52, "low": 0.42, "high": 0.62],
                ],
            ],
            "tests": [
                [
                    "factors": ["tone"], "is_declared": true, "is_planned": .bool(isConfirmatory),
                    "statistic": 1.5, "numerator_freedom": 1, "freedom": 9, "p_value": 0.25,
                    "adjusted_p_value": 0.25, "correction": "holm", "is_found": .bool(isFound),
                    "means": [],
                ]
            ],
            "effects": [
                [
                    "factor": "tone", "level": "blunt", "reference": "neutral",
                    "is_planned": .bool(isConfirmatory), "p_value": 0.25,
                    "adjusted_p_value": 0.25, "is_found": .bool(isFound),
                    "minimum_detectable": 0.123,
                    "difference": [
                        "value": 0.04, "low": -0.03, "high": 0.11, "standard_error": 0.03,
                    ],
                    "heterogeneity": [
                        "differences": [0.2, -0.2, 0, 0, 0.4], "deviation": 0.22, "noise": 0.2,
                        "true_deviation": 0.1, "raised": 2, "lowered": 1, "unmoved": 2,
                    ], "flips": flips,
                ]
            ], "variance": [], "notes": [],
        ]
        return try ExperimentAnalysis(json: json)
    }

    private func report(_ analysis: ExperimentAnalysis) -> ExperimentReport {
        ExperimentReport(analysis, record: (id: "anl_1", hash: "abc"))
    }

    @Test("A null result says what could have been detected")
    func nullResult() throws {
        let report = report(try analysis())
        let finding = try #require(report.findings.first)
        #expect(finding.title == "No effect of tone was found")
        #expect(
            finding.lines.contains(
                "These data would have found a difference of 12.3 points with power 80%."))
        #expect(report.text(TerminalStyle()).contains("12.3 points"))
    }

    @Test("A found effect is told with its difference and interval")
    func found() throws {
        let finding = try #require(report(try analysis(isFound: true)).findings.first)
        #expect(finding.title == "tone changes the share that passes right")
        #expect(finding.sign == "↑")
        #expect(finding.lines.contains("blunt against neutral: +4.0 [−3.0, +11.0]"))
    }

    @Test("Without a lock everything is called exploratory")
    func exploratory() throws {
        let report = report(try analysis(isConfirmatory: false))
        #expect(report.standing == "Exploratory: no lock was made before the run.")
        #expect(report.findings.first?.lines.first?.hasPrefix("Exploratory. ") == true)
        #expect(report.html().contains("Nothing here confirms a hypothesis."))
    }

    @Test("Texts of documents cannot become markup, in HTML and in Markdown")
    func escaping() throws {
        let report = report(try analysis(deviations: ["a <img src=x> file"]))
        let page = report.html()
        #expect(!page.contains("<script>tone"))
        #expect(page.contains("&lt;script&gt;tone"))
        #expect(!page.contains("<b>case</b>"))
        #expect(!page.contains("<img src=x>"))
        let text = report.markdown { "\($0).svg" }
        #expect(!text.contains("<script>"))
        #expect(text.contains("(effects.svg)"))
        for named in report.charts { #expect(!named.chart.standaloneSVG().contains("<b>case")) }
    }

    @Test("Numbers are bound to the store by ids and hashes")
    func bound() throws {
        let page = report(try analysis()).html()
        for part in ["anl_1", "abc", "run_1", "exp_1", "scg_1"] { #expect(page.contains(part)) }
    }
}
