import Statistics
import Testing

@Suite("Ratings from pairwise votes")
struct RatingsTests {
    /// Votes from (first, second, wins, losses, ties) rows, in that order.
    static func votes(
        _ players: [String], _ rows: [(Int, Int, Int, Int, Int)]
    ) throws -> PairVotes {
        var (first, second, outcomes): ([Int], [Int], [VoteOutcome]) = ([], [], [])
        for row in rows {
            for (outcome, count) in [
                (VoteOutcome.first, row.2), (.second, row.3), (.tie, row.4),
            ] {
                for _ in 0..<count {
                    first.append(row.0)
                    second.append(row.1)
                    outcomes.append(outcome)
                }
            }
        }
        return try PairVotes(
            players: players, first: first, second: second, outcomes: outcomes)
    }

    static func caseW() throws -> PairVotes {
        try votes(
            ["A", "B", "C", "D"],
            [(0, 1, 2, 3, 0), (0, 3, 1, 4, 0), (1, 2, 5, 3, 0), (2, 3, 1, 3, 0)])
    }

    static func caseT() throws -> PairVotes {
        try votes(
            ["A", "B", "C"], [(0, 1, 10, 4, 6), (0, 2, 8, 6, 6), (1, 2, 7, 9, 4)])
    }

    @Test("Case W: strengths, Elo, likelihood and both standard errors")
    func caseWValues() throws {
        let fit = try BradleyTerry(Self.caseW())
        let theta = [-0.446545, 0.042403, -0.415803, 0.819946]
        let elo = [922.4271, 1007.3661, 927.7676, 1142.4392]
        let sandwich = [94.5621, 84.1932, 91.7531, 108.3947]
        let model = [95.2095, 83.6938, 90.4030, 107.9383]
        for player in 0..<4 {
            #expect(close(fit.strengths[player], theta[player], 1e-6))
            #expect(close(fit.elo(of: player), elo[player], 1e-3))
            #expect(close(fit.standardError(of: player), sandwich[player], 1e-3))
            #expect(
                close(fit.standardError(of: player, trustingModel: true), model[player], 1e-3))
        }
        #expect(close(fit.logLikelihood, -13.42845, 1e-5))
        for (first, second, error) in [
            (0, 1, 143.198), (0, 3, 155.063), (1, 2, 116.944), (2, 3, 169.649),
        ] {
            let difference = try fit.difference(first, minus: second)
            #expect(close(difference.standardError, error, 1e-3))
        }
    }

    @Test("Case T: half-wins, Davidson and Rao–Kupper")
    func caseTValues() throws {
        let votes = try Self.caseT()
        let half = try BradleyTerry(votes)
        let model = [37.4653, 37.4653, 36.9610]
        for (player, (elo, error)) in zip(
            [1047.1714, 952.8286, 1000.0], [30.9166, 32.0618, 32.1150]
        ).enumerated() {
            #expect(close(half.elo(of: player), elo, 1e-3))
            #expect(close(half.standardError(of: player), error, 1e-3))
            #expect(
                close(half.standardError(of: player, trustingModel: true), model[player], 1e-3))
        }
        #expect(close(half.strengths[0], 0.271541, 1e-6))
        let davidson = try BradleyTerry(votes, ties: .davidson)
        #expect(close(davidson.strengths[0], 0.374529) && close(davidson.strengths[2], 0))
        #expect(close(davidson.elo(of: 0), 1065.0623, 1e-3))
        #expect(close(davidson.elo(of: 1), 934.9377, 1e-3))
        #expect(close(davidson.tieParameter, -0.2841153, 2e-6))
        #expect(close(davidson.logLikelihood, -63.81738, 1e-5))
        let raoKupper = try BradleyTerry(votes, ties: .raoKupper)
        for (value, expected) in zip(raoKupper.strengths, [0.284581, -0.292306, 0.007725]) {
            #expect(close(value, expected, 1e-6))
        }
        #expect(close(raoKupper.tieParameter, 0.569065, 1e-6))
        #expect(close(raoKupper.logLikelihood, -63.84185, 1e-5))
    }

    @Test("Online Elo depends on the order and can crown the wrong winner")
    func onlineElo() throws {
        let votes = try Self.caseT()
        for (k, expected) in [
            (4.0, [1011.0992, 986.4681, 1002.4327]), (32, [994.2782, 955.9681, 1049.7537]),
        ] {
            for (value, rating) in zip(OnlineElo.demonstration(votes, k: k), expected) {
                #expect(close(value, rating, 1e-3))
            }
        }
        let spread = try OnlineElo.spreadOverOrders(votes, orders: 20, k: 32)
        #expect(spread[0].upperBound - spread[0].lowerBound > 10)
    }

    @Test("Players that wins do not connect are refused and named, and placed by a stated prior")
    func separation() throws {
        let chain = try Self.votes(["A", "B", "C"], [(0, 1, 3, 0, 0), (1, 2, 3, 0, 0)])
        #expect(Connectivity(chain).strong == [[0], [1], [2]])
        #expect(throws: Undefined.self) { try BradleyTerry(chain) }
        let islands = try Self.votes(
            ["A", "B", "C", "D"], [(0, 1, 3, 2, 0), (2, 3, 2, 2, 0)])
        #expect(throws: Undefined.disconnected("A, B and C, D")) { try BradleyTerry(islands) }
        let placed = try BradleyTerry(chain, prior: 1)
        #expect(placed.prior == 1 && placed.strengths[0] > placed.strengths[1])
        #expect(!placed.connectivity.isConnected)
        #expect(throws: Undefined.self) { try BradleyTerry(Self.caseW(), ties: .davidson) }
    }

    @Test("Renaming players and exchanging sides changes nothing")
    func invariance() throws {
        let votes = try Self.caseT()
        let swapped = try PairVotes(
            players: votes.players, first: votes.second, second: votes.first,
            outcomes: votes.outcomes.map(\.swapped))
        let renamed = try PairVotes(
            players: votes.players, first: votes.first.map { ($0 + 1) % 3 },
            second: votes.second.map { ($0 + 1) % 3 }, outcomes: votes.outcomes)
        for ties in TieModel.allCases {
            let fit = try BradleyTerry(votes, ties: ties)
            let mirror = try BradleyTerry(swapped, ties: ties)
            let moved = try BradleyTerry(renamed, ties: ties)
            for player in 0..<3 {
                #expect(close(fit.strengths[player], mirror.strengths[player], 1e-9))
                #expect(close(fit.strengths[player], moved.strengths[(player + 1) % 3], 1e-9))
                #expect(
                    close(
                        fit.standardError(of: player), moved.standardError(of: (player + 1) % 3),
                        1e-7))
            }
        }
    }

    /// Votes of a known truth, with a pull to the left side.
    static func simulated(
        count: Int, strengths: [Double], left: Double, ties: Double, seed: UInt64,
        clusters: Int = 50
    ) throws -> PairVotes {
        var generator = CounterGenerator(seed: seed)
        var (first, second, outcomes): ([Int], [Int], [VoteOutcome]) = ([], [], [])
        var (places, annotators): ([Bool], [Int]) = ([], [])
        for _ in 0..<count {
            let a = generator.index(below: strengths.count)
            let b = (a + 1 + generator.index(below: strengths.count - 1)) % strengths.count
            let onLeft = generator.bernoulli(0.5)
            let d = strengths[a] - strengths[b] + (onLeft ? left : -left)
            // Davidson's model with the half-logits as weights.
            let odds = [exponential(d / 2), exponential(-d / 2), ties]
            var remaining = generator.uniform() * odds.reduce(0, +)
            var outcome = VoteOutcome.tie
            for (index, weight) in odds.enumerated() {
                if remaining < weight {
                    outcome = VoteOutcome(rawValue: index) ?? .tie
                    break
                }
                remaining -= weight
            }
            first.append(a)
            second.append(b)
            outcomes.append(outcome)
            places.append(onLeft)
            annotators.append(generator.index(below: clusters))
        }
        return try PairVotes(
            players: strengths.indices.map { "m\($0)" }, first: first, second: second,
            outcomes: outcomes, covariates: [.position(firstOnLeft: places)],
            clusters: Grouping(annotators))
    }

    /// e^x through the library's own odds, so that the test needs no mathematics module.
    static func exponential(_ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        for k in 1..<60 {
            term *= x / Double(k)
            sum += term
        }
        return sum
    }

    @Test("The truth of simulated votes is recovered, position effect and tie rate included")
    func recovery() throws {
        let truth = (0..<12).map { 0.25 * (Double($0) - 5.5) }
        let votes = try Self.simulated(
            count: 40_000, strengths: truth, left: 0.3, ties: 0.6, seed: 11)
        let fit = try BradleyTerry(votes, ties: .davidson)
        for player in truth.indices { #expect(close(fit.strengths[player], truth[player], 0.12)) }
        let position = try fit.covariateEffect(0)
        #expect(close(position.value, 0.3, 0.06) && position.interval?.contains(0.3) == true)
        #expect(close(fit.tieParameter, -0.5108256, 0.06))
        let ranks = try fit.rankIntervals()
        for (player, rank) in ranks.enumerated() {
            #expect(rank.best <= 12 - player && 12 - player <= rank.worst)
            #expect(rank.rank == 12 - player)
        }
        #expect(fit.probabilityBetter(11, than: 0) > 0.999)
        let wide = try fit.rankIntervals(correction: .scheffe)
        #expect(zip(ranks, wide).allSatisfy { $0.best >= $1.best && $0.worst <= $1.worst })
    }

    @Test("Active pairs favour the uncertain, their weights undo it, probabilities add to 1")
    func activePairs() throws {
        let votes = try Self.votes(
            ["A", "B", "C"], [(0, 1, 30, 30, 0), (0, 2, 2, 2, 0), (1, 2, 59, 1, 0)])
        let active = try ActivePairs(players: 3, votes: votes)
        #expect(close(active.probabilities.reduce(0, +), 1, 1e-12))
        #expect(active.probabilities[1] > active.probabilities[0])
        #expect(active.probabilities[0] > active.probabilities[2])
        var generator = CounterGenerator(seed: 4)
        var seen = [Int](repeating: 0, count: 3)
        for _ in 0..<6_000 {
            let draw = active.draw(&generator)
            let index = active.pairs.firstIndex {
                $0 == SIMD2(min(draw.left, draw.right), max(draw.left, draw.right))
            }
            seen[try #require(index)] += 1
        }
        for (count, probability) in zip(seen, active.probabilities) {
            #expect(close(Double(count) / 6_000, probability, 0.03))
        }
        let weights = try ActivePairs.inverseProbabilityWeights([0.5, 0.25, 0.25])
        #expect(close(weights.weights.reduce(0, +), 3, 1e-12) && weights.effectiveCount < 3)
    }

    @Test("Careless raters and their left leaning are told from strengths")
    func noisy() throws {
        let truth = [0.8, 0.3, -0.2, -0.9]
        var generator = CounterGenerator(seed: 21)
        var (first, second, outcomes): ([Int], [Int], [VoteOutcome]) = ([], [], [])
        var (places, raters): ([Bool], [Int]) = ([], [])
        for vote in 0..<16_000 {
            let a = generator.index(below: 4)
            let b = (a + 1 + generator.index(below: 3)) % 4
            let rater = vote % 8
            let onLeft = generator.bernoulli(0.5)
            let wins: Bool
            if rater < 4 {
                let odds = Self.exponential(truth[a] - truth[b])
                wins = generator.bernoulli(odds / (1 + odds))
            } else {
                wins = generator.bernoulli(0.85) == onLeft
            }
            first.append(a)
            second.append(b)
            outcomes.append(wins ? .first : .second)
            places.append(onLeft)
            raters.append(rater)
        }
        let votes = try PairVotes(
            players: ["a", "b", "c", "d"], first: first, second: second, outcomes: outcomes)
        let fit = try NoisyBradleyTerry(votes, raters: Grouping(raters), firstOnLeft: places)
        for (value, expected) in zip(fit.strengths, truth) { #expect(close(value, expected, 0.15)) }
        #expect(fit.skills[..<4].allSatisfy { $0 > 0.85 })
        #expect(fit.skills[4...].allSatisfy { $0 < 0.15 })
        #expect(fit.leftBias[4...].allSatisfy { abs($0 - 0.85) < 0.06 })
        #expect((try fit.difference(0, minus: 3).interval?.lower ?? 0) > 0)
    }
}
