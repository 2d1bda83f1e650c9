import LanguageModel
import Testing
import Workspace

@Suite struct ConfigurationTests {
    func read(_ yaml: String) throws -> WorkspaceConfiguration {
        try WorkspaceConfiguration(DocumentNode(yaml: yaml, path: "conduct.yaml"))
    }

    @Test("Every provider is read with its settings")
    func everything() throws {
        let configuration = try read(
            """
            models:
              mine:
                provider: embedded
                path: models/x.gguf
                template: chatml
                precision: fast
                adapters: [.conduct/adapters/a.safetensors, trn_01]
                parameters: {max-tokens: 16, temperature: 0, top-k: 3, top-p: 0.9, min-p: 0.1,
                  repetition-penalty: 1.1, stop: ["\\n"], logprobs: true, top-logprobs: 5,
                  extra: {reasoning_effort: low}}
              claude: {provider: anthropic, model: claude-sonnet-4-5, api-key-env: MY_KEY,
                price: {input: 3, output: 15, cached-input: 0.3, date: 2026-11-01, source: https://example.org}}
              local:
                provider: openai
                base-url: "http://127.0.0.1:8080/v1"
                model: 4
                headers: {x-team: behaviour}
                limits: {timeout: 10, total-timeout: 60.5, silence: 5, retries: 0, concurrency: 8, rpm: 100}
              tool: {provider: command, command: python3, args: [run.py, 5], env: [MY_TOKEN]}
              mirror: {provider: echo, note: for tests}
              old: {provider: replay, run: latest}
              flatterer: {provider: scripted, file: models/flatterer.yaml}
            judge: claude
            defaults: {epochs: 3, seed: 7, concurrency: 2, max-cost: 1.5, confidence: 0.9}
            """)
        #expect(
            configuration.aliases == [
                "smollm2", "mine", "claude", "local", "tool", "mirror", "old", "flatterer",
            ])
        let models = configuration.models
        #expect(models["smollm2"] == .builtIn)
        #expect(
            models["mine"]?.source
                == .embedded(
                    .init(
                        path: "models/x.gguf", template: "chatml", precision: .fast,
                        adapters: [".conduct/adapters/a.safetensors", "trn_01"])))
        #expect(
            models["mine"]?.parameters
                == GenerationParameters(
                    maxTokens: 16, temperature: 0, topK: 3, topP: 0.9, minP: 0.1,
                    repetitionPenalty: 1.1, stop: ["\n"], logprobs: true, topLogprobs: 5,
                    extra: ["reasoning_effort": "low"]))
        #expect(
            models["claude"]?.source
                == .anthropic(.init(model: "claude-sonnet-4-5", keyVariable: "MY_KEY")))
        #expect(
            models["claude"]?.price
                == PriceDocument(
                    input: 3, output: 15, cachedInput: 0.3, date: "2026-11-01",
                    source: "https://example.org"))
        #expect(
            models["local"]?.source
                == .openai(
                    .init(
                        model: "4", baseURL: "http://127.0.0.1:8080/v1",
                        headers: ["x-team": "behaviour"])))
        #expect(
            models["local"]?.limits
                == RequestLimits(
                    timeout: 10, totalTimeout: 60.5, silence: 5, retries: 0,
                    concurrency: .fixed(8), requestsPerMinute: 100))
        #expect(
            models["tool"]?.source
                == .command(
                    .init(
                        command: "python3", arguments: ["run.py", "5"], environment: ["MY_TOKEN"])))
        #expect(models["mirror"]?.source == .echo)
        #expect(models["mirror"]?.note == "for tests")
        #expect(models["old"]?.source == .replay(.init(run: "latest")))
        #expect(models["flatterer"]?.source == .scripted(file: "models/flatterer.yaml"))
        #expect(configuration.judge == "claude")
        #expect(
            configuration.defaults
                == .init(
                    epochs: 3, seed: 7, concurrency: .fixed(2), maximumCost: 1.5, confidence: 0.9))
    }

    @Test("The built-in model can be given other parameters")
    func overridden() throws {
        let configuration = try read(
            "models: {smollm2: {provider: embedded, parameters: {max-tokens: 8}}}")
        #expect(configuration.aliases == ["smollm2"])
        #expect(configuration.models["smollm2"]?.parameters.maxTokens == 8)
    }

    @Test(
        "An empty file is the built-in configuration",
        arguments: ["", "# nothing\n", "{}", "models: {}"])
    func empty(yaml: String) throws {
        #expect(try read(yaml) == .builtIn)
    }

    @Test("Everything wrong is reported at once, in the order of the text")
    func wrong() throws {
        let error = #expect(throws: DocumentErrors.self) {
            try read(
                """
                models:
                  a: {provider: embeded}
                  b: {provider: openai, base_url: x}
                  "c d": {provider: echo}
                  e: {provider: replay}
                defaults: {concurrency: adaptiv}
                juge: a
                """)
        }
        #expect(
            error?.errors.map { "\($0.line):\($0.column) \($0.message) | \($0.suggestion ?? "")" }
                == [
                    "2:17 'embeded' is none of embedded, openai, anthropic, command, echo, replay, scripted | did you mean 'embedded'?",
                    "3:6 an 'openai' model needs the key 'model' | model: The model's name at the service.",
                    "3:25 unknown key 'base_url' in an 'openai' model | did you mean 'base-url'?",
                    "4:3 'c d' cannot be a model's alias | use letters, digits, '-', '_' and '.'",
                    "5:6 a 'replay' model needs the key 'run' or 'file' | ",
                    "6:25 'adaptiv' is none of adaptive | did you mean 'adaptive'?",
                    "7:1 unknown key 'juge' in conduct.yaml | did you mean 'judge'?",
                ])
    }

    @Test("A judge that is no model is refused")
    func judge() throws {
        let error = #expect(throws: DocumentErrors.self) { try read("judge: smolm2") }
        #expect(error?.errors.first?.suggestion == "did you mean 'smollm2'?")
    }
}
