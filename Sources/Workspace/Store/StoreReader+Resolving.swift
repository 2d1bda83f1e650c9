import GRDB

extension StoreReader {
    /// The id that a user means: a whole id, a unique beginning of one (with or without the kind's
    /// prefix), or `latest`.
    ///
    /// - Throws: `StoreError.notFound`, or `.ambiguous` naming what the text could mean.
    package func resolve(_ text: String, as kind: RecordKind) async throws -> RecordID {
        let wanted = text.lowercased()
        let prefix = kind.rawValue + "_"
        let source = Self.tables[kind] ?? "record"
        if wanted == "latest", kind != .score {
            let id = try await read { db in
                try Self.ids(
                    db,
                    "SELECT id FROM \(source) WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1",
                    [prefix, prefix + "~"])
            }.first
            guard let id else {
                throw StoreError(
                    .notFound, "there is no \(kind.word) yet",
                    advice: "make one first")
            }
            return id
        }
        let start = wanted.hasPrefix(prefix) ? wanted : prefix + wanted
        guard start.count > prefix.count, start.utf8.dropFirst(4).allSatisfy(Self.isDigit) else {
            throw StoreError(
                .notFound, "'\(text)' is not the beginning of a \(kind.word)'s id",
                advice: "give an id such as \(prefix)01k5x3…, a unique beginning of one, or latest")
        }
        if kind == .score { return try await resolveScore(start, text) }
        let found = try await read { db in
            // '~' sorts behind every digit of an id.
            try Self.ids(
                db, "SELECT id FROM \(source) WHERE id >= ? AND id < ? ORDER BY id LIMIT 4",
                [start, start + "~"])
        }
        return try Self.only(found, kind, text)
    }

    private static let tables: [RecordKind: String] = [
        .run: "run", .sample: "sample", .scoring: "scoring", .override: "override",
        .pin: "evidence_pin", .score: "scoring",
    ]

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }

    private static func ids(_ db: Database, _ sql: String, _ text: [String]) throws -> [RecordID] {
        var query = try SQLStatement(db, sql)
        for value in text { query.add(value) }
        var ids: [RecordID] = []
        while try query.next() { ids.append(try query.id(0)) }
        return ids
    }

    private static func only(
        _ found: [RecordID], _ kind: RecordKind, _ text: String
    ) throws -> RecordID {
        if let exact = found.first(where: { $0.description == text }) { return exact }
        guard let first = found.first else {
            throw StoreError(
                .notFound, "there is no \(kind.word) whose id begins with '\(text)'",
                advice: "list what there is with conduct runs list")
        }
        guard found.count == 1 else {
            let names = found.prefix(3).map(\.description).joined(separator: ", ")
            throw StoreError(
                .ambiguous,
                "'\(text)' could be \(names)\(found.count > 3 ? " or others" : "")",
                advice: "give more of the id")
        }
        return first
    }

    /// Scores' ids are derived, so their scoring is found by its time and its scores are tried.
    private func resolveScore(_ start: String, _ text: String) async throws -> RecordID {
        let time = "scg" + start.dropFirst(3).prefix(11)
        guard time.count == 14 else {
            throw StoreError(
                .ambiguous, "'\(text)' is too short for a score's id",
                advice: "give at least the first 11 characters behind scr_")
        }
        let found = try await read { db in
            var found: [RecordID] = []
            let scorings = try Self.ids(
                db, "SELECT id FROM scoring WHERE id >= ? AND id < ?", [time, time + "~"])
            for scoring in scorings {
                try ScoringRows.forEachScoreID(db, scoring: scoring) { id, _, _ in
                    if found.count < 4, id.description.hasPrefix(start) { found.append(id) }
                }
            }
            return found
        }
        return try Self.only(found, .score, text)
    }
}
