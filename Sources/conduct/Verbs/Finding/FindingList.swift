import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct finding list`.
struct FindingList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "All findings, the gravest first.",
        discussion: """
            EXAMPLES
              conduct finding list
              conduct finding list --duplicates
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Flag(name: .long, help: "Show pairs that may tell the same failure.")
    var duplicates = false

    func run() async throws {
        let (folder, store) = try workspace.open()
        let (entries, messages) = try await FindingBook(folder: folder, store: store).entries()
        for message in messages { printError(message.text) }
        let pairs = FindingSimilarity.pairs(entries.map(\.document))
        if output.json {
            return printOut(FindingJSON.list(entries, pairs).serialized())
        }
        if duplicates {
            printOut(FindingTables.pairs(pairs).terminalText(.output))
        } else {
            printOut(FindingTables.list(entries, pairs: pairs.count).terminalText(.output))
        }
        if !messages.isEmpty { throw Failure(.badInput) }
    }
}

/// `conduct finding show`.
struct FindingShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One finding with its records.",
        discussion: """
            EXAMPLES
              conduct finding show latest
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "A file, an id, a unique beginning of one, or latest.")
    var name: String

    func run() async throws {
        let (folder, store) = try workspace.open()
        let entry = try await FindingBook(folder: folder, store: store).entry(name)
        if output.json { return printOut(FindingJSON.entry(entry).serialized()) }
        printOut(SafeText.lines(entry.document.markdown))
        for reproduction in entry.reproductions {
            printOut(FindingTables.line(reproduction))
        }
        if entry.isChanged {
            printOut(
                "The file says something else than its record; keep it with: "
                    + "conduct finding record \(entry.document.file)")
        }
    }
}

/// Findings as tables and sentences.
enum FindingTables {
    static func list(_ entries: [FindingBook.Entry], pairs: Int) -> Table {
        var table = Table(columns: [
            Table.Column("finding"), Table.Column("severity"), Table.Column("title"),
            Table.Column("clause"), Table.Column("status"), Table.Column("shows", .trailing),
            Table.Column("record"),
        ])
        let order = FindingDocument.Severity.allCases
        let sorted = entries.sorted {
            (order.firstIndex(of: $0.document.severity) ?? 0, $0.document.file)
                < (order.firstIndex(of: $1.document.severity) ?? 0, $1.document.file)
        }
        for entry in sorted {
            let document = entry.document
            let tone: Table.Tone =
                document.severity == .critical || document.severity == .high ? .bad : .plain
            let state =
                entry.record == nil ? "draft" : entry.isChanged ? "file changed" : "kept"
            table.rows.append([
                Table.Cell(String(document.file.dropFirst("findings/".count))),
                Table.Cell(document.severity.rawValue, tone),
                Table.Cell(document.title + (document.isSimulated ? " (simulated)" : ""), .strong),
                Table.Cell(document.clause ?? ""), Table.Cell(document.status.rawValue),
                Table.Cell(
                    entry.reproductions.last.map {
                        "\($0.shown)/\($0.scored) \(Wording.rate($0.rate))"
                    }
                        ?? ""),
                Table.Cell(state, state == "kept" ? .muted : .warning),
            ])
        }
        let distinct = entries.count { $0.document.status != .merged && $0.record != nil }
        table.notes.append("\(NumberText.counted(distinct, "finding")) kept and not merged.")
        if pairs > 0 {
            table.notes.append(
                "\(NumberText.counted(pairs, "pair")) may tell the same failure: "
                    + "conduct finding list --duplicates")
        }
        return table
    }

    static func pairs(_ pairs: [FindingSimilarity.Pair]) -> Table {
        var table = Table(columns: [
            Table.Column("first"), Table.Column("second"), Table.Column("alike", .trailing),
        ])
        table.rows = pairs.map {
            [
                Table.Cell($0.first.file), Table.Cell($0.second.file),
                Table.Cell(NumberText.fixed($0.similarity, decimals: 2)),
            ]
        }
        table.notes = [
            "The mean Jaccard similarity of the words and word pairs of prompts and of answers; "
                + "pairs from \(NumberText.fixed(FindingSimilarity.threshold, decimals: 1)) up. "
                + "Join two with: conduct finding merge KEPT OTHER"
        ]
        return table
    }

    static func line(_ reproduction: FindingReproduction) -> String {
        var text =
            "\(reproduction.run): shows in \(reproduction.shown) of \(reproduction.scored) scored "
            + "samples, \(Wording.rate(reproduction.rate))"
        if reproduction.unscored > 0 { text += ", \(reproduction.unscored) unscored" }
        return text + " (by \(reproduction.scorers.joined(separator: ", ")))"
    }
}

/// Findings as JSON.
enum FindingJSON {
    static func document(_ document: FindingDocument) -> JSONValue {
        var object = document.content.object ?? [:]
        object["file"] = .string(document.file)
        object["id"] = document.id.map(JSONValue.string)
        return .object(object)
    }

    static func entry(_ entry: FindingBook.Entry) -> JSONValue {
        var object = document(entry.document).object ?? [:]
        object["record"] = entry.record.map { .string($0.id.description) } ?? .null
        object["file_changed"] = .bool(entry.isChanged)
        object["reproductions"] = .array(entry.reproductions.map(reproduction))
        return .object(object)
    }

    static func reproduction(_ item: FindingReproduction) -> JSONValue {
        [
            "run": .string(item.run.description),
            "scorers": .array(item.scorers.map(JSONValue.string)), "shown": .integer(item.shown),
            "scored": .integer(item.scored), "unscored": .integer(item.unscored),
            "rate": item.rate.map { .number($0.value) } ?? .null,
            "low": item.rate?.low.map { .number($0) } ?? .null,
            "high": item.rate?.high.map { .number($0) } ?? .null,
        ]
    }

    static func list(
        _ entries: [FindingBook.Entry], _ pairs: [FindingSimilarity.Pair]
    ) -> JSONValue {
        [
            "findings": .array(entries.map(entry)),
            "duplicates": .array(
                pairs.map {
                    [
                        "first": .string($0.first.file), "second": .string($0.second.file),
                        "similarity": .number($0.similarity),
                    ]
                }),
        ]
    }
}
