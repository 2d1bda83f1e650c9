import LanguageModel
import Workspace

/// `finish-reason`: why the answer ended.
struct FinishReasonRule: SingleRule {
    static let manual = ScorerManual(
        "finish-reason", .measurement, "The last answer ended for one of the given reasons.",
        shorthand: "is",
        fields: [
            .required(
                "is", .either([reasonShape, .list(reasonShape, minimum: 1)]),
                "The reason, or several of which one is enough.")
        ],
        examples: ["finish-reason: stop", "finish-reason: [stop, tool_calls]"], readsText: false)

    private static let reasonShape = Shape.words(of: FinishReason.self) { reason in
        switch reason {
        case .stop: "the model ended its turn or met a stop text"
        case .length: "the token limit was reached"
        case .toolCalls: "the model asked for a tool"
        case .contentFilter: "the service withheld the answer"
        case .other: "anything that the service names otherwise"
        }
    }

    private let accepted: Set<FinishReason>

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        let node = arguments["is"]
        let words = node?.sequence?.compactMap(\.label) ?? node?.label.map { [$0] } ?? []
        accepted = Set(words.compactMap(FinishReason.init))
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        guard let reason = subject.reply.finishReason else {
            throw Unscorable("it is not known why the answer ended")
        }
        return .check(accepted.contains(reason), "ended with \(reason.rawValue)")
    }
}
