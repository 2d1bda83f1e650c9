import ArgumentParser
import LanguageModel
import Reports
import Workspace

/// `conduct trace`.
struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "The evidence chain up and down from any record, clause, case or suite.",
        discussion: """
            Clauses, cases, suites and prompts are named by their place in the workspace's files; \
            a link that leads nowhere is named as missing.

            EXAMPLES
              conduct trace latest
              conduct trace smp_01k5x3 --depth 3
              conduct trace clause:no-flattery --depth 5
              conduct trace case:flat-earth-01
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(
        help: ArgumentHelp(
            "A record's id or a unique beginning of one, latest for the newest run, or clause:ID, "
                + "case:ID, suite:PATH, prompt:ID, model:ALIAS, document:PATH."))
    var record: String

    @Option(name: .shortAndLong, help: "How many steps to follow in each direction, 1 to 16.")
    var depth = 1

    func validate() throws {
        guard (1...16).contains(depth) else {
            throw ValidationError("--depth is a number from 1 to 16")
        }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let index = WorkspaceIndex(folder)
        let chain = EvidenceChain(store.reader, index: index)
        let tree = try await chain.tree(try await target(store.reader), depth: depth)
        if output.json { return printOut(Self.json(tree, index.complaints).serialized()) }
        let style = TerminalStyle.output
        printOut(style.painted(Self.line(tree.root), .strong))
        show("came from", tree.parents, style)
        show("led to", tree.children, style)
        for complaint in index.complaints { printError("warning: \(SafeText.line(complaint))") }
    }

    private func target(_ reader: StoreReader) async throws -> EvidenceChain.Target {
        if let named = EvidenceChain.Target(name: record) { return named }
        let kind = RecordKind(rawValue: String(record.prefix(3))) ?? .run
        return .record(try await reader.resolve(record, as: kind))
    }

    private func show(_ title: String, _ branches: [ChainTree.Branch], _ style: TerminalStyle) {
        printOut("\n\(title)\(branches.isEmpty ? ": nothing" : "")")
        for branch in branches { show(branch, indent: 1, style) }
    }

    private func show(_ branch: ChainTree.Branch, indent: Int, _ style: TerminalStyle) {
        let padding = String(repeating: "  ", count: indent)
        let tone: Table.Tone = branch.node.isMissing ? .warning : .plain
        let repeated = branch.isRepeated ? "  (see above)" : ""
        printOut(
            padding
                + style.painted("\(branch.relation)  \(Self.line(branch.node))\(repeated)", tone))
        for next in branch.beyond { show(next, indent: indent + 1, style) }
        if branch.omitted > 0 {
            printOut("\(padding)\(branch.relation)  … and \(branch.omitted) more")
        }
    }

    private static func line(_ node: TraceNode) -> String {
        var text = "\(node.kind) \(SafeText.line(node.id))"
        if let place = node.place, place != node.id { text += "  \(SafeText.line(place))" }
        if !node.title.isEmpty, node.title != node.kind { text += "  \(SafeText.line(node.title))" }
        return text + (node.isMissing ? "  (missing link)" : "")
    }

    private static func json(_ tree: ChainTree, _ complaints: [String]) -> JSONValue {
        func value(_ node: TraceNode) -> JSONValue {
            [
                "kind": .string(node.kind), "id": .string(node.id), "title": .string(node.title),
                "is_missing": .bool(node.isMissing),
                "place": node.place.map(JSONValue.string) ?? .null,
            ]
        }
        func branches(_ list: [ChainTree.Branch]) -> JSONValue {
            .array(
                list.map { branch in
                    [
                        "relation": .string(branch.relation), "record": value(branch.node),
                        "is_repeated": .bool(branch.isRepeated),
                        "omitted": .integer(branch.omitted), "beyond": branches(branch.beyond),
                    ]
                })
        }
        return [
            "record": value(tree.root), "parents": branches(tree.parents),
            "children": branches(tree.children),
            "complaints": .array(complaints.map(JSONValue.string)),
        ]
    }
}
