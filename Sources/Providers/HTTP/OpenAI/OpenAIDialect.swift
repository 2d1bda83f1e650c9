/// What differs between the services that speak OpenAI's protocol.
package struct OpenAIDialect: Sendable, Hashable {
    /// The field that limits the tokens generated.
    package enum MaxTokensField: String, Sendable, Hashable, Codable {
        /// The older name, which nearly every server knows.
        case maxTokens = "max_tokens"
        /// The newer name, which OpenAI's reasoning models insist on.
        case maxCompletionTokens = "max_completion_tokens"
    }

    /// The field that limits the tokens generated.
    package var maxTokensField: MaxTokensField
    /// The field for the seed; nil where the service takes none.
    package var seedField: String?
    /// Whether a stream must be asked for its usage.
    package var asksForStreamUsage: Bool
    /// Whether top-k, min-p and a repetition penalty may be sent.
    package var hasLocalSampling: Bool

    package init(
        maxTokensField: MaxTokensField = .maxTokens, seedField: String? = "seed",
        asksForStreamUsage: Bool = true, hasLocalSampling: Bool = true
    ) {
        self.maxTokensField = maxTokensField
        self.seedField = seedField
        self.asksForStreamUsage = asksForStreamUsage
        self.hasLocalSampling = hasLocalSampling
    }

    /// OpenAI's own service.
    package static let openAI = OpenAIDialect(
        maxTokensField: .maxCompletionTokens, hasLocalSampling: false)
    /// Mistral: `random_seed`, and unknown fields are refused.
    package static let mistral = OpenAIDialect(
        seedField: "random_seed", asksForStreamUsage: false, hasLocalSampling: false)
    /// Perplexity: no seed.
    package static let perplexity = OpenAIDialect(
        seedField: nil, asksForStreamUsage: false, hasLocalSampling: false)
    /// Ollama, llama.cpp, vLLM, LM Studio and others.
    package static let compatible = OpenAIDialect()

    /// The dialect of an address.
    package static func usual(for base: BaseURL) -> OpenAIDialect {
        switch APIKey.usualVariable(for: base) {
        case "OPENAI_API_KEY": .openAI
        case "MISTRAL_API_KEY": .mistral
        case "PERPLEXITY_API_KEY": .perplexity
        default: .compatible
        }
    }

    /// The dialect by its name in `conduct.yaml`.
    package static func named(_ name: String) -> OpenAIDialect? {
        switch name {
        case "openai": .openAI
        case "mistral": .mistral
        case "perplexity": .perplexity
        case "compatible": .compatible
        default: nil
        }
    }

    /// The names that `named` knows.
    package static let names = ["openai", "mistral", "perplexity", "compatible"]
}
