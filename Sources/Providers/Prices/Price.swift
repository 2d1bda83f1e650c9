package import LanguageModel

/// What a model's tokens cost.
///
/// Amounts are whole nano-dollars (10⁻⁹ USD) for a million tokens: $0.15 for a million tokens is
/// 150,000,000.
package struct Price: Sendable, Hashable, Codable {
    /// For a million prompt tokens.
    package var input: Int
    /// For a million generated tokens.
    package var output: Int
    /// For a million prompt tokens that the service had cached; nil where none is published:
    /// they then cost as much as others.
    package var cachedInput: Int?
    /// The day on which the source said so, YYYY-MM-DD.
    package var date: String
    /// The page that says so, or what the user named.
    package var source: String

    package init(input: Int, output: Int, cachedInput: Int? = nil, date: String, source: String) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.date = date
        self.source = source
    }

    /// A price in dollars for a million tokens, as service's pages print them; rounded to
    /// nano-dollars.
    ///
    /// - Returns: nil for amounts that are negative, not finite or beyond a million dollars.
    package init?(
        dollarsPerMillion input: Double, output: Double, cachedInput: Double? = nil, date: String,
        source: String
    ) {
        let amounts = [input, output, cachedInput ?? 0]
        guard amounts.allSatisfy({ $0.isFinite && $0 >= 0 && $0 <= 1_000_000 }) else { return nil }
        func nano(_ dollars: Double) -> Int { Int((dollars * 1e9).rounded()) }
        self.init(
            input: nano(input), output: nano(output), cachedInput: cachedInput.map(nano),
            date: date, source: source)
    }

    /// Nothing, by nature: models that run here or only play back.
    package static let free = Price(
        input: 0, output: 0, date: "", source: "runs on this machine; no service is paid")

    /// What a call costs, in nano-dollars, rounded up.
    package func cost(of usage: TokenUsage) -> Int {
        let cached = min(max(0, usage.cachedInput ?? 0), max(0, usage.input))
        let parts = [
            (max(0, usage.input) - cached, input), (cached, cachedInput ?? input),
            (max(0, usage.output), output),
        ]
        var total = 0
        for (tokens, price) in parts {
            let (high, low) = tokens.multipliedFullWidth(by: price)
            // Beyond this the sum would not fit; no bill is that high.
            guard high < 500_000 else { return .max }
            let (quotient, remainder) = 1_000_000.dividingFullWidth((high, low))
            total = total.addingSaturated(quotient + (remainder > 0 ? 1 : 0))
        }
        return total
    }
}
