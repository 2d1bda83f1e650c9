import Statistics
import Testing

@Suite("The fewest votes that decide an order")
struct VotesToFlipTests {
    /// Random votes, so few that every set of them can be tried.
    private static func few(
        players: Int, votes: Int, ties: Double, seed: UInt64, weighted: Bool = false,
        covariate: Bool = false
    ) throws -> PairVotes {
        var generator = CounterGenerator(seed: seed)
        var (first, second, outcomes): ([Int], [Int], [VoteOutcome]) = ([], [], [])
        for _ in 0..<votes {
            let a = Int(generator.uniform() * Double(players))
            let b = (a + 1 + Int(generator.uniform() * Double(players - 1))) % players
            first.append(a)
            second.append(b)
            let draw = generator.uniform()
            outcomes.append(
                draw < ties ? .tie : generator.uniform() < (a < b ? 0.65 : 0.35) ? .first : .second)
        }
        return try PairVotes(
            players: (0..<players).map { "\($0)" }, first: first, second: second,
            outcomes: outcomes,
            weights: weighted ? outcomes.map { _ in 0.5 + generator.uniform() } : nil,
            covariates: covariate
                ? [
                    .position(
                        firstOnLeft: outcomes.map { _ in generator.uniform() < 0.5 })
                ] : [])
    }

    /// Whether the second is level or ahead without some votes, by the library's own full fit.
    private static func flips(
        _ votes: PairVotes, without removed: Set<Int>, _ first: Int, _ second: Int, _ ties: TieModel
    ) -> Bool {
        let kept = votes.first.indices.filter { !removed.contains($0) }
        guard let rest = try? votes.subset(kept), let fit = try? BradleyTerry(rest, ties: ties)
        else { return false }
        return fit.strengths[first] <= fit.strengths[second] + 1e-9
    }

    /// The fewest by trying every set; nil where none does it.
    private static func bruteForce(
        _ votes: PairVotes, _ first: Int, _ second: Int, _ ties: TieModel
    ) -> Int? {
        var best: Int?
        for mask in 0..<(1 << votes.count) where mask.nonzeroBitCount < best ?? .max {
            let removed = Set((0..<votes.count).filter { mask >> $0 & 1 == 1 })
            if flips(votes, without: removed, first, second, ties) { best = removed.count }
        }
        return best
    }

    struct Setting: Sendable, CustomStringConvertible {
        var players: Int
        var votes: Int
        var ties: Double
        var model: TieModel
        var weighted = false
        var covariate = false
        var description: String {
            "\(players) players, \(votes) votes, \(model.rawValue)\(weighted ? ", weights" : "")"
                + (covariate ? ", place" : "")
        }
    }

    @Test(
        "The count is that of trying every set of votes",
        arguments: [
            Setting(players: 2, votes: 11, ties: 0.2, model: .halfWin),
            Setting(players: 2, votes: 11, ties: 0.3, model: .davidson),
            Setting(players: 3, votes: 12, ties: 0, model: .halfWin),
            Setting(players: 3, votes: 12, ties: 0.3, model: .halfWin),
            Setting(players: 4, votes: 12, ties: 0, model: .halfWin),
            Setting(players: 4, votes: 12, ties: 0.2, model: .halfWin, weighted: true),
            Setting(players: 3, votes: 11, ties: 0.3, model: .davidson),
            Setting(players: 3, votes: 10, ties: 0.2, model: .halfWin, covariate: true),
        ])
    func everySet(_ setting: Setting) throws {
        var checked = 0
        for seed in 0..<40 where checked < 4 {
            let votes = try Self.few(
                players: setting.players, votes: setting.votes, ties: setting.ties,
                seed: UInt64(seed), weighted: setting.weighted, covariate: setting.covariate)
            guard let fit = try? BradleyTerry(votes, ties: setting.model) else { continue }
            let order = fit.strengths.indices.sorted { fit.strengths[$1] < fit.strengths[$0] }
            let (first, second) = (order[0], order[1])
            guard fit.strengths[first] - fit.strengths[second] > 1e-6 else { continue }
            checked += 1
            let found = try VotesToFlip.order(
                votes, ties: setting.model, first: first, second: second, effort: 1e9)
            let truth = Self.bruteForce(votes, first, second, setting.model)
            #expect(found?.count == truth, "seed \(seed)")
            #expect(found?.isExact != false)
            if let found {
                #expect(
                    Self.flips(votes, without: Set(found.removed), first, second, setting.model))
            }
            // Without any effort for proofs the bounds still hold the truth between them.
            let quick = try VotesToFlip.order(
                votes, ties: setting.model, first: first, second: second, effort: 0)
            if let quick, let truth {
                #expect(quick.atLeast <= truth && truth <= quick.count)
            }
        }
        #expect(checked == 4)
    }

    @Test("The worked number of the documentation")
    func workedNumber() throws {
        let votes = try RatingsTests.votes(
            ["A", "B", "C"], [(0, 1, 5, 3, 0), (1, 2, 4, 4, 0), (0, 2, 3, 3, 0)])
        let found = try #require(try VotesToFlip.order(votes, first: 0, second: 1))
        #expect(found.count == 2 && found.isExact)
        #expect(try VotesToFlip.order(votes, first: 1, second: 0)?.count == 0)
    }

    @Test("Two players are counted, however many votes there are")
    func twoPlayers() throws {
        let votes = try RatingsTests.votes(["A", "B"], [(0, 1, 30_411, 28_000, 1_589)])
        let found = try #require(try VotesToFlip.order(votes, first: 0, second: 1))
        #expect(found.count == 2_411 && found.isExact)
    }

    @Test("The first place may be lost to a third with few votes sooner than to the second")
    func thirdPlace() throws {
        let votes = try RatingsTests.votes(
            ["A", "B", "C"], [(0, 1, 520, 480, 0), (0, 2, 6, 5, 0), (1, 2, 5, 5, 0)])
        let top = try #require(try VotesToFlip.top(votes))
        let second = try #require(try VotesToFlip.order(votes, first: 0, second: 1))
        #expect(top.leader == 0 && top.challenger == 2)
        #expect(top.votes.count < second.count && top.votes.isExact)
        #expect(Self.flips(votes, without: Set(top.votes.removed), 0, 2, .halfWin))
    }

    @Test("Forty thousand votes among twelve: a set that flips, and a bound below it")
    func many() throws {
        let strengths = (0..<12).map { Double($0) * 0.03 }
        let votes = try RatingsTests.simulated(
            count: 40_000, strengths: strengths, left: 0, ties: 0.4, seed: 5)
        let all = try PairVotes(
            players: votes.players, first: votes.first, second: votes.second,
            outcomes: votes.outcomes)
        let top = try #require(try VotesToFlip.top(all))
        #expect(
            Self.flips(all, without: Set(top.votes.removed), top.leader, top.challenger, .halfWin))
        #expect(top.votes.atLeast >= 2 && top.votes.atLeast <= top.votes.count)
        let steps = try VotesToFlip.neighbours(all)
        #expect(steps.count == 11 && steps.allSatisfy { $0 != nil })
        #expect(top.votes.count <= steps[0]?.count ?? 0)
    }
}
