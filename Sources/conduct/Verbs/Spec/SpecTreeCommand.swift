import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct spec tree`.
struct SpecTreeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tree", abstract: "The clauses by authority and priority.",
        discussion: """
            EXAMPLES
              conduct spec tree specs/honesty.md
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var spec: SpecArgument

    func run() throws {
        let folder = try workspace.folder()
        let tree = SpecTree(try Spec.read(try spec.path(in: folder), in: folder).spec)
        if output.json { return printOut(try tree.jsonText()) }
        let style = TerminalStyle.output
        printOut(style.painted(tree.spec, .strong))
        for (index, level) in tree.levels.enumerated() {
            let isLast = index == tree.levels.count - 1
            printOut("\(isLast ? "└─" : "├─") \(level.authority)")
            for (position, node) in level.clauses.enumerated() {
                let branch = position == level.clauses.count - 1 ? "└─" : "├─"
                printOut("\(isLast ? "   " : "│  ")\(branch) \(line(node))")
            }
        }
        for cycle in tree.cycles {
            printOut(
                style.painted(
                    "circular: " + (cycle + cycle.prefix(1)).joined(separator: " over "), .bad))
        }
    }

    private func line(_ node: SpecTree.Node) -> String {
        var text = "#\(node.id)"
        if let modality = node.modality { text += "  \(modality)" }
        text += "  \(SafeText.line(node.title))"
        if let levels = node.overridableBy {
            text +=
                levels.isEmpty
                ? "  [nobody overrides]" : "  [\(levels.joined(separator: ", ")) may override]"
        }
        if !node.winsOver.isEmpty {
            text += "  over " + node.winsOver.map { "#\($0)" }.joined(separator: ", ")
        }
        return text
    }
}
