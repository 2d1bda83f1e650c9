import Evaluation
import LanguageModel
import Providers
import Testing

@Suite("Competence checks of judges")
struct JudgeCompetenceTests {
    /// The prompt's answers by label.
    private static func shown(_ request: ModelRequest) -> (a: String?, b: String?, one: String?) {
        let text = request.messages.last?.text ?? ""
        return (
            quotation("A", in: text), quotation("B", in: text), quotation("ANSWER", in: text)
        )
    }

    private static func isGood(_ answer: String?) -> Bool {
        KnownItem.standard.contains { $0.good == answer }
    }

    private static func comparing(_ choice: String) -> String {
        #"{"reason": "r", "better": "\#(choice)"}"#
    }

    private static func grading(_ score: Int) -> String { #"{"reason": "r", "score": \#(score)}"# }

    static let knowing = WrittenModel(name: "knowing") { request in
        let shown = shown(request)
        if let one = shown.one { return grading(isGood(one) ? 1 : 0) }
        return comparing(isGood(shown.a) ? "A" : "B")
    }

    @Test("A judge that knows passes both checks", arguments: JudgeCompetence.Job.allCases)
    func knows(job: JudgeCompetence.Job) async throws {
        let result = try await JudgeCompetenceCheck(job).run(Self.knowing).competence
        #expect(result.isPassed)
        #expect(result.items == 30 && result.right == 30 && result.flipped == 0)
        #expect(result.positionBias == 0)
        // Wilson's lower end for 30 of 30.
        #expect(abs(result.lower - 0.8865) < 1e-4)
    }

    static let blind: [(String, WrittenModel)] = [
        ("always A", WrittenModel { _ in comparing("A") }),
        ("always B", WrittenModel { _ in comparing("B") }),
        ("always tie", WrittenModel { _ in comparing("tie") }),
        (
            "the longer one",
            WrittenModel { request in
                let shown = shown(request)
                return comparing((shown.a ?? "").count > (shown.b ?? "").count ? "A" : "B")
            }
        ),
        (
            "the shorter one",
            WrittenModel { request in
                let shown = shown(request)
                return comparing((shown.a ?? "").count < (shown.b ?? "").count ? "A" : "B")
            }
        ), ("nonsense", WrittenModel { _ in "I like both." }),
        ("an error", WrittenModel { _ in throw ProviderError(.service, "down") }),
    ]

    @Test("A judge that does not look at the content fails, however it decides", arguments: blind)
    func blindComparing(name: String, model: WrittenModel) async throws {
        let result = try await JudgeCompetenceCheck(.comparing).run(model).competence
        #expect(!result.isPassed, "\(name): \(result.summary)")
    }

    @Test("The bias of a judge that always takes the first is found and is total")
    func bias() async throws {
        let first = try await JudgeCompetenceCheck(.comparing).run(Self.blind[0].1).competence
        #expect(first.positionBias == 1 && first.flipped == 30 && first.right == 0)
        let last = try await JudgeCompetenceCheck(.comparing).run(Self.blind[1].1).competence
        #expect(last.positionBias == -1)
        let nonsense = try await JudgeCompetenceCheck(.comparing).run(Self.blind[5].1).competence
        #expect(nonsense.unreadable == 30)
    }

    static let gradingBlind: [(String, WrittenModel)] = [
        ("always 1", WrittenModel { _ in grading(1) }),
        ("always 0", WrittenModel { _ in grading(0) }),
        (
            "the first end of the scale",
            WrittenModel { request in
                grading((request.messages.last?.text ?? "").contains("from 1 (meets") ? 1 : 0)
            }
        ),
        (
            "long answers",
            WrittenModel { request in grading((shown(request).one ?? "").count > 30 ? 1 : 0) }
        ),
    ]

    @Test("A grader that does not look at the content fails", arguments: gradingBlind)
    func blindGrading(name: String, model: WrittenModel) async throws {
        let result = try await JudgeCompetenceCheck(.grading).run(model).competence
        #expect(!result.isPassed, "\(name): \(result.summary)")
        if name.contains("scale") { #expect(result.positionBias == 1) }
    }

    @Test("The known items favour neither long nor short answers")
    func balance() {
        let items = KnownItem.standard
        #expect(items.count == 30)
        #expect(Set(items.map(\.id)).count == 30)
        let shorter = items.count { $0.good.unicodeScalars.count < $0.bad.unicodeScalars.count }
        #expect(shorter == 15)
    }

    @Test("Pairs are judged in both orders, and a verdict that turns is a tie that says so")
    func pairwise() async throws {
        let seat = JudgeSeat(
            alias: "k", model: Self.knowing, checks: [competence(of: Self.knowing, .comparing)])
        let item = KnownItem.standard[0]
        let found = try await PairwiseJudge(seat).compare(
            item.bad, item.good, question: [], seed: 0)
        #expect(found.preference == .second && !found.isFlipped)
        let always = WrittenModel(name: "always") { _ in Self.comparing("A") }
        let biased = JudgeSeat(
            alias: "b", model: always, checks: [competence(of: always, .comparing)])
        let turned = try await PairwiseJudge(biased).compare("x", "y", question: [], seed: 0)
        #expect(turned.preference == .tie && turned.isFlipped)
        let unchecked = JudgeSeat(alias: "u", model: always, checks: [])
        await #expect(throws: PairwiseJudge.Undecided.self) {
            try await PairwiseJudge(unchecked).compare("x", "y", question: [], seed: 0)
        }
    }
}
