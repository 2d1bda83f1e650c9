import LanguageModel
import Providers
import Testing

/// A model that answers at once and says what it used.
private struct Counted: ModelProvider {
    let identity = ModelIdentity(kind: "openai", model: "counted")
    var usage: TokenUsage? = TokenUsage(input: 10, output: 10)
    var failure: ProviderError?
    let calls = Counter()

    func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?) async throws
        -> ModelReply
    {
        calls.add()
        await Task.yield()
        if let failure { throw failure }
        return ModelReply(message: Message(.assistant, "x"), finishReason: .stop, usage: usage)
    }
}

/// One dollar for a thousand tokens: 1,000,000 nano-dollars each.
private let price = Price(
    input: 1_000_000_000_000, output: 1_000_000_000_000, date: "2026-01-01", source: "test")
private let request = ModelRequest(
    messages: [Message(.user, "Hi")], parameters: GenerationParameters(maxTokens: 10))

@Suite("Budgets")
struct BudgetTests {
    @Test("The ledger admits what fits, makes the rest wait, and refuses when nothing is under way")
    func ledger() {
        var ledger = BudgetLedger(ceiling: 100)
        let first = [ledger.admit(60), ledger.admit(60)]
        #expect(first == [.admitted, .wait])
        ledger.settle(60, cost: 30)
        let second = [ledger.admit(60), ledger.admit(20)]
        #expect(second == [.admitted, .wait])
        ledger.settle(60, cost: 60)
        let last = ledger.admit(20)
        #expect(last == .refused)
        #expect(ledger.spent == 90 && ledger.reserved == 0 && ledger.dearest == 60)
    }

    @Test("Many calls at once never pass the ceiling, and the run stops with a budget error")
    func ceiling() async throws {
        // A call is estimated at 64 + 32 + 2 + 10 tokens and costs 20.
        let budget = Budget(nanodollars: 1_000 * 1_000_000)
        let base = Counted()
        let model = try BudgetedModel(base, price: price, budget: budget)
        let codes = await withTaskGroup(of: ProviderError.Code?.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    do {
                        _ = try await model.reply(to: request)
                        return nil
                    } catch { return (error as? ProviderError)?.code }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let ledger = budget.ledger
        #expect(ledger.spent <= ledger.ceiling)
        // It stops no earlier than when one more estimate would not fit.
        #expect(ledger.spent > ledger.ceiling - 108 * 1_000_000)
        #expect(codes.count { $0 == nil } * 20 * 1_000_000 == ledger.spent)
        #expect(codes.allSatisfy { $0 == nil || $0 == .budget })
        #expect(base.calls.value == codes.count { $0 == nil })
        #expect(ledger.reserved == 0 && ledger.inFlight == 0)
    }

    @Test("An unknown price is refused, with what to do")
    func unknownPrice() {
        let error = #expect(throws: ProviderError.self) {
            try BudgetedModel(Counted(), price: nil, budget: Budget(nanodollars: 1))
        }
        #expect(error?.code == .budget)
        #expect(error?.advice?.contains("conduct.yaml") ?? false)
    }

    @Test(
        "A refused call costs nothing; one that may have been billed costs its estimate",
        arguments: [
            (ProviderError(.rateLimited, "no", status: 429), 0),
            (ProviderError(.network, "no"), 0),
            (ProviderError(.timeout, "no"), 108_000_000),
            (ProviderError(.malformedResponse, "no", status: 200), 108_000_000),
        ])
    func failures(failure: ProviderError, spent: Int) async throws {
        let budget = Budget(nanodollars: 1_000_000_000)
        let model = try BudgetedModel(Counted(failure: failure), price: price, budget: budget)
        await #expect(throws: failure) { try await model.reply(to: request) }
        #expect(budget.ledger.spent == spent)
    }

    @Test("A waiting call can be cancelled")
    func cancellation() async throws {
        let budget = Budget(nanodollars: 110_000_000)
        let slow = try BudgetedModel(
            ScriptedModel(
                Script(name: "slow", defaultReply: "x", latency: .init(milliseconds: 60_000))),
            price: price, budget: budget)
        let holder = Task { try await slow.reply(to: request) }
        while budget.ledger.inFlight == 0 { await Task.yield() }
        let waiting = Task { try await slow.reply(to: request) }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        holder.cancel()
        await #expect(throws: CancellationError.self) { try await holder.value }
        #expect(budget.ledger.inFlight == 0)
    }
}
