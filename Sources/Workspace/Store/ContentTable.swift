import GRDB

/// Texts stored once by their hash.
struct ContentTable {
    private var select: SQLStatement
    private var insert: SQLStatement
    private let db: Database

    init(_ db: Database) throws {
        self.db = db
        select = try SQLStatement(db, "SELECT key FROM content WHERE hash = ?")
        insert = try SQLStatement(db, "INSERT INTO content (hash, body) VALUES (?, ?)")
    }

    /// The key of a text, stored now if it wasn't yet.
    mutating func key(_ hash: HashBytes, body: String) throws -> Int64 {
        select.add(hash)
        if try select.next() {
            defer { select.reset() }
            return select.int64(0)
        }
        insert.add(hash)
        insert.add(body)
        try insert.run()
        return db.lastInsertedRowID
    }
}

/// Scorers' names stored once.
struct ScorerTable {
    private var keys: [String: Int64] = [:]
    private let db: Database

    init(_ db: Database) { self.db = db }

    /// The key of a name, stored now if it wasn't yet.
    mutating func key(_ name: String) throws -> Int64 {
        if let key = keys[name] { return key }
        var insert = try SQLStatement(
            db, "INSERT INTO scorer (name) VALUES (?) ON CONFLICT (name) DO NOTHING")
        insert.add(name)
        try insert.run()
        var select = try SQLStatement(db, "SELECT key FROM scorer WHERE name = ?")
        select.add(name)
        _ = try select.next()
        let key = select.int64(0)
        select.reset()
        keys[name] = key
        return key
    }
}
