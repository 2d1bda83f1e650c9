import Annotation
import ArgumentParser
import Workspace

/// `conduct label`.
struct LabelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Label by hand: projects, queues, agreement, adjudication, interchange.",
        discussion: """
            A project is labels/NAME.yaml with a guideline beside it. Judgments are stored, and \
            written to judgments/ANNOTATOR.jsonl.

            EXAMPLES
              conduct label new helpfulness --run latest --sample 30
              conduct label rubric ~/scale.md --name scale
              conduct label check helpfulness
              conduct label answer helpfulness --annotator ana
              conduct label status helpfulness
              conduct label agreement helpfulness --html agreement.html
            """,
        subcommands: [
            LabelNew.self, LabelList.self, LabelStatus.self, LabelNext.self, LabelAnswer.self,
            LabelRubric.self, LabelCheck.self, LabelAgreement.self, LabelAdjudicate.self,
            LabelImport.self, LabelExport.self,
        ])
}

/// The workspace and the project that a labelling verb works on.
struct LabelOptions: ParsableArguments {
    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The project's name, or the path of its document.")
    var project: String

    /// The project's desk; its items are drawn at the first use.
    func desk() async throws -> (desk: LabellingDesk, folder: WorkspaceFolder, store: Store) {
        let (folder, store) = try workspace.open()
        let path = try LabelProjects.path(of: project, in: folder)
        return (try await LabellingDesk.open(path, in: folder, store: store), folder, store)
    }
}

/// `--annotator`: who judges.
struct AnnotatorOptions: ParsableArguments {
    @Option(
        name: [.customShort("a"), .long],
        help: "Who judges; by default the name of the user of this machine.")
    var annotator: String?

    /// The name.
    func name() throws -> String {
        if let annotator { return annotator }
        if let user = environment("USER"), !user.isEmpty { return user }
        throw Failure(.badInput, "error: who judges is not known; say it with --annotator NAME")
    }
}
