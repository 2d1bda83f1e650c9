import LanguageModel
package import Workspace

/// What an arena compares: models, prompts or both, on the cases of some runs.
package struct ArenaDefinition: Sendable, Hashable {
    /// What makes two answers those of two players.
    package enum Players: String, Sendable, Hashable, CaseIterable {
        /// Models; a case is one (case, prompt).
        case models
        /// Prompts; a case is one (case, model).
        case prompts
        /// Every model with every prompt.
        case both
    }

    /// `arn_…`.
    package var id: RecordID
    package var name: String
    package var runs: [RecordID]
    package var players: Players
    /// What voters are asked.
    package var question: String
    /// Whether all pairs are drawn alike instead of those that tell most.
    package var isUniform: Bool

    package init(
        id: RecordID, name: String, runs: [RecordID], players: Players, question: String,
        isUniform: Bool = false
    ) {
        self.id = id
        self.name = name
        self.runs = runs
        self.players = players
        self.question = question
        self.isUniform = isUniform
    }

    /// The definition as it is stored.
    package var record: StoredRecord {
        StoredRecord(
            id: id, name: name, links: runs.map { RecordLink("compares", $0) },
            body: [
                "players": .string(players.rawValue), "question": .string(question),
                "uniform": .bool(isUniform),
                "runs": .array(runs.map { .string($0.description) }),
            ])
    }

    /// Reads a stored definition; nil where the record is none.
    package init?(_ record: StoredRecord) {
        guard record.id.kind == .arena,
            let players = record.body["players"]?.string.flatMap(Players.init),
            let runs = record.body["runs"]?.array
        else { return nil }
        self.init(
            id: record.id, name: record.name,
            runs: runs.compactMap { $0.string.flatMap { RecordID($0) } }, players: players,
            question: record.body["question"]?.string ?? "",
            isUniform: record.body["uniform"]?.bool ?? false)
    }

    /// The arena of a name.
    ///
    /// - Throws: `notFound` with the names there are.
    package static func find(_ name: String, in reader: StoreReader) async throws -> ArenaDefinition
    {
        if let found = try await reader.latest(.arena, named: name).flatMap({ ArenaDefinition($0) })
        {
            return found
        }
        let names = try await reader.records(.arena).map(\.name)
        throw AnnotationError(
            .notFound, "there is no arena '\(name)'",
            advice: Spelling.suggestion(for: name, among: names, naming: "there are")
                ?? "make one with: conduct arena new \(name) --run latest")
    }
}
