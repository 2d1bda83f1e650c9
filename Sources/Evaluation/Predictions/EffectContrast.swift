import LanguageModel
import Statistics
import Workspace

/// What a prediction says of an experiment: a difference between combinations of levels.
///
/// Three forms, with the design's own names: `tone=blunt` is that level less its factor's first;
/// `tone=blunt,structure=xml - tone=neutral` is one combination less another, averaged over what
/// neither names; `tone=blunt * structure=xml` is the interaction, by how much the second changes
/// what the first does (each against its factor's first level).
package struct EffectContrast: Sendable, Hashable {
    /// A combination with its sign.
    struct Term: Sendable, Hashable {
        var sign: Double
        /// Level positions by factor position.
        var levels: [Int: Int]
    }

    /// The form as it is kept, with single spaces around its sign.
    package let text: String
    let terms: [Term]

    /// Whether it is a level against its factor's first, which every analysis has.
    package var isSingle: Bool { !text.contains(" - ") && !text.contains(" * ") }

    /// Reads a contrast.
    ///
    /// - Throws: `EvalError` for unknown factors and levels, naming those there are.
    package init(_ text: String, factors: [String], levels: [[String]]) throws(EvalError) {
        func reading(_ part: Substring) throws(EvalError) -> [Int: Int] {
            var found: [Int: Int] = [:]
            for piece in part.split(separator: ",") {
                let sides = piece.split(separator: "=", maxSplits: 1).map(Self.trimmed)
                guard sides.count == 2, let factor = factors.firstIndex(of: sides[0]) else {
                    throw EvalError(
                        "'\(Self.trimmed(piece))' is no FACTOR=LEVEL of the experiment",
                        advice: "its factors are " + factors.joined(separator: ", "))
                }
                guard let level = levels[factor].firstIndex(of: sides[1]) else {
                    throw EvalError(
                        "\(sides[0]) has no level '\(sides[1])'",
                        advice: "its levels are " + levels[factor].joined(separator: ", "))
                }
                guard found.updateValue(level, forKey: factor) == nil else {
                    throw EvalError(
                        "\(sides[0]) stands twice in '\(Self.trimmed(part))'",
                        advice: "name each factor once in a combination")
                }
            }
            return found
        }
        let products = text.split(separator: " * ", omittingEmptySubsequences: false)
        let differences = text.split(separator: " - ", omittingEmptySubsequences: false)
        if products.count == 2, differences.count == 1 {
            let (first, second) = (try reading(products[0]), try reading(products[1]))
            guard first.count == 1, second.count == 1, let a = first.first, let b = second.first,
                a.key != b.key, a.value > 0, b.value > 0
            else {
                throw EvalError(
                    "an interaction is of one level each of two factors, not their first levels",
                    advice: "write it as tone=blunt * structure=xml")
            }
            terms = [
                Term(sign: 1, levels: [a.key: a.value, b.key: b.value]),
                Term(sign: -1, levels: [a.key: 0, b.key: b.value]),
                Term(sign: -1, levels: [a.key: a.value, b.key: 0]),
                Term(sign: 1, levels: [a.key: 0, b.key: 0]),
            ]
            self.text = products.map(Self.trimmed).joined(separator: " * ")
        } else if products.count == 1, differences.count <= 2 {
            let sides = try differences.map { part throws(EvalError) in try reading(part) }
            guard let first = sides.first, !first.isEmpty else {
                throw EvalError(
                    "there is no combination in '\(text)'", advice: "write FACTOR=LEVEL")
            }
            if sides.count == 1, first.values.contains(0) {
                throw EvalError(
                    "'\(Self.trimmed(differences[0]))' names a first level, which others are "
                        + "compared with",
                    advice: "name another level, or a difference as tone=neutral - tone=blunt")
            }
            let second = sides.count == 2 ? sides[1] : first.mapValues { _ in 0 }
            guard !second.isEmpty, first != second else {
                throw EvalError(
                    "'\(text)' compares nothing with something",
                    advice: "name two different combinations, as tone=blunt - tone=formal")
            }
            terms = [Term(sign: 1, levels: first), Term(sign: -1, levels: second)]
            // A combination of several levels against the first ones is no single effect.
            let names = differences.map(Self.trimmed)
            if names.count == 1, first.count > 1 {
                let reference = first.keys.sorted().map { "\(factors[$0])=\(levels[$0][0])" }
                self.text = names[0] + " - " + reference.joined(separator: ",")
            } else {
                self.text = names.joined(separator: " - ")
            }
        } else {
            throw EvalError(
                "'\(text)' is no contrast",
                advice: "write tone=blunt, or tone=blunt,structure=xml - tone=neutral, or "
                    + "tone=blunt * structure=xml")
        }
    }

    private static func trimmed(_ text: Substring) -> String { ScalarText.trimmed(String(text)) }

    /// The contrast in a run's outcomes: the mean over cases of each case's own contrast, with t
    /// over clusters. Repeats and what no term names are averaged first; a case without an outcome
    /// at some term is left out.
    func estimate(_ observations: Observations, cluster: PlannedAnalysis.Cluster, level: Double)
        throws(EvalError) -> Estimate
    {
        var sums = [[Int: (sum: Double, count: Double)]](repeating: [:], count: terms.count)
        for (place, term) in terms.enumerated() {
            let cells = Set(
                observations.design.cells.indices.filter { cell in
                    term.levels.allSatisfy { observations.design.cells[cell][$0] == $1 }
                })
            guard !cells.isEmpty else {
                throw EvalError(
                    "the design asks no combination for '\(text)'",
                    advice: "a \(observations.design.kind.rawValue) design cannot tell it")
            }
            for row in observations.means where cells.contains(row.cell) {
                let old = sums[place][row.caseIndex] ?? (0, 0)
                sums[place][row.caseIndex] = (old.sum + row.value, old.count + 1)
            }
        }
        var order: [Int] = []
        var values: [Double] = []
        for index in (sums.first ?? [:]).keys.sorted() {
            let parts = sums.compactMap { $0[index] }
            guard parts.count == terms.count else { continue }
            order.append(index)
            values.append(
                zip(terms, parts).reduce(0) { $0 + $1.0.sign * $1.1.sum / $1.1.count })
        }
        let clusters = Grouping(order.map { observations.key(of: $0, cluster) })
        do throws(Undefined) {
            return try Estimate.mean(of: values, clusters: clusters, level: level)
        } catch {
            throw EvalError(
                "'\(text)' is \(error.description)", advice: "finish the run, or score more of it")
        }
    }
}

extension ExperimentAnalysis {
    /// A contrast in the run that an analysis is of, on the outcome's own scale.
    ///
    /// - Throws: `EvalError` where the run is no experiment's or cannot tell the contrast.
    package func contrast(_ text: String, in evidence: RunEvidence) throws(EvalError)
        -> SummaryEstimate
    {
        guard let content = evidence.run.manifest["experiment"]?["registration"],
            let design = ExperimentDesign(registered: Registration(content: content)),
            let measure = ExperimentDocument.Measure(rawValue: method.measure),
            let cluster = PlannedAnalysis.Cluster(rawValue: method.cluster)
        else {
            throw EvalError(
                "\(evidence.run.id) is no run of an experiment",
                advice: "make one with: conduct experiment run")
        }
        let observations = try Observations(
            evidence, design: design, scorer: method.scorer, measure: measure)
        let contrast = try EffectContrast(text, factors: design.factors, levels: design.levels)
        let estimate = try contrast.estimate(observations, cluster: cluster, level: 0.95)
        return SummaryEstimate(estimate, level: 0.95)
    }
}
