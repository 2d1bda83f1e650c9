import Evaluation
import LanguageModel
import Testing

@Suite("Two runs compared")
struct RunComparisonTests {
    @Test("Cases are paired by id; changed content and missing cases are told")
    func pairing() throws {
        var cases = RunSketch.plain(5)
        let first = RunSketch(cases: cases, verdicts: ["m/p/s": marks("11000")])
        cases[1].version = "2"
        cases[4].id = "new"
        let second = RunSketch(cases: cases, number: 2, verdicts: ["m/p/s": marks("11100")])
        let comparison = RunComparison(first.evidence, second.evidence)
        #expect(comparison.pairing.pairedCases == 4)
        #expect(comparison.pairing.changedContent == ["c1"])
        #expect(comparison.pairing.onlyFirst == ["c4"])
        #expect(comparison.pairing.onlySecond == ["new"])
        let difference = try #require(comparison.differences.first)
        #expect(difference.contrast.difference.value == 0.25)
        #expect(difference.outcome == .withinNoise)
        #expect(comparison.flips.map(\.caseID) == ["c2"])
        #expect(comparison.flips.first?.direction == .fixed)
        #expect(comparison.flips.first?.kind == .undetermined)
    }

    @Test("A run against its like is unchanged")
    func unchanged() {
        let sketch = RunSketch(cases: RunSketch.plain(8), verdicts: ["m/p/s": marks("11001100")])
        let comparison = RunComparison(sketch.evidence, sketch.evidence)
        #expect(comparison.differences.map(\.outcome) == [.unchanged])
        #expect(comparison.flips.isEmpty)
    }

    @Test(
        "A flip is real when repeats cannot explain it",
        arguments: [
            ("0000", "1111", Flip.Kind.real), ("0001", "1110", .noise), ("0000", "1110", .noise),
        ])
    func flips(before: String, after: String, kind: Flip.Kind) throws {
        // Other cases vary between repeats, so one flip could be chance.
        let others = Array(repeating: "0101", count: 9)
        let first = RunSketch(
            cases: RunSketch.plain(10), verdicts: ["m/p/s": [before] + others])
        let second = RunSketch(
            cases: RunSketch.plain(10), number: 2, verdicts: ["m/p/s": [after] + others])
        let comparison = RunComparison(first.evidence, second.evidence)
        #expect(comparison.flips.map(\.kind) == [kind])
        let difference = try #require(comparison.differences.first)
        #expect(try #require(difference.withinRunDisagreement) > 0.5)
    }

    @Test("Greedy decoding of the embedded engine makes every flip real")
    func greedy() {
        var first = RunSketch(cases: RunSketch.plain(3), verdicts: ["m/p/s": marks("110")])
        first.identity = ["kind": "embedded", "parameters": ["temperature": .integer(0)]]
        var second = first
        second.number = 2
        second.verdicts = ["m/p/s": marks("011")]
        let comparison = RunComparison(first.evidence, second.evidence)
        #expect(comparison.flips.map(\.kind) == [.real, .real])
        #expect(comparison.flips.map(\.direction) == [.broken, .fixed])
    }

    @Test("A large change is found in its direction, over runs of differently named models")
    func found() throws {
        let first = RunSketch(
            cases: RunSketch.plain(20), models: ["before"],
            verdicts: ["before/p/s": Array(repeating: "0", count: 20)])
        let second = RunSketch(
            cases: RunSketch.plain(20), number: 2, models: ["after"],
            verdicts: ["after/p/s": (0..<20).map { $0 < 15 ? "1" : "0" }])
        let difference = try #require(
            RunComparison(first.evidence, second.evidence).differences.first)
        #expect(difference.outcome == .better)
        #expect(difference.lane.model == "before → after")
        #expect(difference.fixed == 15 && difference.broken == 0)
    }
}
