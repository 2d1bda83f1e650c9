import Evaluation
import LanguageModel
import Testing
import Workspace

@Suite("Experiments from lock to analysis")
struct ExperimentTests {
    static let thinking = """
        factors: {chain-of-thought: [none, steps], tone: [neutral, blunt]}
        design: {kind: full-factorial, repeats: 2}
        analysis: {model: logit, tests: [chain-of-thought, tone], correction: holm}
        """

    @Test("A planted main effect is found and recovered within its interval, seed after seed")
    func recovery() async throws {
        var covered = 0
        var found = 0
        var falseFindings = 0
        for seed in 0..<12 {
            let lab = try ExperimentLab(cases: 60, rate: 0.5, gain: 0.2)
            defer { lab.remove() }
            let text = Self.thinking.replacing("repeats: 2}", with: "repeats: 2, seed: \(seed)}")
            let document = try lab.document(text)
            _ = try await lab.lock(document)
            #expect(try await lab.run(document).stop == nil)
            let analysis = try await lab.analyse(document)
            #expect(analysis.isConfirmatory)
            #expect(analysis.deviations.isEmpty, "\(analysis.deviations)")
            let effect = try #require(
                analysis.effects.first { $0.factor == "chain-of-thought" })
            if let low = effect.difference.low, let high = effect.difference.high,
                low <= 0.2, 0.2 <= high
            {
                covered += 1
            }
            if effect.isFound { found += 1 }
            if analysis.effects.contains(where: { $0.factor == "tone" && $0.isFound }) {
                falseFindings += 1
            }
        }
        // Twelve 95 % intervals: fewer than nine cover with probability 0.0002.
        #expect(covered >= 9)
        #expect(found >= 10)
        #expect(falseFindings <= 3)
    }

    @Test("The simulated analysis rejects at no effect about as often as alpha, and finds the MDE")
    func falsePositives() async throws {
        let design = try ExperimentDesign(
            DesignDocument(kind: .fullFactorial), factors: ["a", "b"],
            levels: [["0", "1", "2"], ["0", "1"]])
        for model in PlannedAnalysis.Model.allCases {
            let study = EffectForecaster.Study(
                design: design,
                analysis: PlannedAnalysis(
                    model: model, tests: [["a"], ["b"]], correction: .none),
                assumptions: PlanAssumptions(), cases: 60, repeats: 1, wordings: 1, seed: 3)
            let forecast = try #require(
                await EffectForecaster(study, simulations: 400).forecasts().first)
            let none = try #require(forecast.curve.first)
            #expect(none.effect == 0)
            // Binomial(400, 0.05): beyond these lies less than one in 10,000.
            #expect(none.power > 0.015 && none.power < 0.1, "\(model): \(none.power)")
            let powers = forecast.curve.map(\.power)
            #expect(powers.last ?? 0 > 0.8)
            let formula = try #require(forecast.formula)
            let simulated = try #require(forecast.simulated)
            #expect(simulated > 0.7 * formula && simulated < 1.5 * formula)
        }
    }

    @Test("What deviates from the lock is listed by itself")
    func deviations() async throws {
        let lab = try ExperimentLab(cases: 24, rate: 0.5, gain: 0.2)
        defer { lab.remove() }
        let planned = try lab.document(Self.thinking)
        let lock = try await lab.lock(planned)
        let changed = try lab.document(
            """
            factors: {chain-of-thought: [none, steps], tone: [neutral, friendly]}
            design: {kind: full-factorial, repeats: 2}
            analysis: {model: linear, tests: [tone], correction: none}
            """)
        _ = try await lab.run(changed, limit: 10)
        let analysis = try await lab.analyse(changed)
        #expect(analysis.evidence.lock == lock.id.description)
        // The analysis is that of the lock, whatever the file says now.
        #expect(analysis.method.model == "logit")
        #expect(analysis.plannedTests.map(\.factors) == [["chain-of-thought"], ["tone"]])
        let parts = Set(analysis.deviations.map(\.part))
        #expect(
            parts.isSuperset(of: ["analysis", "variables", "prompts", "files", "sample_size"]),
            "\(analysis.deviations)")
        let sentences = analysis.deviations.map(\.sentence)
        #expect(sentences.contains("10 cases were asked instead of 24"))
        #expect(sentences.contains("experiments/e.yaml has changed since the lock was made"))
        #expect(sentences.contains("analysis: model was logit and is linear"))
    }

    @Test("A lock after the run confirms nothing")
    func lateLock() async throws {
        let lab = try ExperimentLab(cases: 12, rate: 0.5, gain: 0.3)
        defer { lab.remove() }
        let document = try lab.document(Self.thinking)
        _ = try await lab.run(document)
        _ = try await lab.lock(document)
        let analysis = try await lab.analyse(document)
        #expect(!analysis.isConfirmatory)
        #expect(analysis.plannedTests.isEmpty)
        #expect(analysis.deviations.contains { $0.part == "lock" })
    }

    @Test("Held-out cases are the same for a seed, whole groups, and every look is counted")
    func heldOut() async throws {
        let lab = try ExperimentLab(cases: 40, rate: 0.5, gain: 0.2, groups: 20)
        defer { lab.remove() }
        let text = """
            factors: {chain-of-thought: [none, steps]}
            design: {kind: full-factorial, held-out: 0.3}
            """
        let document = try lab.document(text)
        let suite = document.outcome.suite
        let split = try HeldOutSplit(suite, document.design)
        #expect(split.heldOut.count == 12)
        #expect(split.working.count == 28)
        #expect(Set(split.working).isDisjoint(with: split.heldOut))
        let groups = { (ids: [String]) in
            Set(suite.cases.filter { ids.contains($0.id) }.compactMap { suite.group(of: $0) })
        }
        #expect(groups(split.working).isDisjoint(with: groups(split.heldOut)))
        #expect(try HeldOutSplit(suite, document.design) == split)
        var other = document.design
        other.seed = 1
        #expect(try HeldOutSplit(suite, other) != split)

        _ = try await lab.lock(document)
        _ = try await lab.run(document)
        #expect(try await lab.analyse(document).evidence.looks == 0)
        _ = try await lab.run(document, part: .heldOut)
        #expect(try await lab.analyse(document, part: .heldOut).evidence.looks == 2)
        let third = try await lab.analyse(document, part: .heldOut)
        #expect(third.evidence.looks == 3)
        #expect(third.counts.cases == 12)
        let looks = try await ExperimentRecords.all(.look, of: "e", in: lab.store.reader)
        #expect(looks.count == 3)
    }

    @Test("Evidence leads from the analysis to the run and the lock")
    func evidence() async throws {
        let lab = try ExperimentLab(cases: 12, rate: 0.5, gain: 0.3)
        defer { lab.remove() }
        let document = try lab.document(Self.thinking)
        let lock = try await lab.lock(document)
        let run = try await lab.run(document).run
        let analyst = ExperimentAnalyst(document, folder: lab.folder, store: lab.store)
        let kept = try await analyst.analyse(.working)
        #expect(
            kept.record.links.prefix(2) == [
                RecordLink("analyses", run.id), RecordLink("follows", lock.id),
            ])
        #expect(run.kind == .experiment)
        // The same analysis again is the same record, and survives being stored.
        let again = try await analyst.analyse(.working)
        #expect(again.record.id == kept.record.id)
        #expect(try ExperimentAnalysis(json: kept.record.body) == kept.analysis)
    }

    @Test("Five to ten dimensions at once, models and parameters among them")
    func manyFactors() async throws {
        let lab = try ExperimentLab(cases: 20, rate: 0.5, gain: 0.4)
        defer { lab.remove() }
        let document = try lab.document(
            """
            examples: [{vars: {question: "1 + 1?"}, answer: right}, {vars: {question: "2?"}, answer: right}]
            factors:
              persona: [none, expert]
              tone: [neutral, formal]
              length: [none, medium]
              chain-of-thought: [none, steps]
              structure: [plain, xml]
              instruction-position: [system, both]
              answer-format: [free, bullets]
              few-shot: [0, 2]
              temperature: [0, 0.7]
              mood: {at: after, levels: {none: "", kind: "Please be kind."}}
            design: {kind: fractional-factorial, resolution: 4}
            """)
        let plan = try await lab.planner.plan(document)
        #expect(plan.design.cells.count == 32)
        #expect(plan.eval.models.count == 2)
        #expect(plan.eval.sampleCount == 32 * 20)
        #expect(try await lab.run(document).stop == nil)
        let analysis = try await lab.analyse(document)
        #expect(analysis.counts.scored == 640)
        #expect(analysis.method.resolution == 4)
        let effect = try #require(analysis.effects.first { $0.factor == "chain-of-thought" })
        #expect(effect.difference.value > 0.25)
    }

    @Test("Wordings are crossed with the design, and their spread widens what may be said")
    func wordings() async throws {
        let lab = try ExperimentLab(cases: 30, rate: 0.4, gain: 0.3)
        defer { lab.remove() }
        let document = try lab.document(
            """
            paraphrases:
              - {id: a, user: "{{ question }}"}
              - {id: b, user: "Please answer: {{ question }}"}
              - {id: c, user: "{{ question }} Answer."}
            factors: {chain-of-thought: [none, steps]}
            design: {kind: full-factorial}
            """)
        _ = try await lab.run(document)
        let analysis = try await lab.analyse(document)
        #expect(analysis.method.wordings == 3)
        #expect(analysis.counts.scored == 180)
        let effect = try #require(analysis.effects.first)
        #expect(effect.overWordings?.value != nil)
        #expect(analysis.variance.contains { $0.source == "wording" })
    }

    @Test("Flips that repeats explain are told from those that they do not")
    func flips() async throws {
        let lab = try ExperimentLab(cases: 40, rate: 0.05, gain: 0.9)
        defer { lab.remove() }
        let document = try lab.document(
            """
            factors: {chain-of-thought: [none, steps]}
            design: {kind: full-factorial, repeats: 6}
            """)
        _ = try await lab.run(document)
        let effect = try #require(try await lab.analyse(document).effects.first)
        #expect(effect.flips.toPass >= 35)
        #expect(effect.flips.real >= 28)
        #expect(effect.flips.undetermined == 0)
        let noisy = try ExperimentLab(cases: 40, rate: 0.5, gain: 0)
        defer { noisy.remove() }
        let second = try noisy.document(
            """
            factors: {chain-of-thought: [none, steps]}
            design: {kind: full-factorial, repeats: 5}
            """)
        _ = try await noisy.run(second)
        let still = try #require(try await noisy.analyse(second).effects.first)
        #expect(still.flips.withinNoise > still.flips.real)
        let spread = try #require(still.heterogeneity.trueDeviation)
        #expect(spread < 0.25)
        #expect(!still.isFound)
        #expect(still.minimumDetectable ?? 0 > 0)
    }
}
