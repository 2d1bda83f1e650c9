package import LanguageModel
package import Statistics
package import Workspace

/// The standing of an arena: who is better than whom, and how sure that is.
package struct ArenaBoard: Sendable {
    /// Whose votes are counted.
    package enum Voters: String, Sendable, Hashable, CaseIterable {
        case people, models, all
    }

    /// One player.
    package struct Row: Sendable, Hashable {
        package var player: String
        package var votes: Int
        package var wins: Int
        package var losses: Int
        package var ties: Int
        /// Votes that called both answers bad.
        package var bothBad: Int
        /// Strength in Elo around 1000; nil where the votes don't determine one.
        package var elo: Double?
        /// The strength with the effect of length taken out; nil where not determined.
        package var eloForLength: Double?
        /// The ranks that the player may have, corrected for all pairs; nil where not determined.
        package var rank: Int?
        package var bestRank: Int?
        package var worstRank: Int?
        /// Elo less that of the first in rank, with its interval.
        package var behind: AgreementFigure?
    }

    /// What the first place rests on.
    package struct TopFlip: Sendable, Hashable {
        /// Who is level or ahead without the votes.
        package var challenger: String
        /// So many votes are enough, as a refit without them showed.
        package var votes: Int
        /// Fewer are not: proven.
        package var atLeast: Int
    }

    /// One effect on votes.
    package struct Effect: Sendable, Hashable {
        package var name: String
        package var figure: AgreementFigure
    }

    package var arena: String
    package var voters: Voters
    package var ties: TieModel
    package var prior: Double
    package var rows: [Row]
    /// Votes counted, skips left out, and skips.
    package var votes: Int
    package var skips: Int
    package var voterNames: [String]
    /// Groups of players within which everybody can be compared; one where all can.
    package var groups: [[String]]
    /// Why there is no rating; nil where there is.
    package var obstacle: String?
    /// Who could take the first place, and the fewest votes that decide it; nil where that is not
    /// known.
    package var topFlip: TopFlip?
    /// The first two in rank; empty without a rating.
    package var leaders: [String]
    /// The chance of being no better, valid however often one looks; nil without a direct vote.
    package var anytimeP: Double?
    /// The share of decided votes for the left, the effects of position and of length.
    package var effects: [Effect]
    /// Ids of the votes counted.
    package var sources: [RecordID]

    /// Computes the standing.
    ///
    /// - Parameters:
    ///   - ties: how a tie counts; numbers of different ways can't be compared.
    ///   - prior: the precision of a prior that pulls all strengths together; 0 for none, which
    ///     leaves players without a chain of wins and losses between them unrated.
    package init(
        arena: String, players: [String], votes all: [ArenaVote], voters: Voters = .people,
        ties: TieModel = .halfWin, prior: Double = 0
    ) {
        let chosen = all.filter {
            switch voters {
            case .people: !$0.isModel
            case .models: $0.isModel
            case .all: true
            }
        }
        (self.arena, self.voters, self.ties, self.prior) = (arena, voters, ties, prior)
        skips = chosen.count { $0.choice == .skip }
        voterNames = Set(chosen.map(\.voter)).sorted()
        let counted = chosen.filter { $0.outcome != nil }
        self.votes = counted.count
        sources = counted.map(\.id)
        rows = players.map { Self.row($0, counted) }
        (groups, leaders, effects) = ([], [], [])
        rate(chosen, players)
    }

    private static func row(_ player: String, _ votes: [ArenaVote]) -> Row {
        let own = votes.filter { $0.left.player == player || $0.right.player == player }
        func isWin(_ vote: ArenaVote, for name: Bool) -> Bool {
            (vote.choice == .left) == ((vote.left.player == player) == name)
                && (vote.choice == .left || vote.choice == .right)
        }
        return Row(
            player: player, votes: own.count, wins: own.count { isWin($0, for: true) },
            losses: own.count { isWin($0, for: false) }, ties: own.count { $0.choice == .tie },
            bothBad: own.count { $0.choice == .bothBad })
    }

    private mutating func rate(_ votes: [ArenaVote], _ players: [String]) {
        do {
            guard let count = try ArenaCount(votes, players: players) else {
                obstacle = Undefined.noData.cause
                return
            }
            effects = Self.effects(votes, players, count, ties: ties, prior: prior)
            groups = Connectivity(count.votes).strong.map { $0.map { players[$0] } }
            let fit = try BradleyTerry(count.votes, ties: ties, prior: prior)
            let ranks = try fit.rankIntervals()
            let controlled = try? ArenaCount(votes, players: players, covariates: [.length]).flatMap
            { try BradleyTerry($0.votes, ties: ties, prior: prior) }
            let order = players.indices.sorted {
                (fit.strengths[$1], $0) < (fit.strengths[$0], $1)
            }
            for index in players.indices {
                rows[index].elo = fit.elo(of: index)
                rows[index].eloForLength = controlled?.elo(of: index)
                rows[index].rank = ranks[index].rank
                rows[index].bestRank = ranks[index].best
                rows[index].worstRank = ranks[index].worst
                guard index != order[0] else { continue }
                rows[index].behind = Self.figure("difference to the first") {
                    () throws(Undefined) in
                    try fit.difference(index, minus: order[0])
                }
            }
            leaders = order.prefix(2).map { players[$0] }
            topFlip = (try? VotesToFlip.top(count.votes, ties: ties, prior: prior))
                .flatMap { $0 }.map {
                    TopFlip(
                        challenger: players[$0.challenger], votes: $0.votes.count,
                        atLeast: $0.votes.atLeast)
                }
            anytimeP = try Self.anytime(count, order)
            rows = order.map { rows[$0] }
        } catch {
            obstacle = (error as? Undefined)?.cause ?? "\(error)"
            rows.sort { ($1.wins, $0.player) < ($0.wins, $1.player) }
        }
    }

    private static func figure(
        _ name: String, _ body: () throws(Undefined) -> Estimate
    ) -> AgreementFigure {
        do throws(Undefined) { return AgreementFigure(name, .success(try body())) } catch {
            return AgreementFigure(name, .failure(error))
        }
    }

    private static func anytime(_ count: ArenaCount, _ order: [Int]) throws -> Double? {
        guard order.count > 1 else { return nil }
        var test = try MixtureEValue()
        for vote in count.votes.first.indices {
            let pair = [count.votes.first[vote], count.votes.second[vote]]
            let outcome = count.votes.outcomes[vote]
            guard Set(pair) == Set(order.prefix(2)), outcome != .tie else { continue }
            test.add((outcome == .first) == (pair[0] == order[0]))
        }
        return test.results > 0 ? test.anytimePValue : nil
    }

    private static func effects(
        _ votes: [ArenaVote], _ players: [String], _ count: ArenaCount, ties: TieModel,
        prior: Double
    ) -> [Effect] {
        var effects: [Effect] = []
        let decided = count.sources.filter { $0.choice == .left || $0.choice == .right }
        effects.append(
            Effect(
                name: "left chosen, of decided votes",
                figure: figure("share") { () throws(Undefined) in
                    try .rate(
                        successes: decided.count { $0.choice == .left }, trials: decided.count)
                }))
        for (covariate, name) in [
            (ArenaCount.Covariate.position, "standing on the left, log odds"),
            (.length, "being longer, log odds by standard deviation"),
        ] {
            var result = AgreementFigure(name, .failure(.noData))
            do {
                if let count = try ArenaCount(votes, players: players, covariates: [covariate]) {
                    let fit = try BradleyTerry(count.votes, ties: ties, prior: prior)
                    result = AgreementFigure(name, .success(try fit.covariateEffect(0)))
                }
            } catch {
                result = AgreementFigure(name, .failure(error as? Undefined ?? .noData))
            }
            effects.append(Effect(name: name, figure: result))
        }
        return effects
    }

    /// The standing for scripts, the store and the API.
    package var json: JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }
        func integer(_ value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }
        return [
            "arena": .string(arena), "voters": .string(voters.rawValue),
            "ties": .string(ties.rawValue), "prior": .number(prior), "votes": .integer(votes),
            "skips": .integer(skips),
            "voter_names": .array(voterNames.map(JSONValue.string)),
            "groups": .array(groups.map { .array($0.map(JSONValue.string)) }),
            "obstacle": obstacle.map(JSONValue.string) ?? .null,
            "leaders": .array(leaders.map(JSONValue.string)),
            "votes_to_flip": integer(topFlip?.votes),
            "votes_to_flip_at_least": integer(topFlip?.atLeast),
            "challenger": topFlip.map { .string($0.challenger) } ?? .null,
            "anytime_p": number(anytimeP),
            "effects": .array(
                effects.map { ["name": .string($0.name), "figure": $0.figure.json] }),
            "rows": .array(
                rows.map { row in
                    [
                        "player": .string(row.player), "votes": .integer(row.votes),
                        "wins": .integer(row.wins), "losses": .integer(row.losses),
                        "ties": .integer(row.ties), "both_bad": .integer(row.bothBad),
                        "elo": number(row.elo), "elo_for_length": number(row.eloForLength),
                        "rank": integer(row.rank), "best_rank": integer(row.bestRank),
                        "worst_rank": integer(row.worstRank),
                        "behind": row.behind?.json ?? .null,
                    ]
                }),
            "votes_sha256": .string(
                ContentHash.of(.array(sources.map { .string($0.description) }))),
        ]
    }
}
