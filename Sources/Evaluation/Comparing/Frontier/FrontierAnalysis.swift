package import Statistics

/// Reward against divergence of several methods: their hulls with bootstrap bands, compared where a
/// plan said so beforehand.
///
/// A replicate draws cases with replacement, the same for all policies, and for each method its
/// training seeds with replacement; settings' means, hulls and their differences follow from it.
package struct FrontierAnalysis: Sendable, Hashable {
    /// A number with the ends of its interval.
    package struct Value: Sendable, Hashable {
        package var value: Double
        package var low: Double
        package var high: Double
    }

    /// One setting of a method over its seeds.
    package struct Setting: Sendable, Hashable {
        package var name: String
        package var seeds: Int
        package var reward: Value
        package var divergence: Value
        /// Standard deviations over training seeds; nil for one seed.
        package var rewardDeviation: Double?
        package var divergenceDeviation: Double?
        package var points: [FrontierPoint]
    }

    /// The hull's height at a divergence.
    package struct Height: Sendable, Hashable {
        package var divergence: Double
        package var reward: Value
    }

    package struct Method: Sendable, Hashable {
        package var name: String
        package var settings: [Setting]
        /// The hull's corners, the base first.
        package var corners: [ConcaveEnvelope.Corner]
        /// The hull along the axis, for drawing.
        package var curve: [Height]
        /// The hull at the bins.
        package var bins: [Height]
        /// The setting with the greatest mean reward among those whose mean divergence is within
        /// the last bin; the one with the least divergence where none is.
        package var best: Int
    }

    /// How much higher one hull lies than another.
    package struct Difference: Sendable, Hashable {
        package var above: String
        package var below: String
        package var bins: [Height]
        /// The mean over the bins.
        package var mean: Value
        package var verdict: Verdict
    }

    package enum Verdict: String, Sendable, Hashable, Codable {
        /// The interval lies above 0 at every bin (each bin's own test; all must hold, so nothing
        /// is corrected for).
        case above
        /// At some bin the interval lies below 0, at a level corrected for the number of bins.
        case notAbove = "not-above"
        /// Neither.
        case undecided
    }

    /// The base policy, at divergence 0.
    package var base: FrontierPoint
    package var baseReward: Value
    package var methods: [Method]
    /// Every method against every other, in order of the methods.
    package var differences: [Difference]
    /// Cases that every policy has.
    package var cases: Int
    package var replicates: Int

    /// - Parameters:
    ///   - points: the policies, without the base.
    ///   - order: methods' names in the order to show; others are left out.
    ///   - bins: divergences in nats at which hulls are compared, rising, at least one.
    /// - Throws: `Undefined` where the policies share no case.
    package init(
        base: FrontierPoint, points: [FrontierPoint], order: [String], bins: [Double],
        replicates: Int = 2000, seed: UInt64 = 0
    ) throws(Undefined) {
        let used = points.filter { order.contains($0.method) }
        let shared = ([base] + used).reduce(Set(base.rewards.keys)) {
            $0.intersection($1.rewards.keys).intersection($1.divergences.keys)
        }.sorted()
        guard !shared.isEmpty else { throw .noData }
        let sampler = FrontierResampler(base: base, points: used, order: order, cases: shared)
        let furthest = max(
            bins.last ?? 1, sampler.points.map { sampler.mean($0.divergences) }.max() ?? 0)
        let grid = (0...40).map { Double($0) / 40 * furthest }
        self.base = base
        cases = shared.count
        self.replicates = replicates
        let whole = try sampler.heights(nil, at: grid + bins)
        var drawn: [FrontierResampler.Outcome] = []
        for replicate in 0..<replicates {
            var generator = CounterGenerator(seed: seed, stream: UInt64(replicate))
            drawn.append(try sampler.heights(sampler.draw(&generator), at: grid + bins))
        }
        func value(_ index: Int, _ method: Int) -> Value {
            Self.value(whole.heights[method][index], drawn.map { $0.heights[method][index] })
        }
        baseReward = Self.value(whole.base, drawn.map(\.base))
        let found = order.indices.compactMap { method -> Method? in
            let settings = sampler.settings(of: method).enumerated().map { place, group in
                Self.setting(
                    group.name, group.points,
                    reward: Self.value(
                        whole.settings[method][place].y, drawn.map { $0.settings[method][place].y }
                    ),
                    divergence: Self.value(
                        whole.settings[method][place].x, drawn.map { $0.settings[method][place].x }
                    ))
            }
            guard !settings.isEmpty else { return nil }
            return Method(
                name: order[method], settings: settings, corners: whole.corners[method],
                curve: grid.indices.map { Height(divergence: grid[$0], reward: value($0, method)) },
                bins: bins.indices.map {
                    Height(divergence: bins[$0], reward: value(grid.count + $0, method))
                }, best: Self.best(settings, within: bins.last ?? .infinity))
        }
        methods = found
        let names = Set(found.map(\.name))
        let present = order.indices.filter { names.contains(order[$0]) }
        differences = present.flatMap { above in
            present.filter { $0 != above }.map { below in
                Self.difference(
                    order[above], order[below], bins,
                    whole.heights[above].suffix(bins.count),
                    whole.heights[below].suffix(bins.count),
                    drawn.map {
                        zip(
                            $0.heights[above].suffix(bins.count),
                            $0.heights[below].suffix(bins.count)
                        ).map { $0 - $1 }
                    })
            }
        }
    }

    /// The difference of two methods' hulls.
    package func difference(_ above: String, _ below: String) -> Difference? {
        differences.first { $0.above == above && $0.below == below }
    }

    private static func best(_ settings: [Setting], within limit: Double) -> Int {
        let within = settings.indices.filter { settings[$0].divergence.value <= limit }
        return within.max { settings[$0].reward.value < settings[$1].reward.value }
            ?? settings.indices.min {
                settings[$0].divergence.value < settings[$1].divergence.value
            } ?? 0
    }

    private static func setting(
        _ name: String, _ points: [FrontierPoint], reward: Value, divergence: Value
    ) -> Setting {
        func deviation(_ values: [Double]) -> Double? {
            guard values.count > 1 else { return nil }
            let mean = values.reduce(0, +) / Double(values.count)
            return
                (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
                .squareRoot()
        }
        return Setting(
            name: name, seeds: points.count, reward: reward, divergence: divergence,
            rewardDeviation: deviation(points.compactMap(\.reward)),
            divergenceDeviation: deviation(points.compactMap(\.divergence)), points: points)
    }

    /// A value with the 95 % percentile interval of its replicates.
    private static func value(_ value: Double, _ replicates: [Double], tail: Double = 0.025)
        -> Value
    {
        let sorted = replicates.sorted()
        guard !sorted.isEmpty else { return Value(value: value, low: value, high: value) }
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let lower = Int(place)
            let upper = min(lower + 1, sorted.count - 1)
            return sorted[lower] + (sorted[upper] - sorted[lower]) * (place - Double(lower))
        }
        return Value(value: value, low: quantile(tail), high: quantile(1 - tail))
    }

    private static func difference(
        _ above: String, _ below: String, _ bins: [Double], _ high: ArraySlice<Double>,
        _ low: ArraySlice<Double>, _ drawn: [[Double]]
    ) -> Difference {
        let found = zip(high, low).map { $0 - $1 }
        let count = Double(max(1, bins.count))
        let heights = bins.indices.map { bin in
            Height(divergence: bins[bin], reward: value(found[bin], drawn.map { $0[bin] }))
        }
        let corrected = bins.indices.map { bin in
            value(found[bin], drawn.map { $0[bin] }, tail: 0.025 / count)
        }
        let verdict: Verdict =
            heights.allSatisfy { $0.reward.low > 0 }
            ? .above : corrected.contains { $0.high < 0 } ? .notAbove : .undecided
        return Difference(
            above: above, below: below, bins: heights,
            mean: value(
                found.reduce(0, +) / count, drawn.map { $0.reduce(0, +) / count }),
            verdict: verdict)
    }
}
