package import Statistics

/// Votes as the rating models take them: the earlier player of the two first.
package struct ArenaCount: Sendable {
    package var votes: PairVotes
    /// The vote of each comparison.
    package var sources: [ArenaVote]

    /// Counts votes; nil where none of them decides anything.
    ///
    /// - Parameters:
    ///   - players: the players by place; votes on others are left out.
    ///   - covariates: adds the left position and, where it varies, the length.
    package init?(
        _ votes: [ArenaVote], players: [String], covariates names: Set<Covariate> = []
    ) throws {
        let places = Dictionary(
            zip(players, players.indices), uniquingKeysWith: { first, _ in first })
        sources = votes.filter {
            $0.outcome != nil && places[$0.left.player] != nil && places[$0.right.player] != nil
                && $0.left.player != $0.right.player
        }
        guard !sources.isEmpty else { return nil }
        var (first, second): ([Int], [Int]) = ([], [])
        var outcomes: [VoteOutcome] = []
        var isLeft: [Bool] = []
        var (firstLength, secondLength): ([Double], [Double]) = ([], [])
        for vote in sources {
            let (a, b) = (places[vote.left.player] ?? 0, places[vote.right.player] ?? 0)
            let isFirst = a < b
            first.append(min(a, b))
            second.append(max(a, b))
            let outcome = vote.outcome ?? .tie
            outcomes.append(isFirst ? outcome : outcome.swapped)
            isLeft.append(isFirst)
            firstLength.append(Double(isFirst ? vote.left.length : vote.right.length))
            secondLength.append(Double(isFirst ? vote.right.length : vote.left.length))
        }
        var covariates: [VoteCovariate] = []
        if names.contains(.position) { covariates.append(.position(firstOnLeft: isLeft)) }
        if names.contains(.length) {
            covariates.append(
                try .style("length", first: firstLength, second: secondLength))
        }
        let cases = Grouping(sources.map(\.caseID))
        self.votes = try PairVotes(
            players: players, first: first, second: second, outcomes: outcomes,
            covariates: covariates, clusters: cases.count > 1 ? cases : nil)
    }

    /// What may sway a vote besides the answers.
    package enum Covariate: Sendable, Hashable {
        /// Standing on the left.
        case position
        /// Being the longer one.
        case length
    }
}
