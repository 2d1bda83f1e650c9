import Alignment
import ArgumentParser
import Workspace

/// `conduct align`.
struct AlignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "align",
        abstract: "Train a small model's behaviour on this machine, and see what it did.",
        discussion: """
            A recipe names the model, the data and the numbers; the verb names the method, and the \
            two must agree. Ctrl-C saves, and the same command goes on to the same result.

            EXAMPLES
              conduct align pairs --from latest --scorer choice-text --out datasets/pairs.jsonl
              conduct align dpo recipes/no-flattery.yaml
              conduct align show latest --html training.html
              conduct align compare smollm2 smollm2+no-flattery --suite suites/honesty.yaml
              conduct align frontier frontiers/sentiment.yaml
            """,
        subcommands: [
            AlignSFT.self, AlignDPO.self, AlignKTO.self, AlignReward.self, AlignPPO.self,
            AlignRLOO.self, AlignGRPO.self, AlignScore.self, AlignBestOf.self, AlignPairs.self,
            AlignShowTokens.self, AlignCompare.self, AlignShow.self,
            // Sweeps and studies.
            AlignFrontier.self, AlignQueries.self,
        ])
}

/// What the training verbs have in common.
struct TrainingOptions: ParsableArguments {
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The recipe's file.", completion: .file(extensions: ["yaml", "yml"]))
    var recipe: String

    @Flag(name: .long, help: "Read and check everything, state the memory, and train nothing.")
    var dryRun = false

    @Option(name: .long, help: "Threads that compute; results do not depend on it.")
    var threads: Int?

    @Option(
        name: .long,
        help:
            "Seconds between checkpoints, for methods that train on data; others save each update.")
    var checkpointEvery = 30

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
        if checkpointEvery < 0 { throw ValidationError("--checkpoint-every is 0 or more") }
    }
}

/// `conduct align sft`.
struct AlignSFT: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sft", abstract: "Fine-tune on answers: messages, or prompt and completion.",
        discussion: """
            Only the assistant's tokens count, the one that ends the turn included; see which with \
            conduct align show-tokens.

            EXAMPLES
              conduct align sft recipes/answers.yaml
            """)
    @OptionGroup var options: TrainingOptions
    func run() async throws { try await AlignTraining(options, .sft).run() }
}

/// `conduct align dpo`.
struct AlignDPO: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dpo", abstract: "Train on pairs by DPO, conservative DPO or IPO.",
        discussion: """
            EXAMPLES
              conduct align dpo recipes/no-flattery.yaml
              conduct align dpo recipes/no-flattery.yaml --dry-run
            """)
    @OptionGroup var options: TrainingOptions
    func run() async throws { try await AlignTraining(options, .dpo).run() }
}

/// `conduct align kto`.
struct AlignKTO: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kto", abstract: "Train on single answers labelled good or bad.",
        discussion: """
            EXAMPLES
              conduct align kto recipes/labels.yaml
            """)
    @OptionGroup var options: TrainingOptions
    func run() async throws { try await AlignTraining(options, .kto).run() }
}

/// `conduct align reward`.
struct AlignReward: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reward", abstract: "Train a reward model, or an ensemble of them.",
        discussion: """
            EXAMPLES
              conduct align reward recipes/reward.yaml
            """)
    @OptionGroup var options: TrainingOptions
    func run() async throws { try await AlignTraining(options, .reward).run() }
}
