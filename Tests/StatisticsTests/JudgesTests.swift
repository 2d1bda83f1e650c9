import Statistics
import Testing

@Suite("Judges against humans")
struct JudgesTests {
    static func repeated(_ counts: [(Double, Int)]) -> [Double] {
        counts.flatMap { [Double](repeating: $0.0, count: $0.1) }
    }

    @Test("The toy example: PPI corrects 0.71 to 0.51 ± 0.1372, humans alone 0.60 ± 0.1633")
    func predictionPowered() throws {
        // Ten labels of which six pass; the judge passes two of the four others as well.
        let human = Self.repeated([(1, 6), (0, 4)])
        let judge = Self.repeated([(1, 8), (0, 2)])
        let unlabelled = Self.repeated([(1, 142), (0, 58)])
        let plain = try PredictionPowered(
            human: human, judge: judge, unlabelled: unlabelled, lambda: 1)
        #expect(close(plain.estimate.value, 0.51, 1e-12))
        #expect(close(plain.estimate.standardError, 0.1372, 5e-5))
        #expect(close(plain.humanOnly.value, 0.60, 1e-12))
        #expect(close(plain.humanOnly.standardError, 0.1633, 5e-5))
        #expect(close(plain.bias.value, 0.2, 1e-12))
        let tuned = try PredictionPowered(human: human, judge: judge, unlabelled: unlabelled)
        #expect(tuned.lambda > 0 && tuned.lambda <= 1)
        #expect((tuned.estimate.standardError ?? 1) <= (plain.estimate.standardError ?? 0))
        let none = try PredictionPowered(
            human: human, judge: judge, unlabelled: unlabelled, lambda: 0)
        #expect(close(none.estimate.standardError, none.humanOnly.standardError ?? 0, 1e-12))
        #expect((tuned.labelsSaved ?? 0) > 0)
    }

    @Test("PPI++ covers the truth at its level and is never much worse than humans alone")
    func coverage() throws {
        var (covered, narrower) = (0, 0)
        let trials = 1_500
        for trial in 0..<trials {
            var generator = CounterGenerator(seed: 31, stream: UInt64(trial))
            func unit() -> (human: Double, judge: Double) {
                let human = generator.bernoulli(0.6)
                let judge = generator.bernoulli(human ? 0.9 : 0.3)
                return (human ? 1 : 0, judge ? 1 : 0)
            }
            let labelled = (0..<60).map { _ in unit() }
            let others = (0..<600).map { _ in unit().judge }
            let result = try PredictionPowered(
                human: labelled.map(\.human), judge: labelled.map(\.judge), unlabelled: others)
            if result.estimate.interval?.contains(0.6) == true { covered += 1 }
            if (result.estimate.standardError ?? 1) < (result.humanOnly.standardError ?? 0) {
                narrower += 1
            }
        }
        let share = Double(covered) / Double(trials)
        #expect(share > 0.93 && share < 0.97, "\(share)")
        #expect(narrower > trials * 9 / 10)
    }

    @Test("Rogan–Gladen inverts the judge's errors, and refuses a judge no better than a coin")
    func roganGladen() throws {
        let result = try RoganGladen(
            passes: 71, trials: 100, sensitivity: (90, 100), specificity: (70, 100))
        #expect(close(result.estimate.value, 0.41 / 0.6, 1e-12))
        #expect(result.estimate.interval?.contains(0.41 / 0.6) == true)
        #expect(throws: Undefined.self) {
            try RoganGladen(passes: 1, trials: 2, sensitivity: (1, 2), specificity: (1, 2))
        }
    }

    @Test("Flips and the first place's advantage are counted from both orders")
    func position() throws {
        let one: [VoteOutcome] = [.first, .first, .first, .second, .tie, .first]
        let other: [VoteOutcome] = [.second, .first, .first, .second, .tie, .tie]
        let bias = try PositionBias(oneOrder: one, otherOrder: other)
        #expect(bias.consistent == 2 && bias.bothFirst == 2 && bias.bothSecond == 1)
        #expect(bias.halfTied == 1)
        #expect(close(try bias.flipRate().value, 4.0 / 6))
        #expect(close(try bias.firstPreference().value, 2.0 / 3))
        #expect(close(try bias.firstAdvantage().value, 3.75 / 6 - 0.5))
        #expect(try bias.test(method: .exact).pValue == 1)
    }

    @Test("A judge's taste for a mark is measured against humans on the same pairs")
    func preference() throws {
        let judge: [VoteOutcome] = [.first, .first, .first, .second, .tie]
        let human: [VoteOutcome] = [.first, .second, .first, .second, .first]
        let marks = try PreferenceBias.longer(
            first: [9, 9, 9, 9, 5], second: [5, 5, 5, 5, 5])
        let bias = try PreferenceBias.againstHumans(judge: judge, human: human, marks: marks)
        #expect(close(bias.value, 0.25) && bias.count == 4)
        #expect(try PreferenceBias.rate(judge, marks: marks).value == 0.75)
        let own = try PreferenceBias.own(
            judge: "x", first: ["x", "y", "x"], second: ["y", "x", "x"])
        #expect(own == [.first, .second, .neither])
    }

    @Test("A feature's pull on the judge is recovered beside the human choice")
    func feature() throws {
        var generator = CounterGenerator(seed: 8)
        var (judge, human): ([VoteOutcome], [VoteOutcome]) = ([], [])
        var lengths: [Double] = []
        for _ in 0..<6_000 {
            let length = generator.normal()
            let wish = generator.bernoulli(0.5)
            let odds = RatingsTests.exponential(0.5 * length + (wish ? 1 : -1))
            lengths.append(length)
            human.append(wish ? .first : .second)
            judge.append(generator.bernoulli(odds / (1 + odds)) ? .first : .second)
        }
        let effect = try PreferenceBias.featureEffect(
            judge: judge, human: human, feature: VoteCovariate(name: "length", values: lengths))
        #expect(close(effect.value, 0.5, 0.1) && effect.interval?.contains(0.5) == true)
    }

    @Test("Judge and human labels give the table's coefficients and the judge's leniency")
    func agreement() throws {
        let human = [Int](repeating: 0, count: 40) + [Int](repeating: 1, count: 60)
        let judge =
            [Int](repeating: 0, count: 20) + [Int](repeating: 1, count: 20)
            + [Int](repeating: 0, count: 10) + [Int](repeating: 1, count: 50)
        let result = try JudgeAgreement(human: human, judge: judge, categories: 2)
        #expect(result.confusion == [[20, 20], [10, 50]])
        #expect(close(try result.table.agreement(.cohen()), 0.347826, 1e-6))
        #expect(close(try result.recall(of: 1).value, 50.0 / 60))
        #expect(close(try result.shift(of: 1).value, 0.1))
    }
}
