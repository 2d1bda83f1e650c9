import RealModule

/// The number of cases that finds an effect with a given probability.
///
/// Definition: the smallest n whose `Power` reaches the wanted power, or Miller's formula
/// n = (z_{1−α/2} + z_{power})²(ω² + σ²_A/K_A + σ²_B/K_B)/δ² for repeated designs. Assumes what
/// `Power` assumes. Edge cases: an effect of 0 needs infinitely many and is out of range; more than
/// 10⁹ cases are out of range. Miller 2024, doi:10.48550/arXiv.2411.00640. Worked number: δ = 0.03,
/// ω² = 1/9 gives 968.997, so 969 cases.
///
/// - Complexity: O(log n) evaluations of power.
public enum SampleSize {
    /// Miller's n, not rounded up, for paired cases with K samples of a case by each system.
    public static func paired(
        effect: Double, betweenVariance: Double, firstVariance: Double = 0,
        secondVariance: Double = 0, firstSamples: Int = 1, secondSamples: Int = 1,
        alpha: Double = 0.05, power: Double = 0.8
    ) throws(Undefined) -> Double {
        try Check.positive(abs(effect), "the effect")
        try Check.notNegative(min(betweenVariance, firstVariance, secondVariance), "a variance")
        try Check.atLeast(1, "samples of a case", found: min(firstSamples, secondSamples))
        try Check.probability(alpha, "alpha")
        try Check.probability(power, "power")
        let z = Normal.upperQuantile(alpha / 2) + Normal.quantile(power)
        let variance =
            betweenVariance + firstVariance / Double(firstSamples)
            + secondVariance / Double(secondSamples)
        let cases = z * z * variance / effect / effect
        guard cases <= Double(most) else {
            throw .outOfRange(what: "the effect", allowed: "found by fewer than 10⁹ cases")
        }
        return cases
    }

    /// The largest sample that is worth naming.
    private static let most = 1_000_000_000

    /// Cases for a paired t test of differences with this standard deviation.
    public static func paired(
        effect: Double, standardDeviation: Double, alpha: Double = 0.05, power: Double = 0.8
    ) throws(Undefined) -> Int {
        try Check.positive(abs(effect), "the effect")
        return try search(from: 2, power: power) { n throws(Undefined) in
            try Power.paired(
                effect: effect, standardDeviation: standardDeviation, cases: n, alpha: alpha)
        }
    }

    /// Observations in each of two separate samples for a t test.
    public static func unpaired(
        effect: Double, standardDeviation: Double, alpha: Double = 0.05, power: Double = 0.8
    ) throws(Undefined) -> Int {
        try Check.positive(abs(effect), "the effect")
        return try search(from: 2, power: power) { n throws(Undefined) in
            try Power.unpaired(
                effect: effect, standardDeviation: standardDeviation, firstCount: n,
                secondCount: n, alpha: alpha)
        }
    }

    /// Clusters for a clustered paired difference.
    public static func clusteredPaired(
        effect: Double, standardDeviation: Double, casesPerCluster: Double, correlation: Double,
        alpha: Double = 0.05, power: Double = 0.8
    ) throws(Undefined) -> Int {
        try Check.positive(abs(effect), "the effect")
        return try search(from: 2, power: power) { clusters throws(Undefined) in
            try Power.clusteredPaired(
                effect: effect, standardDeviation: standardDeviation, clusters: clusters,
                casesPerCluster: casesPerCluster, correlation: correlation, alpha: alpha)
        }
    }

    /// Trials for a rate against a fixed baseline.
    public static func rate(
        baseline: Double, rate: Double, alpha: Double = 0.05, power: Double = 0.8
    ) throws(Undefined) -> Int {
        try Check.positive(abs(rate - baseline), "the difference of rates")
        return try search(from: 1, power: power) { n throws(Undefined) in
            try Power.rate(baseline: baseline, rate: rate, trials: n, alpha: alpha)
        }
    }

    /// Trials in each of two separate samples for a difference of rates.
    public static func rateDifference(
        first: Double, second: Double, alpha: Double = 0.05, power: Double = 0.8
    ) throws(Undefined) -> Int {
        try Check.positive(abs(first - second), "the difference of rates")
        return try search(from: 1, power: power) { n throws(Undefined) in
            try Power.rateDifference(first: first, second: second, trials: n, alpha: alpha)
        }
    }

    /// Cases for McNemar's test with these shares of discordant cases.
    public static func mcNemar(
        onlyFirst: Double, onlySecond: Double, alpha: Double = 0.05, power: Double = 0.8
    ) throws(Undefined) -> Int {
        try Check.positive(abs(onlyFirst - onlySecond), "the difference of discordant shares")
        return try search(from: 1, power: power) { n throws(Undefined) in
            try Power.mcNemar(
                onlyFirst: onlyFirst, onlySecond: onlySecond, cases: n, alpha: alpha)
        }
    }

    /// Cases for showing equivalence within ± margin with this standard deviation of differences.
    public static func equivalence(
        effect: Double = 0, margin: Double, standardDeviation: Double, alpha: Double = 0.05,
        power: Double = 0.8
    ) throws(Undefined) -> Int {
        try Check.positive(margin - abs(effect), "the room between effect and margin")
        return try search(from: 2, power: power) { n throws(Undefined) in
            try Power.equivalence(
                effect: effect, margin: margin,
                standardError: standardDeviation / Double(n).squareRoot(), alpha: alpha)
        }
    }

    /// Trials for a Wilson interval of at most this half-width at a rate.
    public static func precision(
        rate: Double, halfWidth: Double, level: Double = 0.95
    ) throws(Undefined) -> Int {
        try Check.level(level)
        guard rate >= 0, rate <= 1 else {
            throw .outOfRange(what: "the rate", allowed: "within 0...1")
        }
        guard halfWidth > 0, halfWidth < 0.5 else {
            throw .outOfRange(what: "the half-width", allowed: "between 0 and 0.5")
        }
        let z = Normal.upperQuantile((1 - level) / 2)
        return try search(from: 1, power: 0) { n throws(Undefined) in
            let size = Double(n)
            let half =
                z * (rate * (1 - rate) / size + z * z / (4 * size * size)).squareRoot()
                / (1 + z * z / size)
            return halfWidth - half
        }
    }

    /// The smallest n from which the increasing function reaches `power`.
    private static func search(
        from start: Int, power: Double, _ achieved: (Int) throws(Undefined) -> Double
    ) throws(Undefined) -> Int {
        guard power >= 0, power < 1 else {
            throw .outOfRange(what: "power", allowed: "between 0 and 1")
        }
        var high = start
        while try achieved(high) < power {
            high *= 2
            guard high <= most else {
                throw .outOfRange(what: "the effect", allowed: "found by fewer than 10⁹ cases")
            }
        }
        var low = start
        while low < high {
            let middle = (low + high) / 2
            if try achieved(middle) >= power { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
