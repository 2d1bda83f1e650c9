import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// The file that the verbs of `conduct experiment` work on.
struct ExperimentFile: ParsableArguments {
    @Argument(help: "The experiment's file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String
}

/// What the verbs of `conduct experiment` have in common: the workspace, the document, a planner.
struct ExperimentSetup: Sendable {
    let folder: WorkspaceFolder
    let store: Store
    let document: ExperimentDocument
    let setup: EvalSetup
    let judges: JudgeBench
    let planner: ExperimentPlanner

    /// - Parameters:
    ///   - budget: dollars that all calls together may cost.
    ///   - allowsCommands: whether command scorers may run programs.
    init(
        _ workspace: WorkspaceOptions, _ file: ExperimentFile, precision: Precision? = nil,
        budget: Double? = nil, allowsCommands: Bool = false
    ) async throws {
        (folder, store) = try workspace.open()
        let configuration = try folder.configuration()
        let path = folder.relativePath(ofArgument: file.file) ?? file.file
        document = try ExperimentDocument.read(
            path, in: folder, scorers: ScorerCatalogue.vocabulary, configuration: configuration)
        setup = EvalSetup(
            folder: folder, configuration: configuration, precision: precision,
            maximumCost: budget, store: store)
        judges = JudgeBench(setup: setup, store: store)
        try await judges.open(for: document.outcome.suite)
        planner = ExperimentPlanner(
            EvalPlanner(
                configuration: configuration, catalogue: setup.catalogue,
                scorers: setup.scorers(
                    allowsCommands: allowsCommands, judge: judges.seat,
                    rewardModel: judges.rewardModel),
                toolVersion: ToolVersion.text))
    }

    /// Ends the models.
    func close() async { await setup.catalogue.close() }
}
