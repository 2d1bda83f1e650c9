import LanguageModel
package import Workspace

/// The findings of a workspace: files that people write, and the records that link them to their
/// evidence.
package struct FindingBook: Sendable {
    let folder: WorkspaceFolder
    let store: Store

    package init(folder: WorkspaceFolder, store: Store) {
        self.folder = folder
        self.store = store
    }

    /// A finding with what is known of it.
    package struct Entry: Sendable, Hashable {
        package var document: FindingDocument
        /// The latest record; nil for a draft.
        package var record: StoredRecord?
        /// Whether the file says something else than the latest record.
        package var isChanged: Bool
        /// Re-runs, oldest first.
        package var reproductions: [FindingReproduction]
    }

    /// What every finding of `findings/` says, and a message for each file that cannot be read.
    package func entries() async throws -> (entries: [Entry], messages: [CheckMessage]) {
        var entries: [Entry] = []
        var messages: [CheckMessage] = []
        for path in try folder.list("findings", suffixes: [".md"]) {
            do throws(DocumentErrors) {
                let document = try read(path)
                entries.append(Entry(document: document, isChanged: false, reproductions: []))
            } catch {
                messages += error.errors.map {
                    CheckMessage(
                        .error, "unreadable-finding", file: $0.file, line: $0.line,
                        column: $0.column, $0.message, advice: $0.suggestion ?? "")
                }
            }
        }
        for index in entries.indices {
            guard let id = entries[index].document.id.flatMap({ RecordID($0) }) else { continue }
            let record = try await latest(id)
            entries[index].record = record
            entries[index].isChanged =
                record.map { $0.body != entries[index].document.content } ?? false
            entries[index].reproductions = try await reproductions(of: id)
        }
        return (entries, messages)
    }

    /// The finding that a user means: a file, a file's name without folder and extension, an id or
    /// the unique beginning of one, or `latest`.
    package func entry(_ name: String) async throws -> Entry {
        let (entries, messages) = try await entries()
        let path = folder.relativePath(ofArgument: name)
        if let found = entries.first(where: {
            $0.document.file == path || $0.document.file == name
                || $0.document.file == "findings/\(name).md"
        }) {
            return found
        }
        if let broken = messages.first(where: {
            $0.file == path || $0.file == "findings/\(name).md"
        }) {
            throw EvalError(broken.message, advice: "\(broken.file):\(broken.line): correct it")
        }
        if let path, path.hasSuffix(".md"), FileAccess.exists(try folder.resolve(path)) {
            let document = try read(path)
            return Entry(document: document, isChanged: false, reproductions: [])
        }
        let id = try await store.reader.resolve(name, as: .finding)
        let first = try await first(of: id)
        guard let found = entries.first(where: { $0.document.id == first.description }) else {
            throw EvalError(
                "no file of findings/ has the finding \(first)",
                advice: "its record is kept: conduct trace \(first)")
        }
        return found
    }

    /// Reads one file.
    package func read(_ path: String) throws(DocumentErrors) -> FindingDocument {
        let text: String
        do throws(DocumentError) {
            text = try UTF8Text.validate(try folder.read(path), path: path)
        } catch {
            throw DocumentErrors(error)
        }
        return try FindingDocument(markdown: text, path: path)
    }

    /// Records what a file says; a later version replaces the one before.
    ///
    /// - Returns: the record, which is the latest one where nothing has changed; the file gets the
    ///   id of the first.
    /// - Throws: `EvalError` where a required field is empty.
    package func record(_ document: FindingDocument, author: String, journal: JudgmentJournal)
        async throws -> (document: FindingDocument, record: StoredRecord)
    {
        guard document.missing.isEmpty else {
            throw EvalError(
                "\(document.file) lacks \(document.missing.joined(separator: ", "))",
                advice: "a finding states all four: prompt, observed, expected and root-cause "
                    + "hypothesis; write them and try again")
        }
        var document = document
        let first = document.id.flatMap { RecordID($0) }
        let before: StoredRecord?
        if let first { before = try await latest(first) } else { before = nil }
        if let before, before.body == document.content { return (document, before) }
        let id = before == nil ? first ?? store.ids.next(.finding) : store.ids.next(.finding)
        if document.id == nil { document.id = id.description }
        var links: [RecordLink] = []
        if let sample = document.sample { links.append(RecordLink("observed in", sample)) }
        if let clause = document.clause { links.append(RecordLink("breaks", "clause:\(clause)")) }
        if let name = document.caseID { links.append(RecordLink("input of", "case:\(name)")) }
        links.append(RecordLink("documented in", "document:\(document.file)"))
        if let merged = document.mergedInto { links.append(RecordLink("merged into", merged)) }
        if let before {
            links.append(RecordLink("replaces", before.id))
            if let first { links.append(RecordLink("version of", first)) }
        }
        let record = StoredRecord(
            id: id, name: document.file, author: author, links: links, body: document.content)
        try folder.write(document.markdown, to: document.file)
        try await store.append(record, journal: journal)
        return (document, record)
    }

    /// The latest version of a finding's record.
    package func latest(_ first: RecordID) async throws -> StoredRecord? {
        let later = try await store.reader.records(
            linkingTo: first.description, kind: .finding
        ).filter { $0.links.contains(RecordLink("version of", first)) }
        if let last = later.last { return last }
        return try? await store.reader.record(first)
    }

    private func first(of id: RecordID) async throws -> RecordID {
        let record = try await store.reader.record(id)
        return record.links.first { $0.relation == "version of" }.flatMap { RecordID($0.target) }
            ?? id
    }

    /// The re-runs of a finding, oldest first.
    package func reproductions(of finding: RecordID) async throws -> [FindingReproduction] {
        try await store.reader.records(linkingTo: finding.description, kind: .analysis)
            .compactMap { FindingReproduction($0) }
    }
}
