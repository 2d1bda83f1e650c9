import GRDB

extension Store {
    /// Pins a run to a document's view; an earlier pin of the same view gives way.
    ///
    /// - Throws: `StoreError.notFound` where the store doesn't have the run or scoring.
    package func pin(_ pin: EvidencePin) async throws {
        guard let hash = HashBytes(pin.hash) else {
            throw StoreError(
                .invalid, "'\(pin.hash)' is not a SHA-256", advice: "give 64 digits 0-9a-f")
        }
        try await write { db in
            let run = try RunKeys.key(db, of: pin.run)
            let scoring = try pin.scoring.map { try ScoringRows.key(db, of: $0) }
            var old = try SQLStatement(
                db, "DELETE FROM evidence_pin WHERE run = ? AND document = ? AND view = ?")
            old.add(run)
            old.add(pin.document)
            old.add(pin.view)
            try old.run()
            var row = try SQLStatement(
                db,
                """
                INSERT INTO evidence_pin (id, run, scoring, document, view, hash, created)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
            row.add(pin.id)
            row.add(run)
            row.add(scoring)
            row.add(pin.document)
            row.add(pin.view)
            row.add(hash)
            row.add(pin.created)
            try row.run()
        }
    }

    /// Takes away all pins of a document: it is gone, or is about to be pinned anew.
    package func unpin(document: String) async throws {
        try await write { db in
            try db.execute(
                sql: "DELETE FROM evidence_pin WHERE document = ?", arguments: [document])
        }
    }
}

/// Reads pins.
enum PinRows {
    static func pins(
        _ db: Database, where condition: String, is value: String
    ) throws -> [EvidencePin] {
        var query = try SQLStatement(
            db,
            """
            SELECT evidence_pin.id, run.id, scoring.id, document, view, hash, evidence_pin.created
            FROM evidence_pin JOIN run ON run.key = evidence_pin.run
            LEFT JOIN scoring ON scoring.key = evidence_pin.scoring
            WHERE \(condition) = ? ORDER BY evidence_pin.key
            """)
        query.add(value)
        var pins: [EvidencePin] = []
        while try query.next() {
            pins.append(
                EvidencePin(
                    id: try query.id(0), run: try query.id(1), scoring: try query.optionalID(2),
                    document: query.text(3), view: query.text(4), hash: query.hash(5).hex,
                    created: query.timestamp(6)))
        }
        return pins
    }
}

extension StoreReader {
    /// The pins on a run.
    package func pins(of run: RecordID) async throws -> [EvidencePin] {
        try await read { db in
            try PinRows.pins(db, where: "run.id", is: run.description)
        }
    }

    /// The pins of a document.
    package func pins(document: String) async throws -> [EvidencePin] {
        try await read { db in try PinRows.pins(db, where: "document", is: document) }
    }
}
