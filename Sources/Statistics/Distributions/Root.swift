/// Finding where a function crosses 0.
enum Root {
    /// The positive root of an increasing function, from a positive guess.
    ///
    /// The bracket grows by factors of two, then the method of Chandrupatla 1997
    /// (doi:10.1016/S0965-9978(96)00051-8) closes it: inverse quadratic steps where they are safe,
    /// halving where they are not.
    static func monotone(startingAt guess: Double, _ f: (Double) -> Double) -> Double {
        var low = guess
        var high = guess
        var steps = 0
        while f(low) > 0, steps < 1100 {
            high = low
            low /= 2
            steps += 1
        }
        steps = 0
        while f(high) < 0, steps < 1000 {
            low = high
            high *= 2
            steps += 1
        }
        return bracketed(low, high, f)
    }

    /// The root between two points at which the function has opposite signs.
    static func bracketed(_ low: Double, _ high: Double, _ f: (Double) -> Double) -> Double {
        var (a, b) = (high, low)
        var (fa, fb) = (f(a), f(b))
        if fa == 0 { return a }
        if fb == 0 { return b }
        var (c, fc) = (a, fa)
        var t = 0.5
        for _ in 0..<300 {
            let x = a + t * (b - a)
            let fx = f(x)
            if (fx > 0) == (fa > 0) {
                (c, fc) = (a, fa)
            } else {
                (c, b) = (b, a)
                (fc, fb) = (fb, fa)
            }
            (a, fa) = (x, fx)
            let (best, fBest) = abs(fa) < abs(fb) ? (a, fa) : (b, fb)
            let tolerance = 1e-15 * abs(best) + Double.leastNonzeroMagnitude
            let limit = tolerance / abs(b - c)
            if limit > 0.5 || fBest == 0 || !limit.isFinite { return best }
            let xi = (a - b) / (c - b)
            let phi = (fa - fb) / (fc - fb)
            if phi * phi < xi, (1 - phi) * (1 - phi) < 1 - xi {
                t =
                    fa / (fb - fa) * fc / (fb - fc)
                    + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
            } else {
                t = 0.5
            }
            t = min(max(t, limit), 1 - limit)
        }
        return abs(fa) < abs(fb) ? a : b
    }
}
