import RealModule

extension Consensus {
    /// The one-coin model: every rater has one accuracy and errs evenly over the other categories.
    ///
    /// Definition: P(vote | truth) is a for the truth and (1−a)/(q−1) for each other category; EM
    /// over accuracies, the prevalence of categories and posteriors, from the shares of votes.
    /// Assumes that votes are independent given the truth and that errors do not favour a category;
    /// one number for each rater makes it safer than Dawid–Skene with few votes. Edge cases: one
    /// category is undefined; not meeting the tolerance is `notConverged`. Range: accuracies and
    /// posteriors within 0...1. Zhang and others 2014, doi:10.48550/arXiv.1406.3824. Worked number:
    /// on Dawid and Skene's patients it differs from the majority on patients 2, 12 and 36 at most.
    ///
    /// - Complexity: O(ratings · categories) for each iteration.
    public static func oneCoin(
        _ table: RatingTable, sameRater: [Int]? = nil, tolerance: Double = 1e-12,
        iterations limit: Int = 10_000
    ) throws(Undefined) -> Consensus {
        let q = try checkedCategories(table)
        guard q > 1 else { throw .noVariation("the scale has one category") }
        let codes = sameRater ?? Array(0..<table.raters)
        try Check.lengths(codes.count, table.raters)
        let raters = (codes.max() ?? 0) + 1
        var posteriors = voteShares(table)
        let rated = Double((0..<table.units).count { !table.ratings(of: $0).isEmpty })
        var votes = [Double](repeating: 0, count: raters)
        for rater in table.raterOf { votes[codes[Int(rater)]] += 1 }
        var previous = -Double.infinity
        for iteration in 1...max(limit, 1) {
            var prevalence = [Double](repeating: 0, count: q)
            var right = [Double](repeating: 0, count: raters)
            for unit in 0..<table.units {
                let range = table.ratings(of: unit)
                if range.isEmpty { continue }
                for j in 0..<q { prevalence[j] += posteriors[unit * q + j] / rated }
                for place in range {
                    right[codes[Int(table.raterOf[place])]] +=
                        posteriors[unit * q + Int(table.categoryOf[place])]
                }
            }
            let accuracy = zip(right, votes).map { $1 > 0 ? $0 / $1 : 1 / Double(q) }
            let logRight = accuracy.map { Double.log($0) }
            let logWrong = accuracy.map { Double.log(max(0, 1 - $0) / Double(q - 1)) }
            let logPrevalence = prevalence.map { Double.log($0) }
            var likelihood = Neumaier()
            for unit in 0..<table.units {
                let range = table.ratings(of: unit)
                if range.isEmpty { continue }
                var logs = logPrevalence
                for place in range {
                    let rater = codes[Int(table.raterOf[place])]
                    let vote = Int(table.categoryOf[place])
                    for j in 0..<q { logs[j] += j == vote ? logRight[rater] : logWrong[rater] }
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
                    raters: zip(votes, accuracy).map {
                        RaterQuality(votes: Int($0), accuracy: $1, confusion: [], spam: nil)
                    }, method: "one-coin")
            }
        }
        throw .notConverged(iterations: limit)
    }
}
