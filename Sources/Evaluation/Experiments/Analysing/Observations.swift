import LanguageModel
import Statistics
import Workspace

/// The outcomes of a run by case, combination, wording and repeat.
struct Observations: Sendable {
    /// One scored sample.
    struct Row: Sendable {
        var caseIndex: Int
        var cell: Int
        var wording: Int
        var value: Double
        var isPass: Bool
    }

    /// A mean over repeats: one row of the planned model.
    struct Mean: Sendable, Hashable {
        var caseIndex: Int
        var cell: Int
        var wording: Int
        var value: Double
    }

    let design: ExperimentDesign
    let wordings: Int
    private(set) var rows: [Row] = []
    /// Samples that could not be scored, by combination.
    private(set) var unscored: [Int]
    private(set) var scored: [Int]
    /// Human corrections among the scores used.
    private(set) var overridden = 0
    /// Ids and groups by case index.
    let cases: [RunEvidence.CaseFacts]

    /// Takes the outcomes out of a run's evidence.
    ///
    /// - Throws: `EvalError` where the run is no experiment's or lacks the scorer.
    init(
        _ evidence: RunEvidence, design: ExperimentDesign, scorer: String,
        measure: ExperimentDocument.Measure
    ) throws(EvalError) {
        self.design = design
        cases = evidence.cases
        unscored = [Int](repeating: 0, count: design.cells.count)
        scored = unscored
        guard let planned = evidence.run.manifest["experiment"]?["cells"]?.array else {
            throw EvalError(
                "\(evidence.run.id) is no run of an experiment",
                advice: "make one with: conduct experiment run")
        }
        let places = Dictionary(
            design.cells.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let models = Self.indices(evidence.models.map(\.alias))
        let prompts = Self.indices(evidence.prompts.map(\.promptID))
        var cellOf: [SIMD2<Int>: (cell: Int, wording: Int)] = [:]
        var most = 1
        for item in planned {
            guard let model = models[item["model"]?.string ?? ""],
                let prompt = prompts[item["prompt"]?.string ?? ""],
                let cell = places[(item["levels"]?.array ?? []).compactMap(\.int)]
            else { continue }
            let wording = item["wording"]?.int ?? 0
            most = max(most, wording + 1)
            cellOf[SIMD2(model, prompt)] = (cell, wording)
        }
        wordings = most
        guard let scorerIndex = evidence.scorers.firstIndex(of: scorer) else {
            throw EvalError(
                "\(evidence.run.id) has no scores by '\(scorer)'",
                advice: evidence.scorers.isEmpty
                    ? "run the experiment to its end first"
                    : "its scorers are " + evidence.scorers.joined(separator: ", "))
        }
        for score in evidence.scores where Int(score.scorerIndex) == scorerIndex {
            let sample = evidence.samples[Int(score.sampleIndex)]
            guard
                let place = cellOf[SIMD2(Int(sample.modelIndex), Int(sample.promptIndex))]
            else { continue }
            if score.isOverridden { overridden += 1 }
            let value: Double? =
                switch measure {
                case .pass: score.verdict == .pass ? 1 : 0
                case .value: score.value.flatMap { $0.isFinite ? $0 : nil }
                }
            guard score.verdict != .unscored, let value else {
                unscored[place.cell] += 1
                continue
            }
            scored[place.cell] += 1
            rows.append(
                Row(
                    caseIndex: Int(sample.caseIndex), cell: place.cell, wording: place.wording,
                    value: value, isPass: score.verdict == .pass))
        }
        rows.sort {
            ($0.caseIndex, $0.cell, $0.wording) < ($1.caseIndex, $1.cell, $1.wording)
        }
    }

    private static func indices(_ names: [String]) -> [String: Int] {
        Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The means over repeats, by case, combination and wording.
    var means: [Mean] {
        var means: [Mean] = []
        var count = 0.0
        for row in rows {
            if let last = means.last, last.caseIndex == row.caseIndex, last.cell == row.cell,
                last.wording == row.wording
            {
                count += 1
                means[means.count - 1].value += (row.value - last.value) / count
            } else {
                count = 1
                means.append(
                    Mean(
                        caseIndex: row.caseIndex, cell: row.cell, wording: row.wording,
                        value: row.value))
            }
        }
        return means
    }

    /// What a model fits: outcomes with their factors, cases and clusters.
    struct ModelData: Sendable {
        var outcome: [Double]
        var factors: [Factor]
        var cases: Grouping
        var clusters: Grouping
    }

    /// The rows for a model.
    ///
    /// - Parameter single: every sample by itself, as models of a case's own likelihood need it,
    ///   instead of means over repeats.
    func modelData(cluster: PlannedAnalysis.Cluster, single: Bool) -> ModelData {
        let list: [Mean] =
            single
            ? rows.map {
                Mean(
                    caseIndex: $0.caseIndex, cell: $0.cell, wording: $0.wording, value: $0.value)
            } : means
        var factors = design.factors.indices.map { index in
            Factor(
                name: design.factors[index], levels: design.levels[index],
                codes: list.map { design.cells[$0.cell][index] })
        }
        if wordings > 1 {
            factors.append(
                Factor(
                    name: "wording", levels: (0..<wordings).map { "\($0 + 1)" },
                    codes: list.map(\.wording)))
        }
        return ModelData(
            outcome: list.map(\.value), factors: factors,
            cases: Grouping(list.map(\.caseIndex)),
            clusters: Grouping(list.map { key(of: $0.caseIndex, cluster) }))
    }

    /// What a case is clustered by.
    func key(of caseIndex: Int, _ cluster: PlannedAnalysis.Cluster) -> String {
        let facts = cases[caseIndex]
        guard cluster == .group, let group = facts.groupKey else { return "case:" + facts.id }
        return "group:" + group
    }
}

extension ExperimentDesign {
    /// The design that a registration fixed; nil where a part is missing.
    package init?(registered: Registration) {
        let content = registered.content
        guard
            let kind = content["methodology"]?["design"]?.string
                .flatMap(DesignDocument.Kind.init(rawValue:)),
            let cells = content["methodology"]?["cells"]?.array,
            let variables = content["variables"]?.array
        else { return nil }
        self.kind = kind
        self.cells = cells.map { ($0.array ?? []).compactMap(\.int) }
        factors = variables.compactMap { $0["id"]?.string }
        levels = variables.map { ($0["levels"]?.array ?? []).compactMap { $0["label"]?.string } }
        fraction = nil
        let sizes = levels.map(\.count)
        guard factors.count == variables.count, !self.cells.isEmpty,
            self.cells.allSatisfy({ cell in
                cell.count == sizes.count && zip(cell, sizes).allSatisfy { $0 >= 0 && $0 < $1 }
            })
        else { return nil }
    }
}
