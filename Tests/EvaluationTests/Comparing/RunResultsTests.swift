import Evaluation
import LanguageModel
import Testing
import Workspace

@Suite("A run's summary")
struct RunResultsTests {
    @Test("One 0/1 score per independent case gets Wilson's interval")
    func wilson() throws {
        let sketch = RunSketch(
            cases: RunSketch.plain(10), verdicts: ["m/p/s": marks("1111111100")])
        let cell = try #require(RunResults(sketch.evidence).cells.first)
        // Newcombe 1998's method for 8 of 10.
        let rate = try #require(cell.rate)
        #expect(rate.value == 0.8)
        #expect(abs(try #require(rate.low) - 0.4902) < 5e-5)
        #expect(abs(try #require(rate.high) - 0.9433) < 5e-5)
        #expect(rate.method == "rate, Wilson")
        #expect(cell.scored == 10 && cell.unscored == 0 && cell.passed == 8)
    }

    @Test("Cases that share a group get the clustered error with C − 1 degrees of freedom")
    func clustered() throws {
        // Miller 2024's form as inspect_ai computes it: 0.198806 for these eleven.
        let groups = ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d"]
        let cases = groups.enumerated().map { RunSketch.Case(id: "c\($0)", group: $1) }
        let sketch = RunSketch(cases: cases, verdicts: ["m/p/s": marks("11000111100")])
        let summary = RunResults(sketch.evidence)
        let rate = try #require(summary.cells.first?.rate)
        #expect(abs(rate.value - 6.0 / 11) < 1e-12)
        #expect(abs(try #require(rate.standardError) - 0.198806) < 1e-6)
        #expect(rate.degreesOfFreedom == 3)
        #expect(rate.clusters == 4)
        #expect(summary.counts.clusters == 4)
    }

    @Test("Epochs are averaged within the case before anything else")
    func epochs() throws {
        let sketch = RunSketch(
            cases: RunSketch.plain(3), verdicts: ["m/p/s": ["1111", "10", "0"]])
        let rate = try #require(RunResults(sketch.evidence).cells.first?.rate)
        #expect(rate.value == 0.5)
        #expect(rate.cases == 3)
        // t over 1, 0.5, 0: error 0.5/√3.
        #expect(abs(try #require(rate.standardError) - 0.2886751345948129) < 1e-12)
        #expect(rate.low == 0 && rate.high == 1)
    }

    @Test("A reducer other than the mean makes one outcome per case")
    func reducer() throws {
        let sketch = RunSketch(
            cases: RunSketch.plain(4), verdicts: ["m/p/s": ["10", "00", "01", "11"]])
        let summary = RunResults(sketch.evidence, reducing: { $0.max() })
        let rate = try #require(summary.cells.first?.rate)
        #expect(rate.value == 0.75)
        #expect(rate.method == "rate, Wilson")
    }

    @Test("Epochs that never vary still get an interval, and the method says which")
    func noVariation() throws {
        let sketch = RunSketch(
            cases: RunSketch.plain(10),
            verdicts: ["m/p/s": Array(repeating: "11", count: 10)])
        let rate = try #require(RunResults(sketch.evidence).cells.first?.rate)
        #expect(rate.value == 1)
        #expect(abs(try #require(rate.low) - 0.7225) < 5e-5)
        #expect(rate.method == "Wilson over 10 cases")
    }

    @Test("Unscored samples leave the rate and widen the bounds")
    func unscored() throws {
        let sketch = RunSketch(cases: RunSketch.plain(4), verdicts: ["m/p/s": marks("11?0")])
        let summary = RunResults(sketch.evidence)
        let cell = try #require(summary.cells.first)
        #expect(abs(try #require(cell.rate?.value) - 2.0 / 3) < 1e-12)
        #expect(cell.allFail == 0.5)
        #expect(cell.allPass == 0.75)
        #expect(cell.unscored == 1)
        #expect(summary.leastAllFail == 0.5)
    }

    @Test("A run in which nothing was scored has no rate")
    func nothingScored() throws {
        let sketch = RunSketch(cases: RunSketch.plain(2), verdicts: ["m/p/s": marks("??")])
        let cell = try #require(RunResults(sketch.evidence).cells.first)
        #expect(cell.rate == nil)
        #expect(cell.allFail == 0 && cell.allPass == 1)
    }

    @Test("A person's verdict replaces the scorer's and is counted")
    func overrides() throws {
        var sketch = RunSketch(cases: RunSketch.plain(2), verdicts: ["m/p/s": marks("00")])
        sketch.overrides = [(1, "s", .pass)]
        let summary = RunResults(sketch.evidence)
        #expect(summary.cells.first?.rate?.value == 0.5)
        #expect(summary.counts.overridden == 1)
    }

    @Test("Weights make a composite that a part without a verdict leaves unscored")
    func weighted() throws {
        var sketch = RunSketch(
            cases: RunSketch.plain(3),
            verdicts: ["m/p/a": marks("101"), "m/p/b": marks("01?")])
        sketch.weights = ["a": 3]
        let cell = try #require(RunResults(sketch.evidence).weighted.first)
        #expect(cell.scored == 2 && cell.unscored == 1)
        #expect(abs(try #require(cell.rate?.value) - 0.5) < 1e-12)
    }

    @Test("Prompts are compared on the same cases: difference, error and McNemar's mid-p")
    func paired() throws {
        let sketch = RunSketch(
            cases: RunSketch.plain(10), prompts: ["p", "q"],
            verdicts: ["m/p/s": marks("1010100101"), "m/q/s": marks("1110101101")])
        let contrast = try #require(RunResults(sketch.evidence).families.first?.contrasts.first)
        #expect(contrast.first == "p" && contrast.second == "q")
        #expect(abs(contrast.difference.value - 0.2) < 1e-12)
        #expect(abs(try #require(contrast.difference.standardError) - 0.133333) < 1e-6)
        #expect(contrast.onlyFirst == 0 && contrast.onlySecond == 2)
        #expect(abs(contrast.pValue - 0.25) < 1e-12)
        #expect(!contrast.isFound)
        #expect(try #require(contrast.minimumDetectable) > 0.3)
    }

    @Test("Two columns without one differing pair are bounded, not certain")
    func identical() throws {
        let sketch = RunSketch(
            cases: RunSketch.plain(30), prompts: ["p", "q"],
            verdicts: [
                "m/p/s": Array(repeating: "1", count: 30),
                "m/q/s": Array(repeating: "1", count: 30),
            ])
        let contrast = try #require(RunResults(sketch.evidence).families.first?.contrasts.first)
        #expect(contrast.difference.value == 0)
        // Clopper–Pearson for 0 of 30.
        #expect(abs(try #require(contrast.difference.high) - 0.1157) < 5e-5)
        #expect(contrast.pValue == 1)
    }

    @Test("Reused calls and unknown prices stay out of time and money")
    func usage() throws {
        var sketch = RunSketch(cases: RunSketch.plain(4), verdicts: ["m/p/s": marks("1111")])
        sketch.adjust = { sample in
            sample.usage = TokenUsage(input: 10, output: 2)
            sample.latency = 1000
            switch sample.caseID {
            case "c0":
                sample.isReused = true
                sample.latency = 9_000_000
            case "c1": sample.cost = 2_000_000_000
            case "c2": sample.cost = 1_000_000_000
            default: break
            }
        }
        let usage = try #require(RunResults(sketch.evidence).usage.first)
        #expect(usage.samples == 4 && usage.reused == 1)
        #expect(usage.inputTokens == 30)
        #expect(usage.latencyP99Microseconds == 1000)
        #expect(usage.knownCostUSD == 3)
        #expect(usage.callsOfUnknownCost == 1)
        #expect(usage.costUSD == nil)
    }

    @Test("The summary's JSON has snake-case keys and reads back equal")
    func codable() throws {
        let sketch = RunSketch(
            cases: RunSketch.plain(10), prompts: ["p", "q"],
            verdicts: ["m/p/s": marks("1010100101"), "m/q/s": marks("1110101101")])
        let summary = RunResults(sketch.evidence)
        let text = try summary.jsonText()
        #expect(text.contains("\"all_fail\":"))
        #expect(text.contains("\"minimum_detectable\":"))
        #expect(!text.contains("allFail"))
        #expect(try RunResults(jsonText: text) == summary)
    }
}
