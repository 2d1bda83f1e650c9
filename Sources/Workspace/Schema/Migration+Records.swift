extension Migration {
    /// Version 2: records of every other kind (checks, locks, findings, codes, judgments, votes,
    /// preferences, trainings …) with the links between them, which are the evidence chain.
    ///
    /// A record is a JSON object that never changes; what is corrected is appended anew and links
    /// to what it replaces. Links name their target by id or by name without a foreign key:
    /// clauses and cases lie in files, and judgments are rebuilt where a run is not at hand.
    static let records = Migration(
        version: 2, name: "records",
        sql: """
            CREATE TABLE record (
                key INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE CHECK (length(id) = 30),
                kind TEXT NOT NULL CHECK (kind = substr(id, 1, 3)),
                name TEXT NOT NULL,
                author TEXT NOT NULL,
                created INTEGER NOT NULL,
                hash BLOB NOT NULL CHECK (length(hash) = 32),
                body TEXT NOT NULL CHECK (json_valid(body) AND json_type(body) = 'object')
            ) STRICT;
            CREATE INDEX record_kind ON record (kind, name);

            CREATE TABLE record_link (
                source INTEGER NOT NULL REFERENCES record (key) ON DELETE CASCADE,
                position INTEGER NOT NULL CHECK (position >= 0),
                relation TEXT NOT NULL CHECK (relation <> ''),
                target TEXT NOT NULL CHECK (target <> ''),
                PRIMARY KEY (source, position)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX record_link_target ON record_link (target, relation);

            CREATE TRIGGER record_update BEFORE UPDATE ON record
            BEGIN SELECT RAISE(ABORT, 'a record does not change; append a new one'); END;
            CREATE TRIGGER record_delete BEFORE DELETE ON record
            BEGIN SELECT RAISE(ABORT, 'a record is never removed; append what replaces it'); END;
            CREATE TRIGGER record_link_update BEFORE UPDATE ON record_link
            BEGIN SELECT RAISE(ABORT, 'a link does not change'); END;
            CREATE TRIGGER record_link_delete BEFORE DELETE ON record_link
            BEGIN SELECT RAISE(ABORT, 'a link is never removed'); END;
            """)
}
