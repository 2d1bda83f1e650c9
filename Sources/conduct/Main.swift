import ArgumentParser

/// The program's entry: parses, runs, and turns every error into one sentence and an exit code.
@main
enum Main {
    static func main() async {
        shareOneHeap()
        ignoreBrokenPipes()
        do {
            var command = try Conduct.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            ExitStatus.exit(after: error)
        }
    }
}

/// The root of the command tree.
struct Conduct: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conduct",
        abstract: "Specify, evaluate, compare and shape how language models behave.",
        discussion: """
            A workspace is a folder of plain files with a conduct.yaml; every result is a record \
            in its store, and every number leads back to its evidence.

            EXAMPLES
              conduct init my-lab                     a workspace that is ready to run
              conduct eval suites/honesty.yaml        evaluate a suite, live
              conduct compare RUN_A RUN_B             paired differences, flips, noise
              conduct report latest --open            the HTML report
              conduct chat                            talk to the embedded model
            """,
        version: ToolVersion.text,
        subcommands: [
            // The record: evaluate, look, compare.
            InitCommand.self, EvalCommand.self, RunsCommand.self, CompareCommand.self,
            ReportCommand.self, RescoreCommand.self, TraceCommand.self,
            // Whether a judge may judge; what other tools recorded.
            JudgeCommand.self, ImportCommand.self,
            // The studio in the browser.
            StudioCommand.self,
            // Alignment: train, look, compare.
            AlignCommand.self, AdapterCommand.self, TourCommand.self,
            // Human judgment: labelling projects, the arena.
            LabelCommand.self, ArenaCommand.self,
            // Models and the program itself.
            ChatCommand.self, ModelCommand.self, ScorersCommand.self, SchemaCommand.self,
            DoctorCommand.self,
            // The plan and the roles.
            PlanCommand.self, RoleCommand.self, RerateCommand.self,
            // Statistics of one's own tables; prompts, and what is expected of them.
            StatsCommand.self, PromptCommand.self, PredictCommand.self,
            // Designed experiments.
            ExperimentCommand.self,
            // Specifications, findings and artifacts.
            SpecCommand.self, FindingCommand.self, CodeCommand.self,
        ])
}
