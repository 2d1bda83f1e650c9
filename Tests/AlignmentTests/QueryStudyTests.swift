import Alignment
import Foundation
import LanguageModel
import Statistics
import Testing
import Workspace

@Suite("Queries")
struct QueryStudyTests {
    /// Pairs whose preference a hidden direction decides.
    private func pool(prompts: Int, perPrompt: Int, width: Int = 24, noise: Double = 0.2)
        -> QueryPool
    {
        var generator = CounterGenerator(seed: 3)
        var differences: [[Float]] = []
        var places: [Int] = []
        for prompt in 0..<prompts {
            for _ in 0..<perPrompt {
                var numbers = (0..<width).map { _ in Float(generator.normal()) }
                // The first three numbers decide; the preferred answer comes first.
                let sum = Double(numbers[0] + numbers[1] + numbers[2]) + noise * generator.normal()
                if sum < 0 { numbers = numbers.map { -$0 } }
                differences.append(numbers)
                places.append(prompt)
            }
        }
        return QueryPool(differences: differences, prompts: places)
    }

    private var settings: QueryStudy.Settings {
        var settings = QueryStudy.Settings()
        settings.budgets = [8, 32, 96]
        settings.seeds = 6
        return settings
    }

    @Test("More labels make better heads, and both ways begin alike")
    func learns() throws {
        let study = try QueryStudy(pool(prompts: 60, perPrompt: 4), settings)
        for strategy in QueryStudy.Strategy.allCases {
            let first = try study.accuracy(strategy, 0).value
            let last = try study.accuracy(strategy, 2).value
            #expect(last > first)
            #expect(last > 0.7)
        }
        #expect(
            study.levels[.disagreement]?[0].accuracies == study.levels[.random]?[0].accuracies)
        #expect(try study.gain(0).value == 0)
        // A tenth of the labels asked for at random is wrong, within chance.
        let wrong = try #require(study.levels[.random]?[2].wrongLabels)
        #expect((0.04...0.18).contains(wrong))
    }

    @Test("The same settings give the same study, another seed another")
    func repeatable() throws {
        let pool = pool(prompts: 40, perPrompt: 5)
        var other = settings
        other.seed = 1
        #expect(try QueryStudy(pool, settings) == QueryStudy(pool, settings))
        #expect(try QueryStudy(pool, settings).levels != QueryStudy(pool, other).levels)
    }

    @Test("A pool smaller than the greatest budget is refused")
    func tooSmall() {
        let small = pool(prompts: 12, perPrompt: 2)
        let settings = settings
        let error = #expect(throws: AlignmentError.self) { try QueryStudy(small, settings) }
        #expect(error?.code == .data)
    }

    @Test("States are the model's own: equal answers have none between them")
    func states() async throws {
        try await Lab.with([:]) { lab in
            let base = try lab.base()
            let found = try await ComputeThread.run {
                let trained = try TrainingModel(
                    base.model, training: TrainableParts(adapter: LoRASettings(rank: 1)))
                let prompt: [Int32] = [1, 2, 3]
                return trained.lastStates(
                    [
                        TrainingGroup(prompt: prompt, completions: [[4, 5], [4, 5], [4, 6]]),
                        TrainingGroup(prompt: prompt, completions: [[4, 5]]),
                    ], policy: .reference)
            }
            #expect(found[0].count == 3 && found[0][0].count == 576)
            #expect(found[0][0] == found[0][1])
            #expect(found[0][0] != found[0][2])
            let apart = zip(found[0][0], found[1][0]).map { abs($0 - $1) }.max() ?? 1
            #expect(apart < 1e-4)
        }
    }
}
