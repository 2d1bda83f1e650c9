import LanguageModel
import Workspace

/// `latency`: how long the answer took.
struct LatencyRule: SingleRule {
    static let manual = ScorerManual(
        "latency", .measurement, "The answer took no longer than a number of milliseconds.",
        notes: """
            From sending to the end, retries and waiting left out, over all turns. An answer that \
            came from the store was not measured in this run and could not be scored.
            """,
        shorthand: "max",
        fields: [.required("max", .positive, "The most milliseconds that pass.")],
        examples: ["latency: 2000"], readsText: false)

    let unit = ScoreUnit.milliseconds
    private let maximum: Double

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        maximum = arguments.number("max") ?? .infinity
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        if subject.reply.isReused {
            throw Unscorable("the answer came from the store; run with --fresh to measure it")
        }
        guard let latency = subject.reply.latency else {
            throw Unscorable("the answer's latency was not measured")
        }
        let milliseconds = Double(latency) / 1000
        return .measured(
            milliseconds, passes: milliseconds <= maximum,
            "\(NumberText.rounded(milliseconds)) ms, most \(NumberText.rounded(maximum)) ms")
    }
}
