import GRDB
import LanguageModel

/// Reads and writes records without tables of their own.
enum RecordTable {
    private static let columns = "SELECT key, id, name, author, created, body FROM record"

    /// Whether a record is there.
    static func contains(_ db: Database, _ id: RecordID) throws -> Bool {
        var query = try SQLStatement(db, "SELECT 1 FROM record WHERE id = ?")
        query.add(id)
        let found = try query.next()
        query.reset()
        return found
    }

    /// Writes a record; one that is there already is left as it is.
    ///
    /// - Returns: whether it was new.
    static func insert(_ db: Database, _ record: StoredRecord) throws -> Bool {
        var row = try SQLStatement(
            db,
            """
            INSERT INTO record (id, kind, name, author, created, hash, body)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """)
        row.add(record.id)
        row.add(record.id.kind.rawValue)
        row.add(record.name)
        row.add(record.author)
        row.add(record.created)
        row.add(SHA256.bytes(record.json.serialized()))
        row.add(record.body.serialized())
        try row.run()
        guard db.changesCount == 1 else { return false }
        let key = db.lastInsertedRowID
        for (position, link) in record.links.enumerated() {
            var row = try SQLStatement(
                db,
                "INSERT INTO record_link (source, position, relation, target) VALUES (?, ?, ?, ?)")
            row.add(key)
            row.add(position)
            row.add(link.relation)
            row.add(link.target)
            try row.run()
        }
        return true
    }

    /// The records that a clause with text arguments names.
    static func records(
        _ db: Database, _ clause: String, _ arguments: [String]
    ) throws -> [StoredRecord] {
        var query = try SQLStatement(db, "\(columns) \(clause)")
        for argument in arguments { query.add(argument) }
        var found: [(key: Int64, record: StoredRecord)] = []
        while try query.next() {
            let body = try JSONValue(parsing: query.text(5))
            found.append(
                (
                    query.int64(0),
                    StoredRecord(
                        id: try query.id(1), name: query.text(2), author: query.text(3),
                        created: query.timestamp(4), body: body)
                ))
        }
        return try found.map { found in
            var record = found.record
            record.links = try links(db, of: found.key)
            return record
        }
    }

    private static func links(_ db: Database, of key: Int64) throws -> [RecordLink] {
        var query = try SQLStatement(
            db, "SELECT relation, target FROM record_link WHERE source = ? ORDER BY position")
        query.add(key)
        var links: [RecordLink] = []
        while try query.next() { links.append(RecordLink(query.text(0), query.text(1))) }
        return links
    }
}
