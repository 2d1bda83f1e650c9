import LanguageModel
import Providers
import Testing

private func openAI(_ model: String, _ base: String = "https://api.openai.com/v1")
    -> ModelIdentity
{ ModelIdentity(kind: "openai", model: model, baseURL: base) }

@Suite("Prices")
struct PriceTests {
    @Test("A cost is exact to the nano-dollar and rounded up")
    func cost() throws {
        let price = try #require(
            Price(
                dollarsPerMillion: 0.15, output: 0.6, cachedInput: 0.075, date: "2026-01-01",
                source: "test"))
        #expect(price.input == 150_000_000)
        #expect(price.cost(of: TokenUsage(input: 1000, output: 500)) == 150_000 + 300_000)
        #expect(
            price.cost(of: TokenUsage(input: 1000, output: 0, cachedInput: 400))
                == 90_000 + 30_000)
        let odd = Price(input: 1, output: 0, date: "", source: "")
        #expect(odd.cost(of: TokenUsage(input: 1, output: 0)) == 1)
    }

    @Test("Absurd counts neither crash nor wrap around")
    func absurd() {
        let price = Price(input: .max / 2, output: .max / 2, date: "", source: "")
        #expect(price.cost(of: TokenUsage(input: .max, output: .max)) == .max)
        #expect(price.cost(of: TokenUsage(input: -5, output: -5, cachedInput: 9)) == 0)
    }

    @Test(
        "A dated version has its model's price, a sibling has its own",
        arguments: [
            ("gpt-4.1", 2_000_000_000), ("gpt-4.1-2025-04-14", 2_000_000_000),
            ("gpt-4.1-mini", 400_000_000), ("gpt-4o-mini-2024-07-18", 150_000_000),
        ])
    func published(model: String, input: Int) throws {
        let price = try #require(PriceTable().price(of: openAI(model)))
        #expect(price.input == input)
        #expect(price.date.count == 10 && price.source.hasPrefix("https://"))
    }

    @Test(
        "What is not known has no price",
        arguments: [
            openAI("gpt-99"), openAI("gpt-4.1", "https://gateway.example/v1"),
            openAI("gpt-4.1-audio"), openAI("sonar", "https://api.perplexity.ai"),
            ModelIdentity(kind: "command", model: "python3 harness.py"),
        ])
    func unknown(identity: ModelIdentity) { #expect(PriceTable().price(of: identity) == nil) }

    @Test(
        "What runs here is free by nature",
        arguments: [
            ModelIdentity(kind: "embedded", model: "m"), ModelIdentity(kind: "echo", model: "m"),
            ModelIdentity(kind: "scripted", model: "m"), ModelIdentity(kind: "replay", model: "m"),
            openAI("anything", "http://127.0.0.1:8080/v1"), openAI("x", "http://[::1]:1/v1"),
        ])
    func free(identity: ModelIdentity) {
        #expect(PriceTable().price(of: identity) == .free)
    }

    @Test("The user's own price wins, for its address alone where it names one")
    func overrides() {
        let mine = Price(input: 1, output: 2, date: "2026-01-01", source: "my contract")
        let table = PriceTable(overrides: [
            .init(model: "gpt-4*", baseURL: "https://api.openai.com/v1", price: mine)
        ])
        #expect(table.price(of: openAI("gpt-4.1")) == mine)
        #expect(table.price(of: openAI("gpt-4.1", "https://gateway.example/v1")) == nil)
        #expect(table.price(of: openAI("gpt-5"))?.input == 1_250_000_000)
    }

    @Test(
        "Amounts read as dollars",
        arguments: [
            (0, "$0.00"), (1_230_000_000, "$1.23"), (-1_230_000_000, "-$1.23"),
            (420_000, "$0.00042"), (999_999, "$0.00099"), (150_000_000, "$0.15"),
            (7, "$0.000000007"),
        ])
    func dollars(nano: Int, text: String) { #expect(Dollars.text(nano) == text) }
}
