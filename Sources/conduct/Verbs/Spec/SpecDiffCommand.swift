import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct spec diff`.
struct SpecDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What changed between two versions, clause by clause.",
        discussion: """
            A version is a file, or FILE@REVISION for what git holds.

            EXAMPLES
              conduct spec diff specs/honesty.md                      against the last commit
              conduct spec diff specs/honesty.md@v1 specs/honesty.md
              conduct spec diff specs/old.md specs/new.md --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The earlier version; alone, the file as it is now against HEAD.")
    var before: String

    @Argument(help: "The later version.")
    var after: String?

    func run() async throws {
        let folder = try workspace.folder()
        let names = after.map { (before, $0) } ?? (before + "@HEAD", before)
        let diff = SpecDiff(
            try await read(names.0, folder), try await read(names.1, folder), names: names)
        if output.json { return printOut(try diff.jsonText()) }
        show(diff)
    }

    private func read(_ name: String, _ folder: WorkspaceFolder) async throws -> Spec {
        guard let at = name.lastIndex(of: "@") else {
            return try Spec.read(folder.relativePath(ofArgument: name) ?? name, in: folder).spec
        }
        let file = String(name[..<at])
        let path = folder.relativePath(ofArgument: file) ?? file
        let text = try await GitFile.text(
            path, revision: String(name[name.index(after: at)...]), in: folder.root)
        return try Spec(markdown: text, path: name)
    }

    private func show(_ diff: SpecDiff) {
        let style = TerminalStyle.output
        guard !diff.changes.isEmpty else {
            return printOut("No clause differs between \(diff.before) and \(diff.after).")
        }
        for change in diff.changes {
            let tone: Table.Tone =
                switch change.kind {
                case .added: .good
                case .removed: .bad
                case .changed: .warning
                case .moved: .muted
                }
            printOut(
                style.painted(
                    "\(change.kind.rawValue)  #\(change.clause)  \(SafeText.line(change.title))",
                    tone))
            for part in change.parts {
                let words = WordDiff.pieces(part.before, part.after).map { piece in
                    switch piece {
                    case .same(let text): SafeText.line(text)
                    case .removed(let text): style.painted("[-\(SafeText.line(text))-]", .bad)
                    case .added(let text): style.painted("{+\(SafeText.line(text))+}", .good)
                    }
                }
                printOut("  \(part.name): \(words.joined(separator: " "))")
            }
        }
        let stale = diff.changes.filter(\.makesStale).count
        if stale > 0 {
            printOut(
                "\nResults on \(NumberText.counted(stale, "clause")) are stale now; "
                    + "conduct spec coverage shows which.")
        }
    }
}
