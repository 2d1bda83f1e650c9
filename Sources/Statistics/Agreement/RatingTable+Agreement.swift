/// How the interval of an agreement coefficient is found.
public enum AgreementInterval: Sendable, Hashable {
    /// Units, or clusters of units, resampled with replacement.
    case unitBootstrap(
        resamples: Int = 2_000, seed: UInt64 = 0, kind: BootstrapInterval = .percentile)
    /// Units, or clusters, left out in turn, with t.
    case jackknife
    /// Gwet's linearisation, or Fleiss–Cohen–Everitt for Cohen's kappa, with t.
    case linearized
}

extension RatingTable {
    /// The value of a coefficient of agreement.
    ///
    /// Definition: that of `AgreementCoefficient`. Range: percent 0...1, the others up to 1.
    /// Assumes that raters judged without knowing of each other. Edge cases: no unit with two
    /// ratings is `tooFew`; ratings without variation are `noVariation`, where other programs say
    /// 1, 0 or NaN: report percent agreement beside it. Worked number: Krippendorff's 2011 example
    /// C has nominal alpha 0.743421.
    ///
    /// - Complexity: O(ratings · ratings of a unit) at most; memory O(ratings).
    public func agreement(_ coefficient: AgreementCoefficient) throws(Undefined) -> Double {
        try coefficient.kernel(self).value.get()
    }

    /// A coefficient of agreement with its interval.
    ///
    /// The interval reflects which *units* happened to be rated: units, or whole `clusters` of them
    /// such as prompts, are resampled or left out. The often-used bootstrap of pairs of judgments
    /// with the expected disagreement held fixed (KALPHA) treats pairs as independent and is far
    /// too narrow: on Krippendorff's example C it gives 0.572...0.850 where resampling units gives
    /// 0.414...1. Raters are taken as given; with few of them the interval does not cover the
    /// choice of raters. Hughes 2022, doi:10.48550/arXiv.2210.13265; Gwet 2014, ISBN
    /// 978-0970806284.
    ///
    /// - Parameters:
    ///   - interval: The method. `linearized` has no clusters and no alpha, Conger or Scott form.
    ///   - clusters: The cluster of every unit of the table.
    /// - Complexity: a resample costs O(patterns) where few patterns of ratings occur, so a
    ///   million ratings on a small scale take well under a second for 1,000 resamples.
    public func agreement(
        _ coefficient: AgreementCoefficient, interval: AgreementInterval,
        clusters: Grouping? = nil, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.level(level)
        let estimate: Estimate
        switch interval {
        case .unitBootstrap(let resamples, let seed, let kind):
            estimate = try bootstrap(coefficient, clusters: clusters, seed: seed)
                .estimate(replicates: resamples, interval: kind, level: level)
        case .jackknife:
            let kernel = try coefficient.kernel(self)
            if let clusters { try Check.lengths(units, clusters.codes.count) }
            let resampler = AgreementResampler(kernel, clusters: clusters)
            try Self.checkCost(coefficient, resampler, self)
            estimate = try Jackknife.estimate(
                value: kernel.value.get(), leaveOneOut: resampler.leaveOneOut(), level: level)
        case .linearized:
            guard clusters == nil else {
                throw .outOfRange(
                    what: "the linearised interval", allowed: "taken without clusters")
            }
            estimate = try linearized(coefficient, level: level)
        }
        var named = estimate
        named.method = "\(coefficient.name), \(estimate.method)"
        named.interval = estimate.interval.map { interval in
            Interval(
                lower: interval.lower, upper: min(1, interval.upper), level: interval.level,
                method: interval.method)
        }
        return named
    }

    /// The bootstrap over units or clusters of units, for running its replicates in parts.
    public func bootstrap(
        _ coefficient: AgreementCoefficient, clusters: Grouping? = nil, seed: UInt64 = 0
    ) throws(Undefined) -> Bootstrap {
        if let clusters { try Check.lengths(units, clusters.codes.count) }
        let kernel = try coefficient.kernel(self)
        return Bootstrap(
            agreement: AgreementResampler(kernel, clusters: clusters),
            value: try kernel.value.get(), seed: seed)
    }

    /// Refuses a jackknife whose every step would sum over all patterns anew.
    private static func checkCost(
        _ coefficient: AgreementCoefficient, _ resampler: AgreementResampler, _ table: RatingTable
    ) throws(Undefined) {
        let patterns = Double(resampler.kernel.patterns.count)
        var cost = patterns * Double(resampler.kernel.size)
        if case .krippendorff(.ordinal) = coefficient, table.categories > 32 {
            cost = patterns * Double(table.count)
        }
        if case .krippendorff(.ratio) = coefficient { cost *= Double(table.categories) }
        guard cost <= 2e10 else {
            throw .outOfRange(
                what: "the number of different rating patterns for a jackknife",
                allowed: "smaller; use the unit bootstrap")
        }
    }

    /// A coefficient for each category against the rest: for Fleiss' kappa these are Fleiss'
    /// category kappas.
    public func agreementByCategory(
        _ coefficient: AgreementCoefficient
    ) -> [Result<Double, Undefined>] {
        (0..<categories).map { category in
            do throws(Undefined) {
                return .success(try collapsed(to: category).agreement(coefficient))
            } catch {
                return .failure(error)
            }
        }
    }

    /// A coefficient for every pair of raters, over the units that both rated.
    ///
    /// - Complexity: O(raters² · ratings).
    public func agreementByPair(
        _ coefficient: AgreementCoefficient
    ) -> [(first: Int, second: Int, value: Result<Double, Undefined>)] {
        var result: [(first: Int, second: Int, value: Result<Double, Undefined>)] = []
        for first in 0..<raters {
            for second in (first + 1)..<max(raters, first + 1) {
                do throws(Undefined) {
                    let value = try restricted(to: first, second).agreement(coefficient)
                    result.append((first, second, .success(value)))
                } catch {
                    result.append((first, second, .failure(error)))
                }
            }
        }
        return result
    }
}
