package import LanguageModel

/// A case as it was when a run began: reports and rescoring need no suite file.
package struct CaseSnapshot: Sendable, Hashable, Codable {
    /// The run.
    package var run: RecordID
    /// The case's id, unique in the run.
    package var caseID: String
    /// The case's place in the suite, from 0.
    package var ordinal: Int
    /// Tags by name.
    package var tags: [String: String]
    /// Ids of the clauses that the case tests.
    package var clauses: [String]
    /// The cluster to which it belongs for standard errors; nil where cases are independent.
    package var groupKey: String?
    /// All of the case but its id: `vars` or `messages`, `turns`, `scorers`, `tags`, `clauses`.
    package var content: JSONValue

    /// Makes a snapshot.
    package init(
        run: RecordID, caseID: String, ordinal: Int, tags: [String: String] = [:],
        clauses: [String] = [], groupKey: String? = nil, content: JSONValue
    ) {
        self.run = run
        self.caseID = caseID
        self.ordinal = ordinal
        self.tags = tags
        self.clauses = clauses
        self.groupKey = groupKey
        self.content = content
    }

    /// Takes up a snapshot as it was stored.
    init(
        run: RecordID, heading: CaseHeading, content: JSONValue
    ) {
        self.run = run
        self.caseID = heading.caseID
        self.ordinal = heading.ordinal
        self.tags = heading.tags
        self.clauses = heading.clauses
        self.groupKey = heading.groupKey
        self.content = content
    }

    /// SHA-256 of the canonical content: what a comparison checks before it pairs by id. Made when
    /// it is asked for: a hundred thousand of them are not kept.
    package var contentHash: String { ContentHash.of(content) }

    /// All of the snapshot but its content.
    package var heading: CaseHeading {
        CaseHeading(
            caseID: caseID, contentHash: HashBytes(of: content), ordinal: ordinal, tags: tags,
            clauses: clauses, groupKey: groupKey)
    }

    /// The case's variables by name; empty where it has none.
    package var vars: [String: JSONValue] { content["vars"]?.object ?? [:] }
}

/// What tells a case from others, without its content: all that statistics need.
package struct CaseHeading: Sendable, Hashable {
    /// The case's id, unique in the run.
    package var caseID: String
    /// SHA-256 of the canonical content.
    package var contentHash: HashBytes
    /// The case's place in the suite, from 0.
    package var ordinal: Int
    /// Tags by name.
    package var tags: [String: String]
    /// Ids of the clauses that the case tests.
    package var clauses: [String]
    /// The cluster to which it belongs for standard errors; nil where cases are independent.
    package var groupKey: String?
}

/// A prompt as it was when a run began.
package struct PromptSnapshot: Sendable, Hashable, Codable {
    /// The run.
    package var run: RecordID
    /// The prompt's id, unique in the run.
    package var promptID: String
    /// SHA-256 of the canonical content.
    package var contentHash: String
    /// The prompt's place in the suite, from 0.
    package var ordinal: Int
    /// The level of each factor: `{length: short, persona: none}`.
    package var factors: [String: JSONValue]
    /// The templates: a list of `{role, content}`.
    package var content: JSONValue

    /// Makes a snapshot; the hash is that of the content.
    package init(
        run: RecordID, promptID: String, ordinal: Int, factors: [String: JSONValue] = [:],
        content: JSONValue
    ) {
        self.run = run
        self.promptID = promptID
        self.contentHash = ContentHash.of(content)
        self.ordinal = ordinal
        self.factors = factors
        self.content = content
    }
}

/// A model as it was when a run began.
package struct ModelSnapshot: Sendable, Hashable, Codable {
    /// The run.
    package var run: RecordID
    /// The alias under which `conduct.yaml` has it, unique in the run.
    package var alias: String
    /// The model's place in the suite, from 0.
    package var ordinal: Int
    /// What decides its answers (provider, model, base URL, file hashes) and the parameters.
    package var identity: JSONValue
    /// Whether it plays a written part: said wherever its output is shown.
    package var isSimulated: Bool
    /// The prices used, with date and source; nil where unknown.
    package var prices: JSONValue?

    package init(
        run: RecordID, alias: String, ordinal: Int, identity: JSONValue,
        isSimulated: Bool = false, prices: JSONValue? = nil
    ) {
        self.run = run
        self.alias = alias
        self.ordinal = ordinal
        self.identity = identity
        self.isSimulated = isSimulated
        self.prices = prices
    }
}
