import RealModule

extension Consensus {
    /// Dawid and Skene's model: every rater has an own confusion matrix.
    ///
    /// Definition: P(votes | truth j) is a product of each rater's P(vote | j); EM alternates the
    /// posteriors T_ij ∝ p_j ∏ π_jl with p_j = mean T_ij and π_jl ∝ ΣT_ij n_ijl, in logarithms,
    /// from the shares of votes, until the log-likelihood gains less than `tolerance` of itself.
    /// Assumes that votes are independent given the truth; below some 50 units for each rater the
    /// one-coin model is safer. A rater may have voted more than once on a unit: give repeats a
    /// rater code each and join them with `sameRater`. Edge cases: not meeting the tolerance is
    /// `notConverged`. Range: posteriors, prevalences and confusion rows within 0...1, each adding
    /// to 1. Dawid and Skene 1979, doi:10.2307/2346806. Worked number: their 45 patients have
    /// prevalences 0.3996, 0.4220, 0.1118, 0.0667.
    ///
    /// - Parameters:
    ///   - sameRater: The rater that each rater code stands for; the codes themselves by default.
    ///   - smoothing: A pseudo-count for each cell of each confusion matrix; 0 is the paper's.
    /// - Complexity: O(ratings · categories) for each iteration; memory raters · categories².
    public static func dawidSkene(
        _ table: RatingTable, sameRater: [Int]? = nil, smoothing: Double = 0,
        tolerance: Double = 1e-12, iterations limit: Int = 10_000
    ) throws(Undefined) -> Consensus {
        let q = try checkedCategories(table)
        try Check.notNegative(smoothing, "the smoothing")
        let codes = sameRater ?? Array(0..<table.raters)
        try Check.lengths(codes.count, table.raters)
        let raters = (codes.max() ?? 0) + 1
        let cells = raters.multipliedReportingOverflow(by: q * q)
        guard codes.allSatisfy({ $0 >= 0 }), !cells.overflow, cells.partialValue <= 100_000_000
        else {
            throw .outOfRange(
                what: "raters times squared categories", allowed: "at most 100,000,000")
        }
        var posteriors = voteShares(table)
        let rated = (0..<table.units).count { !table.ratings(of: $0).isEmpty }
        var prevalence = [Double](repeating: 0, count: q)
        var confusion = [Double](repeating: 0, count: raters * q * q)
        var previous = -Double.infinity
        var logConfusion = confusion
        for iteration in 1...max(limit, 1) {
            prevalence = [Double](repeating: 0, count: q)
            confusion = [Double](repeating: smoothing, count: raters * q * q)
            for unit in 0..<table.units {
                let range = table.ratings(of: unit)
                if range.isEmpty { continue }
                for j in 0..<q { prevalence[j] += posteriors[unit * q + j] / Double(rated) }
                for place in range {
                    let base = codes[Int(table.raterOf[place])] * q * q
                    let vote = Int(table.categoryOf[place])
                    for j in 0..<q { confusion[base + j * q + vote] += posteriors[unit * q + j] }
                }
            }
            for row in 0..<(raters * q) {
                let range = row * q..<(row + 1) * q
                let sum = confusion[range].reduce(0, +)
                for cell in range {
                    confusion[cell] = sum > 0 ? confusion[cell] / sum : 1 / Double(q)
                }
            }
            for cell in confusion.indices { logConfusion[cell] = Double.log(confusion[cell]) }
            let logPrevalence = prevalence.map { Double.log($0) }
            var likelihood = Neumaier()
            for unit in 0..<table.units {
                let range = table.ratings(of: unit)
                if range.isEmpty { continue }
                var logs = logPrevalence
                for place in range {
                    let base = codes[Int(table.raterOf[place])] * q * q
                    let vote = Int(table.categoryOf[place])
                    for j in 0..<q { logs[j] += logConfusion[base + j * q + vote] }
                }
                likelihood.add(normalize(logs, into: &posteriors, at: unit * q))
            }
            let gain = likelihood.sum - previous
            previous = likelihood.sum
            if iteration > 1, gain <= tolerance * (1 + abs(previous)) {
                return Consensus(
                    categories: q, posteriors: posteriors,
                    labels: labels(posteriors, categories: q, table: table),
                    prevalence: prevalence, logLikelihood: previous, iterations: iteration,
                    raters: quality(table, codes, raters, prevalence, confusion),
                    method: "Dawid–Skene")
            }
        }
        throw .notConverged(iterations: limit)
    }

    /// Turns log weights into shares and returns the log of their sum.
    static func normalize(
        _ logs: [Double], into posteriors: inout [Double], at start: Int
    ) -> Double {
        let largest = logs.max() ?? 0
        // A truth that no category explains keeps its former posterior.
        guard largest > -.infinity else { return 0 }
        var sum = 0.0
        for (j, log) in logs.enumerated() {
            let weight = Double.exp(log - largest)
            posteriors[start + j] = weight
            sum += weight
        }
        for j in logs.indices { posteriors[start + j] /= sum }
        return largest + Double.log(sum)
    }

    private static func quality(
        _ table: RatingTable, _ codes: [Int], _ raters: Int, _ prevalence: [Double],
        _ confusion: [Double]
    ) -> [RaterQuality] {
        let q = prevalence.count
        var votes = [Int](repeating: 0, count: raters)
        for rater in table.raterOf { votes[codes[Int(rater)]] += 1 }
        return (0..<raters).map { rater in
            let base = rater * q * q
            let accuracy = (0..<q).map { prevalence[$0] * confusion[base + $0 * q + $0] }
            return RaterQuality(
                votes: votes[rater], accuracy: accuracy.compensatedSum,
                confusion: Array(confusion[base..<base + q * q]), spam: nil)
        }
    }
}
