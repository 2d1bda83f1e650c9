/// Axis values that people can read: multiples of 1, 2 or 5 times a power of ten.
package enum Ticks {
    /// About `target` round values that lie within a range.
    ///
    /// - Returns: at least one value, rising; the step between them and its decimals.
    package static func nice(_ range: ClosedRange<Double>, target: Int = 5) -> [Double] {
        let span = range.upperBound - range.lowerBound
        guard span > 0, span.isFinite, target > 0 else { return [range.lowerBound] }
        let step = step(for: span / Double(target))
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        guard last >= first else { return [range.lowerBound] }
        // Multiplying whole numbers keeps 0.3 from becoming 0.30000000000000004.
        return (0...Int(min(last - first, 1000))).map { index in
            let value = (first + Double(index)) * step
            return value == 0 ? 0 : value
        }
    }

    /// A range widened to round values.
    package static func niceRange(_ range: ClosedRange<Double>, target: Int = 5)
        -> ClosedRange<Double>
    {
        let span = range.upperBound - range.lowerBound
        guard span > 0, span.isFinite else {
            let around = range.lowerBound == 0 ? 1 : range.lowerBound.magnitude / 2
            return (range.lowerBound - around)...(range.upperBound + around)
        }
        let step = step(for: span / Double(target))
        let low = (range.lowerBound / step + 1e-9).rounded(.down) * step
        let high = (range.upperBound / step - 1e-9).rounded(.up) * step
        return low...high
    }

    /// How many decimals the values of `nice` need to differ.
    package static func decimals(for ticks: [Double]) -> Int {
        guard ticks.count > 1 else { return 2 }
        var step = (ticks[1] - ticks[0]).magnitude
        var decimals = 0
        while step < 0.999, decimals < 9 {
            step *= 10
            decimals += 1
        }
        return decimals
    }

    private static func step(for rough: Double) -> Double {
        var power = 1.0
        while power * 10 <= rough { power *= 10 }
        while power > rough { power /= 10 }
        let fraction = rough / power
        return power * (fraction < 1.5 ? 1 : fraction < 3.5 ? 2 : fraction < 7.5 ? 5 : 10)
    }
}
