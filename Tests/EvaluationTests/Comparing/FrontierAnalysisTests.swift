import Evaluation
import LanguageModel
import Statistics
import Testing
import Workspace

@Suite("Frontiers")
struct FrontierAnalysisTests {
    /// A policy whose cases scatter around a reward and a divergence.
    private func point(
        _ method: String, _ setting: String, seed: Int, reward: Double, divergence: Double
    ) -> FrontierPoint {
        var generator = CounterGenerator(seed: UInt64(seed + 1), stream: UInt64(setting.count))
        let cases = (0..<30).map { "case-\($0)" }
        return FrontierPoint(
            id: RecordID(kind: .frontier, high: UInt64(seed), low: 1), frontier: "f",
            method: method, kind: "dpo", setting: setting, seed: seed, key: "\(setting) \(seed)",
            rewards: Dictionary(
                uniqueKeysWithValues: cases.map { ($0, reward + 0.05 * generator.normal()) }),
            divergences: Dictionary(
                uniqueKeysWithValues: cases.map { ($0, divergence + 0.1 * generator.uniform()) }))
    }

    private func analysis(lift: Double) throws -> FrontierAnalysis {
        let strengths: [(String, Double, Double)] = [
            ("weak", 0.6, 0.5), ("middle", 0.75, 1.5), ("strong", 0.8, 4),
        ]
        let points = (0..<3).flatMap { seed in
            strengths.flatMap { name, reward, divergence in
                [
                    point("A", name, seed: seed, reward: reward + lift, divergence: divergence),
                    point("B", name, seed: seed, reward: reward, divergence: divergence),
                ]
            }
        }
        return try FrontierAnalysis(
            base: point("", "", seed: 0, reward: 0.5, divergence: 0), points: points,
            order: ["A", "B"], bins: [0.5, 1, 2, 4], replicates: 300)
    }

    @Test("A hull that lies above at every bin is found, and not the other way round")
    func above() throws {
        let found = try analysis(lift: 0.1)
        #expect(found.methods.map(\.name) == ["A", "B"])
        #expect(found.cases == 30)
        #expect(found.difference("A", "B")?.verdict == .above)
        #expect(found.difference("B", "A")?.verdict == .notAbove)
        let mean = try #require(found.difference("A", "B")?.mean)
        #expect(mean.low < 0.1 && mean.low > 0.03)
        #expect(found.methods[0].settings.allSatisfy { $0.seeds == 3 })
    }

    @Test("Equal methods are neither above nor below each other")
    func equal() throws {
        let found = try analysis(lift: 0)
        #expect(found.difference("A", "B")?.verdict == .undecided)
        for bin in try #require(found.difference("A", "B")).bins {
            #expect(bin.reward.value == 0)
        }
    }

    @Test("The same points give the same intervals, whatever their order")
    func repeatable() throws {
        #expect(try analysis(lift: 0.05) == analysis(lift: 0.05))
    }

    @Test("The best setting is the greatest reward within the last bin")
    func best() throws {
        let found = try FrontierAnalysis(
            base: point("", "", seed: 0, reward: 0.5, divergence: 0),
            points: [
                point("A", "near", seed: 0, reward: 0.7, divergence: 1),
                point("A", "far off", seed: 0, reward: 0.9, divergence: 8),
            ], order: ["A"], bins: [1, 2], replicates: 100)
        #expect(found.methods[0].settings[found.methods[0].best].name == "near")
    }

    @Test("A point survives its record")
    func record() throws {
        var made = point("A", "weak", seed: 2, reward: 0.6, divergence: 1)
        made.cost.labels = 96
        made.cost.labelKind = "pairs"
        made.behaviour.length = 12.5
        made.training = "trn_x"
        let record = StoredRecord(id: made.id, name: "f", body: made.body)
        #expect(FrontierPoint(record) == made)
        #expect(FrontierPoint(StoredRecord(id: made.id, body: ["type": "lock"])) == nil)
    }

    @Test("Policies that share no case cannot be compared")
    func nothingShared() {
        let base = point("", "", seed: 0, reward: 0.5, divergence: 0)
        var other = point("A", "weak", seed: 0, reward: 0.6, divergence: 1)
        other.rewards = ["elsewhere": 1]
        let (points, order) = ([other], ["A"])
        #expect(throws: Undefined.self) {
            try FrontierAnalysis(
                base: base, points: points, order: order, bins: [1], replicates: 100)
        }
    }
}
