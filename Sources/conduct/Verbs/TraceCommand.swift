import ArgumentParser
import LanguageModel
import Reports
import Workspace

/// `conduct trace`.
struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "The evidence chain up and down from any record.",
        discussion: """
            EXAMPLES
              conduct trace latest
              conduct trace smp_01k5x3
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "A record's id or a unique beginning of one; latest is the newest run.")
    var record: String

    func run() async throws {
        let (_, store) = try workspace.open()
        let trace = try await store.reader.trace(try await resolve(store.reader))
        if output.json { return printOut(json(trace).serialized()) }
        let style = TerminalStyle.output
        printOut(style.painted(line(trace.record), .strong))
        show("came from", trace.parents, style)
        show("led to", trace.children, style)
    }

    private func resolve(_ reader: StoreReader) async throws -> RecordID {
        let prefix = String(record.prefix(3))
        let kind = RecordKind(rawValue: prefix) ?? .run
        return try await reader.resolve(record, as: kind)
    }

    private func show(_ title: String, _ edges: [TraceEdge], _ style: TerminalStyle) {
        printOut("\n\(title)\(edges.isEmpty ? ": nothing" : "")")
        for edge in edges {
            let tone: Table.Tone = edge.node.isMissing ? .warning : .plain
            printOut("  " + style.painted("\(edge.relation)  \(line(edge.node))", tone))
        }
    }

    private func line(_ node: TraceNode) -> String {
        let title = node.title.isEmpty ? "" : "  \(SafeText.line(node.title))"
        return "\(node.kind) \(node.id)\(title)\(node.isMissing ? "  (missing here)" : "")"
    }

    private func json(_ trace: Trace) -> JSONValue {
        func value(_ node: TraceNode) -> JSONValue {
            [
                "kind": .string(node.kind), "id": .string(node.id), "title": .string(node.title),
                "is_missing": .bool(node.isMissing),
            ]
        }
        func edges(_ edges: [TraceEdge]) -> JSONValue {
            .array(
                edges.map { ["relation": .string($0.relation), "record": value($0.node)] })
        }
        return [
            "record": value(trace.record), "parents": edges(trace.parents),
            "children": edges(trace.children),
        ]
    }
}
