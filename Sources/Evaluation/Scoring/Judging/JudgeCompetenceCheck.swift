package import LanguageModel
package import Providers
import Statistics

/// Finds out whether a model can judge: it is asked about items whose right verdicts are known,
/// each in both orders.
///
/// For comparing, the two answers change places; for grading, each answer is graded alone under a
/// scale that is described worst first and best first. An item is right when the good answer wins
/// (or the good one passes and the bad one fails) both times. Judges that always take the first,
/// that answer the same whatever they see, or that toss a coin get at most a quarter of the items
/// right; one that heeds something unrelated to quality, such as length, gets half. So chance is
/// set at one half, and the check is passed when Wilson's 95 % interval lies above it.
package struct JudgeCompetenceCheck: Sendable {
    /// The items.
    package let items: [KnownItem]
    /// The kind of judging that is checked.
    package let job: JudgeCompetence.Job
    /// The rubric under which the items' good answers are good.
    package let rubric: String
    /// The most tokens of a verdict; nil for the judge's own limit, at least 512.
    package var maxTokens: Int?

    package init(
        _ job: JudgeCompetence.Job, items: [KnownItem] = KnownItem.standard,
        rubric: String = KnownItem.rubric
    ) {
        self.job = job
        self.items = items
        self.rubric = rubric
    }

    /// What a judge made of one item.
    package struct ItemResult: Sendable, Hashable {
        /// The item's id.
        package let id: String
        /// Whether the verdict was right both times.
        package let isRight: Bool
        /// Whether the order changed it.
        package let isFlipped: Bool
        /// Why a verdict could not be read; nil where all could.
        package let unreadable: String?
        /// Verdicts that favoured what was shown first, less those that favoured the last.
        let lean: Int
        /// Verdicts that could lean.
        let leanings: Int
    }

    /// The whole result.
    package struct Result: Sendable, Hashable {
        /// What is stored and given to the judge's seat.
        package let competence: JudgeCompetence
        /// Item by item.
        package let items: [ItemResult]
    }

    /// What chance reaches.
    package static let chance = 0.5

    /// SHA-256 of the items, the rubric and the wording of the questions.
    package var contentHash: String {
        let content: JSONValue = [
            "job": .string(job.rawValue), "rubric": .string(rubric),
            "wording": .integer(JudgePrompt.version),
            "items": .array(
                items.map {
                    [.string($0.id), .string($0.question), .string($0.good), .string($0.bad)]
                }),
        ]
        return SHA256.hex(content.serializedBytes())
    }

    /// Asks a model about every item.
    ///
    /// - Parameters:
    ///   - model: the judge; the caller wraps it where its calls are to be stored.
    ///   - parameters: how it generates.
    ///   - concurrency: how many items are under way at once.
    ///   - onItem: called after each item with how many are done.
    /// - Throws: `CancellationError`; a judge that fails or talks nonsense is a result.
    package func run(
        _ model: any ModelProvider, parameters: GenerationParameters = GenerationParameters(),
        concurrency: Int = 4,
        onItem: (@Sendable (Int) -> Void)? = nil
    ) async throws -> Result {
        let seat = JudgeSeat(
            alias: model.identity.model, model: model, parameters: parameters, checks: [])
        var results = [ItemResult?](repeating: nil, count: items.count)
        try await withThrowingTaskGroup(of: (Int, ItemResult).self) { group in
            var next = 0
            var done = 0
            func start() {
                guard next < items.count else { return }
                let number = next
                next += 1
                group.addTask { (number, await judge(items[number], number, seat)) }
            }
            for _ in 0..<max(1, concurrency) { start() }
            while let (number, result) = try await group.next() {
                try Task.checkCancellation()
                results[number] = result
                done += 1
                onItem?(done)
                start()
            }
        }
        try Task.checkCancellation()
        let all = results.compactMap { $0 }
        return Result(competence: competence(all, seat), items: all)
    }

    private func competence(_ results: [ItemResult], _ seat: JudgeSeat) -> JudgeCompetence {
        let right = results.count(where: \.isRight)
        let leanings = results.reduce(0) { $0 + $1.leanings }
        let lean = results.reduce(0) { $0 + $1.lean }
        // No items give no interval, and no competence.
        let interval = try? Interval.wilson(successes: right, trials: results.count)
        return JudgeCompetence(
            job: job, judgeHash: seat.judgeHash, checkHash: contentHash, items: results.count,
            right: right, unreadable: results.count { $0.unreadable != nil },
            flipped: results.count(where: \.isFlipped),
            positionBias: leanings > 0 ? Double(lean) / Double(leanings) : 0,
            lower: interval?.lower ?? 0, upper: interval?.upper ?? 1, chance: Self.chance)
    }

    private func judge(_ item: KnownItem, _ number: Int, _ seat: JudgeSeat) async -> ItemResult {
        do {
            switch job {
            case .comparing: return try await compare(item, number, seat)
            case .grading: return try await grade(item, number, seat)
            }
        } catch {
            return ItemResult(
                id: item.id, isRight: false, isFlipped: false, unreadable: error.reason, lean: 0,
                leanings: 0)
        }
    }

    private func compare(_ item: KnownItem, _ number: Int, _ seat: JudgeSeat)
        async throws(Unscorable) -> ItemResult
    {
        let finding = try await PairwiseJudge.judge(
            seat, rubric: rubric, item.good, item.bad, question: item.messages,
            seed: UInt64(number), isFirstRight: true, maxTokens: maxTokens)
        // In the first order the good answer is shown first, in the second the bad one.
        let lean =
            (finding.inOrder == .first ? 1 : finding.inOrder == .second ? -1 : 0)
            + (finding.inReverse == .second ? 1 : finding.inReverse == .first ? -1 : 0)
        let leanings = [finding.inOrder, finding.inReverse].count { $0 != .tie }
        return ItemResult(
            id: item.id, isRight: finding.preference == .first, isFlipped: finding.isFlipped,
            unreadable: nil, lean: lean, leanings: leanings)
    }

    private static let scale = JudgeScale(worst: 0, best: 1, levels: [])

    private func grade(_ item: KnownItem, _ number: Int, _ seat: JudgeSeat)
        async throws(Unscorable) -> ItemResult
    {
        let call = JudgeCall(seat: seat, seed: UInt64(number), maxTokens: maxTokens)
        var passes: [String: [Bool]] = [:]
        var lean = 0
        var leanings = 0
        for (label, right, answer) in [("good", "pass", item.good), ("bad", "fail", item.bad)] {
            for descending in [false, true] {
                let prompt = JudgePrompt.grading(
                    rubric: rubric, scale: Self.scale, question: item.messages, answer: answer,
                    reference: nil, descending: descending)
                let reply = try await call.ask(prompt, key: "score", right: right)
                let grade = try JudgeRule.grade(reply.verdict, Self.scale)
                passes[label, default: []].append(grade > Self.scale.middle)
                guard grade != Self.scale.middle else { continue }
                // The scale's first end is its worst unless it is described best first.
                leanings += 1
                lean += (grade > Self.scale.middle) == descending ? 1 : -1
            }
        }
        let good = passes["good"] ?? []
        let bad = passes["bad"] ?? []
        return ItemResult(
            id: item.id, isRight: good == [true, true] && bad == [false, false],
            isFlipped: Set(good).count > 1 || Set(bad).count > 1, unreadable: nil, lean: lean,
            leanings: leanings)
    }
}
