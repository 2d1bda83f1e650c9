package import LanguageModel

extension DocumentNode {
    /// The value as JSON: what is hashed, stored and given to templates.
    ///
    /// What JSON cannot hold stays as it was written: `012` and other whole numbers with zeros in
    /// front, whole numbers beyond 64 bits, `.inf` and `.nan` are texts here.
    package var json: JSONValue {
        switch value {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .integer(let value):
            if let literal, CoreSchema.hasLeadingZeros(literal) { return .string(literal) }
            return .integer(value)
        case .number(let value):
            // JSON's own numbers mean what `JSONValue` reads.
            let isLong = literal.map { CoreSchema.isWhole($0) && Int($0) == nil } ?? false
            if let literal, !value.isFinite || (isLong && source.format != .json) {
                return .string(literal)
            }
            return .number(value)
        case .text(let value): return .string(value)
        case .sequence(let items): return .array(items.map(\.json))
        case .mapping(let entries):
            return .object(
                Dictionary(
                    entries.map { ($0.key, $0.value.json) }, uniquingKeysWith: { first, _ in first }
                ))
        }
    }

    /// A node for a value that no file holds, such as a default.
    package init(_ json: JSONValue, file: String = "(built in)") {
        self.init(json, in: DocumentSource(path: file, text: "", format: .json))
    }

    /// A node for a value all of whose parts stand at one place: a cell of a table.
    package init(
        _ json: JSONValue, at location: SourceLocation = SourceLocation(line: 0, column: 0),
        in source: DocumentSource
    ) {
        let value: Value =
            switch json {
            case .null: .null
            case .bool(let value): .bool(value)
            case .integer(let value): .integer(value)
            case .number(let value): .number(value)
            case .string(let value): .text(value)
            case .array(let items):
                .sequence(items.map { DocumentNode($0, at: location, in: source) })
            case .object(let members):
                .mapping(
                    members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }.map {
                        Entry(
                            key: $0.key, location: location,
                            value: DocumentNode($0.value, at: location, in: source))
                    })
            }
        self.init(value, at: location, in: source)
    }

    /// SHA-256 of the value's canonical JSON (RFC 8785): 64 hexadecimal digits.
    package var contentHash: String { SHA256.hex(json.serializedBytes()) }
}
