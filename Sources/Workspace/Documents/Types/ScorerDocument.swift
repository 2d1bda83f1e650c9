package import LanguageModel

/// A scorer as a suite, a case or a scorers file writes it.
///
/// ```yaml
/// - refusal
/// - not-contains: "as an AI"
/// - {judge: {rubric: rubrics/candour.md, scale: [0, 1]}, weight: 0.5, name: candour}
/// - {any: [{contains: Paris}, {regex: "(?i)city of light"}], threshold: 0.5}
/// ```
package struct ScorerDocument: Sendable, Hashable {
    /// The kind without `not-`; `all` and `any` are sets.
    package var kind: String
    /// The kind's arguments; null where only the name stands.
    package var arguments: DocumentNode
    /// The name under which its scores are kept, unique in its list.
    package var name: String
    /// Whether the user gave the name.
    package var isNamed: Bool
    /// Its share in the total; 0 reports it without counting it.
    package var weight: Double
    /// Whether `not-` stands before the kind.
    package var negated: Bool
    /// A set's scorers; empty for any other kind.
    package var members: [ScorerDocument]
    /// For a set: the weighted share of its members that must pass; nil for all, or one of any.
    package var threshold: Double?
    /// Where it was written.
    package var location: SourceLocation

    package init(
        kind: String, arguments: DocumentNode, name: String, isNamed: Bool = false,
        weight: Double = 1, negated: Bool = false, members: [ScorerDocument] = [],
        threshold: Double? = nil, location: SourceLocation = SourceLocation(line: 0, column: 0)
    ) {
        self.kind = kind
        self.arguments = arguments
        self.name = name
        self.isNamed = isNamed
        self.weight = weight
        self.negated = negated
        self.members = members
        self.threshold = threshold
        self.location = location
    }

    /// The keys that any scorer may have besides its kind.
    static let commonKeys = ["name", "weight", "threshold"]

    /// The kind as written: with `not-` where negated.
    package var word: String { (negated ? "not-" : "") + kind }

    /// All that decides its scores, for hashes.
    package var content: JSONValue {
        var object: [String: JSONValue] = ["kind": .string(kind), "name": .string(name)]
        if members.isEmpty {
            object["arguments"] = arguments.json
        } else {
            object["members"] = .array(members.map(\.content))
        }
        if weight != 1 { object["weight"] = .number(weight) }
        if negated { object["negated"] = true }
        if let threshold { object["threshold"] = .number(threshold) }
        return .object(object)
    }

    /// SHA-256 of the content's canonical JSON.
    package var contentHash: String { SHA256.hex(content.serializedBytes()) }
}
