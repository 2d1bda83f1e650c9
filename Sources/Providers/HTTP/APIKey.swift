package import LanguageModel

/// A service's key, read from the environment alone.
///
/// It prints as the variable's name, never as itself: an error, a log or a dump of a value that
/// holds one cannot leak it.
package struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The environment variable that holds the key.
    package let variable: String
    private let value: String

    package var description: String { "key in \(variable)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["variable": variable]) }

    /// Reads a variable of the environment.
    ///
    /// - Throws: `ProviderError.authentication` when it is missing, empty, or cannot be sent in an
    ///   HTTP header.
    package init(variable: String, environment: [String: String]) throws(ProviderError) {
        guard let raw = environment[variable], !raw.trimmed.isEmpty else {
            throw ProviderError(
                .authentication, "the environment variable \(variable) is not set",
                advice: "set it to the service's key, or name another with api-key-env")
        }
        let value = raw.trimmed
        guard value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ProviderError(
                .authentication,
                "the key in \(variable) holds spaces or characters that no header can carry",
                advice: "copy it again without quotes or line breaks")
        }
        self.variable = variable
        self.value = value
    }

    /// The key for a service.
    ///
    /// - Parameters:
    ///   - named: the variable that the user named (`api-key-env`), where they did.
    ///   - base: the service's address; known services have a variable of their own, which is
    ///     never sent to any other address.
    ///   - environment: the process's environment.
    /// - Returns: nil for an address that is not known and for which no variable was named: local
    ///   servers need no key.
    package static func resolve(
        named: String?, for base: BaseURL, environment: [String: String]
    ) throws(ProviderError) -> APIKey? {
        if let named { return try APIKey(variable: named, environment: environment) }
        guard let variable = usualVariable(for: base) else { return nil }
        guard base.isEncrypted else {
            throw ProviderError(
                .authentication, "\(base.text) would carry the key in \(variable) unencrypted",
                advice: "write https in base-url")
        }
        return try APIKey(variable: variable, environment: environment)
    }

    /// The variable that a known service's own tools use.
    package static func usualVariable(for base: BaseURL) -> String? {
        let known = [
            ("api.openai.com", "OPENAI_API_KEY"), ("api.anthropic.com", "ANTHROPIC_API_KEY"),
            ("api.mistral.ai", "MISTRAL_API_KEY"), ("api.perplexity.ai", "PERPLEXITY_API_KEY"),
        ]
        return known.first { base.host == $0.0 || base.host.hasSuffix("." + $0.0) }?.1
    }

    /// The value of an HTTP header: the key after a prefix such as "Bearer ".
    func header(prefix: String = "") -> String { prefix + value }

    /// The text with every occurrence of the key replaced.
    package func redacting(_ text: String) -> String {
        guard occurs(in: text.utf8) else { return text }
        return text.split(separator: value, omittingEmptySubsequences: false)
            .joined(separator: "[\(variable)]")
    }

    /// A JSON value with every occurrence of the key in its strings replaced.
    package func redacting(_ json: JSONValue) -> JSONValue {
        switch json {
        case .string(let text): .string(redacting(text))
        case .array(let items): .array(items.map(redacting))
        case .object(let members):
            .object(
                Dictionary(members.map { (redacting($0), redacting($1)) }) { first, _ in first })
        default: json
        }
    }

    /// Whether the key stands in some bytes.
    func occurs(in bytes: some Collection<UInt8>) -> Bool {
        let found = bytes.withContiguousStorageIfAvailable { haystack in
            let needle = Array(value.utf8)
            guard let first = needle.first, haystack.count >= needle.count else { return false }
            for start in 0...(haystack.count - needle.count) where haystack[start] == first {
                if needle.indices.allSatisfy({ haystack[start + $0] == needle[$0] }) {
                    return true
                }
            }
            return false
        }
        return found ?? occurs(in: Array(bytes))
    }
}
