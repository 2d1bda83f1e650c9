import ArgumentParser
import Evaluation
import LanguageModel
import Portfolio
import Reports
import Studio
import Workspace

/// `conduct portfolio`.
struct PortfolioCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portfolio",
        abstract: "Build the portfolio as plain files, and verify one without a model.",
        discussion: """
            A portfolio is a folder of pages with the records that every figure on them comes \
            from. portfolio.yaml says what stands around the artifacts: a title, an introduction, \
            the order in which they tell their story.

            EXAMPLES
              conduct portfolio build site
              conduct portfolio serve site --open
              conduct portfolio check site
              conduct portfolio verify site
            """,
        subcommands: [
            PortfolioBuild.self, PortfolioServe.self, PortfolioCheck.self, PortfolioVerify.self,
        ])
}

/// `conduct portfolio build`.
struct PortfolioBuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Write pages, their sources and the raw records into a folder.",
        discussion: """
            Pages, one Markdown file and, where Chromium is installed, PDFs and pictures for \
            previews. Documents whose status is private, passages between <!-- private --> and \
            <!-- end private -->, the words of roles that are not quotable, and the texts of \
            cases tagged red-team and of findings about them are left out of a public build and \
            counted. A key or token anywhere in what would be published refuses \
            the build, and so does a headline on fewer samples than it declares.

            EXAMPLES
              conduct portfolio build site
              conduct portfolio build mine --audience private
              conduct portfolio build site --no-pdf --strict
            """)

    enum Audience: String, ExpressibleByArgument, CaseIterable { case `public`, `private` }

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var outputOptions: OutputOptions

    @Argument(help: "The folder: new, empty, or an earlier portfolio.")
    var output: String

    @Option(name: .long, help: "public, or private for everything.")
    var audience: Audience = .public

    @Flag(name: .long, help: "Make no PDFs and no pictures.")
    var noPdf = false

    @Flag(name: .long, help: "End with 1 when an artifact has flawed evidence or typed numbers.")
    var strict = false

    func run() async throws {
        let (folder, store) = try workspace.open()
        let hasChromium = SitePrinter.program() != nil
        var printer: (@Sendable (String, [PortfolioExport.Print]) async -> String?)?
        if hasChromium, !noPdf { printer = { await SitePrinter.print($0, $1) } }
        let outcome = try await PortfolioExport(
            folder: folder, store: store, scorers: ScorerCatalogue.vocabulary,
            audience: audience == .public ? .everybody : .oneself,
            variables: processEnvironment()
        ).write(
            to: output, toolVersion: ToolVersion.text, print: printer)
        if outputOptions.json {
            printOut(json(outcome).serialized())
        } else {
            printOut(
                "\(NumberText.counted(outcome.artifacts, "artifact")), "
                    + "\(NumberText.counted(outcome.runs, "run")) and "
                    + "\(NumberText.counted(outcome.records, "other record")) in \(output). "
                    + outcome.facts.withheld)
            for path in outcome.absent { printOut("not included, since it is not there: \(path)") }
            for path in outcome.flawed {
                printOut("stale or missing evidence or typed numbers, marked on the page: \(path)")
            }
            if !noPdf, !hasChromium {
                printOut(
                    "No PDFs and no pictures for previews: Chromium is not installed (Debian: "
                        + "apt install chromium).")
            } else if let problem = outcome.unprinted {
                printOut("No PDFs and no pictures for previews: \(problem).")
            }
        }
        if strict, !outcome.flawed.isEmpty { throw Failure(.no) }
    }

    private func json(_ outcome: PortfolioExport.Outcome) -> JSONValue {
        [
            "folder": .string(output), "artifacts": .integer(outcome.artifacts),
            "files": .integer(outcome.files), "runs": .integer(outcome.runs),
            "records": .integer(outcome.records),
            "withheld": [
                "documents": .integer(outcome.facts.withheldDocuments),
                "passages": .integer(outcome.facts.withheldPassages),
                "requirements": .integer(outcome.facts.withheldRequirements),
                "files": .integer(outcome.facts.withheldFiles),
                "red_team": .integer(outcome.facts.withheldProbes),
            ],
            "flawed": .array(outcome.flawed.map { .string($0) }),
            "absent": .array(outcome.absent.map { .string($0) }),
            "pdf": .bool(outcome.facts.hasPDF),
            "unprinted": outcome.unprinted.map { .string($0) } ?? .null,
        ]
    }
}

/// `conduct portfolio serve`.
struct PortfolioServe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Show a built portfolio in the browser, on this machine.",
        discussion: """
            The pages also open by themselves as files, and any host of plain files serves them.

            EXAMPLES
              conduct portfolio serve site --open
            """)

    @Argument(help: "A folder that conduct portfolio build wrote.")
    var folder: String

    @Option(name: .long, help: "The port; 0 takes any that is free.")
    var port = 8182

    @Flag(name: .long, help: "Open it in the browser.")
    var open = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port must be 0 to 65535")
        }
    }

    func run() async throws {
        guard FileAccess.exists(folder + "/index.html") else {
            throw Failure(
                .badInput,
                "error: \(folder) holds no index.html; make it with: conduct portfolio build \(folder)"
            )
        }
        let opens = open
        do {
            try await SiteServer(folder, port: port).run { url in
                printOut("\(url)\n(Ctrl-C ends it)")
                if opens { Opening.open(url) }
            }
        } catch {
            throw Failure(.outside, "error: 127.0.0.1:\(port) can't be listened at: \(error)")
        }
    }
}

/// `conduct portfolio check`.
struct PortfolioCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a built portfolio's links, and that no page asks anything elsewhere.",
        discussion: """
            Without a network: links to other sites are listed and not followed. Ends with 1 when \
            a link leads nowhere or a page would ask another site for something.

            EXAMPLES
              conduct portfolio check site
            """)

    @OptionGroup var output: OutputOptions

    @Argument(help: "A folder that conduct portfolio build wrote.")
    var folder: String

    func run() throws {
        let links = try PortfolioLinks(folder)
        if !output.json {
            for address in links.outside { printOut("not followed: \(SafeText.line(address))") }
        }
        try CheckOutput.show(
            links.messages, json: output.json,
            what: "\(NumberText.counted(links.pages, "page")), "
                + "\(NumberText.counted(links.links, "link")) within")
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
            what: "\(verification.files) files, \(verification.pages) pages, "
                + "\(verification.evidence) pieces of evidence and "
                + "\(verification.records) other results hold")
    }
}
