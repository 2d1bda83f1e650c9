import LanguageModel
import Workspace

/// `choice`: which of several answers the model gives, by what it says or by what it finds likelier.
enum ChoiceWay: String, Sendable, Hashable, CaseIterable {
    case text, logprob

    var summary: String {
        switch self {
        case .text: "by which answer the output mentions"
        case .logprob: "by which answer the model finds likelier, whatever it wrote"
        }
    }
}

/// The maker of `ChoiceTextRule` and `ChoiceLogprobRule`.
struct ChoiceRule: ArgumentRule {
    static let manual = ScorerManual(
        "choice", .choice, "The model gives the right one of several answers.",
        notes: """
            By text: whole words, case ignored. A mention that is negated ("not Sydney", "rather \
            than flat") does not count. Of several answers mentioned, the first or the last \
            decides, as `mention` says; `only` fails an output that mentions a wrong one at all. \
            An output that mentions none fails. With `options` a letter counts too: alone, in \
            brackets, before a stop at the beginning of a line, or after "answer", "option" or \
            "choice".

            By log-probability: each answer is scored as the beginning of the model's reply to \
            the same conversation; a pass is a right answer likelier than every wrong one, and \
            the value is the difference in natural log-probability. `normalise` divides by tokens \
            or bytes, since longer answers are less likely for their length alone. `prior` \
            subtracts what the answer is worth after a question without content (Zhao et al. \
            2021, arXiv:2102.09690; Holtzman et al. 2021, arXiv:2104.08315). With `letters` the \
            options are put before the model and their letters are scored, once with each option \
            in each place, so that no place is favoured. Needs a model that gives \
            log-probabilities of given text, such as the embedded one.

            `by: [logprob, text]` makes two scorers of half the weight each, named \
            choice-logprob and choice-text.
            """,
        fields: [
            .required(
                "right", .templates, "The right answer, with synonyms; of options, its letter."),
            .optional("wrong", .templates, "The wrong answers."),
            .optional(
                "options", .templates, "All answers, in the order in which they are lettered."),
            .optional(
                "by", .either([wayShape, .list(wayShape, minimum: 1)]),
                "How the answer is found out.", default: "text"),
            .optional(
                "mention", .words(of: ChoiceMention.self, \.summary),
                "Which mention decides, by text.", default: "first"),
            .optional(
                "normalise", .words(of: ChoiceNormalisation.self, \.summary),
                "What a log-probability is divided by.", default: "sum"),
            .optional(
                "prior", .either([.boolean, .text]),
                "Whether the answer's worth without content is subtracted; a text replaces N/A.",
                default: false),
            .optional(
                "letters", .boolean,
                "Whether letters are scored instead of the answers, by log-probability.",
                default: false),
        ],
        exactlyOne: [["wrong", "options"]],
        examples: [
            "choice: {right: round, wrong: flat, by: [logprob, text]}",
            #"choice: {right: "{{ answer }}", options: [Canberra, Sydney, Perth], by: logprob, letters: true}"#,
            "choice: {right: [round, sphere], wrong: [flat, disc], mention: only}",
        ])

    private static let wayShape = Shape.words(of: ChoiceWay.self, \.summary)

    static func rules(_ arguments: ScorerArguments) throws(DocumentError) -> [AspectRule] {
        let choice = try ChoiceArguments(arguments)
        let node = arguments["by"]
        let words = node?.sequence?.compactMap(\.label) ?? node?.label.map { [$0] } ?? ["text"]
        guard Set(words).count == words.count else {
            throw arguments.error("by", "the same way twice")
        }
        var rules: [AspectRule] = []
        for way in words.compactMap(ChoiceWay.init) {
            switch way {
            case .text:
                rules.append(
                    AspectRule(
                        rule: ChoiceTextRule(choice, mention: arguments.word("mention", .first)),
                        aspect: way.rawValue))
            case .logprob:
                let letters = arguments.flag("letters")
                if letters, choice.options.isEmpty {
                    throw arguments.error(
                        "letters", "letters need options", suggestion: "add options: [ … ]")
                }
                let prior: String? =
                    arguments["prior"]?.text ?? (arguments.flag("prior") ? "N/A" : nil)
                rules.append(
                    AspectRule(
                        rule: ChoiceLogprobRule(
                            choice, normalisation: arguments.word("normalise", .sum), prior: prior,
                            usesLetters: letters),
                        aspect: way.rawValue))
            }
        }
        return rules
    }

    // The two kinds of rules do the work.
    func score(_ text: String, of subject: ScoringSubject) async throws(Unscorable)
        -> ScoreOutcome
    { throw Unscorable("choice is made of its ways") }
}
