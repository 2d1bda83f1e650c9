import RealModule

/// Power by simulating the planned analysis on made-up data.
///
/// Definition: the share of simulated studies whose analysis rejects, with its Wilson interval;
/// trial r uses the random stream r of the seed, so parts on any number of threads add up to the
/// same. Assumes that the made-up data are like the real ones. Edge cases: a trial whose analysis
/// is undefined counts as not rejecting and is counted in `undefined`. Range: within 0...1. Arnold
/// and others 2011, doi:10.1186/1471-2288-11-94. Worked number: a test at level 0.05 without an
/// effect rejects about 0.05.
///
/// - Complexity: trials times the analysis.
public struct PowerSimulation: Sendable {
    /// One simulated study: true when the analysis rejects, nil when it is undefined.
    public typealias Trial = @Sendable (inout CounterGenerator) -> Bool?

    private let seed: UInt64
    private let trial: Trial

    /// What a range of trials gave; results of parts add.
    public struct Count: Sendable, Hashable {
        /// Trials run.
        public var trials = 0
        /// Trials that rejected.
        public var rejections = 0
        /// Trials whose analysis was undefined.
        public var undefined = 0

        /// The sum of two parts.
        public static func + (left: Count, right: Count) -> Count {
            Count(
                trials: left.trials + right.trials,
                rejections: left.rejections + right.rejections,
                undefined: left.undefined + right.undefined)
        }

        /// The power with its Wilson interval.
        public func power(level: Double = 0.95) throws(Undefined) -> Estimate {
            try .rate(successes: rejections, trials: trials, level: level)
        }
    }

    /// A simulation of any study.
    public init(seed: UInt64 = 0, trial: @escaping Trial) {
        self.seed = seed
        self.trial = trial
    }

    /// Runs the numbered trials.
    public func run(_ trials: Range<Int>) -> Count {
        var count = Count()
        for index in trials {
            var generator = CounterGenerator(seed: seed, stream: UInt64(index))
            count.trials += 1
            switch trial(&generator) {
            case true?: count.rejections += 1
            case false?: break
            case nil: count.undefined += 1
            }
        }
        return count
    }
}

/// A made-up population of paired pass/fail cases: difficulty varies between cases, answers within.
public struct PairedPopulation: Sendable, Hashable {
    /// The mean pass rate of the second system.
    public var rate: Double
    /// The first system's mean pass rate less the second's.
    public var effect: Double
    /// The standard deviation of cases' log odds.
    public var caseDeviation: Double
    /// The standard deviation of the effect's log odds between cases.
    public var effectDeviation: Double

    /// A population with these parameters.
    public init(
        rate: Double, effect: Double, caseDeviation: Double = 1.5, effectDeviation: Double = 0
    ) {
        self.rate = rate
        self.effect = effect
        self.caseDeviation = caseDeviation
        self.effectDeviation = effectDeviation
    }

    /// The simulation of a study: cases each sampled several times by both systems, their means
    /// compared by a paired t test.
    ///
    /// Intercepts are found so that the mean pass rates are exactly `rate` and `rate + effect`.
    public func study(
        cases: Int, samples: Int = 1, alpha: Double = 0.05, seed: UInt64 = 0
    ) throws(Undefined) -> PowerSimulation {
        try Check.probability(rate, "the rate")
        try Check.probability(rate + effect, "the rate with the effect")
        try Check.notNegative(min(caseDeviation, effectDeviation), "a standard deviation")
        try Check.atLeast(2, "cases", found: cases)
        try Check.atLeast(1, "samples of a case", found: samples)
        let second = Self.intercept(rate: rate, deviation: caseDeviation)
        let total =
            (caseDeviation * caseDeviation + effectDeviation * effectDeviation).squareRoot()
        let first = Self.intercept(rate: rate + effect, deviation: total)
        let (spread, change) = (caseDeviation, effectDeviation)
        return PowerSimulation(seed: seed) { generator in
            var (a, b): ([Double], [Double]) = ([], [])
            a.reserveCapacity(cases)
            b.reserveCapacity(cases)
            for _ in 0..<cases {
                let difficulty = spread * generator.normal()
                let shift = change > 0 ? change * generator.normal() : 0
                let p = LogisticModel.logistic(first + difficulty + shift)
                let q = LogisticModel.logistic(second + difficulty)
                let (x, y) = (
                    generator.binomial(trials: samples, probability: p),
                    generator.binomial(trials: samples, probability: q)
                )
                a.append(Double(x) / Double(samples))
                b.append(Double(y) / Double(samples))
            }
            guard let difference = try? Estimate.pairedDifference(a, b),
                let test = try? HypothesisTest.t(difference)
            else { return nil }
            return test.pValue <= alpha
        }
    }

    /// The intercept whose mean pass rate over normal difficulties is `rate`.
    private static func intercept(rate: Double, deviation: Double) -> Double {
        let nodes = GaussHermite.rule(31)
        return Root.bracketed(-60, 60) { intercept in
            var sum = 0.0
            for (node, weight) in nodes {
                sum +=
                    weight
                    * LogisticModel.logistic(intercept + deviation * 2.0.squareRoot() * node)
            }
            return sum / Double.pi.squareRoot() - rate
        }
    }
}
