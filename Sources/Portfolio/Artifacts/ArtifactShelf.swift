import Evaluation
package import LanguageModel
package import Reports
package import Workspace

/// The artifacts of a workspace.
package struct ArtifactShelf: Sendable {
    /// How far one artifact is.
    package struct Row: Sendable {
        package var number: Int?
        package var title: String
        /// Nil for one that is not begun.
        package var file: String?
        package var status: String
        package var words: Int
        package var target: ClosedRange<Int>?
        package var current: Int
        package var stale: Int
        package var unpinned: Int
        package var missing: Int
        package var errors: Int
    }

    private let folder: WorkspaceFolder
    private let store: Store
    private let check: ArtifactCheck

    package init(folder: WorkspaceFolder, store: Store, scorers vocabulary: ScorerVocabulary) {
        self.folder = folder
        self.store = store
        check = ArtifactCheck(folder: folder, store: store, scorers: vocabulary)
    }

    /// The eleven, then documents of one's own.
    package func rows() async throws -> [Row] {
        var begun: [Row] = []
        for path in try folder.list("artifacts", suffixes: [".md"]) {
            let document = try ArtifactDocument.read(path, in: folder)
            let items = try await check.items(of: document)
            let messages = try check.messages(document, items)
            let template = document.number.flatMap(ArtifactTemplate.init(number:))
            begun.append(
                Row(
                    number: document.number, title: document.title, file: path,
                    status: document.status, words: Prose(document).words.count,
                    target: template?.words, current: items.count { $0.state == .current },
                    stale: items.count { $0.state == .stale },
                    unpinned: items.count { $0.state == .unpinned },
                    missing: items.count { $0.state == .missing },
                    errors: messages.count { $0.severity == .error }))
        }
        var rows: [Row] = []
        for template in ArtifactTemplate.all {
            let found = begun.filter { $0.number == template.number }
            if found.isEmpty {
                rows.append(
                    Row(
                        number: template.number, title: template.title, file: nil,
                        status: "not begun", words: 0, target: template.words, current: 0, stale: 0,
                        unpinned: 0, missing: 0, errors: 0))
            }
            rows += found
        }
        return rows + begun.filter { $0.number == nil }
    }

    /// Pins a document's evidence, in the file and in the store.
    package func pin(_ path: String) async throws -> ArtifactPinning {
        let document = try ArtifactDocument.read(path, in: folder)
        let pinning = ArtifactPinning(document, try await check.items(of: document))
        try folder.write(pinning.text, to: path)
        try await store.unpin(document: path)
        for pin in pinning.pins {
            guard let run = RecordID(pin.run) else { continue }
            var scoring: RecordID?
            if let name = pin.scoring {
                scoring = try await store.reader.resolve(name, as: .scoring)
            }
            try await store.pin(
                EvidencePin(
                    id: store.ids.next(.pin), run: run, scoring: scoring, document: path,
                    view: pin.view, hash: pin.hash))
        }
        return pinning
    }

    /// The rows for people.
    package static func table(_ rows: [Row]) -> Table {
        var table = Table(columns: [
            Table.Column("#", .trailing), Table.Column("artifact"), Table.Column("state"),
            Table.Column("words", .trailing), Table.Column("target", .trailing),
            Table.Column("current", .trailing), Table.Column("stale", .trailing),
            Table.Column("unpinned", .trailing), Table.Column("missing", .trailing),
            Table.Column("errors", .trailing),
        ])
        for row in rows {
            func count(_ value: Int, _ tone: Table.Tone) -> Table.Cell {
                Table.Cell(
                    row.file == nil ? "" : NumberText.count(value), value > 0 ? tone : .muted)
            }
            table.rows.append([
                Table.Cell(row.number.map(String.init) ?? ""), Table.Cell(row.title, .strong),
                Table.Cell(row.status, row.file == nil ? .muted : .plain),
                Table.Cell(row.file == nil ? "" : NumberText.count(row.words)),
                Table.Cell(row.target.map { "\($0.lowerBound)–\($0.upperBound)" } ?? ""),
                count(row.current, .good), count(row.stale, .bad), count(row.unpinned, .warning),
                count(row.missing, .bad), count(row.errors, .bad),
            ])
        }
        return table
    }

    /// The rows as `--json` prints them.
    package static func json(_ rows: [Row]) -> JSONValue {
        .array(
            rows.map { row in
                [
                    "artifact": row.number.map { .integer($0) } ?? .null,
                    "title": .string(row.title), "file": row.file.map { .string($0) } ?? .null,
                    "status": .string(row.status), "words": .integer(row.words),
                    "least_words": row.target.map { .integer($0.lowerBound) } ?? .null,
                    "most_words": row.target.map { .integer($0.upperBound) } ?? .null,
                    "evidence": [
                        "current": .integer(row.current), "stale": .integer(row.stale),
                        "unpinned": .integer(row.unpinned), "missing": .integer(row.missing),
                    ], "errors": .integer(row.errors),
                ]
            })
    }
}
