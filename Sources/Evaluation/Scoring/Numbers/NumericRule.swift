import LanguageModel
import Workspace

/// `numeric`: a number of the output is near the expected one.
struct NumericRule: SingleRule {
    /// Which number of the output counts.
    private enum Which: String, CaseIterable {
        case last, first, only, any

        var summary: String {
            switch self {
            case .last: "the last one"
            case .first: "the first one"
            case .only: "the only one; with more the output fails"
            case .any: "any of them"
            }
        }
    }

    private enum Percent: String, CaseIterable {
        case keep, share

        var summary: String {
            switch self {
            case .keep: "45% is 45"
            case .share: "45% is 0.45"
            }
        }
    }

    static let manual = ScorerManual(
        "numeric", .text, "A number of the output is the expected one, within a tolerance.",
        notes: """
            Reads signs, decimals, groups of three digits ("1,234,567", "1'234", thin spaces), \
            "1.5e3", "1.5×10³", fractions ("3/4", "1 1/2", "½") and digits of every script. A \
            number inside a word (B12) is none. Two numbers that differ by rounding alone \
            (relative 1e-9) are equal.
            """,
        shorthand: "value",
        fields: [
            .required("value", .template, "The expected number."),
            .optional("tolerance", .nonNegative, "The greatest difference.", default: 0),
            .optional(
                "relative", .nonNegative, "The greatest difference as a share of the value.",
                default: 0),
            .optional(
                "which", .words(of: Which.self, \.summary), "Which number counts.",
                default: "last"),
            .optional(
                "after", .template,
                "Only numbers after the last place of this text count: \"Answer:\"."),
            .optional(
                "percent", .words(of: Percent.self, \.summary),
                "What a percent sign means, in the output and in the value.", default: "keep"),
            .optional(
                "decimal-comma", .boolean, "Whether 1.234,5 is one thousand two hundred ….",
                default: false),
        ],
        examples: [
            "numeric: 42", #"numeric: {value: "{{ answer }}", relative: 0.01, after: "Answer:"}"#,
        ])

    private let value: TextArgument
    private let after: TextArgument?
    private let which: Which
    private let percent: Percent
    private let decimalComma: Bool
    private let tolerance: Double
    private let relative: Double

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        guard let value = try arguments.text("value") else {
            throw arguments.error("value", "expected a number")
        }
        self.value = value
        after = try arguments.text("after")
        which = arguments.word("which", .last)
        percent = arguments.word("percent", .keep)
        decimalComma = arguments.flag("decimal-comma")
        tolerance = arguments.number("tolerance") ?? 0
        relative = arguments.number("relative") ?? 0
        if let constant = value.constant, NumberReader.numbers(in: constant).count != 1 {
            throw arguments.error("value", "expected one number, found '\(constant)'")
        }
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        let written = try value.text(for: subject)
        // The value is the suite's own: always with a decimal point.
        let expected = NumberReader.numbers(in: written)
        guard expected.count == 1 else {
            throw Unscorable("the expected value '\(ScalarText.excerpt(written))' is no number")
        }
        let target = number(expected[0])
        var part = Substring(text)
        if let after {
            let marker = try after.text(for: subject)
            guard let last = ScalarText.byteOffsets(of: marker, in: text).last else {
                return .check(false, "the output has no '\(ScalarText.excerpt(marker))'")
            }
            part = text[text.utf8.index(text.startIndex, offsetBy: last + marker.utf8.count)...]
        }
        let found = NumberReader.numbers(in: String(part), decimalComma: decimalComma)
        guard !found.isEmpty else { return .check(false, "the output has no number") }
        let candidates: [FoundNumber]
        switch which {
        case .last: candidates = [found[found.count - 1]]
        case .first: candidates = [found[0]]
        case .any: candidates = found
        case .only:
            guard found.count == 1 else {
                return .check(false, "the output has \(found.count) numbers where one is expected")
            }
            candidates = found
        }
        let best =
            candidates.min { abs(number($0) - target) < abs(number($1) - target) }
            ?? candidates[0]
        let difference = abs(number(best) - target)
        let limit = max(tolerance, relative * abs(target), 1e-9 * abs(target))
        return .check(
            difference <= limit,
            "found \(best.text)\(best.isPercentage ? "%" : ""), expected \(written)",
            detail: ["found": .number(number(best)), "expected": .number(target)])
    }

    private func number(_ found: FoundNumber) -> Double {
        found.isPercentage && percent == .share ? found.value / 100 : found.value
    }
}
