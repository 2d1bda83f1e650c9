import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct experiment plan`.
struct ExperimentPlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "What an experiment takes, and what effect it could detect; runs nothing.",
        discussion: """
            Calls, tokens, dollars and minutes (what is unknown stays unknown), the aliases of a \
            fraction, and the smallest effect that the design finds: by formula, and by simulating \
            the planned analysis on the planned design.

            EXAMPLES
              conduct experiment plan experiments/length.yaml
              conduct experiment plan experiments/length.yaml --simulations 1000 --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var experiment: ExperimentFile

    @Option(name: .long, help: "Made-up studies for each effect; 0 leaves simulation out.")
    var simulations = 200

    @Flag(name: .long, help: "Show the first conversation of every cell.")
    var prompts = false

    func validate() throws {
        if !(0...100_000).contains(simulations) {
            throw ValidationError("--simulations is a number from 0 to 100,000")
        }
    }

    func run() async throws {
        let setup = try await ExperimentSetup(workspace, experiment, allowsCommands: true)
        let plan = try await setup.planner.plan(setup.document)
        let forecast = try await ExperimentForecast(
            plan, simulations: simulations, reader: setup.store.reader)
        await setup.close()
        if output.json {
            printOut(try forecast.json().serialized())
            return
        }
        printOut(ForecastText(forecast, file: setup.document.file).terminal(.output))
        if prompts { try show(plan) }
    }

    private func show(_ plan: ExperimentPlan) throws {
        guard let item = plan.eval.cases.first else { return }
        for prompt in plan.eval.prompts {
            printOut("\n\(prompt.id), case \(item.id):")
            for message in try prompt.render(item).messages {
                printOut("  \(message.role.rawValue): \(SafeText.line(message.text))")
            }
        }
    }
}
