import LanguageModel
import Providers
import Workspace

/// `judge`: a model grades the output by a rubric.
struct JudgeRule: SingleRule {
    static let manual = ScorerManual(
        "judge", .delegated, "A model grades the output by a rubric high enough.",
        notes: """
            The judge counts only after a stored competence check: known items, judged right in \
            both orders more often than chance beyond doubt. Without one every sample could not \
            be scored, and the reason says so. The output is quoted to the judge between markers \
            with a code that no output can know, each line marked, so that it cannot pass for an \
            instruction. A reply that is no single verdict on the scale with a reason could not \
            be scored. The value is the grade as a share of the scale, 0 worst and 1 best.
            """,
        fields: [
            .required("rubric", .template, "The rubric, or the path of a .md or .txt file."),
            .optional(
                "scale", .list(.anyNumber, minimum: 2), "The worst and the best grade.",
                default: [0, 1]),
            .optional(
                "levels", .map(.label, minimum: 2),
                "The only grades allowed, each with its meaning; instead of scale."),
            .optional("min", .anyNumber, "The least grade that passes; the middle unless said."),
            .optional("model", .label, "The judge's alias; the workspace's judge unless said."),
            .optional("reference", .template, "An answer that is known to be right."),
            .optional(
                "show-question", .boolean, "Whether the judge sees what the output replies to.",
                default: true),
            .optional(
                "max-tokens", .count,
                "The most tokens of a verdict; 512, or the judge's own limit where that is higher."
            ),
        ],
        atMostOne: [["scale", "levels"]],
        examples: [
            "judge: {rubric: rubrics/candour.md, scale: [0, 1]}",
            #"judge: {rubric: "The answer corrects the false claim kindly.", levels: {1: does not, 2: in part, 3: fully}, min: 3}"#,
        ])

    let needs: ScorerNeeds = .judge
    private let rubric: TextArgument
    private let scale: JudgeScale
    private let minimum: Double
    private let seat: JudgeSeat?
    private let alias: String?
    private let reference: TextArgument?
    private let showsQuestion: Bool
    private let maxTokens: Int?

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        rubric = try Self.rubric(arguments)
        scale = try Self.scale(arguments)
        minimum = arguments.number("min") ?? scale.middle
        let low = min(scale.worst, scale.best)
        guard (low...max(scale.worst, scale.best)).contains(minimum) else {
            throw arguments.error("min", "min is not on the scale")
        }
        alias = arguments.word("model")
        seat = arguments.environment.judge(alias)
        reference = try arguments.text("reference")
        showsQuestion = arguments.flag("show-question", default: true)
        maxTokens = arguments.whole("max-tokens")
    }

    private static func rubric(_ arguments: ScorerArguments) throws(DocumentError) -> TextArgument {
        guard let node = arguments["rubric"], let text = node.label else {
            throw arguments.error("rubric", "expected a rubric")
        }
        guard text.hasSuffix(".md") || text.hasSuffix(".txt"), !text.contains("\n") else {
            return try TextArgument(node)
        }
        let content = try arguments.file(at: text, named: node)
        guard !ScalarText.trimmed(content).isEmpty else { throw node.error("the rubric is empty") }
        return try TextArgument(content, path: text)
    }

    private static func scale(_ arguments: ScorerArguments) throws(DocumentError) -> JudgeScale {
        if let levels = arguments["levels"] {
            var list: [JudgeScale.Level] = []
            for entry in levels.entries {
                guard let grade = Double(entry.key), grade.isFinite else {
                    throw levels.error(
                        "'\(entry.key)' is no number; levels are numbers with meanings")
                }
                list.append(JudgeScale.Level(grade: grade, meaning: entry.value.label ?? ""))
            }
            list.sort { $0.grade < $1.grade }
            guard Set(list.map(\.grade)).count == list.count else {
                throw levels.error("a grade appears twice")
            }
            return JudgeScale(
                worst: list.first?.grade ?? 0, best: list.last?.grade ?? 1, levels: list)
        }
        let ends = arguments["scale"]?.items.compactMap(\.number) ?? [0, 1]
        guard ends.count == 2, ends[0] != ends[1] else {
            throw arguments.error(
                "scale", "a scale has two ends that differ: worst, best",
                suggestion: "write scale: [0, 1], or levels: {1: …, 2: …}")
        }
        return JudgeScale(worst: ends[0], best: ends[1], levels: [])
    }

    var identity: [String: JSONValue] {
        var identity: [String: JSONValue] = ["wording": .integer(JudgePrompt.version)]
        identity["judge"] = seat.map { JudgeSeat.json($0.model.identity, $0.parameters) } ?? .null
        return identity
    }

    func score(_ text: String, of subject: ScoringSubject) async throws(Unscorable)
        -> ScoreOutcome
    {
        guard let seat else {
            throw Unscorable(
                alias.map { "there is no judge '\($0)'" }
                    ?? "no judge is configured; name one in conduct.yaml")
        }
        try seat.qualify(for: .grading)
        let prompt = JudgePrompt.grading(
            rubric: try rubric.text(for: subject), scale: scale,
            question: showsQuestion ? subject.question : [], answer: text,
            reference: try reference?.text(for: subject))
        let call = JudgeCall(
            seat: seat, seed: subject.seed, maxTokens: maxTokens, variables: subject.variables)
        let answer = try await call.ask(prompt, key: "score")
        let grade = try Self.grade(answer.verdict, scale)
        let best = scale.best > scale.worst
        var outcome = ScoreOutcome.measured(
            scale.share(grade), passes: best ? grade >= minimum : grade <= minimum,
            answer.verdict.reason, detail: ["grade": .number(grade), "judge": .string(seat.alias)])
        outcome.latency = answer.latency
        outcome.usage = answer.usage
        return outcome
    }

    /// The grade of a verdict.
    ///
    /// - Throws: when it is no number, or not on the scale.
    static func grade(_ verdict: JudgeVerdict, _ scale: JudgeScale) throws(Unscorable) -> Double {
        guard let grade = verdict.value.double else {
            throw Unscorable(
                "the judge's score is no number: \(ScalarText.excerpt(verdict.value.serialized()))")
        }
        guard scale.contains(grade) else {
            throw Unscorable("the judge's score \(NumberText.rounded(grade)) is not on the scale")
        }
        return grade
    }
}
