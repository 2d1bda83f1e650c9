import Evaluation
import LanguageModel
import Testing
import Workspace

@Suite("Sets, weights and epochs")
struct SetAndReducerTests {
    private func score(_ yaml: String, _ output: String) async throws -> ScoreOutcome {
        var collector = DocumentErrorCollector()
        let node = try DocumentNode(yaml: "[\(yaml)]", path: "suite.yaml")
        let documents = ScorerDocument.read(node, ScorerCatalogue.vocabulary, into: &collector)
        try collector.check()
        let scorers = try ScorerFactory(environment: .closed).scorers(documents[0])
        return await scorers[0].score(ScoringSubject(output: output))
    }

    static let unscorable = "{latency: 5}"
    static let sets: [(String, Verdict, Double?)] = [
        ("{all: [{contains: a}, {contains: b}]}", .pass, 1),
        ("{all: [{contains: a}, {contains: z}]}", .fail, 0.5),
        ("{all: [{contains: a}, \(unscorable)]}", .unscored, nil),
        ("{all: [{contains: z}, \(unscorable)]}", .fail, 0),
        ("{any: [{contains: z}, {contains: b}]}", .pass, 0.5),
        ("{any: [{contains: y}, {contains: z}]}", .fail, 0),
        ("{any: [{contains: a}, \(unscorable)]}", .pass, 1),
        ("{any: [{contains: z}, \(unscorable)]}", .unscored, nil),
        ("{not-all: [{contains: a}, {contains: z}]}", .pass, 0.5),
        ("{not-all: [{contains: a}, \(unscorable)]}", .unscored, nil),
        ("{not-any: [{contains: y}, {contains: z}]}", .pass, 1),
        ("{all: [{contains: a, weight: 3}, {contains: z}], threshold: 0.75}", .pass, 0.75),
        ("{all: [{contains: a, weight: 3}, {contains: z}], threshold: 0.8}", .fail, 0.75),
        ("{all: [{contains: a}, \(unscorable)], threshold: 0.5}", .pass, 1),
        ("{all: [{contains: z}, \(unscorable)], threshold: 0.6}", .fail, 0),
        ("{all: [{contains: z}, \(unscorable)], threshold: 0.5}", .unscored, nil),
        ("{all: [{contains: a}, {contains: z, weight: 0}]}", .pass, 1),
        ("{all: [{contains: a, weight: 0}]}", .unscored, nil),
        ("{all: [{any: [{contains: z}, {contains: a}]}, {not-contains: q}]}", .pass, 0.75),
    ]

    @Test("A set says what its members decide, and no more", arguments: sets)
    func decides(yaml: String, verdict: Verdict, value: Double?) async throws {
        let found = try await score(yaml, "ab")
        #expect(found.verdict == verdict && found.value == value, "\(found)")
    }

    static let reductions: [(String, [Double], Double?)] = [
        ("mean", [1, 0, 0, 1], 0.5), ("mean", [], nil), ("median", [0, 1, 1], 1),
        ("median", [0.2, 0.4, 0.6, 1], 0.5), ("mode", [1, 1, 0], 1), ("mode", [0, 1], 0),
        ("max", [0.2, 0.7, 0.1], 0.7), ("at-least-2", [1, 0, 1], 1), ("at-least-2", [1, 0, 0], 0),
        // 1 − C(7,3)/C(10,3) = 1 − 35/120.
        ("pass@3", [1, 1, 1, 0, 0, 0, 0, 0, 0, 0], 1 - 35.0 / 120),
        ("pass@1", [1, 0, 0, 0], 0.25), ("pass@2", [0, 0, 0], 0), ("pass@3", [1, 0], nil),
        ("pass@3", [1, 1, 0], 1),
        // C(4,2)/C(6,2) = 6/15.
        ("pass^2", [1, 1, 1, 1, 0, 0], 0.4), ("pass^3", [1, 1, 0, 0], 0), ("pass^3", [1, 1], nil),
        ("pass^2", [1, 1, 1], 1),
    ]

    @Test("Reducers are what their papers say", arguments: reductions)
    func reducers(name: String, values: [Double], expected: Double?) throws {
        let reducer = try #require(EpochReducer(name))
        let found = reducer.reduced(values)
        if let expected {
            #expect(abs(try #require(found) - expected) < 1e-12)
        } else {
            #expect(found == nil)
        }
    }

    @Test("Epochs that could not be scored are left out, and the bounds say what they could be")
    func unscored() throws {
        let mean = ReducedScore([.pass, .unscored, .fail, .unscored], by: .mean)
        #expect(mean.value == 0.5 && mean.allFail == 0.25 && mean.allPass == 0.75)
        #expect(mean.scored == 2 && mean.unscored == 2)
        let all = ReducedScore([.unscored, .unscored], by: .mean)
        #expect(all.value == nil && all.allFail == 0 && all.allPass == 1)
        let settled = ReducedScore([.pass, .pass, .unscored], by: .atLeast(2))
        #expect(settled.value == 1)
        let open = ReducedScore([.pass, .fail, .unscored], by: .atLeast(2))
        #expect(open.value == nil && open.allFail == 0 && open.allPass == 1)
        let few = ReducedScore([.pass, .unscored], by: .passAt(2))
        #expect(few.value == nil && few.allFail == 1 && few.allPass == 1)
        #expect(ReducedScore([.unscored, .unscored], by: .passHat(2)).allFail == 0)
    }

    @Test("A rate divides by what was scored and stands beside its bounds")
    func rates() {
        let cases = [[Verdict.pass], [.fail], [.unscored], [.pass]].map {
            ReducedScore($0, by: .mean)
        }
        let rate = ScoreRate(cases)
        #expect(rate.rate == 2.0 / 3 && rate.allFail == 0.5 && rate.allPass == 0.75)
        #expect(rate.scoredCases == 3 && rate.unscoredCases == 1 && rate.isSingleBinary)
        #expect(!ScoreRate([ReducedScore([.pass, .fail], by: .mean)]).isSingleBinary)
        #expect(ScoreRate([]).rate == nil)
    }
}
