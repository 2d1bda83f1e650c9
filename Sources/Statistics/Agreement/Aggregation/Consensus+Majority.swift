extension Consensus {
    /// Majority vote: each unit's shares of votes.
    ///
    /// Definition: the posterior is the share of votes, the label the most frequent category, the
    /// lowest of equals (`posterior(of:)` shows a tie). Assumes raters of equal quality; the
    /// default aggregation. Edge cases: a unit without votes has a uniform posterior and no label.
    /// Snow and others 2008, ACL anthology D08-1027. Range: shares within 0...1. Worked number:
    /// votes 1, 1, 2 give 2/3 and 1/3.
    ///
    /// - Complexity: O(ratings + units · categories).
    public static func majority(_ table: RatingTable) throws(Undefined) -> Consensus {
        let q = try checkedCategories(table)
        let posteriors = voteShares(table)
        var prevalence = [Double](repeating: 0, count: q)
        var rated = 0.0
        for unit in 0..<table.units where !table.ratings(of: unit).isEmpty {
            rated += 1
            for k in 0..<q { prevalence[k] += posteriors[unit * q + k] }
        }
        return Consensus(
            categories: q, posteriors: posteriors,
            labels: labels(posteriors, categories: q, table: table),
            prevalence: prevalence.map { $0 / rated }, logLikelihood: nil, iterations: 0,
            raters: [], method: "majority vote")
    }

    /// Refuses tables too large for dense posteriors.
    static func checkedCategories(_ table: RatingTable) throws(Undefined) -> Int {
        let cells = table.categories.multipliedReportingOverflow(by: table.units)
        guard !cells.overflow, cells.partialValue <= 200_000_000 else {
            throw .outOfRange(
                what: "units times categories for aggregation", allowed: "at most 200,000,000")
        }
        guard table.count > 0 else { throw .noData }
        return table.categories
    }

    /// The share of votes for each category of each unit; uniform without votes.
    static func voteShares(_ table: RatingTable) -> [Double] {
        let q = table.categories
        var shares = [Double](repeating: 0, count: table.units * q)
        for unit in 0..<table.units {
            let range = table.ratings(of: unit)
            if range.isEmpty {
                for k in 0..<q { shares[unit * q + k] = 1 / Double(q) }
            }
            for place in range {
                shares[unit * q + Int(table.categoryOf[place])] += 1 / Double(range.count)
            }
        }
        return shares
    }
}
