import LanguageModel
import Workspace

/// One answer as another program recorded it, before it has a place in a run.
struct ImportedSample: Sendable {
    /// The case's id, where the source gives one; else it derives from `caseKey`.
    var caseID: String?
    /// What tells cases apart that have no id.
    var caseKey: JSONValue = .null
    /// All of the case but its id and tags.
    var content: [String: JSONValue] = [:]
    var tags: [String: String] = [:]
    /// What the prompt is called; nil for "as the case says".
    var promptLabel: String?
    /// The prompt's templates: a list of `{role, content}`.
    var promptContent: JSONValue = .array([])
    var model: String
    /// Whether the model is known to play a written part.
    var isSimulated = false
    /// From 0; nil counts the occurrences of the same case, prompt and model.
    var epoch: Int?
    var transcript: [Message]
    var promptCount: Int
    var output: String
    var finishReason: FinishReason?
    var usage: TokenUsage?
    /// Microseconds.
    var latency: Int?
    /// Billionths of a dollar.
    var cost: Int?
    var failure: SampleFailure?
    /// Whether the source took the answer from its cache.
    var isCached = false
    var servedModel: String?
    var scores: [ImportedScore] = []
}

/// A score as another program gave it.
struct ImportedScore: Sendable, Hashable {
    var name: String
    var verdict: Verdict
    var value: Double?
    var reason: String
    var detail: JSONValue?

    init(
        _ name: String, _ verdict: Verdict, value: Double? = nil, reason: String = "",
        detail: JSONValue? = nil
    ) {
        self.name = name
        self.verdict = verdict
        self.value = value
        self.reason = reason
        self.detail = detail
    }

    /// What a foreign value says.
    ///
    /// Truth values and the words C, I, P and N are read as Inspect reads them (correct 1,
    /// partial 0.5, incorrect and no answer 0). A number in 0…1 passes at `passMark`, by default
    /// one half; a number elsewhere has a verdict only where a mark is given. A flat object is
    /// one score for each member. What is none of these could not be scored.
    static func reading(
        _ value: JSONValue, named name: String, reason: String, passMark: Double?,
        detail: JSONValue? = nil
    ) -> [ImportedScore] {
        if let members = value.object {
            return members.sorted { $0.key < $1.key }.flatMap { key, member in
                let isFlat = member.object == nil
                return reading(
                    isFlat ? member : .null, named: "\(name).\(key)", reason: reason,
                    passMark: passMark, detail: detail)
            }
        }
        func score(_ verdict: Verdict, _ number: Double?, _ why: String) -> [ImportedScore] {
            let text = [reason, why].filter { !$0.isEmpty }.joined(separator: " ")
            return [ImportedScore(name, verdict, value: number, reason: text, detail: detail)]
        }
        func unscored(_ why: String) -> [ImportedScore] { score(.unscored, nil, why) }
        switch value {
        case .null: return unscored("(the source gives no value)")
        case .bool(let isTrue): return score(isTrue ? .pass : .fail, isTrue ? 1 : 0, "")
        case .integer, .number:
            guard let number = value.double, number.isFinite else {
                return unscored("(the source's value is no finite number)")
            }
            return graded(number, passMark, score)
        case .string(let text):
            switch ScalarText.folded(ScalarText.trimmed(text)) {
            case "c", "yes", "true", "correct": return score(.pass, 1, "")
            case "i", "no", "false", "incorrect": return score(.fail, 0, "")
            case "n": return score(.fail, 0, "(no answer)")
            case "p": return score(.fail, 0.5, "(partly correct)")
            default:
                guard let number = Double(text), number.isFinite else {
                    return unscored("(the value '\(ScalarText.excerpt(text))' is no grade)")
                }
                return graded(number, passMark, score)
            }
        case .array: return unscored("(the source's value is a list)")
        case .object: return unscored("")
        }
    }

    private static func graded(
        _ number: Double, _ passMark: Double?,
        _ score: (Verdict, Double?, String) -> [ImportedScore]
    ) -> [ImportedScore] {
        if let passMark { return score(number >= passMark ? .pass : .fail, number, "") }
        guard (0...1).contains(number) else {
            return score(
                .unscored, number,
                "(\(NumberText.rounded(number)) is outside 0 to 1, and the source has no pass "
                    + "mark; give one with --pass-at)")
        }
        return score(number >= defaultPassMark ? .pass : .fail, number, "")
    }

    /// Where numbers between 0 and 1 pass unless said.
    static let defaultPassMark = 0.5
}

/// Foreign numbers, read without trust.
enum ImportedNumber {
    /// A count of at least 0; nil for anything else.
    static func count(_ value: JSONValue?) -> Int? {
        guard let number = value?.double, number.isFinite, number >= 0, number < 1e15 else {
            return nil
        }
        return Int(number.rounded())
    }

    /// An amount in another unit; nil for anything that is no amount.
    static func scaled(_ value: JSONValue?, by factor: Double) -> Int? {
        guard let number = value?.double else { return nil }
        return count(.number(number * factor))
    }

    /// Input and output tokens; nil where one is missing.
    static func usage(input: JSONValue?, output: JSONValue?, cached: JSONValue? = nil)
        -> TokenUsage?
    {
        guard let input = count(input), let output = count(output) else { return nil }
        return TokenUsage(input: input, output: output, cachedInput: count(cached))
    }
}

/// Foreign texts as names and tags.
enum ImportedText {
    /// Tags of the plain members of an object: short texts and truth values.
    static func tags(_ value: JSONValue?) -> [String: String] {
        var tags: [String: String] = [:]
        for (name, member) in value?.object ?? [:] where !name.isEmpty && name.utf8.count <= 64 {
            switch member {
            case .string(let text) where !text.isEmpty && text.utf8.count <= 64: tags[name] = text
            case .bool(let isTrue): tags[name] = isTrue ? "true" : "false"
            default: continue
            }
        }
        return tags
    }

    /// A text value as it is, anything else as JSON.
    static func text(_ value: JSONValue) -> String { value.string ?? value.serialized() }

    /// Whether a text can be an id: one line of at most 200 bytes.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 200
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
