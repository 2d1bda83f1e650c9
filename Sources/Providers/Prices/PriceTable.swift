/// Looks prices up: the user's own first, then the published ones.
package struct PriceTable: Sendable {
    /// A price that the user gave.
    package struct Override: Sendable, Hashable {
        /// The model's name at its service, or how names begin where it ends in `*`.
        package var model: String
        /// The service's base URL; nil for any.
        package var baseURL: String?
        /// What it costs there.
        package var price: Price

        package init(model: String, baseURL: String? = nil, price: Price) {
            self.model = model
            self.baseURL = baseURL
            self.price = price
        }
    }

    private let overrides: [Override]

    /// - Parameter overrides: the user's prices; the first that fits wins over all others.
    package init(overrides: [Override] = []) { self.overrides = overrides }

    /// The price of a model's tokens; nil where it is not known.
    ///
    /// Models that run on this machine or play something back (`embedded`, `echo`, `scripted`,
    /// `replay`) cost nothing by nature, as does a service on the loopback address. A `command`
    /// costs what nobody here can know.
    package func price(of identity: ModelIdentity) -> Price? {
        if let own = overrides.first(where: { entry in
            Self.matches(entry.model, identity.model)
                && (entry.baseURL.map { $0 == identity.baseURL } ?? true)
        }) {
            return own.price
        }
        switch identity.kind {
        case "embedded", "echo", "scripted", "replay": return .free
        default: break
        }
        guard let text = identity.baseURL, let base = try? BaseURL(text) else { return nil }
        if ["localhost", "127.0.0.1", "::1", "[::1]"].contains(base.host) { return .free }
        return PublishedPrices.all.first { entry in
            entry.host == base.host && Self.matches(entry.model, identity.model)
        }.flatMap { entry in
            Price(
                dollarsPerMillion: entry.dollars.input, output: entry.dollars.output,
                cachedInput: entry.dollars.cached, date: entry.date, source: entry.source)
        }
    }

    private static func matches(_ pattern: String, _ model: String) -> Bool {
        pattern.hasSuffix("*") ? model.hasPrefix(pattern.dropLast()) : model == pattern
    }
}
