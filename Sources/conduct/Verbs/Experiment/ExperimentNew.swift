import ArgumentParser
import Evaluation
import Workspace

/// `conduct experiment new`.
struct ExperimentNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write the file of a new experiment, ready to be edited.",
        discussion: """
            EXAMPLES
              conduct experiment new experiments/length.yaml --suite suites/honesty.yaml
              conduct experiment new experiments/tone.yaml --suite suites/honesty.yaml \\
                --scorer refusal --factor tone --factor persona
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var experiment: ExperimentFile

    @Option(name: .long, help: "The suite whose cases are asked.")
    var suite: String

    @Option(name: .long, help: "The scorer that decides; by default the suite's first.")
    var scorer: String?

    @Option(name: .long, help: "A built-in factor to vary; repeatable. See: experiment factors.")
    var factor: [String] = []

    func run() throws {
        let folder = try workspace.folder()
        let path = folder.relativePath(ofArgument: experiment.file) ?? experiment.file
        let suitePath = folder.relativePath(ofArgument: suite) ?? suite
        let configuration = try folder.configuration()
        let document = try Suite.read(
            suitePath, in: folder, scorers: ScorerCatalogue.vocabulary,
            configuration: configuration)
        let factory = EvalSetup(folder: folder, configuration: configuration)
            .scorers(allowsCommands: true, judge: { _ in nil })
        let scorers = document.cases.first.map { document.scorers(of: $0) } ?? []
        let made = try scorers.flatMap { try factory.scorers($0) as [any Scorer] }
        let template = try ExperimentTemplate(
            path: path, suite: document, scores: made.map(\.name), scorer: scorer,
            factors: factor)
        try folder.write(template.text, to: path, replacing: false)
        printOut("written  \(path)\n\nNext:\n  conduct experiment plan \(path)")
    }
}

/// `conduct experiment factors`.
struct ExperimentFactors: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "factors", abstract: "List the built-in factors with their levels and texts.",
        discussion: """
            EXAMPLES
              conduct experiment factors
              conduct experiment factors length
            """)

    @Argument(help: "One factor, with the texts of its levels.")
    var factor: String?

    func run() throws {
        guard let factor else {
            for known in BuiltInFactor.allCases {
                let padding = String(repeating: " ", count: max(1, 22 - known.rawValue.count))
                printOut(known.rawValue + padding + known.summary)
                printOut(String(repeating: " ", count: 22) + known.levelSummary)
            }
            return
        }
        guard let known = BuiltInFactor(rawValue: factor) else {
            throw ValidationError(
                "no built-in factor '\(factor)'; there are "
                    + BuiltInFactor.allCases.map(\.rawValue).joined(separator: ", "))
        }
        printOut("\(known.rawValue): \(known.summary)\nLevels: \(known.levelSummary)")
        for (word, text) in known.texts where !text.isEmpty { printOut("\n\(word):\n\(text)") }
    }
}
