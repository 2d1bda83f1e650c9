package import LanguageModel
package import Statistics

/// How much an answer to a well-chosen question is worth: reward heads learnt from labels that an
/// ensemble's disagreement asks for, against labels of pairs drawn at random.
///
/// The true preference of each pair is hidden and given out one by one, wrong at a stated rate. For
/// each seed prompts are split anew into a pool and a test set; both strategies begin with the same
/// labels, and a pair that both ask for gets the same answer.
package struct QueryStudy: Sendable, Hashable {
    /// The numbers of a study.
    package struct Settings: Sendable, Hashable {
        /// Labels after which accuracy is measured, rising; the first are drawn at random.
        package var budgets = [16, 32, 48, 64, 96, 128]
        package var members = 5
        /// The share of labels that are wrong.
        package var noise = 0.1
        package var seeds = 20
        /// The share of prompts that are tested on.
        package var testShare = 0.3
        package var seed = 0

        package init() {}

        package var json: JSONValue {
            [
                "budgets": .array(budgets.map { .integer($0) }), "members": .integer(members),
                "noise": .number(noise), "seeds": .integer(seeds),
                "test_share": .number(testShare), "seed": .integer(seed),
            ]
        }
    }

    /// How the next pairs are chosen.
    package enum Strategy: String, Sendable, Hashable, CaseIterable {
        case disagreement, random
    }

    /// A strategy's accuracy on test pairs after so many labels, over seeds.
    package struct Level: Sendable, Hashable {
        package var labels: Int
        /// By seed.
        package var accuracies: [Double]
        /// The share of labels asked for that were wrong, over seeds.
        package var wrongLabels: Double
    }

    package var settings: Settings
    package var levels: [Strategy: [Level]]
    /// Pairs in all, and on average in pool and test.
    package var pairs: Int
    package var poolSize: Double
    package var testSize: Double

    /// Carries the study out. Blocks: call it on a thread of ours.
    ///
    /// - Throws: `AlignmentError` where a pool is smaller than the greatest budget.
    package init(
        _ pool: QueryPool, _ settings: Settings, shouldStop: () -> Bool = { false },
        onSeed: (_ done: Int) -> Void = { _ in }
    ) throws {
        self.settings = settings
        pairs = pool.differences.count
        var found: [Strategy: [[(accuracy: Double, wrong: Double)]]] = [:]
        (poolSize, testSize) = (0, 0)
        for seed in 0..<settings.seeds {
            if shouldStop() { throw CancellationError() }
            let run = QueryRun(pool, settings, seed: seed)
            guard run.pool.count >= settings.budgets.last ?? 0, !run.test.isEmpty else {
                throw AlignmentError(
                    .data,
                    "a pool has \(run.pool.count) pairs, fewer than the greatest budget of "
                        + "\(settings.budgets.last ?? 0)",
                    advice: "give more pairs, or lower --labels")
            }
            poolSize += Double(run.pool.count) / Double(settings.seeds)
            testSize += Double(run.test.count) / Double(settings.seeds)
            for strategy in Strategy.allCases {
                found[strategy, default: []].append(run.accuracies(strategy))
            }
            onSeed(seed + 1)
        }
        levels = found.mapValues { runs in
            settings.budgets.indices.map { place in
                Level(
                    labels: settings.budgets[place], accuracies: runs.map { $0[place].accuracy },
                    wrongLabels: runs.reduce(0) { $0 + $1[place].wrong } / Double(runs.count))
            }
        }
    }

    /// The mean accuracy over seeds with its t interval.
    package func accuracy(_ strategy: Strategy, _ place: Int) throws(Undefined) -> Estimate {
        try Estimate.mean(of: levels[strategy]?[place].accuracies ?? [])
    }

    /// Disagreement less random, paired by seed.
    package func gain(_ place: Int, level: Double = 0.95) throws(Undefined) -> Estimate {
        let (a, b) = (
            levels[.disagreement]?[place].accuracies ?? [], levels[.random]?[place].accuracies ?? []
        )
        return try Estimate.mean(of: zip(a, b).map { $0 - $1 }, level: level)
    }
}

/// One seed of a study: a split, answers, and both strategies.
struct QueryRun {
    private let all: QueryPool
    private let settings: QueryStudy.Settings
    private let seed: UInt64
    /// Places of pairs.
    let pool: [Int]
    let test: [Int]
    private let isWrong: [Bool]
    private let isTurned: [Bool]
    private let order: [Int]

    init(_ pool: QueryPool, _ settings: QueryStudy.Settings, seed: Int) {
        all = pool
        self.settings = settings
        self.seed = UInt64(settings.seed) << 20 ^ UInt64(seed)
        var generator = CounterGenerator(seed: self.seed, stream: 1)
        var prompts = Array(0..<pool.promptCount)
        generator.shuffle(&prompts)
        let tested = Set(
            prompts.prefix(Int((Double(prompts.count) * settings.testShare).rounded())))
        let places = pool.differences.indices
        test = places.filter { tested.contains(pool.prompts[$0]) }
        var rest = places.filter { !tested.contains(pool.prompts[$0]) }
        self.pool = rest
        isWrong = places.map { _ in generator.bernoulli(settings.noise) }
        // Which answer is shown first says nothing about which is better.
        isTurned = places.map { _ in generator.bernoulli(0.5) }
        generator.shuffle(&rest)
        order = rest
    }

    /// The label of a pair, and its difference in the order shown.
    private func example(_ place: Int) -> RewardHead.Example {
        RewardHead.Example(
            difference: shown(place), isFirstBetter: isTurned[place] == isWrong[place])
    }

    private func shown(_ place: Int) -> [Float] {
        isTurned[place] ? all.differences[place].map { -$0 } : all.differences[place]
    }

    /// Accuracy on the test pairs and the share of wrong labels, after each budget.
    func accuracies(_ strategy: QueryStudy.Strategy) -> [(accuracy: Double, wrong: Double)] {
        var generator = CounterGenerator(seed: seed, stream: 2)
        var chosen: [Int] = []
        var heads: RewardHeads?
        let shownPool = pool.map(shown)
        var results: [(accuracy: Double, wrong: Double)] = []
        for budget in settings.budgets {
            let wanted = budget - chosen.count
            let taken = Set(chosen)
            let free = order.filter { !taken.contains($0) }
            if strategy == .disagreement, let heads {
                let ranked = free.map { (place: $0, spread: heads.disagreement(shown($0))) }
                    .sorted { ($1.spread, $0.place) < ($0.spread, $1.place) }
                chosen += ranked.prefix(wanted).map(\.place)
            } else {
                chosen += free.prefix(wanted)
            }
            let made = RewardHeads(
                chosen.map(example), width: all.differences.first?.count ?? 0,
                members: settings.members, noise: settings.noise, generator: &generator,
                normalisedOn: shownPool)
            heads = made
            let right = test.count { made.margin(all.differences[$0]) > 0 }
            results.append(
                (
                    accuracy: Double(right) / Double(test.count),
                    wrong: Double(chosen.count { isWrong[$0] }) / Double(chosen.count)
                ))
        }
        return results
    }
}
