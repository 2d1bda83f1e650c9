/// The forms of McNemar's test.
public enum McNemarMethod: String, Sendable, Hashable, CaseIterable {
    /// The exact test less half the probability of the observed table: close to its level.
    case midP = "mid-p"
    /// The exact binomial test: never above its level, conservative with few discordant pairs.
    case exact
    /// (b−c)²/(b+c) against chi-square with one degree of freedom.
    case chiSquare = "chi-square"
    /// (|b−c|−1)²/(b+c) against chi-square with one degree of freedom.
    case corrected = "chi-square with continuity correction"
}

extension HypothesisTest {
    /// McNemar's test of two systems' pass rates on the same cases.
    ///
    /// Definition: with b cases that only the first passes and c that only the second passes, b is
    /// binomial(b+c, ½) under the null. Exact: 2·P(B ≤ min(b, c)), at most 1; mid-p subtracts P(B =
    /// min(b, c)). The statistic is b − c for the exact forms and chi-square for the others.
    /// Assumes independent cases: with clusters use `signFlip` over clusters. Range: p within
    /// 0...1. Edge cases: no discordant case gives p = 1 for the exact form and mid-p (no
    /// evidence), and is undefined for chi-square. McNemar 1947, doi:10.1007/BF02295996; Fagerland,
    /// Lydersen and Laake 2013, doi:10.1186/1471-2288-13-91. Worked number: b = 10, c = 3 gives
    /// exact 0.092285, mid-p 0.057373, chi-square 3.7692 with p 0.052204.
    ///
    /// - Complexity: O(√(b+c)).
    public static func mcNemar(
        onlyFirst b: Int, onlySecond c: Int, method: McNemarMethod = .midP
    ) throws(Undefined) -> HypothesisTest {
        guard b >= 0, c >= 0 else {
            throw .outOfRange(what: "a count of discordant cases", allowed: "at least 0")
        }
        let name = "McNemar, \(method.rawValue)"
        let n = b + c
        switch method {
        case .midP, .exact:
            guard n > 0 else { return HypothesisTest(statistic: 0, pValue: 1, method: name) }
            let binomial = Binomial(trials: n, probability: 0.5)
            let smaller = min(b, c)
            let twice = 2 * binomial.cdf(smaller)
            let pValue = min(1, method == .exact ? twice : twice - binomial.mass(smaller))
            return HypothesisTest(statistic: Double(b - c), pValue: pValue, method: name)
        case .chiSquare, .corrected:
            guard n > 0 else { throw .noVariation("no case is passed by one system alone") }
            let gap = Double(abs(b - c))
            let distance = method == .chiSquare ? gap : max(0, gap - 1)
            let statistic = distance * distance / Double(n)
            return HypothesisTest(
                statistic: statistic, pValue: ChiSquare(degreesOfFreedom: 1).survival(statistic),
                degreesOfFreedom: 1, method: name)
        }
    }

    /// McNemar's test from two columns of outcomes on the same cases.
    public static func mcNemar(
        _ first: [Bool], _ second: [Bool], method: McNemarMethod = .midP
    ) throws(Undefined) -> HypothesisTest {
        try Check.lengths(first.count, second.count)
        guard !first.isEmpty else { throw .noData }
        var (b, c) = (0, 0)
        for (x, y) in zip(first, second) where x != y {
            if x { b += 1 } else { c += 1 }
        }
        return try mcNemar(onlyFirst: b, onlySecond: c, method: method)
    }
}
