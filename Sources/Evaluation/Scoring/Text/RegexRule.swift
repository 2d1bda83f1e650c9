import LanguageModel
import Workspace

/// `regex`: a pattern is found in the output.
struct RegexRule: SingleRule {
    static let manual = ScorerManual(
        "regex", .text, "The pattern is found in the output.",
        notes: """
            ICU regular expressions, as NSRegularExpression has them. A search that runs longer \
            than 100 ms is stopped, and the sample could not be scored. With `equals`, group 1 \
            (or the whole match, where the pattern has no group) of the first match must be that \
            text.
            """,
        shorthand: "pattern",
        fields: [
            .required("pattern", .nonEmptyText, "The pattern; write it in single quotes."),
            .optional("ignore-case", .boolean, "Whether case is ignored.", default: false),
            .optional(
                "dot-matches-newlines", .boolean, "Whether `.` matches line ends too.",
                default: false),
            .optional(
                "multiline", .boolean, "Whether ^ and $ match at each line's ends.",
                default: false),
            .optional(
                "whole", .boolean, "Whether the whole output must match.", default: false),
            .optional("equals", .template, "What the first group must be."),
        ],
        examples: [
            #"regex: '\bCanberra\b'"#,
            #"regex: {pattern: 'ANSWER:\s*(\w+)', equals: "{{ truth }}"}"#,
        ])

    private let pattern: TimedPattern
    private let whole: Bool
    private let wanted: TextArgument?

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        whole = arguments.flag("whole")
        guard
            let pattern = try arguments.pattern(
                "pattern", wrapping: whole ? { "\\A(?:\($0))\\z" } : nil,
                ignoringCase: arguments.flag("ignore-case"),
                dotMatchesNewlines: arguments.flag("dot-matches-newlines"),
                anchorsMatchLines: arguments.flag("multiline"))
        else { throw arguments.error("pattern", "expected a pattern") }
        self.pattern = pattern
        wanted = try arguments.text("equals")
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        switch pattern.firstMatch(in: text) {
        case .ranOut:
            throw Unscorable("the pattern ran longer than 100 ms on this output")
        case .none:
            return .check(false, whole ? "the output does not match" : "the pattern is not found")
        case .found(_, let groups):
            let found = (groups.count > 1 ? groups[1] : groups[0]) ?? ""
            guard let wanted else {
                return .check(true, "found '\(ScalarText.excerpt(groups[0] ?? ""))'")
            }
            let text = try wanted.text(for: subject)
            let isEqual = ScalarText.equal(found, text)
            return .check(
                isEqual,
                "found '\(ScalarText.excerpt(found))'"
                    + (isEqual ? "" : ", expected '\(ScalarText.excerpt(text))'"))
        }
    }
}
