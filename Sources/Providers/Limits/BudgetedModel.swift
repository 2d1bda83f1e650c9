import LanguageModel

/// A model whose calls are paid from a budget.
///
/// Before a call its greatest possible cost is set aside: every byte of the prompt taken for a
/// token, and `max-tokens` for the answer. Without `max-tokens` the dearest call so far stands in
/// for that, so that the ceiling can be passed by the calls then under way.
package struct BudgetedModel: ModelProvider {
    private let base: any ModelProvider
    private let price: Price
    private let budget: Budget

    package var identity: ModelIdentity { base.identity }

    /// Puts a model under a budget.
    ///
    /// - Throws: `ProviderError.budget` where the model's price is not known.
    package init(_ base: any ModelProvider, price: Price?, budget: Budget) throws(ProviderError) {
        guard let price else {
            throw ProviderError(
                .budget,
                "the price of \(base.identity.model) is unknown, so no ceiling can be kept",
                advice: "give its price in conduct.yaml, or leave --max-cost off")
        }
        self.base = base
        self.price = price
        self.budget = budget
    }

    package func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?)
        async throws -> ModelReply
    {
        let prompt = request.messages.reduce(64) { sum, message in
            message.toolCalls.reduce(sum + 32 + message.text.utf8.count) {
                $0 + $1.arguments.serialized().utf8.count
            }
        }
        let tools = request.parameters.tools.map { $0.serialized().utf8.count } ?? 0
        let most = price.cost(
            of: TokenUsage(input: prompt + tools, output: request.parameters.maxTokens ?? 0))
        let estimate = request.parameters.maxTokens == nil ? max(most, budget.ledger.dearest) : most
        return try await paying(estimate) {
            let reply = try await base.reply(to: request, onText: onText)
            return (reply, reply.usage.map(price.cost))
        }
    }

    package func score(_ request: ContinuationRequest) async throws -> [ContinuationScore] {
        let context =
            switch request.context {
            case .messages(let messages): messages.reduce(64) { $0 + 32 + $1.text.utf8.count }
            case .prompt(let text): text.utf8.count
            }
        let bytes = request.continuations.reduce(0) { $0 + context + $1.utf8.count }
        let estimate = price.cost(
            of: TokenUsage(input: bytes, output: request.continuations.count))
        return try await paying(estimate) {
            // No count comes with log-probabilities, so the estimate stands.
            (try await base.score(request), nil)
        }
    }

    package func close() async { await base.close() }

    /// Runs a call and settles it: at its own cost; at the estimate where it may have been billed
    /// and nobody said how much; at nothing where the service refused it.
    private func paying<Value>(
        _ estimate: Int, _ call: () async throws -> (Value, cost: Int?)
    ) async throws -> Value {
        try await budget.admit(estimate)
        do {
            let (value, cost) = try await call()
            budget.settle(estimate, cost: cost ?? estimate)
            return value
        } catch {
            let wasRefused = (error as? ProviderError).map {
                $0.status.map { $0 >= 400 } ?? false
                    || [.network, .unsupported, .authentication, .invalidRequest].contains($0.code)
            }
            budget.settle(estimate, cost: wasRefused ?? false ? 0 : estimate)
            throw error
        }
    }
}
