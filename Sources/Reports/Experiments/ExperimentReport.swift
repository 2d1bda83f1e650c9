package import Evaluation
import Workspace

/// The report of an experiment: question, method, results, deviations, limits, and the ids and
/// hashes that its numbers are bound to.
package struct ExperimentReport: Sendable {
    /// What was found.
    package let analysis: ExperimentAnalysis
    /// The id of the record that keeps the analysis, and its hash.
    package let record: (id: String, hash: String)

    package init(_ analysis: ExperimentAnalysis, record: (id: String, hash: String)) {
        self.analysis = analysis
        self.record = record
    }

    /// A chart with the name of its file.
    package struct NamedChart: Sendable {
        /// `effects`, `interaction-1` …
        package var name: String
        package var chart: any Chart
    }

    /// How levels are written.
    var levelUnit: ChartUnit { analysis.method.isShare ? .percent : .number }
    /// How differences are written.
    var differenceUnit: ChartUnit { analysis.method.isShare ? .points : .difference }

    /// A number with its interval.
    func text(_ number: ExperimentAnalysis.Number?, _ unit: ChartUnit) -> String {
        guard let number else { return NumberText.missing }
        return unit.text(number.value, low: number.low, high: number.high)
    }

    /// What is measured, as a sentence names it.
    var outcome: String {
        analysis.method.measure == "pass"
            ? "the share that passes \(analysis.method.scorer)"
            : "the value of \(analysis.method.scorer)"
    }

    /// What the declared tests are called.
    var testHeading: String {
        analysis.isConfirmatory ? "Planned tests" : "Declared tests, exploratory without a lock"
    }

    /// Whether the results are confirmatory, in a sentence.
    package var standing: String {
        let evidence = analysis.evidence
        guard analysis.isConfirmatory, let lock = evidence.lock,
            let time = evidence.lockedMilliseconds
        else {
            return "Exploratory: no lock was made before the run."
        }
        return "Locked before the run: \(lock), \(NumberText.time(milliseconds: time))."
    }
}
