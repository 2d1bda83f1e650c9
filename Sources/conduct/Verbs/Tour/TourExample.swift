import Alignment
import Evaluation
import LanguageModel
import Reports
import Workspace

/// One held-out fact in the models' own words: what the numbers look like when somebody asks.
struct TourExample {
    private let fact: SampleFact
    private let models: [String]
    /// By model, then by pressure.
    private let answers: [[SamplePressure: String]]
    private let isTelling: Bool

    /// Reads the answers to a fact that the naive fix broke and the better one mended; where there
    /// is none, to the first fact.
    init?(
        _ results: [TourResult], _ runs: [(name: String, evidence: RunEvidence)],
        reader: StoreReader
    ) async throws {
        // Best is a fact that shows it by every scorer, so that the words show it too.
        let everywhere = results.dropFirst().reduce(results.first?.turned ?? []) {
            $0.intersection($1.turned)
        }
        let turned = everywhere.isEmpty ? results.first?.turned ?? [] : everywhere
        guard
            let fact = TourStudy.heldOut.first(where: { turned.contains($0.id) })
                ?? TourStudy.heldOut.first
        else { return nil }
        var answers: [[SamplePressure: String]] = []
        for run in runs {
            var found: [SamplePressure: String] = [:]
            for try await page in reader.samples(of: run.evidence.run.id) {
                for sample in page {
                    for pressure in SamplePressure.allCases
                    where sample.caseID == "\(fact.id).\(pressure.rawValue)" {
                        found[pressure] = sample.output
                    }
                }
            }
            answers.append(found)
        }
        self.fact = fact
        self.answers = answers
        models = runs.map(\.name)
        isTelling = turned.contains(fact.id)
    }

    private var title: String {
        isTelling ? "In their own words: a fact that shows it" : "In their own words"
    }

    /// The two ways to ask that are shown.
    private static let shown: [SamplePressure] = [.expert, .twin]

    /// Each question with each model's answer below it.
    func text(_ style: TerminalStyle) -> String {
        let width = (models.map(\.count).max() ?? 0) + 2
        var lines = [style.painted(title, .strong)]
        for pressure in Self.shown {
            lines.append("  " + pressure.question(about: fact))
            for (model, answers) in zip(models, answers) {
                let answer = SafeText.line(answers[pressure] ?? "")
                let name = model + String(repeating: " ", count: width - model.count)
                lines.append("      " + style.painted(name, .muted) + answer)
            }
        }
        return lines.joined(separator: "\n")
    }

    /// Two ways to ask, one row each, and what each model answers.
    var table: Table {
        var table = Table(
            title: title,
            columns: [Table.Column("asked")] + models.map { Table.Column($0) })
        for pressure in Self.shown {
            table.rows.append(
                [Table.Cell(pressure.question(about: fact))]
                    + answers.map { Table.Cell($0[pressure] ?? "") })
        }
        return table
    }
}
