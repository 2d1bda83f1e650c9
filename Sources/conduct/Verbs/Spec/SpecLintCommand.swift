import ArgumentParser
import Evaluation
import LanguageModel
import Workspace

/// `conduct spec lint`.
struct SpecLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find what makes a specification hard to follow, to test or to keep.",
        discussion: """
            Ends with 1 when there is an error: a clause without a reason, without a test or with \
            a circular priority. Warnings and notes do not fail.

            EXAMPLES
              conduct spec lint specs/honesty.md
              conduct spec lint specs/honesty.md --no-tests --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var spec: SpecArgument

    @Flag(name: .long, help: "Leave out what needs the suites' cases.")
    var noTests = false

    @Flag(name: .long, help: "Show errors only.")
    var quiet = false

    func run() throws {
        let folder = try workspace.folder()
        let path = try spec.path(in: folder)
        let (document, text) = try Spec.read(path, in: folder)
        let tests =
            noTests
            ? nil : try SpecTests(document, in: folder, scorers: ScorerCatalogue.vocabulary)
        let all = SpecLint(document, text: text, tests: tests).messages()
        try CheckOutput.show(
            quiet ? all.filter { $0.severity == .error } : all, json: output.json,
            what: "\(path): \(document.clauses.count) clauses")
    }
}
