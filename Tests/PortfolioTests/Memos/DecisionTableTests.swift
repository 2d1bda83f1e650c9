import Portfolio
import Testing
import Workspace

@Suite("Decision tables") struct DecisionTableTests {
    static let yaml = """
        memo: m
        question: Which?
        options:
          - {id: a, model: a, run: latest}
          - {id: b, model: b, run: latest}
        criteria:
          - {id: quality, scorer: s, weight: 3, worst: 0, best: 1}
          - {id: price, cost: true, weight: 1, worst: 10, best: 0}
        """

    private func memo(_ yaml: String) throws -> MemoDocument {
        try MemoDocument(try DocumentNode(yaml: yaml, path: "memos/m.yaml"))
    }

    private func evidence(_ measures: [[MemoEvidence.Measure]]) -> MemoEvidence {
        MemoEvidence(measures: measures, facts: [], notes: [])
    }

    /// A mean over so many cases of which a share is 1.
    private func mean(_ ones: Int, of count: Int) -> MemoEvidence.Measure {
        .mean(
            Dictionary(
                uniqueKeysWithValues: (0..<count).map {
                    (String(1000 + $0), $0 < ones ? 1.0 : 0.0)
                }))
    }

    @Test("Scores are weighted places between worst and best, and flips lie where lines cross")
    func worked() throws {
        let table = DecisionTable(
            try memo(Self.yaml),
            evidence([[mean(80, of: 100), mean(60, of: 100)], [.given(8), .given(2)]]))
        #expect(table.weights == [0.75, 0.25])
        // a: 0.75·0.8 + 0.25·0.2 = 0.65; b: 0.75·0.6 + 0.25·0.8 = 0.65.
        #expect(abs(table.scores[0].value - 0.65) < 1e-12)
        #expect(abs(table.scores[1].value - 0.65) < 1e-12)
        let clear = DecisionTable(
            try memo(Self.yaml),
            evidence([[mean(90, of: 100), mean(60, of: 100)], [.given(8), .given(2)]]))
        #expect(clear.leader == 0)
        // w·0.3 = (1 − w)·0.6 at w = 2/3.
        let quality = clear.sensitivities[0]
        #expect(abs((quality.below?.share ?? 0) - 2.0 / 3) < 1e-9)
        #expect(quality.below?.option == "b" && quality.above == nil)
        let price = clear.sensitivities[1]
        #expect(abs((price.above?.share ?? 0) - 1.0 / 3) < 1e-9 && price.below == nil)
        // The margin is 0.725 − 0.65 = 0.075: quality may fall by 0.1, the price rise by 3.
        #expect(abs((quality.breakEven ?? 0) - 0.8) < 1e-9)
        #expect(price.breakEven == nil)
        // Uniform weights: a leads where w > 2/3.
        #expect(abs(clear.leadsByWeights[0] - 1.0 / 3) < 0.03)
    }

    @Test("The same cases are drawn for both options: equal options never lead one another")
    func paired() throws {
        let table = DecisionTable(
            try memo(Self.yaml),
            evidence([[mean(30, of: 60), mean(30, of: 60)], [.given(2), .given(2)]]))
        #expect(table.leads == [0.5, 0.5] || abs(table.leads[0] - 0.5) < 1e-9)
        #expect(table.margin.low == 0 && table.margin.high == 0)
        #expect((table.scores[0].low ?? 1) < table.scores[0].value)
        #expect(table.values[0][0].cases == 60)
    }

    @Test("Impacts are drawn from their triangles") func triangles() throws {
        let yaml = Self.yaml.replacing(
            "{id: price, cost: true, weight: 1, worst: 10, best: 0}",
            with: "{id: trust, impact: {a: [0, 1, 5], b: [4, 4, 4]}, weight: 1, worst: 0, best: 5}")
        let table = DecisionTable(
            try memo(yaml),
            evidence([
                [mean(30, of: 60), mean(30, of: 60)], [.triangle(0, 1, 5), .triangle(4, 4, 4)],
            ]))
        #expect(table.values[1][0].value == 2)
        #expect(table.values[1][1].low == 4 && table.values[1][1].high == 4)
        // P(X > 4) of the triangle (0, 1, 5) is (5 − 4)²/(5·4) = 0.05.
        #expect(abs(table.leads[0] - 0.05) < 0.015)
        // Its 2.5th percentile: √(0.025·5·1) = 0.354.
        #expect(abs((table.values[1][0].low ?? 0) - 0.354) < 0.05)
    }

    @Test(
        "A memo that can't be is refused with its line",
        arguments: [
            ("best: 1}", "best: 0}", 7), ("cost: true,", "cost: false,", 8),
            ("{id: b, model: b, run: latest}", "{id: a, model: b, run: latest}", 4),
            (
                "{id: b, model: b, run: latest}",
                "{id: b, model: b, run: latest, cost-per-thousand: 2}", 5
            ),
            ("cost: true,", "impact: {a: [1, 2, 3]},", 8),
            ("cost: true,", "impact: {a: [3, 2, 1], b: [1, 2, 3]},", 8),
            ("weight: 3", "weight: 0", 7),
        ])
    func refused(_ old: String, _ new: String, _ line: Int) {
        do {
            _ = try memo(Self.yaml.replacing(old, with: new, maxReplacements: 1))
            Issue.record("accepted \(new)")
        } catch let error as DocumentErrors {
            #expect(error.errors.first?.line == line, "\(error)")
        } catch { Issue.record("\(error)") }
    }
}
