/// Where a model's answers come from.
package enum ProviderKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The engine of this program, on a GGUF file.
    case embedded
    /// Any service or server that speaks OpenAI's chat completions.
    case openai
    /// Anthropic's Messages API.
    case anthropic
    /// A program of the user's that speaks JSON lines.
    case command
    /// The last user message, unchanged.
    case echo
    /// The answers of a recorded run.
    case replay
    /// A part written in YAML, with behaviours at stated rates.
    case scripted

    /// One sentence for schemas and help.
    package var summary: String {
        switch self {
        case .embedded: "the engine of this program, on the built-in model or any GGUF file"
        case .openai:
            "OpenAI's chat completions, or any server that speaks them: Ollama, llama.cpp, vLLM …"
        case .anthropic: "Anthropic's Messages API"
        case .command: "a program of yours that reads and writes JSON lines"
        case .echo: "the last user message, unchanged"
        case .replay: "the answers of a recorded run"
        case .scripted: "a part written in YAML, with behaviours at stated rates; simulated"
        }
    }
}
