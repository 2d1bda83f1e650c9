import GRDB
import LanguageModel

extension Store {
    /// Adds records in one transaction, all or none; one that is there already is left as it is.
    ///
    /// What a person judged also goes to that person's file first, so that the store can always be
    /// rebuilt from the files.
    ///
    /// - Parameter journal: the workspace's `judgments/` for what a person judged; nil for what
    ///   the program made.
    /// - Throws: `StoreError.invalid` for a body that is no object or a kind with its own table.
    package func append(
        _ records: [StoredRecord], journal: JudgmentJournal? = nil
    ) async throws {
        for record in records {
            guard record.id.kind.isStoredRecord, record.body.object != nil else {
                throw StoreError(
                    .invalid, "a \(record.id.kind.word) can't be stored this way",
                    advice: "this is a defect of the program; report it")
            }
        }
        // Written on a database thread, like everything that waits for a disk.
        try await write { db in
            for record in records where try !RecordTable.contains(db, record.id) {
                if let journal, !record.author.isEmpty {
                    try journal.append(record.json, author: record.author)
                }
                _ = try RecordTable.insert(db, record)
            }
        }
    }

    /// Adds one record.
    package func append(_ record: StoredRecord, journal: JudgmentJournal? = nil) async throws {
        try await append([record], journal: journal)
    }

    /// Takes in all records of the journal that the store doesn't have.
    ///
    /// - Returns: how many were new, and a complaint for each line that could not be read.
    package func rebuildRecords(
        from journal: JudgmentJournal
    ) async throws -> (added: Int, complaints: [String]) {
        try await write { db in
            var (lines, complaints) = try journal.records()
            var added = 0
            for line in lines where line["record"]?.string != RecordKind.override.word {
                guard let record = StoredRecord(json: line) else {
                    complaints.append(
                        "the \(line["record"]?.string ?? "record") "
                            + "\(line["id"]?.string ?? "without an id") in \(journal.folder) lacks "
                            + "a field or has a wrong one; it was left out")
                    continue
                }
                if try RecordTable.insert(db, record) { added += 1 }
            }
            return (added, complaints)
        }
    }
}
