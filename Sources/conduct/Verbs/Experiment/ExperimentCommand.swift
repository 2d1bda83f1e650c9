import ArgumentParser

/// `conduct experiment`.
struct ExperimentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiment",
        abstract: "Design, plan, lock, run, analyse and report an experiment on prompts.",
        discussion: """
            An experiment varies factors of a prompt over levels and measures one scorer of a \
            suite. Plan it, lock it (preregistration), then run it: the analysis follows the lock, \
            and the report lists by itself whatever was done otherwise.

            EXAMPLES
              conduct experiment new experiments/length.yaml --suite suites/honesty.yaml
              conduct experiment plan experiments/length.yaml
              conduct experiment lock experiments/length.yaml
              conduct experiment run experiments/length.yaml
              conduct experiment report experiments/length.yaml --open
            """,
        subcommands: [
            ExperimentNew.self, ExperimentFactors.self, ExperimentPlanCommand.self,
            ExperimentLock.self, ExperimentRun.self, ExperimentAnalyse.self,
            ExperimentReportCommand.self,
        ])
}
