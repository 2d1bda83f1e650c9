import RealModule

/// The binomial distribution: successes in n independent trials of one probability.
///
/// Worked number: `Binomial(trials: 13, probability: 0.5).cdf(3)` is 0.0461425781.
public struct Binomial: Sendable, Hashable {
    /// The number of trials, at least 0.
    public let trials: Int
    /// The probability of success, within 0...1.
    public let probability: Double

    /// The distribution with this many trials and this probability within 0...1.
    public init(trials: Int, probability: Double) {
        precondition(trials >= 0 && probability >= 0 && probability <= 1)
        self.trials = trials
        self.probability = probability
    }

    /// The probability of exactly `k` successes, by Loader's saddle-point form.
    public func mass(_ k: Int) -> Double {
        guard k >= 0, k <= trials else { return 0 }
        let (n, p, q) = (Double(trials), probability, 1 - probability)
        if p == 0 { return k == 0 ? 1 : 0 }
        if q == 0 { return k == trials ? 1 : 0 }
        if k == 0 { return Double.exp(n * Double.log(onePlus: -p)) }
        if k == trials { return Double.exp(n * Double.log(p)) }
        let (x, y) = (Double(k), Double(trials - k))
        let exponent =
            GammaFunctions.stirlingError(n) - GammaFunctions.stirlingError(x)
            - GammaFunctions.stirlingError(y) - GammaFunctions.deviance(x, n * p)
            - GammaFunctions.deviance(y, n * q)
        return Double.exp(exponent) * (n / (2 * Double.pi * x * y)).squareRoot()
    }

    /// The probability of at most `k` successes.
    public func cdf(_ k: Int) -> Double {
        guard k >= 0 else { return 0 }
        guard k < trials else { return 1 }
        return BetaDistribution(Double(trials - k), Double(k + 1))
            .tails(1 - probability, probability).lower
    }

    /// The probability of more than `k` successes.
    public func survival(_ k: Int) -> Double {
        guard k >= 0 else { return 1 }
        guard k < trials else { return 0 }
        return BetaDistribution(Double(k + 1), Double(trials - k))
            .tails(probability, 1 - probability).lower
    }

    /// The smallest k with cdf(k) of at least `share`.
    ///
    /// - Complexity: O(log n) evaluations of the cdf.
    public func quantile(_ share: Double) -> Int {
        var (low, high) = (0, trials)
        while low < high {
            let middle = (low + high) / 2
            if cdf(middle) >= share { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
