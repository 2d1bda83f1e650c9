import ArgumentParser
import Evaluation
import Workspace

/// `conduct spec`.
struct SpecCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spec",
        abstract: "Write, check and cover behaviour specifications.",
        discussion: """
            A specification is a Markdown file whose headings are clauses; suites name it, and \
            their cases name the clauses that they test.

            EXAMPLES
              conduct spec new honesty
              conduct spec lint specs/honesty.md
              conduct spec coverage specs/honesty.md --html coverage.html
              conduct spec import ~/usage-policy.html --policy --name usage-policy
              conduct spec compare honesty model-spec usage-policy --html compare.html
            """,
        subcommands: [
            SpecNew.self, SpecLintCommand.self, SpecCoverageCommand.self, SpecDiffCommand.self,
            SpecTreeCommand.self, SpecCompare.self, SpecFrameworksCommand.self, SpecImport.self,
            SpecCases.self,
        ])
}

/// The specification that a verb is about.
struct SpecArgument: ParsableArguments {
    @Argument(
        help: "The specification's file; the only one of specs/ where it is left out.",
        completion: .file(extensions: ["md"]))
    var spec: String?

    /// The path in the workspace.
    func path(in folder: WorkspaceFolder) throws -> String {
        if let spec {
            let path = folder.relativePath(ofArgument: spec) ?? spec
            // A name alone is a file of specs/.
            if !path.contains("/"), !path.hasSuffix(".md") { return "specs/\(path).md" }
            return path
        }
        let all = try folder.list("specs", suffixes: [".md"])
        guard all.count == 1, let only = all.first else {
            throw Failure(
                .badInput,
                all.isEmpty
                    ? "error: there is no specification in specs/; make one with: conduct spec new NAME"
                    : "error: there are several specifications; name one of \(all.joined(separator: ", "))"
            )
        }
        return only
    }
}
