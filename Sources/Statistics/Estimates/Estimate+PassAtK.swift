/// What has to succeed among k samples of a case.
public enum PassCriterion: String, Sendable, Hashable, CaseIterable {
    /// At least one of k passes: what a user who may retry sees.
    case any = "pass@k"
    /// All k pass: what a user who relies on it sees.
    case all = "pass^k"

    /// The unbiased estimate for one case with `passes` of `samples`, nil when samples < k.
    ///
    /// pass@k = 1 − C(n−c, k)/C(n, k); pass^k = C(c, k)/C(n, k).
    public func share(passes: Int, samples: Int, k: Int) -> Double? {
        guard k >= 1, samples >= k, (0...samples).contains(passes) else { return nil }
        let favourable = self == .any ? samples - passes : passes
        var product = 1.0
        if favourable < k {
            product = 0
        } else {
            for i in 0..<k { product *= Double(favourable - i) / Double(samples - i) }
        }
        return self == .any ? 1 - product : product
    }
}

extension Estimate {
    /// pass@k or pass^k over cases that were each sampled several times, with its interval.
    ///
    /// Definition: the mean over cases of the unbiased estimate from all n samples of the case,
    /// with the t interval of that mean, clustered where cases are. Range: the value within 0...1.
    /// Assumes independent cases and, within one, independent samples. Edge cases: a case with
    /// fewer than k samples is undefined, naming how many there are; those of `mean` otherwise.
    /// Chen and others 2021, doi:10.48550/arXiv.2107.03374; Yao and others 2024,
    /// doi:10.48550/arXiv.2406.12045. Worked number: 3 of 5 samples pass: pass@2 0.9, pass^2 0.3.
    ///
    /// - Complexity: O(cases · k).
    public static func pass(
        _ criterion: PassCriterion, k: Int, passes: [Int], samples: [Int],
        clusters: Grouping? = nil, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.lengths(passes.count, samples.count)
        try Check.atLeast(1, "samples in k", found: k)
        var shares: [Double] = []
        for (c, n) in zip(passes, samples) {
            guard n >= k else {
                throw .tooFew(things: "samples of every case", needed: k, found: n)
            }
            guard let share = criterion.share(passes: c, samples: n, k: k) else {
                throw .outOfRange(what: "the passes of a case", allowed: "within 0...\(n)")
            }
            shares.append(share)
        }
        var estimate: Estimate
        if let clusters {
            estimate = try mean(of: shares, clusters: clusters, level: level)
        } else {
            estimate = try mean(of: shares, level: level)
        }
        estimate.interval = estimate.interval?.clamped(to: 0...1)
        let name = criterion.rawValue.replacing(k)
        estimate.method = estimate.method.replacingMean(with: name)
        return estimate
    }
}

extension String {
    fileprivate func replacing(_ k: Int) -> String { dropLast() + String(k) }
}
