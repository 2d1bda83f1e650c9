import LanguageModel

/// A value of a document that knows where it was written.
///
/// Two nodes are equal when they are the same JSON; where they stand and in which order keys were
/// written does not matter.
package struct DocumentNode: Sendable {
    /// What a node holds.
    package enum Value: Sendable, Hashable {
        case null
        case bool(Bool)
        case integer(Int)
        case number(Double)
        case text(String)
        case sequence([DocumentNode])
        case mapping([Entry])
    }

    /// One key of a mapping with its value, in the order written.
    package struct Entry: Sendable {
        /// The key as written: `1` is the text "1".
        package let key: String
        /// Where the key stands.
        package let location: SourceLocation
        /// The value.
        package let value: DocumentNode

        package init(key: String, location: SourceLocation, value: DocumentNode) {
            self.key = key
            self.location = location
            self.value = value
        }
    }

    /// The value.
    package let value: Value
    /// How a number, truth value or null was written, where that is not how it would be printed:
    /// `012`, `1.10`, `~`.
    package let literal: String?
    /// The text that the node stands in.
    package let source: DocumentSource
    private let packedLine: Int32
    private let packedColumn: Int32

    package init(
        _ value: Value, literal: String? = nil, at location: SourceLocation,
        in source: DocumentSource
    ) {
        self.value = value
        self.literal = literal
        self.source = source
        packedLine = Int32(clamping: location.line)
        packedColumn = Int32(clamping: location.column)
    }

    /// Where the node begins.
    package var location: SourceLocation {
        SourceLocation(line: Int(packedLine), column: Int(packedColumn))
    }
    /// The file as the user knows it.
    package var file: String { source.path }
    /// The line, from 1.
    package var line: Int { Int(packedLine) }
    /// The column in Unicode scalars, from 1.
    package var column: Int { Int(packedColumn) }

    /// An error about this node.
    package func error(
        _ code: DocumentError.Code, _ message: String, suggestion: String? = nil
    ) -> DocumentError {
        DocumentError(code, at: location, in: source, message, suggestion: suggestion)
    }

    /// An error about a value of the right kind that cannot be.
    package func error(_ message: String, suggestion: String? = nil) -> DocumentError {
        error(.invalidValue, message, suggestion: suggestion)
    }
}

extension DocumentNode: Hashable {
    package static func == (left: DocumentNode, right: DocumentNode) -> Bool {
        left.json == right.json
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(json) }
}

extension DocumentNode.Entry: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        left.key == right.key && left.value == right.value
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(key)
        hasher.combine(value)
    }
}

extension DocumentNode {
    /// Whether the value is null.
    package var isNull: Bool { if case .null = value { true } else { false } }
    /// The truth value, else nil.
    package var bool: Bool? { if case .bool(let value) = value { value } else { nil } }
    /// The whole number, else nil; 4.0 is none.
    package var integer: Int? { if case .integer(let value) = value { value } else { nil } }
    /// Any number, else nil.
    package var number: Double? {
        switch value {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
    /// The text, else nil; numbers and truth values are no text.
    package var text: String? { if case .text(let value) = value { value } else { nil } }
    /// A scalar as it was written, whatever it would mean: what an id or a label is. Null, lists
    /// and mappings are none.
    package var label: String? {
        switch value {
        case .text(let value): value
        case .integer(let value): literal ?? String(value)
        case .number(let value): literal ?? JSONValue.number(value).serialized()
        case .bool(let value): literal ?? (value ? "true" : "false")
        case .null, .sequence, .mapping: nil
        }
    }
    /// The items of a sequence, else nil.
    package var sequence: [DocumentNode]? {
        if case .sequence(let items) = value { items } else { nil }
    }
    /// The entries of a mapping in the order written, else nil.
    package var mapping: [Entry]? {
        if case .mapping(let entries) = value { entries } else { nil }
    }

    /// The items of a sequence, or none.
    package var items: [DocumentNode] { sequence ?? [] }
    /// The entries of a mapping, or none.
    package var entries: [Entry] { mapping ?? [] }

    /// The value of a key; nil when absent, or when this is no mapping.
    ///
    /// In JSON, `base-url` is also found as `base_url`.
    package subscript(key: String) -> DocumentNode? { entry(key)?.value }

    /// The entry of a key, found as the subscript does.
    package func entry(_ key: String) -> Entry? {
        guard let mapping else { return nil }
        return mapping.first { source.format.isSameKey($0.key, key) }
    }

    /// What kind of value this is, as a sentence names it: "the number 4", "a list".
    package var kindDescription: String {
        switch value {
        case .null: "nothing"
        case .bool(let value): "the truth value \(value)"
        case .integer, .number: "the number \(label ?? "")"
        case .text(let text):
            text.unicodeScalars.count <= 40 && !text.contains("\n")
                ? "the text '\(text)'" : "a text"
        case .sequence(let items): items.isEmpty ? "an empty list" : "a list"
        case .mapping: "a mapping"
        }
    }
}

extension DocumentSource.Format {
    /// Whether a written key is the one that a document type names.
    func isSameKey(_ written: String, _ known: String) -> Bool {
        if written == known { return true }
        guard self == .json, written.utf8.count == known.utf8.count else { return false }
        return zip(written.utf8, known.utf8).allSatisfy {
            $0 == $1 || ($0 == UInt8(ascii: "_") && $1 == UInt8(ascii: "-"))
        }
    }
}
