import RealModule

extension VarianceComponents {
    /// How many groups of units are left out in turn; with fewer units each is left out alone, and
    /// beyond 50,000 scores there are fewer groups, down to 20, to keep the time bounded.
    public static let jackknifeGroups = 100

    /// The components with intervals by the jackknife over the facet that each is drawn from.
    ///
    /// Definition: the prompt component is recomputed without each wording, the judge component
    /// without each judge, the others without each case; more than 100 cases are left out in 100
    /// groups of equal size. Where all these values are positive the interval is exp(ln σ² ±
    /// t·SE(ln σ²)), which cannot reach 0; else σ² ± t·SE(σ²) cut at 0. Assumes that wordings,
    /// judges and cases are each a random sample of those meant, and independent; cases that come
    /// in topics make it too narrow. Simulated coverage of a nominal 0.95: cases and sampling
    /// 0.90–0.97 from 20 cases up, normal or 0/1 scores, lowest for small components of few
    /// samples; for wordings and judges see `Documentation/statistics.md`. Edge cases: a component
    /// that is 0 without some unit may have an interval that ends at 0; fewer than three wordings
    /// or judges leave no interval, and the reason stands in its place. Range: from 0 up. Worked
    /// numbers: those of the components. Arvesen 1970, doi:10.1214/aoms/1177696722; Miller 1974,
    /// doi:10.1093/biomet/61.1.1.
    ///
    /// - Complexity: at most 100 times the components, for each facet with several units.
    public static func intervals(
        of scores: [FacetedScore], level: Double = 0.95
    ) throws(Undefined) -> [VarianceSource: Estimate] {
        try Check.level(level)
        let whole = try VarianceComponents(scores)
        var estimates: [VarianceSource: Estimate] = [:]
        let facets: [(KeyPath<FacetedScore, Int>, String, [VarianceSource])] = [
            (\.caseID, "cases", [.cases, .casesByPrompts, .sampling, .casesByJudges, .residual]),
            (\.prompt, "wordings", [.prompts]), (\.judge, "judges", [.judges]),
        ]
        for (facet, name, sources) in facets {
            let wanted = sources.filter { whole.variances[$0] != nil }
            guard !wanted.isEmpty else { continue }
            let units = Grouping(scores.map { $0[keyPath: facet] })
            let affordable = min(jackknifeGroups, max(20, 5_000_000 / scores.count))
            let groups = min(units.count, affordable)
            guard groups >= 3 else {
                for source in wanted {
                    estimates[source] = Estimate(
                        value: whole.variances[source] ?? 0, count: units.count,
                        method: "variance component",
                        whyNoInterval: .tooFew(things: name, needed: 3, found: units.count))
                }
                continue
            }
            let parts = (0..<groups).map { left in
                try? VarianceComponents(
                    zip(scores, units.codes).filter { $0.1 % groups != left }.map(\.0))
            }
            for source in wanted {
                estimates[source] = interval(
                    whole.raw[source] ?? 0, parts.map { $0?.raw[source] }, name: name,
                    count: units.count, level: level)
            }
        }
        return estimates
    }

    /// The interval of one component from its values without each group.
    private static func interval(
        _ value: Double, _ leaveOneOut: [Double?], name: String, count: Int, level: Double
    ) -> Estimate {
        let groups = Double(leaveOneOut.count)
        let values = leaveOneOut.compactMap { $0 }
        var estimate = Estimate(
            value: max(0, value), count: count, clusters: leaveOneOut.count,
            method: "variance component, jackknife over \(name)")
        guard values.count == leaveOneOut.count else {
            estimate.whyNoInterval = .noVariation("the component rests on a single unit of \(name)")
            return estimate
        }
        func error(_ values: [Double]) -> Double {
            let squares = Moments.squaredDeviations(values, from: Moments.mean(values))
            return ((groups - 1) / groups * squares).squareRoot()
        }
        let quantile = StudentT(degreesOfFreedom: groups - 1).upperQuantile((1 - level) / 2)
        let plain = error(values)
        estimate.standardError = plain
        estimate.degreesOfFreedom = groups - 1
        guard plain > 0 else {
            estimate.whyNoInterval = .noVariation("no unit of \(name) moves the component")
            return estimate
        }
        let method = "jackknife over \(name), t"
        if value > 0, values.allSatisfy({ $0 > 0 }) {
            let half = quantile * error(values.map { Double.log($0) })
            estimate.interval = Interval(
                lower: value * Double.exp(-half), upper: value * Double.exp(half), level: level,
                method: method + ", log scale")
        } else {
            estimate.interval = Interval(
                lower: max(0, value - quantile * plain), upper: max(0, value + quantile * plain),
                level: level, method: method)
        }
        return estimate
    }
}
