import Evaluation
import Testing

@Suite("Levels of a tag within matched cases")
struct ConditionTests {
    /// Twelve facts asked plainly and under pressure; the topic is the fact's own.
    static let cases = (0..<12).flatMap { fact in
        ["mild", "none"].map { level in
            RunSketch.Case(
                id: "f\(fact).\(level)", group: "f\(fact)",
                tags: ["pressure": level, "topic": fact < 6 ? "a" : "b", "fact": "f\(fact)"],
                clauses: level == "none" ? ["first"] : ["first", "second"])
        }
    }

    @Test("The tag that varies within groups is found, with the level that does nothing first")
    func matching() throws {
        let sketch = RunSketch(
            cases: Self.cases,
            verdicts: ["m/p/s": (0..<12).flatMap { marks($0 < 9 ? "01" : "11") }])
        let summary = RunResults(sketch.evidence)
        let family = try #require(summary.families.first { $0.kind == .level })
        #expect(family.tag == "pressure")
        #expect(family.pairedBy == "group")
        let contrast = try #require(family.contrasts.first)
        #expect(contrast.first == "none" && contrast.second == "mild")
        #expect(contrast.firstRate == 1 && contrast.secondRate == 0.25)
        #expect(contrast.difference.cases == 12)
        #expect(contrast.isFound)
        #expect(summary.condition?.key == "pressure")
    }

    @Test("Within a level each group has one case, so rates there are Wilson's")
    func slices() throws {
        let sketch = RunSketch(
            cases: Self.cases, verdicts: ["m/p/s": (0..<12).flatMap { _ in marks("01") }])
        let summary = RunResults(sketch.evidence)
        let slice = try #require(summary.condition?.slices.first)
        #expect(slice.level == "none" && slice.cases == 12)
        #expect(slice.cells.first?.rate?.method == "rate, Wilson")
        #expect(slice.cells.first?.scored == 12)
        #expect(summary.cells.first?.rate?.method == "mean, clustered t")
        // An identifier is no breakdown; a topic and the clauses are.
        #expect(summary.breakdowns.map(\.key) == ["pressure", "fact", "topic", "clause"])
        #expect(summary.breakdowns.last?.slices.map(\.cases) == [24, 12])
    }

    @Test("Two scorers that go opposite ways on the same change contradict each other")
    func contradiction() throws {
        let up = (0..<24).map { $0 % 3 == 0 ? "1" : "0" }
        let sketch = RunSketch(
            cases: RunSketch.plain(24), prompts: ["p", "q"],
            verdicts: [
                "m/p/a": up, "m/q/a": Array(repeating: "1", count: 24),
                "m/p/b": Array(repeating: "1", count: 24), "m/q/b": up,
            ])
        let summary = RunResults(sketch.evidence)
        let item = try #require(summary.contradictions.first)
        #expect(item.strength == .bothFound)
        #expect(item.rise.scorer == "a" && item.fall.scorer == "b")
        let disagreement = try #require(summary.disagreements.first { $0.prompt == "p" })
        #expect(disagreement.onlySecond == 16 && disagreement.onlyFirst == 0)
        #expect(disagreement.bothPass == 8)
        #expect(abs(disagreement.share - 2.0 / 3) < 1e-12)
    }
}
