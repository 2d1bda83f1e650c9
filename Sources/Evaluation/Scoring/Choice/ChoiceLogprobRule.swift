import LanguageModel
import Providers
import Workspace

/// `choice` by log-probability: which answer the model finds likelier.
struct ChoiceLogprobRule: ScoringRule {
    static var manual: ScorerManual { ChoiceRule.manual }

    let unit = ScoreUnit.logOdds
    let needs: ScorerNeeds = .model
    private let choice: ChoiceArguments
    private let normalisation: ChoiceNormalisation
    private let prior: String?
    private let usesLetters: Bool

    init(
        _ choice: ChoiceArguments, normalisation: ChoiceNormalisation, prior: String?,
        usesLetters: Bool
    ) {
        self.choice = choice
        self.normalisation = normalisation
        self.prior = prior
        self.usesLetters = usesLetters
    }

    func score(_ text: String, of subject: ScoringSubject) async throws(Unscorable)
        -> ScoreOutcome
    {
        guard let model = subject.model else {
            throw Unscorable(
                "log-probabilities need the model; stored samples alone don't hold them")
        }
        let question = subject.question
        guard !question.isEmpty else { throw Unscorable("there is no question to answer") }
        return usesLetters
            ? try await lettered(model, question, subject)
            : try await plain(model, question, subject)
    }

    private func plain(
        _ model: any ModelProvider, _ question: [Message], _ subject: ScoringSubject
    ) async throws(Unscorable) -> ScoreOutcome {
        let answers = try choice.answers(for: subject)
        let texts = answers.map(\.text)
        let scores = try await Self.scores(model, texts, question, subject)
        var priors: [ContinuationScore]?
        if let prior {
            priors = try await Self.scores(
                model, texts, Self.contentFree(question, prior), subject)
        }
        let values = texts.indices.map {
            normalisation.value(scores[$0], less: priors?[$0])
        }
        var rows: [JSONValue] = []
        for (index, answer) in answers.enumerated() {
            var row: [String: JSONValue] = [
                "answer": .string(answer.text), "right": .bool(answer.isRight),
                "logprob": .number(scores[index].logprob), "tokens": .integer(scores[index].tokens),
                "bytes": .integer(scores[index].bytes), "value": .number(values[index]),
            ]
            row["prior"] = priors.map { .number($0[index].logprob) }
            rows.append(.object(row))
        }
        return try outcome(answers, values, detail: ["answers": .array(rows)])
    }

    /// Scores the letters, each option once in each place; an option's value is its mean.
    private func lettered(
        _ model: any ModelProvider, _ question: [Message], _ subject: ScoringSubject
    ) async throws(Unscorable) -> ScoreOutcome {
        let options = try choice.lettered(for: subject)
        let letters = options.indices.map(ChoiceArguments.letter)
        var sums = [Double](repeating: 0, count: options.count)
        var winners: [Int] = []
        var orders: [JSONValue] = []
        for shift in options.indices {
            let order = options.indices.map { ($0 + shift) % options.count }
            let shown = Self.asking(question, order.map { options[$0].text })
            let scores = try await Self.scores(model, letters, shown, subject)
            var priors: [ContinuationScore]?
            if let prior {
                let empty = Self.asking(
                    Self.contentFree(question, prior), order.map { options[$0].text })
                priors = try await Self.scores(model, letters, empty, subject)
            }
            var values = [Double](repeating: 0, count: options.count)
            for (place, option) in order.enumerated() {
                values[option] = normalisation.value(scores[place], less: priors?[place])
                sums[option] += values[option]
            }
            if let best = values.indices.max(by: { values[$0] < values[$1] }) {
                winners.append(best)
            }
            orders.append([
                "order": .array(order.map { .string(options[$0].text) }),
                "logprobs": .array(scores.map { .number($0.logprob) }),
            ])
        }
        let means = sums.map { $0 / Double(options.count) }
        return try outcome(
            options, means,
            detail: [
                "orders": .array(orders), "flipped": .bool(Set(winners).count > 1),
                "answers": .array(
                    zip(options, means).map { option, mean in
                        [
                            "answer": .string(option.text), "right": .bool(option.isRight),
                            "value": .number(mean),
                        ]
                    }),
            ])
    }

    private func outcome(
        _ answers: [ChoiceArguments.Answer], _ values: [Double], detail: JSONValue
    ) throws(Unscorable) -> ScoreOutcome {
        func best(_ isRight: Bool) -> (Int, Double)? {
            answers.indices.filter { answers[$0].isRight == isRight }.map { ($0, values[$0]) }
                .max { $0.1 < $1.1 }
        }
        guard let (right, rightValue) = best(true), let (wrong, wrongValue) = best(false) else {
            throw Unscorable("there must be a right answer and a wrong one")
        }
        let margin = rightValue - wrongValue
        guard margin.isFinite else {
            throw Unscorable("the log-probabilities are not finite", detail: detail)
        }
        let preferred = ScalarText.excerpt(answers[margin > 0 ? right : wrong].text)
        let reason =
            margin == 0
            ? "right and wrong are equally likely"
            : "prefers '\(preferred)' by \(NumberText.rounded(abs(margin)))"
        return .measured(margin, passes: margin > 0, reason, detail: detail)
    }

    private static func scores(
        _ model: any ModelProvider, _ texts: [String], _ messages: [Message],
        _ subject: ScoringSubject
    ) async throws(Unscorable) -> [ContinuationScore] {
        do {
            let scores = try await model.score(
                ContinuationRequest(
                    texts, after: .messages(messages), seed: subject.seed,
                    variables: subject.variables))
            guard scores.count == texts.count else {
                throw Unscorable("the model scored \(scores.count) of \(texts.count) answers")
            }
            return scores
        } catch let error as Unscorable { throw error } catch { throw Unscorable("\(error)") }
    }

    /// The conversation with the last question's content taken out.
    static func contentFree(_ question: [Message], _ filler: String) -> [Message] {
        var messages = question.filter { $0.role == .system }
        messages.append(Message(.user, filler))
        return messages
    }

    /// The conversation with the options put under the last question.
    static func asking(_ question: [Message], _ options: [String]) -> [Message] {
        var messages = question
        let list = options.enumerated().map {
            "\(ChoiceArguments.letter($0.offset)). \($0.element)"
        }
        let text = list.joined(separator: "\n") + "\n\nAnswer with the letter alone."
        if let last = messages.lastIndex(where: { $0.role == .user }) {
            messages[last] = Message(.user, messages[last].text + "\n\n" + text)
        } else {
            messages.append(Message(.user, text))
        }
        return messages
    }
}
