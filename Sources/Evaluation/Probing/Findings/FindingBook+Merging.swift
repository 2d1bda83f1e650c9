package import Workspace

extension FindingBook {
    /// Lets one finding tell another: the other's file stays, marked as merged; the first gets a
    /// note with what the other adds.
    package func merge(
        _ second: FindingDocument, into first: FindingDocument, author: String,
        journal: JudgmentJournal
    ) async throws {
        guard first.file != second.file, let id = first.id, second.id != nil else {
            throw EvalError(
                "two different findings with records are needed to merge",
                advice: "record a draft first: conduct finding record FILE")
        }
        guard first.status != .merged else {
            throw EvalError(
                "\(first.file) is merged itself, into \(first.mergedInto ?? "another")",
                advice: "merge into that one")
        }
        var kept = first
        var line = "Also told by \(second.file)"
        if let sample = second.sample { line += ", seen in \(sample)" }
        if !kept.notes.contains(line) {
            kept.notes += (kept.notes.isEmpty ? "" : "\n\n") + line + "."
        }
        var merged = second
        merged.status = .merged
        merged.mergedInto = id
        _ = try await record(merged, author: author, journal: journal)
        _ = try await record(kept, author: author, journal: journal)
    }
}
