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
            ReportCommand.self, RescoreCommand.self, TraceCommand.self, ImportCommand.self,
            StudioCommand.self,
            // Prompts, designed experiments, statistics of one's own tables.
            PromptCommand.self, ExperimentCommand.self, PredictCommand.self, StatsCommand.self,
            // Judgment: by people, by models that passed their check.
            LabelCommand.self, ArenaCommand.self, JudgeCommand.self, RerateCommand.self,
            // What should be, and what is: specifications, codes, findings.
            SuiteCommand.self, SpecCommand.self, CodeCommand.self, FindingCommand.self,
            CoverageCommand.self,
            // Alignment: train, look, compare.
            AlignCommand.self, AdapterCommand.self, TourCommand.self,
            // The plan, the roles, and what shows them: artifacts and the portfolio.
            PlanCommand.self, RoleCommand.self, ArtifactCommand.self, PortfolioCommand.self,
            // Practice: the gym, production logs, the library, rehearsal, decisions.
            GymCommand.self, TriageCommand.self, LibraryCommand.self, PracticeCommand.self,
            MemoCommand.self,
            // Models and the program itself.
            ChatCommand.self, ModelCommand.self, ScorersCommand.self, SchemaCommand.self,
            DoctorCommand.self,
        ])
}
