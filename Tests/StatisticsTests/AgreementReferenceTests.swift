import LanguageModel
import Statistics
import Testing

@Suite("Agreement, ratings and judges against the Python packages")
struct AgreementReferenceTests {
    /// The coefficient behind a fixture's key such as "gwet linear".
    static func coefficient(_ key: String) -> AgreementCoefficient? {
        let parts = key.split(separator: " ").map(String.init)
        guard parts.count == 2 else { return nil }
        if parts[0] == "alpha" { return AlphaMetric(rawValue: parts[1]).map { .krippendorff($0) } }
        guard let weights = AgreementWeights(rawValue: parts[1]) else { return nil }
        return switch parts[0] {
        case "fleiss": .fleiss(weights)
        case "gwet": .gwet(weights)
        case "bp": .brennanPrediger(weights)
        case "conger": .conger(weights)
        case "percent": .percent(weights)
        default: nil
        }
    }

    static func columns(_ item: ReferenceCase) -> [[Double?]] {
        (item.input["columns"]?.array ?? []).map { ($0.array ?? []).map(\.double) }
    }

    @Test("Random and published tables with missing ratings, every coefficient and weight")
    func tables() throws {
        for item in try ReferenceCase.load("agreement") where item.input["columns"] != nil {
            let scale =
                item.method == "table"
                ? (1...item.int("categories")).map(Double.init) : item.numbers("scale")
            let table = try RatingTable(columns: Self.columns(item), scale: scale)
            for (key, value) in item.expected.object ?? [:] {
                let reference = value.double ?? .nan
                if key.hasSuffix("error") {
                    let name = key.replacing(" error", with: " identity")
                    let coefficient = try #require(Self.coefficient(name))
                    let estimate = try table.agreement(coefficient, interval: .linearized)
                    #expect(agree(estimate.standardError, reference, 1e-8), "\(key)")
                } else {
                    let coefficient = try #require(Self.coefficient(key))
                    #expect(agree(try table.agreement(coefficient), reference, 1e-8), "\(key)")
                }
            }
        }
    }

    @Test("Gwet's five observers have their published coefficients")
    func observers() throws {
        let item = try #require(try ReferenceCase.load("agreement", "observers").first)
        let table = try RatingTable(columns: Self.columns(item))
        for (coefficient, value) in [
            (AgreementCoefficient.fleiss(), 0.457622), (.gwet(), 0.496622),
            (.krippendorff(), 0.480530), (.krippendorff(.ordinal), 0.768685),
            (.krippendorff(.interval), 0.771865), (.krippendorff(.ratio), 0.679240),
        ] {
            #expect(close(try table.agreement(coefficient), value), "\(coefficient.name)")
        }
    }

    @Test("Cohen's kappas by scikit-learn")
    func cohen() throws {
        for item in try ReferenceCase.load("agreement", "cohen") {
            let n = item.ints("a").count
            let table = try RatingTable(
                unit: Array(0..<n) + Array(0..<n),
                rater: [Int](repeating: 0, count: n) + [Int](repeating: 1, count: n),
                category: item.ints("a") + item.ints("b"), units: n, raters: 2,
                categories: item.int("categories"))
            for (key, value) in item.expected.object ?? [:] {
                let weights = try #require(AgreementWeights(rawValue: key))
                #expect(agree(try table.agreement(.cohen(weights)), value.double ?? .nan, 1e-9))
            }
        }
    }

    @Test("Dawid–Skene and one-coin posteriors by plain EM, labels by crowd-kit")
    func aggregation() throws {
        for item in try ReferenceCase.load("agreement", "aggregation") {
            let table = try RatingTable(
                unit: item.ints("unit"), rater: item.ints("rater"),
                category: item.ints("category"), units: item.int("units"),
                raters: item.int("raters"), categories: item.int("categories"))
            let full = try Consensus.dawidSkene(table)
            let coin = try Consensus.oneCoin(table)
            let tasks = item.allWanted("tasks").map { Int($0) }
            for (fit, key) in [(full, "ds"), (coin, "coin")] {
                let posteriors = tasks.flatMap { fit.posterior(of: $0) }
                for (value, reference) in zip(posteriors, item.allWanted(key)) {
                    #expect(close(value, reference, 2e-5), "\(key)")
                }
                for (value, reference) in zip(fit.prevalence, item.allWanted("\(key)Prior")) {
                    #expect(close(value, reference, 2e-6), "\(key)")
                }
                for (rater, reference) in zip(fit.raters, item.allWanted("\(key)Accuracy")) {
                    #expect(close(rater.accuracy, reference, 2e-5), "\(key)")
                }
                let labels = item.allWanted("\(key)Labels").map { Int($0) }
                let different = zip(tasks, labels).count { fit.labels[$0] != $1 }
                #expect(different <= 1, "\(key): crowd-kit differs on \(different)")
            }
        }
    }

    @Test("Bradley–Terry by choix, arena-rank and statsmodels; tie models by direct search")
    func ratings() throws {
        for item in try ReferenceCase.load("ratings", "votes") {
            let outcomes = item.ints("outcome").map { VoteOutcome(rawValue: $0) ?? .tie }
            let players = (0..<item.int("players")).map { "m\($0)" }
            func votes(_ covariates: [VoteCovariate], clustered: Bool) throws -> PairVotes {
                try PairVotes(
                    players: players, first: item.ints("first"), second: item.ints("second"),
                    outcomes: outcomes, covariates: covariates,
                    clusters: clustered ? Grouping(item.ints("cluster")) : nil)
            }
            let fit = try BradleyTerry(votes([], clustered: true))
            for (player, value) in item.allWanted("half").enumerated() {
                #expect(agree(fit.strengths[player], value, 1e-8))
            }
            for (player, value) in item.allWanted("clusterErrors").enumerated() {
                #expect(agree(fit.standardError(of: player, scale: .logit), value, 1e-7))
            }
            for (player, value) in item.allWanted("arena").enumerated() {
                #expect(close(fit.elo(of: player), value, 2e-3))
            }
            for (player, value) in item.allWanted("choix").enumerated() {
                let centre = item.allWanted("choix").reduce(0, +) / Double(players.count)
                #expect(close(fit.strengths[player], value - centre, 1e-5))
            }
            let left = VoteCovariate(name: "left", values: item.numbers("left"))
            let placed = try BradleyTerry(votes([left], clustered: true))
            #expect(agree(placed.covariateEffects[0], item.wanted("left"), 1e-8))
            #expect(
                agree(
                    try placed.covariateEffect(0).standardError, item.wanted("leftError"), 1e-7))
            for (ties, key) in [(TieModel.davidson, "davidson"), (.raoKupper, "rao")] {
                guard item.expected[key] != nil else { continue }
                let fit = try BradleyTerry(votes([], clustered: false), ties: ties)
                for (player, value) in item.allWanted(key).enumerated() {
                    #expect(close(fit.strengths[player], value, 1e-5))
                }
                #expect(close(fit.tieParameter, item.wanted("\(key)Tie"), 1e-5))
            }
        }
    }

    @Test("Prediction-powered means by ppi-python")
    func predictionPowered() throws {
        for item in try ReferenceCase.load("judges", "ppi") {
            for (key, lambda) in [("one", 1.0), ("half", 0.5)] {
                let result = try PredictionPowered(
                    human: item.numbers("human"), judge: item.numbers("judge"),
                    unlabelled: item.numbers("unlabelled"), lambda: lambda)
                #expect(agree(result.estimate.value, item.wanted(key), 1e-9))
                // The package divides by n where this divides by n − 1.
                let n = Double(item.numbers("human").count)
                let ends = item.allWanted("\(key)Interval")
                let ratio = (result.estimate.interval?.width ?? 0) / (ends[1] - ends[0])
                #expect(ratio >= 1 && ratio <= (n / (n - 1)).squareRoot() + 1e-9, "\(ratio)")
            }
        }
    }
}
