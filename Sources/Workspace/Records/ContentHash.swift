package import LanguageModel

/// Hashes of content: SHA-256 of a value's canonical JSON (RFC 8785), or of a text's own bytes.
package enum ContentHash {
    /// The hash of a value: 64 hexadecimal digits.
    package static func of(_ value: JSONValue) -> String { SHA256.hex(value.serializedBytes()) }

    /// The hash of a text's UTF-8 bytes: 64 hexadecimal digits.
    package static func of(_ text: String) -> String { SHA256.hex(text) }

    /// The id of a case that was given none: `c-` and 12 digits of its content's hash.
    package static func caseID(_ content: JSONValue) -> String { "c-" + of(content).prefix(12) }
}
