import RealModule

/// How many comparisons a rank interval allows for.
public enum RankCorrection: String, Sendable, Hashable, CaseIterable {
    /// Holm over all pairs: the chance of any wrong order is at most the error.
    case holm
    /// One chi-square set for all differences at once (Scheffé), as public arenas use.
    case scheffe
    /// Each pair on its own: too narrow when many players are ranked.
    case none
}

/// The ranks that a player may have.
public struct RankInterval: Sendable, Hashable {
    /// One more than the number of players that are clearly better.
    public let best: Int
    /// The number of players less those that are clearly worse.
    public let worst: Int
    /// The rank by estimate, 1 for the strongest.
    public let rank: Int
}

extension BradleyTerry {
    /// The ranks that each player may have.
    ///
    /// Definition: a player is clearly better than another when their difference's test rejects at
    /// the corrected level; the best rank is one more than the number of clearly better players.
    /// Range: 1...players. Assumes normal differences. Holm 1979; Scheffé 1953,
    /// doi:10.2307/2333100. Edge cases: equal strengths share a rank; a difference without an error
    /// counts as unclear. Worked number: two players 30 to 10 apart have ranks 1 and 2; 3 to 2
    /// leaves both 1...2.
    ///
    /// - Complexity: O(players² log players).
    public func rankIntervals(
        correction: RankCorrection = .holm, level: Double = 0.95
    ) throws(Undefined) -> [RankInterval] {
        try Check.level(level)
        let n = players.count
        let alpha = 1 - level
        var pairs: [(first: Int, second: Int, z: Double)] = []
        for i in 0..<n {
            for j in (i + 1)..<max(n, i + 1) {
                let error = differenceError(i, j)
                pairs.append((i, j, error > 0 ? (strengths[i] - strengths[j]) / error : 0))
            }
        }
        let pValues = pairs.map { min(1, 2 * Normal.survival(abs($0.z))) }
        let rejected: [Bool]
        switch correction {
        case .none: rejected = pValues.map { $0 <= alpha }
        case .holm: rejected = try Multiplicity.holm.adjusted(pValues).map { $0 <= alpha }
        case .scheffe:
            let bound = ChiSquare(degreesOfFreedom: Double(n - 1)).upperQuantile(alpha)
            rejected = pairs.map { $0.z * $0.z > bound }
        }
        var better = [Int](repeating: 0, count: n)
        var worse = better
        for (pair, isClear) in zip(pairs, rejected) where isClear {
            let (winner, loser) =
                pair.z > 0 ? (pair.first, pair.second) : (pair.second, pair.first)
            better[loser] += 1
            worse[winner] += 1
        }
        return (0..<n).map { player in
            RankInterval(
                best: 1 + better[player], worst: n - worse[player],
                rank: 1 + strengths.count { $0 > strengths[player] })
        }
    }
}
