package import LanguageModel

/// A behaviour specification: clauses in a Markdown file.
package struct Spec: Sendable, Hashable {
    /// Its name: the front matter's, else the file's without folders and extension.
    package var name: String
    /// The version that the front matter gives.
    package var version: String?
    /// The first level-1 heading.
    package var title: String?
    /// The levels of authority, the highest first.
    package var levels: [String]
    /// The clauses, in the order of the text.
    package var clauses: [Clause]
    /// The file that it was read from.
    package var file: String
    /// How cases say what they are to a rule.
    package var polarity = ClausePolarity()

    /// The levels where the front matter names none: those of the specifications in use.
    package static let standardLevels = [
        "root", "platform", "system", "developer", "operator", "user", "guideline",
    ]

    /// The clause of an id.
    package func clause(_ id: String) -> Clause? { clauses.first { $0.id == id } }

    /// SHA-256 over name, version, levels and the hashes of all clauses.
    package var contentHash: String {
        let content: JSONValue = [
            "spec": .string(name), "version": version.map(JSONValue.string) ?? .null,
            "levels": .array(levels.map(JSONValue.string)),
            "clauses": .array(clauses.map { .string($0.contentHash) }),
        ]
        return SHA256.hex(content.serializedBytes())
    }
}

/// One rule of a specification.
package struct Clause: Sendable, Hashable {
    /// How binding a rule is.
    package enum Modality: String, Sendable, Hashable, Codable, CaseIterable {
        case must
        case mustNot = "must-not"
        case should
        case shouldNot = "should-not"
        case may

        /// Whether the rule forbids.
        package var isProhibition: Bool { self == .mustNot || self == .shouldNot }
    }

    /// What one ethical framework says of the rule.
    package struct Reasoning: Sendable, Hashable {
        /// `consequentialist`, `deontological`, `virtue`, `contractualist`, or another.
        package var framework: String
        package var text: String
    }

    /// A rule that this one may collide with.
    package struct Conflict: Sendable, Hashable {
        /// The other clause's id.
        package var clause: String
        /// Whether the other one wins; nil where the text does not say.
        package var otherWins: Bool?
        package var text: String
    }

    /// An answer that keeps or breaks the rule.
    package struct Example: Sendable, Hashable {
        package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
            case good, ok, bad
        }
        package var kind: Kind
        package var text: String
        /// The line on which it stands.
        package var line: Int
    }

    /// Stable and unique in its specification.
    package var id: String
    /// The heading without its anchor.
    package var title: String
    /// How binding it is; nil where the heading does not say.
    package var modality: Modality?
    /// Whose rule it is.
    package var authority: String?
    /// Who may override it; empty for nobody; nil where the heading does not say.
    package var overridableBy: [String]?
    /// The rule in words: what stands before the first labelled part.
    package var statement: String
    /// Why the rule is there.
    package var rationale: String?
    package var permitted: String?
    package var prohibited: String?
    package var ambiguous: String?
    package var reasoning: [Reasoning]
    package var exceptions: String?
    package var conflicts: [Conflict]
    package var examples: [Example]
    /// The titles of the headings above, the outermost first.
    package var path: [String]
    /// The heading's level, 1 to 6.
    package var level: Int
    /// The heading's line.
    package var line: Int

    /// Everything that the rule says; places are no part of it.
    package var content: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        return [
            "id": .string(id), "title": .string(title), "modality": text(modality?.rawValue),
            "authority": text(authority),
            "overridable_by": overridableBy.map { .array($0.map(JSONValue.string)) } ?? .null,
            "statement": .string(statement), "why": text(rationale), "permitted": text(permitted),
            "prohibited": text(prohibited), "ambiguous": text(ambiguous),
            "reasoning": .array(
                reasoning.map { ["framework": .string($0.framework), "text": .string($0.text)] }),
            "exceptions": text(exceptions),
            "conflicts": .array(
                conflicts.map {
                    [
                        "clause": .string($0.clause), "text": .string($0.text),
                        "other_wins": $0.otherWins.map(JSONValue.bool) ?? .null,
                    ]
                }),
            "examples": .array(
                examples.map { ["kind": .string($0.kind.rawValue), "text": .string($0.text)] }),
        ]
    }

    /// SHA-256 of the content's canonical JSON: results are stale when it changes.
    package var contentHash: String { SHA256.hex(content.serializedBytes()) }
}
