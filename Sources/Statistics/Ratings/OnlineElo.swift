import RealModule

/// Online Elo, to show that its result depends on the order of votes. Not a rating to report.
///
/// Definition: after each vote R_first += K(y − 1/(1 + 10^((R_second−R_first)/400))), the second
/// the opposite; ties are ½. The same votes in another order give other ratings, and a large K
/// another winner; `BradleyTerry` has neither problem. Range: any number. Assumes nothing that
/// would make it an estimate. Edge cases: no votes leave all at the start. Elo 1978, ISBN
/// 978-0668047210; Boubdir and others 2023, doi:10.48550/arXiv.2311.17295. Worked number: a first
/// win between equals moves K/2.
public enum OnlineElo {
    /// The ratings after the votes in this order.
    ///
    /// - Complexity: O(votes).
    public static func demonstration(
        _ votes: PairVotes, k: Double = 4, initial: Double = 1_000
    ) -> [Double] {
        var ratings = [Double](repeating: initial, count: votes.players.count)
        for vote in votes.first.indices {
            let (a, b) = (votes.first[vote], votes.second[vote])
            let expected = LogisticModel.logistic(
                (ratings[a] - ratings[b]) / StrengthScale.elo.factor)
            let change = k * (votes.outcomes[vote].score - expected)
            ratings[a] += change
            ratings[b] -= change
        }
        return ratings
    }

    /// The lowest and highest final rating of each player over random orders of the same votes.
    ///
    /// Order r is shuffled by the random stream r of the seed.
    public static func spreadOverOrders(
        _ votes: PairVotes, orders: Int, seed: UInt64 = 0, k: Double = 4, initial: Double = 1_000
    ) throws(Undefined) -> [ClosedRange<Double>] {
        try Check.atLeast(1, "orders", found: orders)
        let start = demonstration(votes, k: k, initial: initial)
        var ranges = start.map { $0...$0 }
        for order in 0..<orders {
            var generator = CounterGenerator(seed: seed, stream: UInt64(order))
            var positions = Array(votes.first.indices)
            generator.shuffle(&positions)
            let ratings = demonstration(try votes.subset(positions), k: k, initial: initial)
            ranges = zip(ranges, ratings).map {
                min($0.lowerBound, $1)...max($0.upperBound, $1)
            }
        }
        return ranges
    }
}
