/// Votes summed to cells that a fit cannot tell apart: same pair, outcome, weight and covariates.
///
/// Leaving votes out is then a matter of counts, and a refit costs what the cells cost, not what
/// the votes do.
struct VoteCells {
    let players: Int
    let covariates: Int
    private(set) var first: [Int] = []
    private(set) var second: [Int] = []
    private(set) var outcomes: [VoteOutcome] = []
    private(set) var weights: [Double] = []
    /// The covariates of each cell, cell after cell.
    private(set) var values: [Double] = []
    /// The positions of each cell's votes.
    private(set) var members: [[Int]] = []

    private struct Key: Hashable {
        var pair: Int
        var outcome: VoteOutcome
        var weight: Double
        var values: [Double]
    }

    init(_ votes: PairVotes) {
        players = votes.players.count
        covariates = votes.covariates.count
        let columns = votes.covariates.map(\.values)
        var places: [Key: Int] = [:]
        for vote in votes.first.indices {
            // The lower player goes first, so both orders of a pair are one cell; with covariates
            // the sign of those would have to turn as well.
            let (a, b) = (votes.first[vote], votes.second[vote])
            let turns = a > b && columns.isEmpty
            let key = Key(
                pair: turns ? b * players + a : a * players + b,
                outcome: turns ? votes.outcomes[vote].swapped : votes.outcomes[vote],
                weight: votes.weights?[vote] ?? 1, values: columns.map { $0[vote] })
            if let place = places[key] {
                members[place].append(vote)
                continue
            }
            places[key] = members.count
            first.append(key.pair / players)
            second.append(key.pair % players)
            outcomes.append(key.outcome)
            weights.append(key.weight)
            values += key.values
            members.append([vote])
        }
    }

    var count: Int { members.count }

    /// The winner and the loser of a cell; nil for ties.
    func decided(_ cell: Int) -> (winner: Int, loser: Int)? {
        switch outcomes[cell] {
        case .first: (first[cell], second[cell])
        case .second: (second[cell], first[cell])
        case .tie: nil
        }
    }

    /// The slope of one vote's log-likelihood along a direction of the parameters.
    func score(
        _ cell: Int, ties: TieModel, parameters: [Double], along direction: [Double]
    ) -> Double {
        var logit = parameters[first[cell]] - parameters[second[cell]]
        var slope = direction[first[cell]] - direction[second[cell]]
        for k in 0..<covariates {
            let value = values[cell * covariates + k]
            logit += parameters[players + k] * value
            slope += direction[players + k] * value
        }
        let last = players + covariates
        let terms = ties.terms(outcomes[cell], logit, ties.hasParameter ? parameters[last] : 0)
        let tie = ties.hasParameter ? terms.byTie * direction[last] : 0
        return weights[cell] * (terms.byLogit * slope + tie)
    }

    /// Whether strengths exist when so many votes are left in each cell.
    func isConnected(_ left: [Int]) -> Bool {
        var edges = Set<Int>()
        for cell in left.indices where left[cell] > 0 {
            let (a, b) = (first[cell], second[cell])
            if outcomes[cell] != .second { edges.insert(a * players + b) }
            if outcomes[cell] != .first { edges.insert(b * players + a) }
        }
        return Connectivity(players: players, edges: edges).isConnected
    }
}
