/// The sign-flip permutation test that paired differences are centred on 0.
///
/// Definition: under the null each difference is as likely to have either sign, so the sum T of
/// differences is compared with T* over random signs. All 2^m patterns are counted when m, the
/// number of nonzero differences (or cluster sums), is at most `exactLimit`; otherwise
/// p = (1 + #{|T*| ≥ |T|})/(1 + R). Range: 1/2^m or 1/(1+R) up to 1. Assumes that differences are
/// symmetric under the null, as they are when the systems are exchangeable; with clusters, whole
/// clusters flip together. Edge cases: no differences at all are undefined; only zeros give p = 1.
/// Fisher 1935; Winkler and others 2014, doi:10.1016/j.neuroimage.2014.01.060. Worked number:
/// differences 1, 1, 1, 1, 1 give p = 2/32 = 0.0625.
///
/// Resamples are numbered and each has its own random stream, so any split of them over threads
/// counts the same: call `exceedances(in:)` for parts and add.
public struct SignFlip: Sendable {
    /// The nonzero units that flip: differences, or cluster sums.
    private let units: [Double]
    private let observed: Double
    private let threshold: Double
    private let seed: UInt64
    private let alternative: Alternative

    /// The default number of random patterns.
    public static let defaultResamples = 9_999
    /// The default largest number of nonzero units for which all patterns are counted.
    public static let defaultExactLimit = 18

    /// Prepares the test of differences, by cluster where given.
    public init(
        _ differences: [Double], clusters: Grouping? = nil, alternative: Alternative = .twoSided,
        seed: UInt64 = 0
    ) throws(Undefined) {
        try Check.data(differences)
        var sums = differences
        if let clusters {
            try Check.lengths(differences.count, clusters.codes.count)
            sums = clusters.sums(of: differences)
        }
        units = sums.filter { $0 != 0 }
        observed = units.compensatedSum
        // Patterns equal to the observed one but for rounding count as equal.
        threshold = units.map(abs).compensatedSum * 1e-12
        self.seed = seed
        self.alternative = alternative
    }

    /// The number of nonzero units.
    public var nonzero: Int { units.count }

    /// How many of the numbered random patterns are at least as extreme as the data.
    ///
    /// - Complexity: O(range.count · nonzero).
    public func exceedances(in range: Range<Int>) -> Int {
        var count = 0
        for resample in range {
            var generator = CounterGenerator(seed: seed, stream: UInt64(resample))
            var total = 0.0
            var start = 0
            while start < units.count {
                var bits = generator.next()
                let end = min(start + 64, units.count)
                var block = 0.0
                for position in start..<end {
                    // The bit becomes the sign without a branch.
                    let sign = Double(Int(bits & 1) &* 2 &- 1)
                    block += sign * units[position]
                    bits >>= 1
                }
                total += block
                start = end
            }
            if isExtreme(total) { count += 1 }
        }
        return count
    }

    /// How many of all 2^m patterns are at least as extreme, by Gray code.
    private func allExceedances() -> Int {
        var signs = [Double](repeating: 1, count: units.count)
        var total = Neumaier()
        for unit in units { total.add(unit) }
        var count = isExtreme(total.sum) ? 1 : 0
        let patterns = 1 << units.count
        for index in 1..<max(patterns, 1) {
            let flip = index.trailingZeroBitCount
            total.add(-2 * signs[flip] * units[flip])
            signs[flip] = -signs[flip]
            if isExtreme(total.sum) { count += 1 }
        }
        return count
    }

    private func isExtreme(_ total: Double) -> Bool {
        switch alternative {
        case .twoSided: abs(total) >= abs(observed) - threshold
        case .greater: total >= observed - threshold
        case .less: total <= observed + threshold
        }
    }

    /// The p-value from a count of exceedances over numbered patterns.
    public func test(exceedances: Int, resamples: Int) -> HypothesisTest {
        HypothesisTest(
            statistic: observed, pValue: Double(1 + exceedances) / Double(1 + resamples),
            alternative: alternative, method: "sign-flip permutation, \(resamples) resamples")
    }

    /// The whole test on this thread.
    public func test(
        resamples: Int = defaultResamples, exactLimit: Int = defaultExactLimit
    ) throws(Undefined) -> HypothesisTest {
        if units.count <= min(exactLimit, 30) {
            let share = Double(allExceedances()) / Double(1 << units.count)
            return HypothesisTest(
                statistic: observed, pValue: share, alternative: alternative,
                method: "sign-flip permutation, exact")
        }
        try Check.atLeast(1, "resamples", found: resamples)
        return test(exceedances: exceedances(in: 0..<resamples), resamples: resamples)
    }
}

extension HypothesisTest {
    /// The sign-flip permutation test of paired differences; `SignFlip` documents it.
    public static func signFlip(
        _ differences: [Double], clusters: Grouping? = nil, alternative: Alternative = .twoSided,
        seed: UInt64 = 0, resamples: Int = SignFlip.defaultResamples
    ) throws(Undefined) -> HypothesisTest {
        try SignFlip(differences, clusters: clusters, alternative: alternative, seed: seed)
            .test(resamples: resamples)
    }
}
