package import LanguageModel

/// One input with what is expected of the answer.
package struct Case: Sendable, Hashable {
    /// The id given, else `c-` and 12 digits of the content's hash.
    package var id: String
    /// Whether the id was given.
    package var isNamed: Bool
    /// What prompts and scorers may name.
    package var vars: [String: JSONValue]
    /// Earlier turns, tool calls and results included; sent as they are.
    package var messages: [Message]
    /// Further user turns, sent one after another; each is a template over the variables.
    package var turns: [Template]
    /// The clauses that it tests.
    package var clauses: [String]
    /// What reports are broken down by.
    package var tags: [String: String]
    /// Its own scorers, besides those of the suite.
    package var scorers: [ScorerDocument]
    /// Its share in totals.
    package var weight: Double
    /// A note for people; no part of the content.
    package var note: String?
    /// All that decides its samples and scores: everything but id and note.
    package var content: JSONValue
    /// The file that it stands in.
    package var file: String
    /// Its place in that file.
    package var location: SourceLocation

    package init(
        id: String, isNamed: Bool = true, vars: [String: JSONValue] = [:], messages: [Message] = [],
        turns: [Template] = [], clauses: [String] = [], tags: [String: String] = [:],
        scorers: [ScorerDocument] = [], weight: Double = 1, note: String? = nil, content: JSONValue,
        file: String = "(in memory)", location: SourceLocation = SourceLocation(line: 0, column: 0)
    ) {
        self.id = id
        self.isNamed = isNamed
        self.vars = vars
        self.messages = messages
        self.turns = turns
        self.clauses = clauses
        self.tags = tags
        self.scorers = scorers
        self.weight = weight
        self.note = note
        self.content = content
        self.file = file
        self.location = location
    }

    /// SHA-256 of the content's canonical JSON: what a comparison checks before it pairs by id.
    package var contentHash: String { SHA256.hex(content.serializedBytes()) }
}
