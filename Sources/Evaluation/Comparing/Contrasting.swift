import Statistics

/// Paired comparisons and their correction.
struct Contrasting: Sendable {
    /// Above this many nonzero units a t test stands for the sign-flip test, whose result it
    /// approaches and which would take seconds.
    static let mostFlippedUnits = 4_000

    var options: SummaryOptions

    /// The two columns of one comparison, over the pairs in which both were scored.
    struct Pairs {
        var first: [Double] = []
        var second: [Double] = []
        var groups: [String?] = []

        mutating func append(_ first: Double, _ second: Double, group: String?) {
            guard !first.isNaN, !second.isNaN else { return }
            self.first.append(first)
            self.second.append(second)
            groups.append(group)
        }
    }

    /// Names of what one comparison compares and holds fixed.
    struct Names {
        var first: String
        var second: String
        var model: String?
        var prompt: String?
        var scorer: String
        var level: String?
    }

    /// One comparison, not yet corrected; nil with fewer than two pairs.
    ///
    /// - Parameter isSingleBinary: whether both columns hold outcomes of one epoch each.
    func contrast(_ pairs: Pairs, names: Names, isSingleBinary: Bool) -> Contrast? {
        guard pairs.first.count >= 2,
            let difference = Estimating(level: options.level).difference(
                pairs.first, pairs.second, groups: pairs.groups),
            let test = test(pairs, isSingleBinary: isSingleBinary)
        else { return nil }
        let isBinary =
            isSingleBinary && (pairs.first + pairs.second).allSatisfy { $0 == 0 || $0 == 1 }
        let count = Double(pairs.first.count)
        var detectable: Double?
        if let error = difference.standardError, error > 0 {
            detectable = try? MinimumDetectableEffect.from(
                standardError: error, degreesOfFreedom: difference.degreesOfFreedom,
                alpha: options.alpha, power: options.power)
        }
        return Contrast(
            first: names.first, second: names.second, model: names.model, prompt: names.prompt,
            scorer: names.scorer, level: names.level,
            firstRate: pairs.first.reduce(0, +) / count,
            secondRate: pairs.second.reduce(0, +) / count, difference: difference,
            onlyFirst: isBinary ? zip(pairs.first, pairs.second).count { $0 > $1 } : nil,
            onlySecond: isBinary ? zip(pairs.first, pairs.second).count { $0 < $1 } : nil,
            pValue: test.pValue, adjustedPValue: test.pValue, test: test.method,
            minimumDetectable: detectable, isFound: false)
    }

    /// McNemar's mid-p for single outcomes of independent cases, else sign flips by cluster.
    private func test(_ pairs: Pairs, isSingleBinary: Bool) -> HypothesisTest? {
        let grouping = Estimating.grouping(pairs.groups)
        let isBinary = (pairs.first + pairs.second).allSatisfy { $0 == 0 || $0 == 1 }
        if isSingleBinary, isBinary, grouping == nil {
            return try? HypothesisTest.mcNemar(
                onlyFirst: zip(pairs.first, pairs.second).count { $0 > $1 },
                onlySecond: zip(pairs.first, pairs.second).count { $0 < $1 }, method: .midP)
        }
        let differences = zip(pairs.first, pairs.second).map { $1 - $0 }
        guard
            let flips = try? SignFlip(differences, clusters: grouping, seed: options.seed)
        else { return nil }
        if flips.nonzero > Self.mostFlippedUnits,
            let estimate = try? Estimate.pairedDifference(
                pairs.second, pairs.first, clusters: grouping),
            let test = try? HypothesisTest.t(estimate)
        {
            return test
        }
        return try? flips.test(resamples: options.resamples)
    }

    /// The family with Holm's correction, and nil without comparisons.
    func family(
        _ kind: ContrastFamily.Kind, tag: String?, pairedBy: String, _ contrasts: [Contrast]
    ) -> ContrastFamily? {
        guard !contrasts.isEmpty else { return nil }
        let adjusted = (try? Multiplicity.holm.adjusted(contrasts.map(\.pValue))) ?? []
        var family = ContrastFamily(
            kind: kind, tag: tag, pairedBy: pairedBy, alpha: options.alpha, contrasts: contrasts)
        for (index, pValue) in adjusted.enumerated() {
            family.contrasts[index].adjustedPValue = pValue
            family.contrasts[index].isFound = pValue <= options.alpha
        }
        return family
    }

    /// Which of k things are compared: all pairs of up to three, else each with the first.
    static func pairs(of count: Int) -> [(Int, Int)] {
        guard count > 1 else { return [] }
        if count == 3 { return [(0, 1), (0, 2), (1, 2)] }
        return (1..<count).map { (0, $0) }
    }
}
