/// A published price: which models of which service it is for.
struct PublishedPrice: Sendable {
    /// The host that sells it.
    let host: String
    /// The model's name, or how all its dated versions begin where it ends in `*`.
    let model: String
    /// Dollars for a million prompt tokens, generated tokens, and cached prompt tokens.
    let dollars: (input: Double, output: Double, cached: Double)
    /// The day on which the source said so.
    let date: String
    /// Where it is said.
    let source: String
}

/// The prices that come with the program.
///
/// Only what a source supports is here; a model that is missing has an unknown price, never 0.
/// Standard processing, prompts of ordinary length: discounts for batches, surcharges for very
/// long prompts, priority and regions are not in them. What a service bills beside tokens
/// (Perplexity's fee for each request) has no price here on purpose: tokens alone would
/// understate it. Mistral's models are missing because no dated page of its own was at hand.
enum PublishedPrices {
    private static let anthropic = "https://platform.claude.com/docs/en/about-claude/pricing"
    private static let openAI =
        "https://developers.openai.com/api/docs/pricing, as recorded on that day by "
        + "https://deploybase.ai/articles/openai-pricing and https://github.com/simonw/llm-prices"

    static let all: [PublishedPrice] =
        claude("claude-opus-4-8*", (5, 25, 0.5)) + claude("claude-opus-4-7*", (5, 25, 0.5))
        + claude("claude-opus-4-6*", (5, 25, 0.5)) + claude("claude-opus-4-5*", (5, 25, 0.5))
        + claude("claude-opus-4-1*", (15, 75, 1.5)) + claude("claude-opus-4-2025*", (15, 75, 1.5))
        + claude("claude-sonnet-4-6*", (3, 15, 0.3)) + claude("claude-sonnet-4-5*", (3, 15, 0.3))
        + claude("claude-sonnet-4-2025*", (3, 15, 0.3))
        + claude("claude-3-7-sonnet*", (3, 15, 0.3)) + claude("claude-haiku-4-5*", (1, 5, 0.1))
        + claude("claude-3-5-haiku*", (0.8, 4, 0.08))
        + claude("claude-3-haiku*", (0.25, 1.25, 0.03))
        + gpt("gpt-4.1", (2, 8, 0.5)) + gpt("gpt-4.1-mini", (0.4, 1.6, 0.1))
        + gpt("gpt-4.1-nano", (0.1, 0.4, 0.025)) + gpt("gpt-4o", (2.5, 10, 1.25))
        + gpt("gpt-4o-mini", (0.15, 0.6, 0.075)) + gpt("gpt-5", (1.25, 10, 0.125))
        + gpt("gpt-5-mini", (0.25, 2, 0.025)) + gpt("gpt-5-nano", (0.05, 0.4, 0.005))

    private static func claude(_ model: String, _ dollars: (Double, Double, Double))
        -> [PublishedPrice]
    {
        [
            PublishedPrice(
                host: "api.anthropic.com", model: model, dollars: dollars, date: "2026-11-24",
                source: anthropic)
        ]
    }

    /// The name itself and its dated versions (`gpt-4.1-2025-04-14`), but not `gpt-4.1-mini`.
    private static func gpt(_ model: String, _ dollars: (Double, Double, Double))
        -> [PublishedPrice]
    {
        [model, model + "-202*"].map {
            PublishedPrice(
                host: "api.openai.com", model: $0, dollars: dollars, date: "2026-03-21",
                source: openAI)
        }
    }
}
