package import LanguageModel
package import Statistics

/// Players ranked by votes: strengths, differences with intervals, possible ranks, connectivity,
/// and how few votes decide the top.
package struct RankAnalysis: Sendable {
    /// What the user can choose.
    package struct Options: Sendable {
        package var ties = TieModel.halfWin
        package var correction = RankCorrection.holm
        package var prior = 0.0
        package var level = 0.95
        package var seed: UInt64 = 0
        /// Whether online Elo is shown, as a demonstration of order dependence.
        package var demonstratesElo = false

        package init() {}
    }

    /// One player.
    package struct Player: Sendable {
        package let name: String
        package let ranks: RankInterval
        package let elo: Double
        package let standardError: Double
        package let votes: Int
        package let wins: Int
        package let ties: Int
        package let bothBad: Int
    }

    /// The difference of two players next to each other, the better first.
    package struct Step: Sendable {
        package let better: String
        package let worse: String
        package let difference: StatisticFigure
        package let probability: Double
        /// The fewest votes whose removal changes their order; nil when that was not computed or no
        /// removal does it.
        package let votesToFlip: VotesToFlip?
    }

    package let sheet: VoteSheet
    package let ties: TieModel
    package let connectivity: Connectivity
    /// The players from best to worst, or why they cannot be ranked.
    package let players: Result<[Player], Undefined>
    package let steps: [Step]
    /// Every player's difference to the best.
    package let toBest: [StatisticFigure]
    package let covariates: [StatisticFigure]
    /// Online Elo in the file's order, and its range over random orders.
    package let elo: [(name: String, value: Double, range: ClosedRange<Double>)]
    package let prior: Double
    package let clusters: Int?
    /// Who would take the first place, and the fewest votes that decide it; nil when nobody can.
    package let topFlip: (leader: String, challenger: String, votes: VotesToFlip)?

    /// More votes with covariates of their own than this are not searched for those that decide.
    package static let mostCovariateVotes = 20_000

    /// Ranks the players of a sheet.
    package init(_ sheet: VoteSheet, _ options: Options = Options()) {
        self.sheet = sheet
        ties = options.ties
        prior = options.prior
        let votes = sheet.votes
        connectivity = Connectivity(votes)
        clusters = votes.clusters?.count
        elo = Self.elo(votes, options)
        let fitted = ComparisonAnalysis.attempt { () throws(Undefined) in
            let fit = try BradleyTerry(votes, ties: options.ties, prior: options.prior)
            let ranks = try fit.rankIntervals(
                correction: options.correction, level: options.level)
            return (fit, ranks)
        }
        switch fitted {
        case .failure(let reason):
            players = .failure(reason)
            (steps, toBest, covariates) = ([], [], [])
            topFlip = nil
        case .success((let fit, let ranks)):
            let order = votes.players.indices.sorted {
                (fit.strengths[$1], $0) < (fit.strengths[$0], $1)
            }
            var wins = [Int](repeating: 0, count: order.count)
            var tied = wins
            for vote in votes.first.indices {
                let (a, b) = (votes.first[vote], votes.second[vote])
                switch votes.outcomes[vote] {
                case .first: wins[a] += 1
                case .second: wins[b] += 1
                case .tie:
                    tied[a] += 1
                    tied[b] += 1
                }
            }
            players = .success(
                order.map { player in
                    Player(
                        name: votes.players[player], ranks: ranks[player],
                        elo: fit.elo(of: player), standardError: fit.standardError(of: player),
                        votes: fit.votes[player], wins: wins[player], ties: tied[player],
                        bothBad: sheet.bothBad[player])
                })
            let isSearched =
                votes.covariates.isEmpty || votes.count <= Self.mostCovariateVotes
            steps = Self.steps(fit, order, votes, options, searching: isSearched)
            let top =
                isSearched
                ? (try? VotesToFlip.top(votes, ties: options.ties, prior: options.prior))
                    .flatMap { $0 } : nil
            topFlip = top.map {
                (votes.players[$0.leader], votes.players[$0.challenger], $0.votes)
            }
            toBest = order.dropFirst().map { player in
                StatisticFigure("difference", votes.players[player]) { () throws(Undefined) in
                    try fit.difference(player, minus: order[0], level: options.level)
                }
            }
            covariates = fit.covariateNames.indices.map { index in
                StatisticFigure(fit.covariateNames[index], fit.covariateNames[index]) {
                    () throws(Undefined) in
                    try fit.covariateEffect(index, level: options.level)
                }
            }
        }
    }

    private static func steps(
        _ fit: BradleyTerry, _ order: [Int], _ votes: PairVotes, _ options: Options,
        searching isSearched: Bool
    ) -> [Step] {
        let flips =
            isSearched
            ? try? VotesToFlip.neighbours(votes, ties: options.ties, prior: options.prior) : nil
        return zip(order, order.dropFirst()).enumerated().map { place, pair in
            Step(
                better: votes.players[pair.0], worse: votes.players[pair.1],
                difference: StatisticFigure("difference", "difference") { () throws(Undefined) in
                    try fit.difference(pair.0, minus: pair.1, level: options.level)
                }, probability: fit.probabilityBetter(pair.0, than: pair.1),
                votesToFlip: flips?[place])
        }
    }

    private static func elo(_ votes: PairVotes, _ options: Options)
        -> [(name: String, value: Double, range: ClosedRange<Double>)]
    {
        guard options.demonstratesElo else { return [] }
        let values = OnlineElo.demonstration(votes)
        let ranges = (try? OnlineElo.spreadOverOrders(votes, orders: 100, seed: options.seed)) ?? []
        return zip(votes.players, zip(values, ranges)).map { ($0, $1.0, $1.1) }
            .sorted { $0.value > $1.value }
    }
}

extension RankAnalysis {
    /// The analysis as `--json` prints it.
    package var json: JSONValue {
        let names = sheet.votes.players
        func groups(_ components: [[Int]]) -> JSONValue {
            .array(components.map { group in .array(group.map { .string(names[$0]) }) })
        }
        var object: [String: JSONValue] = [
            "read_as": .array(sheet.reading.map { .string($0) }),
            "votes": .integer(sheet.votes.count), "skipped": .integer(sheet.skipped),
            "tie_model": .string(ties.rawValue), "prior_precision": .number(prior),
            "connected": .bool(connectivity.isConnected),
            "components": groups(connectivity.strong), "linked": groups(connectivity.linked),
            "left_wins": .integer(sheet.leftShare.left),
            "decided": .integer(sheet.leftShare.decided),
            "covariates": .array(covariates.map { $0.json() }),
        ]
        if let clusters { object["clusters"] = .integer(clusters) }
        switch players {
        case .failure(let reason): object["undefined_because"] = .string(reason.cause)
        case .success(let players):
            object["players"] = .array(
                players.map { player in
                    [
                        "name": .string(player.name), "rank": .integer(player.ranks.rank),
                        "best_rank": .integer(player.ranks.best),
                        "worst_rank": .integer(player.ranks.worst), "elo": .number(player.elo),
                        "standard_error": .number(player.standardError),
                        "votes": .integer(player.votes), "wins": .integer(player.wins),
                        "ties": .integer(player.ties), "both_bad": .integer(player.bothBad),
                    ]
                })
        }
        object["steps"] = .array(
            steps.map { step in
                var item = step.difference.json().object ?? [:]
                item["better"] = .string(step.better)
                item["worse"] = .string(step.worse)
                item["probability_better"] = .number(step.probability)
                item["votes_to_flip"] = step.votesToFlip.map { .integer($0.count) } ?? .null
                item["votes_to_flip_at_least"] =
                    step.votesToFlip.map { .integer($0.atLeast) } ?? .null
                return .object(item)
            })
        if let topFlip {
            object["top_votes_to_flip"] = [
                "leader": .string(topFlip.leader), "challenger": .string(topFlip.challenger),
                "votes": .integer(topFlip.votes.count),
                "at_least": .integer(topFlip.votes.atLeast),
            ]
        }
        object["to_best"] = .array(toBest.map { $0.json() })
        if !elo.isEmpty {
            object["online_elo_demonstration"] = [
                "warning": .string(
                    "depends on the order of the votes; shown to demonstrate that, not to rank"),
                "players": .array(
                    elo.map {
                        [
                            "name": .string($0.name), "elo_in_file_order": .number($0.value),
                            "lowest_over_100_orders": .number($0.range.lowerBound),
                            "highest_over_100_orders": .number($0.range.upperBound),
                        ]
                    }),
            ]
        }
        return .object(object)
    }
}
