/// What was varied in an experiment: a name, its levels, and the level of each observation.
public struct Factor: Sendable, Hashable {
    /// The name of what was varied.
    public let name: String
    /// The names of the levels, at least two.
    public let levels: [String]
    /// The level of each observation, a position in `levels`.
    public let codes: [Int]

    /// A factor with named levels and one level for each observation.
    public init(name: String, levels: [String], codes: [Int]) {
        self.name = name
        self.levels = levels
        self.codes = codes
    }

    /// A factor from a column of labels; levels in order of first appearance.
    public init(name: String, labels: [String]) {
        let grouping = Grouping(labels)
        var levels = [String](repeating: "", count: grouping.count)
        for (label, code) in zip(labels, grouping.codes) { levels[code] = label }
        self.init(name: name, levels: levels, codes: grouping.codes)
    }
}

/// The scale on which effects add.
public enum EffectScale: String, Sendable, Hashable, CaseIterable {
    /// Differences of the score itself.
    case linear
    /// Differences of log odds, for scores within 0...1.
    case logit
}

/// How the differences between cases enter the model.
public enum CaseEffect: String, Sendable, Hashable, CaseIterable {
    /// Not at all: averages over cases; standard errors still cluster.
    case none
    /// A constant for each case: within-case comparison (linear), conditional likelihood (logit).
    case fixed
    /// A normal random constant for each case.
    case random
}
