import ArgumentParser
import Evaluation
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct portfolio`.
struct PortfolioCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portfolio",
        abstract: "Build the portfolio as plain files, and verify one without a model.",
        discussion: """
            EXAMPLES
              conduct portfolio build site
              conduct portfolio verify site
            """,
        subcommands: [PortfolioBuild.self, PortfolioVerify.self])
}

/// `conduct portfolio build`.
struct PortfolioBuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Write pages, their sources and the raw records into a folder.",
        discussion: """
            Artifacts whose status is private are left out and counted. With --strict nothing is \
            said to be done while evidence is stale or missing, or numbers are typed.

            EXAMPLES
              conduct portfolio build site
            """)

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The folder: new, empty, or an earlier portfolio.")
    var output: String

    @Flag(name: .long, help: "End with 1 when an artifact has flawed evidence or typed numbers.")
    var strict = false

    func run() async throws {
        let (folder, store) = try workspace.open()
        let outcome = try await PortfolioExport(
            folder: folder, store: store, scorers: ScorerCatalogue.vocabulary
        ).write(to: output, toolVersion: ToolVersion.text)
        printOut(
            "\(NumberText.counted(outcome.artifacts, "artifact")), "
                + "\(NumberText.counted(outcome.runs, "run")), "
                + "\(NumberText.counted(outcome.records, "record")) in \(output); "
                + "\(NumberText.counted(outcome.withheld, "private artifact")) withheld")
        for path in outcome.absent { printOut("not included, since it is not there: \(path)") }
        for path in outcome.flawed {
            printOut("flawed evidence or typed numbers, marked on the page: \(path)")
        }
        if strict, !outcome.flawed.isEmpty { throw Failure(.no) }
    }
}

/// `conduct portfolio verify`.
struct PortfolioVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compute every figure of a portfolio again from its own records.",
        discussion: """
            Needs no workspace, no model and no network; ends with 1 when anything differs.

            EXAMPLES
              conduct portfolio verify site
            """)

    @OptionGroup var output: OutputOptions

    @Argument(help: "A folder that conduct portfolio build wrote.")
    var folder: String

    func run() async throws {
        let verification = try await PortfolioVerification(
            folder, scorers: ScorerCatalogue.vocabulary)
        if !output.json {
            for line in verification.unchecked { printOut("not checked: \(SafeText.line(line))") }
        }
        try CheckOutput.show(
            verification.messages, json: output.json,
            what: "\(verification.files) files, \(verification.pages) pages and "
                + "\(verification.evidence) pieces of evidence hold")
    }
}
