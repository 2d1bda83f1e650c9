import RealModule

/// What can be had more of.
public enum Facet: String, Sendable, Hashable, CaseIterable {
    /// More cases.
    case cases
    /// More wordings of the prompt.
    case prompts
    /// More samples of each case and wording.
    case samples
    /// More judges of each sample.
    case judges
}

/// The size of a design: a full crossing with these numbers of each facet.
public struct FacetDesign: Sendable, Hashable {
    /// The number of cases.
    public var cases: Double
    /// The number of prompt wordings.
    public var prompts: Double
    /// The samples of each case and wording.
    public var samples: Double
    /// The judges of each sample.
    public var judges: Double

    /// A design of these sizes, each at least 1.
    public init(cases: Double, prompts: Double = 1, samples: Double = 1, judges: Double = 1) {
        self.cases = cases
        self.prompts = prompts
        self.samples = samples
        self.judges = judges
    }

    /// The design of scores at hand, averages where it is uneven.
    init(_ scores: [FacetedScore]) {
        let cells = Set(scores.map { SIMD2($0.caseID, $0.prompt) }).count
        let answers = Set(scores.map { SIMD4($0.caseID, $0.prompt, $0.sample, 0) }).count
        cases = Double(Set(scores.map(\.caseID)).count)
        prompts = Double(Set(scores.map(\.prompt)).count)
        samples = Double(answers) / Double(cells)
        judges = Double(scores.count) / Double(answers)
    }

    /// How many independent draws of a source the grand mean averages.
    func replication(of source: VarianceSource) -> Double {
        switch source {
        case .cases: cases
        case .prompts: prompts
        case .casesByPrompts: cases * prompts
        case .sampling: cases * prompts * samples
        case .judges: judges
        case .casesByJudges: cases * judges
        case .residual: cases * prompts * samples * judges
        }
    }

    func cost(judgeCost: Double) -> Double {
        let answers = cases * prompts * samples
        return answers * (1 + judgeCost * judges)
    }

    func doubling(_ facet: Facet) -> FacetDesign {
        var design = self
        switch facet {
        case .cases: design.cases *= 2
        case .prompts: design.prompts *= 2
        case .samples: design.samples *= 2
        case .judges: design.judges *= 2
        }
        return design
    }
}

/// What doubling one facet buys.
public struct BudgetAdvice: Sendable, Hashable {
    /// The facet doubled.
    public let facet: Facet
    /// The standard error of the grand mean then.
    public let standardError: Double
    /// By what share the standard error falls.
    public let reduction: Double
    /// How many times the cost is.
    public let costRatio: Double

    /// The fall of the log standard error for each doubling of cost; where cost does not rise, the
    /// fall itself.
    public var valueForMoney: Double {
        guard reduction < 1 else { return .infinity }
        let fall = -Double.log(1 - reduction)
        return costRatio > 1 ? fall / (Double.log(costRatio) / Double.log(2)) : fall
    }
}
