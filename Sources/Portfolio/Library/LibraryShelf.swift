package import Evaluation
import LanguageModel
package import Workspace

/// The library of a workspace: the plan's sources, one's own, and the notes on both.
package struct LibraryShelf: Sendable {
    /// A source with what the reader made of it.
    package struct Entry: Sendable, Hashable {
        package var item: LibraryItem
        package var note: LibraryNote?
        package var status: LibraryNote.Status
        package var skills: [String]
        package var artifacts: [Int]

        /// Whether there are notes that lead to nothing: no skill, artifact or clause named by
        /// the reader.
        package var isUnconnected: Bool {
            guard let note, !note.notes.isEmpty else { return false }
            return note.skills.isEmpty && note.artifacts.isEmpty && note.clauses.isEmpty
        }
    }

    package let folder: WorkspaceFolder
    package let entries: [Entry]
    /// Notes that cannot be read.
    package let messages: [CheckMessage]

    /// Reads the library.
    package init(_ desk: PlanDesk) throws {
        folder = desk.folder
        var notes: [String: LibraryNote] = [:]
        var messages: [CheckMessage] = []
        for path in try desk.folder.list("library", suffixes: [".md"]) {
            do {
                let text = try UTF8Text.validate(try desk.folder.read(path), path: path)
                let note = try LibraryNote(markdown: text, path: path)
                if let first = notes[note.item] {
                    messages.append(
                        CheckMessage(
                            .error, "two-notes", file: path, subject: note.item,
                            "\(first.file) is about '\(note.item)' already",
                            advice: "join the two files"))
                } else {
                    notes[note.item] = note
                }
            } catch let errors as DocumentErrors {
                messages += errors.errors.map(Self.message)
            } catch let error as DocumentError {
                messages.append(Self.message(error))
            }
        }
        self.messages = messages
        var items = LibraryItem.catalogue(desk.plan)
        for note in notes.values.sorted(by: { $0.item < $1.item })
        where !items.contains(where: { $0.id == note.item }) {
            items.append(
                LibraryItem(
                    id: note.item, kind: note.kind ?? .article, title: note.title ?? note.item))
        }
        entries = items.map { Self.entry($0, note: notes[$0.id], desk.state) }
    }

    private static func message(_ error: DocumentError) -> CheckMessage {
        CheckMessage(
            .error, "unreadable-note", file: error.file, line: error.line, column: error.column,
            error.message, advice: error.suggestion ?? "")
    }

    private static func entry(
        _ item: LibraryItem, note: LibraryNote?, _ state: PlanState
    ) -> Entry {
        var item = item
        if let note {
            // What the reader wrote goes before what the catalogue says.
            item.title = note.title ?? item.title
            item.kind = note.kind ?? item.kind
            item.authors = note.authors ?? item.authors
            item.year = note.year ?? item.year
            item.place = note.place ?? item.place
            item.phase = note.phase ?? item.phase
            item.question = note.question ?? item.question
        }
        let read = state.readings[item.id].map { $0 ? LibraryNote.Status.summary : .read }
        func joined<Value: Hashable>(_ first: [Value], _ second: [Value]) -> [Value] {
            first + second.filter { !first.contains($0) }
        }
        return Entry(
            item: item, note: note, status: note?.status ?? read ?? .unread,
            skills: joined(item.skills, note?.skills ?? []),
            artifacts: joined(item.artifacts, note?.artifacts ?? []))
    }

    /// The source of a name.
    ///
    /// - Throws: `notFound` with the nearest name.
    package func entry(_ id: String) throws(PortfolioError) -> Entry {
        if let found = entries.first(where: { $0.item.id == id }) { return found }
        let starting = entries.filter { $0.item.id.hasPrefix(id) }
        if starting.count == 1 { return starting[0] }
        throw PortfolioError(
            .notFound, "the library has no '\(id)'",
            advice: Spelling.suggestion(for: id, among: entries.map(\.item.id))
                ?? "conduct library list shows it, conduct library add adds one's own")
    }

    /// The cards of all notes, in the library's order.
    package var cards: [LibraryNote.Card] { entries.flatMap { $0.note?.cards ?? [] } }

    /// Where a source's note stands or would stand.
    package static func path(_ id: String) -> String { "library/\(id).md" }

    /// The text of a note for a source that has none.
    package static func blank(_ item: LibraryItem, isOwn: Bool) -> String {
        func quoted(_ text: String) -> String { JSONValue.string(text).serialized() }
        var lines = ["---", "item: \(item.id)"]
        if isOwn {
            lines += ["title: \(quoted(item.title))", "kind: \(item.kind.rawValue)"]
            if !item.authors.isEmpty { lines.append("authors: \(quoted(item.authors))") }
            if let year = item.year { lines.append("year: \(year)") }
            if let place = item.place { lines.append("where: \(quoted(place))") }
            if let phase = item.phase { lines.append("phase: \(phase)") }
            if !item.question.isEmpty { lines.append("question: \(quoted(item.question))") }
        }
        lines += ["---", "# \(item.title)", ""]
        if !item.question.isEmpty { lines += ["<!-- \(item.question) -->", ""] }
        lines += [
            "## \(LibraryNote.cardsHeading)", "",
            "<!-- ### A question to yourself {#name}, and the answer below it -->", "",
        ]
        return lines.joined(separator: "\n")
    }
}
