/// What the user says about a model behind a service.
package struct ServiceSettings: Sendable {
    /// The model's name at the service.
    package var model: String
    /// The service's address; nil for the provider's own.
    package var baseURL: String?
    /// The environment variable that holds the key; nil for the provider's usual one.
    package var keyVariable: String?
    /// Further headers, by the user's own word; sent as they are and never logged.
    package var headers: [String: String]
    /// What a call may take.
    package var limits: CallLimits

    package init(
        model: String, baseURL: String? = nil, keyVariable: String? = nil,
        headers: [String: String] = [:], limits: CallLimits = CallLimits()
    ) {
        self.model = model
        self.baseURL = baseURL
        self.keyVariable = keyVariable
        self.headers = headers
        self.limits = limits
    }

    /// The further headers, checked.
    func checkedHeaders() throws(ProviderError) -> [(String, String)] {
        for (name, value) in headers {
            let isToken =
                !name.isEmpty
                && name.utf8.allSatisfy {
                    $0 > 0x20 && $0 < 0x7F && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0)
                }
            guard isToken, value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw ProviderError(
                    .invalidRequest, "'\(Excerpt.of(name, limit: 40))' cannot be sent as a header",
                    advice: "use a plain header name and a value without line breaks")
            }
        }
        return headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
