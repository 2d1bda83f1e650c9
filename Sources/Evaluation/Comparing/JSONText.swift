import FoundationEssentials
import LanguageModel

extension RunResults {
    /// The summary as canonical JSON: what `--json` prints.
    package func jsonText() throws -> String { try canonicalJSON(of: self) }

    /// Reads a summary that `jsonText` wrote.
    package init(jsonText: String) throws {
        self = try JSONDecoder().decode(RunResults.self, from: Data(jsonText.utf8))
    }
}

extension RunComparison {
    /// The comparison as canonical JSON: what `--json` prints.
    package func jsonText() throws -> String { try canonicalJSON(of: self) }

    /// Reads a comparison that `jsonText` wrote.
    package init(jsonText: String) throws {
        self = try JSONDecoder().decode(RunComparison.self, from: Data(jsonText.utf8))
    }
}

/// Encoded and printed with sorted keys, so that equal values give equal bytes.
package func canonicalJSON(of value: some Encodable) throws -> String {
    let data = try JSONEncoder().encode(value)
    return try JSONValue(parsing: String(decoding: data, as: UTF8.self)).serialized()
}
