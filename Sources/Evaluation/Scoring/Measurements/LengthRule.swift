import Workspace

/// `length` and `word-count`: how long the output is.
struct LengthRule<Variant: LengthVariant>: SingleRule {
    static var manual: ScorerManual { Variant.manual }

    let unit = ScoreUnit.count
    private let minimum: Int
    private let maximum: Int

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        minimum = arguments.whole("min") ?? arguments.whole("exactly") ?? 0
        maximum = arguments.whole("max") ?? arguments.whole("exactly") ?? Int.max
        guard ["min", "max", "exactly"].contains(where: { arguments[$0] != nil }) else {
            throw arguments.node.error(
                .missingKey, "'\(Variant.manual.kind)' needs a bound",
                suggestion: "give min, max, or exactly")
        }
        guard minimum <= maximum else {
            throw arguments.error("max", "max is less than min", suggestion: "swap the two")
        }
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        let count = Variant.count(text)
        let passes = (minimum...maximum).contains(count)
        var reason = "\(count) \(Variant.noun)"
        if count < minimum { reason += ", fewer than \(minimum)" }
        if count > maximum { reason += ", more than \(maximum)" }
        return .measured(Double(count), passes: passes, reason)
    }
}

/// What a `LengthRule` counts.
protocol LengthVariant {
    static var manual: ScorerManual { get }
    static var noun: String { get }
    static func count(_ text: String) -> Int
}

private func boundFields(_ noun: String) -> [Field] {
    [
        .optional("min", .integer(0...Int.max), "The fewest \(noun) that pass."),
        .optional("max", .integer(0...Int.max), "The most \(noun) that pass."),
        .optional("exactly", .integer(0...Int.max), "The one number of \(noun) that passes."),
    ]
}

/// Unicode scalars.
enum ScalarCount: LengthVariant {
    static let noun = "characters"
    static func count(_ text: String) -> Int { text.unicodeScalars.count }
    static let manual = ScorerManual(
        "length", .measurement, "The output's length in characters is within bounds.",
        notes: "A character is a Unicode scalar: a flag or a family emoji counts several.",
        shorthand: "max", fields: boundFields("characters"),
        atMostOne: [["exactly", "min"], ["exactly", "max"]],
        examples: ["length: {min: 1, max: 280}", "length: 280"])
}

/// Words.
enum WordCount: LengthVariant {
    static let noun = "words"
    static func count(_ text: String) -> Int { WordBreaking.count(text) }
    static let manual = ScorerManual(
        "word-count", .measurement, "The output's number of words is within bounds.",
        notes: """
            Words of Unicode's annex 29 that hold a letter or digit; each Han character and \
            Hiragana is one. In Thai, Lao, Khmer and Burmese, which need a dictionary, a run of \
            letters counts as one: a lower bound.
            """,
        shorthand: "max", fields: boundFields("words"),
        atMostOne: [["exactly", "min"], ["exactly", "max"]],
        examples: ["word-count: {min: 50, max: 120}", "word-count: 100"])
}
