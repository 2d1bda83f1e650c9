extension HypothesisTest {
    /// The test that Fleiss' kappa is 0, raters choosing at random from the common marginal.
    ///
    /// Definition: z = κ/SE₀, SE₀ = √2/(Σp_jq_j √(Nn(n−1))) · √((Σp_jq_j)² − Σp_jq_j(q_j−p_j)).
    /// Assumes the same number n of ratings for each of N units. Edge cases: unequal numbers are
    /// out of range; no variation is undefined. Fleiss, Nee and Landis 1979,
    /// doi:10.1037/0033-2909.86.5.974. Worked number: Fleiss' 1971 table gives z = 17.65.
    ///
    /// - Complexity: O(ratings).
    public static func fleissKappa(_ table: RatingTable) throws(Undefined) -> HypothesisTest {
        let kappa = try table.agreement(.fleiss())
        let size = table.ratings(of: 0).count
        var shares = [Double](repeating: 0, count: table.categories)
        for unit in 0..<table.units {
            guard table.ratings(of: unit).count == size, size > 1 else {
                throw .outOfRange(
                    what: "the ratings of unit \(unit + 1)", allowed: "as many as of the others")
            }
        }
        for code in table.categoryOf { shares[Int(code)] += 1 / Double(table.count) }
        let spread = shares.map { $0 * (1 - $0) }.compensatedSum
        let skew = shares.map { $0 * (1 - $0) * (1 - 2 * $0) }.compensatedSum
        let pairs = Double(table.units * size * (size - 1))
        let error = (2 / pairs).squareRoot() / spread * (spread * spread - skew).squareRoot()
        return fromT(
            kappa / error, degreesOfFreedom: nil, alternative: .twoSided,
            method: "Fleiss kappa against 0")
    }

    /// The test that Cohen's kappa is 0, two raters choosing independently of the unit.
    ///
    /// Definition: z = κ/SE₀, SE₀ = √(p_e + p_e² − Σp_i·p_·i(p_i· + p_·i))/((1−p_e)√n). Edge cases:
    /// no variation is undefined. Fleiss, Cohen and Everitt 1969, doi:10.1037/h0028106. Worked
    /// number: [20 20/10 50] gives SE₀ 0.097608.
    ///
    /// - Complexity: O(ratings).
    public static func cohenKappa(_ table: RatingTable) throws(Undefined) -> HypothesisTest {
        let kernel = try AgreementCoefficient.cohen().kernel(table)
        let kappa = try kernel.value.get()
        var total = [Double](repeating: 0, count: kernel.size)
        kernel.total(kernel.patterns.weights, into: &total)
        let n = total[1]
        var (expected, skew) = (0.0, 0.0)
        for category in 0..<table.categories {
            let row = total[2 + category] / n
            let column = total[2 + table.categories + category] / n
            expected += row * column
            skew += row * column * (row + column)
        }
        let variance = expected + expected * expected - skew
        guard variance > 0 else { throw .noVariation("a rater used one category only") }
        let error = variance.squareRoot() / ((1 - expected) * n.squareRoot())
        return fromT(
            kappa / error, degreesOfFreedom: nil, alternative: .twoSided,
            method: "Cohen kappa against 0")
    }
}
