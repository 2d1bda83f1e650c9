/// How few votes decide the order of two players.
///
/// Definition: the influence of a vote on θ_a − θ_b is (e_a − e_b)ᵀH⁻¹s; the most influential votes
/// for a are left out until a refit puts b first. The count found is an upper bound on the
/// smallest one. A handful among thousands means that the order rests on them. Edge cases: a
/// player already behind needs 0; nil when leaving out votes disconnects the players first.
/// Broderick, Giordano and Meager 2020, doi:10.48550/arXiv.2011.14999; Huang and others 2025,
/// doi:10.48550/arXiv.2508.11847.
///
/// - Complexity: a few refits, O(votes log votes) each.
public enum VotesToFlip {
    /// The positions of votes whose removal puts `second` at or ahead of `first`.
    public static func find(
        _ votes: PairVotes, ties: TieModel = .halfWin, first: Int, second: Int
    ) throws(Undefined) -> [Int]? {
        let fit = try BradleyTerry(votes, ties: ties)
        if fit.strengths[first] <= fit.strengths[second] { return [] }
        var kept = Array(votes.first.indices)
        var removed: [Int] = []
        var current = fit
        for _ in 0..<60 {
            let gap = current.strengths[first] - current.strengths[second]
            if gap <= 0 { return removed.sorted() }
            var direction = [Double](repeating: 0, count: current.parameters.count)
            direction[first] = 1
            direction[second] = -1
            let pull = current.inverse * direction
            let influence = kept.map { vote in
                BradleyTerry.score(
                    of: vote, in: votes, ties: ties, parameters: current.parameters
                ).reduce(0) { $0 + pull[$1.index] * $1.value }
            }
            let order = kept.indices.sorted { (influence[$0], $1) > (influence[$1], $0) }
            var reached = 0.0
            var leaving: Set<Int> = []
            for position in order {
                guard reached <= gap, influence[position] > 0 else { break }
                reached += influence[position]
                leaving.insert(kept[position])
            }
            guard !leaving.isEmpty else { return nil }
            removed += leaving.sorted()
            kept.removeAll { leaving.contains($0) }
            guard !kept.isEmpty,
                let refit = try? BradleyTerry(votes.subset(kept), ties: ties)
            else { return nil }
            current = refit
        }
        return current.strengths[first] <= current.strengths[second] ? removed.sorted() : nil
    }
}
