import RealModule

extension CounterGenerator {
    /// A standard normal number, by inversion: one word of the stream each.
    public mutating func normal() -> Double {
        // The half keeps the uniform away from 0 and 1.
        Normal.quantile((Double(next() >> 11) + 0.5) * 0x1p-53)
    }

    /// True with the given probability.
    public mutating func bernoulli(_ probability: Double) -> Bool { uniform() < probability }

    /// The number of successes in `trials` trials.
    ///
    /// Inversion while the mean is small; otherwise Hörmann's transformed rejection BTRS (1993,
    /// doi:10.1080/00949659308811496).
    ///
    /// - Complexity: O(1 + min(mean, 10)).
    public mutating func binomial(trials: Int, probability: Double) -> Int {
        guard trials > 0, probability > 0 else { return 0 }
        guard probability < 1 else { return trials }
        if probability > 0.5 {
            return trials - binomial(trials: trials, probability: 1 - probability)
        }
        if Double(trials) * probability < 10 {
            return binomialByInversion(trials, probability)
        }
        return binomialByRejection(Double(trials), probability)
    }

    private mutating func binomialByInversion(_ trials: Int, _ p: Double) -> Int {
        let odds = p / (1 - p)
        var mass = Double.exp(Double(trials) * Double.log(onePlus: -p))
        var remaining = uniform()
        var k = 0
        while remaining >= mass, k < trials {
            remaining -= mass
            mass *= odds * Double(trials - k) / Double(k + 1)
            k += 1
        }
        return k
    }

    private mutating func binomialByRejection(_ n: Double, _ p: Double) -> Int {
        let q = 1 - p
        let spread = (n * p * q).squareRoot()
        let b = 1.15 + 2.53 * spread
        let a = -0.0873 + 0.0248 * b + 0.01 * p
        let center = n * p + 0.5
        let quick = 0.92 - 4.2 / b
        let alpha = (2.83 + 5.1 / b) * spread
        let mode = ((n + 1) * p).rounded(.down)
        let logOdds = Double.log(p / q)
        while true {
            let v = uniform()
            let u = uniform() - 0.5
            let distance = 0.5 - abs(u)
            let k = ((2 * a / distance + b) * u + center).rounded(.down)
            if distance >= 0.07, v <= quick { return Int(k) }
            if k < 0 || k > n { continue }
            let logRatio =
                logFactorial(mode) + logFactorial(n - mode) - logFactorial(k) - logFactorial(n - k)
                + (k - mode) * logOdds
            if Double.log(v * alpha / (a / (distance * distance) + b)) <= logRatio {
                return Int(k)
            }
        }
    }

    private func logFactorial(_ x: Double) -> Double {
        x < 1
            ? 0
            : GammaFunctions.stirlingError(x) + (x + 0.5) * Double.log(x) - x
                + 0.918938533204672741780330
    }

    /// How `draws` draws with replacement fall on cells of these weights, as a multinomial.
    ///
    /// Cell after cell, each a binomial of what is left.
    ///
    /// - Complexity: O(cells).
    mutating func multinomial(draws: Int, weights: [Int], into counts: inout [Int]) {
        var left = draws
        var weight = weights.reduce(0, +)
        for cell in weights.indices {
            guard left > 0, weight > 0 else {
                counts[cell] = 0
                continue
            }
            let drawn =
                weights[cell] == weight
                ? left
                : binomial(trials: left, probability: Double(weights[cell]) / Double(weight))
            counts[cell] = drawn
            left -= drawn
            weight -= weights[cell]
        }
    }

    /// Puts the elements in random order (Fisher and Yates).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, index(below: last + 1))
        }
    }
}
