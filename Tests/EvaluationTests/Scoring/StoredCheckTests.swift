import Evaluation
import LanguageModel
import Providers
import TestSupport
import Testing
import Workspace

@Suite("Stored competence checks")
struct StoredCheckTests {
    private static func scripted(_ name: String, bias: Double) throws -> ScriptedModel {
        try ScriptedModel(
            Script(
                name: name, defaultReply: "x",
                judge: Script.Judge(accuracy: 0.95, positionBias: bias)))
    }

    private static func check(
        _ model: some ModelProvider, _ job: JudgeCompetence.Job = .comparing
    ) async throws -> JudgeCompetence {
        try await JudgeCompetenceCheck(job).run(model).competence
    }

    @Test("A scripted judge that sees what is right passes both jobs")
    func sees() async throws {
        for job in JudgeCompetence.Job.allCases {
            let result = try await Self.check(Self.scripted("seer", bias: 0), job)
            #expect(result.isPassed, "\(result.summary)")
            #expect(result.right >= 25 && result.right < 31 && result.unreadable == 0)
        }
    }

    @Test("A scripted judge with a planted position bias fails at comparing, and the bias is found")
    func biased() async throws {
        let result = try await Self.check(Self.scripted("biased", bias: 0.9))
        #expect(!result.isPassed, "\(result.summary)")
        // Planted at 0.9: within three standard errors of 60 verdicts.
        #expect(abs(result.positionBias - 0.9) < 0.12)
    }

    @Test("The embedded model does not pass as a judge of pairs")
    func embedded() async throws {
        let model = try await EngineModel.load(
            path: EmbeddedModelFile.path(), precision: .fast)
        var check = JudgeCompetenceCheck(
            .comparing, items: Array(KnownItem.standard.prefix(20)))
        check.maxTokens = 64
        let result = try await check.run(model, concurrency: 40).competence
        await model.close()
        #expect(result.items == 20)
        #expect(!result.isPassed, "\(result.summary)")
    }

    @Test("A check is found again by what the judge is, and by nothing else")
    func found() async throws {
        let store = try Store.inMemory()
        let model = try Self.scripted("seer", bias: 0)
        let parameters = GenerationParameters(temperature: 0.5)
        let seat = JudgeSeat(alias: "a", model: model, parameters: parameters, checks: [])
        let result = try await JudgeCompetenceCheck(.grading).run(model, parameters: parameters)
        let record = result.record(store.ids.next(.check), of: seat, toolVersion: "t")
        try await store.append(record)
        let checks = try await JudgeSeat.checks(of: seat.judgeHash, in: store.reader)
        #expect(checks == [result.competence])
        #expect(record.body["item_results"]?.array?.count == 30)
        // The alias decides nothing; the model, and how it generates, do.
        #expect(
            JudgeSeat(alias: "b", model: model, parameters: parameters, checks: []).judgeHash
                == seat.judgeHash)
        for other in [
            JudgeSeat(alias: "a", model: model, checks: []),
            JudgeSeat(
                alias: "a", model: try Self.scripted("other", bias: 0), parameters: parameters,
                checks: []),
        ] {
            #expect(try await JudgeSeat.checks(of: other.judgeHash, in: store.reader).isEmpty)
        }
        let trace = try await store.reader.trace(record.id)
        #expect(trace.parents.map(\.node.id) == ["a"])
    }

    @Test("The latest check counts: passing once does not outweigh failing later")
    func latest() async throws {
        let model = WrittenModel { _ in #"{"reason": "r", "score": 1}"# }
        let passed = competence(of: model, .grading)
        let failed = competence(of: model, .grading, right: 16, lower: 0.36)
        func verdict(_ checks: [JudgeCompetence]) async throws -> Verdict {
            let environment = ScorerEnvironment(
                readFile: { _ in "" },
                judge: { _ in JudgeSeat(alias: "j", model: model, checks: checks) })
            return try await makeScorer("judge: {rubric: r}", in: environment).score(
                ScoringSubject(output: "x")
            ).verdict
        }
        #expect(try await verdict([failed, passed]) == .pass)
        #expect(try await verdict([passed, failed]) == .unscored)
    }
}
