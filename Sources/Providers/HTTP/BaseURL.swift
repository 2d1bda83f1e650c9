import FoundationEssentials

/// The address below which a service's endpoints lie, checked and in one spelling.
package struct BaseURL: Sendable, Hashable {
    /// Scheme, host, port and path, without a slash at the end.
    package let text: String
    /// The host in lower case.
    package let host: String
    /// Whether calls are encrypted.
    package let isEncrypted: Bool

    /// Reads an address.
    ///
    /// - Throws: `ProviderError.invalidRequest` that says what is wrong with it.
    package init(_ text: String) throws(ProviderError) {
        func refusal(_ reason: String) -> ProviderError {
            ProviderError(
                // What stands before an @ may be a password.
                .invalidRequest,
                "base-url \(text.contains("@") ? "" : "'\(Excerpt.of(text))' ")\(reason)",
                advice: "write it like https://api.openai.com/v1")
        }
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            let host = url.host?.lowercased(), !host.isEmpty
        else { throw refusal("is not an address") }
        guard scheme == "http" || scheme == "https" else {
            throw refusal("must begin with http:// or https://")
        }
        guard url.query == nil, url.fragment == nil else {
            throw refusal("may not have a query or a fragment")
        }
        guard url.user == nil, url.password == nil else {
            throw refusal("may not carry a name or a password")
        }
        var path = url.path
        while path.hasSuffix("/") { path.removeLast() }
        for endpoint in ["/chat/completions", "/completions", "/messages"]
        where path.hasSuffix(endpoint) {
            throw refusal("names an endpoint; leave \(endpoint) off")
        }
        let bracketed = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        let port = url.port.map { ":\($0)" } ?? ""
        self.text = "\(scheme)://\(bracketed)\(port)\(path)"
        self.host = host
        isEncrypted = scheme == "https"
    }
}
