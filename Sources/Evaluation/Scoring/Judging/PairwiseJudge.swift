package import LanguageModel

/// Asks a judge which of two answers is better, in both orders.
package struct PairwiseJudge: Sendable {
    private let seat: JudgeSeat
    private let rubric: String?

    package init(_ seat: JudgeSeat, rubric: String? = nil) {
        self.seat = seat
        self.rubric = rubric
    }

    /// Which of two answers a judge takes.
    package enum Preference: String, Sendable, Hashable, Codable {
        case first, second, tie
    }

    /// What a judge says of a pair.
    package struct Finding: Sendable, Hashable {
        /// The judge's preference in both orders taken together: a tie where the orders disagree.
        package let preference: Preference
        /// Its preference with the first answer shown first.
        package let inOrder: Preference
        /// Its preference with the second answer shown first; still about the same answers.
        package let inReverse: Preference
        /// Whether the order decided: one answer in one order, the other in the other.
        package var isFlipped: Bool {
            inOrder != inReverse && inOrder != .tie && inReverse != .tie
        }
        /// The reason given in each order.
        package let reasons: [String]
        /// Microseconds of both calls.
        package let latency: Int
    }

    /// Why a pair could not be judged.
    package struct Undecided: Error, Sendable, Hashable {
        /// One sentence.
        package let reason: String
    }

    /// Compares two answers to the same question.
    ///
    /// - Throws: when the judge has no passed competence check, or a verdict can't be read.
    package func compare(
        _ first: String, _ second: String, question: [Message], seed: UInt64
    ) async throws(Undecided) -> Finding {
        do {
            try seat.qualify(for: .comparing)
            return try await Self.judge(
                seat, rubric: rubric, first, second, question: question, seed: seed)
        } catch { throw Undecided(reason: error.reason) }
    }

    /// Compares without asking for competence: what the competence check itself does.
    ///
    /// - Parameter isFirstRight: whether the first answer is known to be the better one; only
    ///   simulated judges are told.
    static func judge(
        _ seat: JudgeSeat, rubric: String?, _ first: String, _ second: String,
        question: [Message], seed: UInt64, isFirstRight: Bool = false, maxTokens: Int? = nil
    ) async throws(Unscorable) -> Finding {
        let call = JudgeCall(seat: seat, seed: seed, maxTokens: maxTokens)
        let forward = try await call.ask(
            JudgePrompt.comparing(rubric: rubric, question: question, first: first, second: second),
            key: "better", right: isFirstRight ? "first" : nil)
        let backward = try await call.ask(
            JudgePrompt.comparing(rubric: rubric, question: question, first: second, second: first),
            key: "better", right: isFirstRight ? "second" : nil)
        let inOrder = try preference(forward.verdict, isReversed: false)
        let inReverse = try preference(backward.verdict, isReversed: true)
        return Finding(
            preference: inOrder == inReverse ? inOrder : .tie, inOrder: inOrder,
            inReverse: inReverse, reasons: [forward.verdict.reason, backward.verdict.reason],
            latency: forward.latency + backward.latency)
    }

    static func preference(_ verdict: JudgeVerdict, isReversed: Bool) throws(Unscorable)
        -> Preference
    {
        switch verdict.value.string.map(ScalarText.folded) {
        case "a": return isReversed ? .second : .first
        case "b": return isReversed ? .first : .second
        case "tie": return .tie
        default:
            throw Unscorable(
                "the judge's choice is neither A, B nor tie: "
                    + ScalarText.excerpt(verdict.value.serialized()))
        }
    }
}
