import LanguageModel
import Workspace

/// `choice` by text: which answer an output mentions.
struct ChoiceTextRule: ScoringRule {
    static var manual: ScorerManual { ChoiceRule.manual }

    private let choice: ChoiceArguments
    private let mention: ChoiceMention

    init(_ choice: ChoiceArguments, mention: ChoiceMention) {
        self.choice = choice
        self.mention = mention
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        let answers = try choice.answers(for: subject)
        let folded = ScalarText.folded(text)
        var mentions = MentionFinder.mentions(
            of: answers.map { ScalarText.folded(ScalarText.trimmed($0.text)) }, in: folded)
        if !choice.options.isEmpty {
            mentions += try lettered(text, answers, subject)
            mentions.sort { $0.range.lowerBound < $1.range.lowerBound }
        }
        let counted = mentions.filter { !$0.isNegated }
        let named = Set(counted.map(\.answer))
        let detail: JSONValue = [
            "mentioned": .array(
                answers.indices.filter(named.contains).map { .string(answers[$0].text) }),
            "negated": .integer(mentions.count - counted.count),
        ]
        func name(_ index: Int) -> String { "'\(ScalarText.excerpt(answers[index].text))'" }
        guard let first = counted.first, let last = counted.last else {
            let reason =
                mentions.isEmpty ? "mentions no answer" : "mentions answers only to deny them"
            return .check(false, reason, detail: detail)
        }
        switch mention {
        case .only:
            let wrong = counted.first { !answers[$0.answer].isRight }
            guard let wrong else {
                return .check(true, "mentions \(name(first.answer)) alone", detail: detail)
            }
            return .check(false, "mentions \(name(wrong.answer))", detail: detail)
        case .first, .last:
            let decisive = mention == .first ? first.answer : last.answer
            let others = Set(named.map { answers[$0].isRight }).count > 1
            return .check(
                answers[decisive].isRight,
                "\(others ? "right and wrong are mentioned, \(mention.rawValue)" : "mentions") "
                    + name(decisive),
                detail: detail)
        }
    }

    /// Letters that stand for options.
    private func lettered(
        _ text: String, _ answers: [ChoiceArguments.Answer], _ subject: ScoringSubject
    ) throws(Unscorable) -> [Mention] {
        let options = try choice.lettered(for: subject)
        return OptionLetters.find(in: text, count: options.count).compactMap { letter, offset in
            guard
                let answer = answers.firstIndex(where: {
                    ScalarText.equal($0.text, options[letter].text)
                })
            else { return nil }
            return Mention(answer: answer, range: offset..<(offset + 1), isNegated: false)
        }
    }
}
