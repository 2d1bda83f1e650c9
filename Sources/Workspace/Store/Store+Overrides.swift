import GRDB
package import LanguageModel

extension Store {
    /// Adds a person's correction: to the author's file first, then to the store, so that what
    /// the store has can always be rebuilt.
    ///
    /// - Parameter journal: the workspace's `judgments/`; nil keeps it in the store alone.
    /// - Throws: `StoreError.notFound` where the run doesn't have the sample.
    package func addOverride(_ override: Override, journal: JudgmentJournal?) async throws {
        guard !override.author.isEmpty, !override.scorer.isEmpty else {
            throw StoreError(
                .invalid, "an override needs its author and the scorer that it corrects",
                advice: "give both")
        }
        let run = try await reader.read { db in try SampleRows.run(db, of: override.sample) }
        guard run == override.run else {
            throw StoreError(
                .invalid, "\(override.sample) belongs to \(run), not to \(override.run)",
                advice: "name the sample's own run")
        }
        // Written on a database thread, like everything that waits for a disk.
        try await write { db in
            try journal?.append(override.record, author: override.author)
            _ = try OverrideRows.insert(db, override)
        }
    }

    /// Takes in all overrides of the journal that the store doesn't have.
    ///
    /// - Returns: how many were new, and a complaint for each line that could not be read.
    package func rebuildOverrides(
        from journal: JudgmentJournal
    ) async throws -> (added: Int, complaints: [String]) {
        try await write { db in
            var (records, complaints) = try journal.records()
            var added = 0
            for record in records where record["record"]?.string == "override" {
                guard let override = Override(record: record) else {
                    complaints.append(
                        "the override \(record["id"]?.string ?? "without an id") in "
                            + "\(journal.folder) lacks a field or has a wrong one; it was left out")
                    continue
                }
                if try OverrideRows.insert(db, override) { added += 1 }
            }
            return (added, complaints)
        }
    }
}

extension Override {
    /// The override as its journal line.
    package var record: JSONValue {
        var members: [String: JSONValue] = [
            "record": "override", "id": .string(id.description), "run": .string(run.description),
            "sample": .string(sample.description), "scorer": .string(scorer),
            "verdict": .string(verdict.rawValue), "note": .string(note),
            "author": .string(author), "created": .integer(Int(created.milliseconds)),
        ]
        members["score"] = score.map { .string($0.description) }
        members["value"] = value.map(JSONValue.number)
        return .object(members)
    }

    /// Reads a journal line; nil where a field is missing or wrong.
    package init?(record: JSONValue) {
        guard let id = RecordID(record["id"]?.string ?? ""), id.kind == .override,
            let run = RecordID(record["run"]?.string ?? ""), run.kind == .run,
            let sample = RecordID(record["sample"]?.string ?? ""), sample.kind == .sample,
            let scorer = record["scorer"]?.string, !scorer.isEmpty,
            let verdict = Verdict(rawValue: record["verdict"]?.string ?? ""),
            let author = record["author"]?.string, !author.isEmpty,
            let created = record["created"]?.int
        else { return nil }
        self.init(
            id: id, run: run, sample: sample, scorer: scorer,
            score: record["score"]?.string.flatMap(RecordID.init), verdict: verdict,
            value: record["value"]?.double, note: record["note"]?.string ?? "", author: author,
            created: Timestamp(milliseconds: Int64(created)))
    }
}
