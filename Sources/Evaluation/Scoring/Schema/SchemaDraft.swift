import LanguageModel

/// The versions of JSON Schema that are understood.
package enum SchemaDraft: String, Sendable, Hashable, CaseIterable {
    case seven = "7"
    case twentyTwenty = "2020-12"

    /// The draft that a schema names by `$schema`; nil for one that is not understood.
    init?(identifier: String) {
        switch SchemaDraft.trimmed(identifier) {
        case "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema":
            self = .seven
        case "https://json-schema.org/draft/2020-12/schema",
            "http://json-schema.org/draft/2020-12/schema":
            self = .twentyTwenty
        default: return nil
        }
    }

    private static func trimmed(_ identifier: String) -> Substring {
        identifier.hasSuffix("#") ? identifier.dropLast() : identifier[...]
    }

    var summary: String {
        switch self {
        case .seven: "draft 7"
        case .twentyTwenty: "draft 2020-12"
        }
    }
}

/// What is wrong with a schema, and where in it.
package struct SchemaFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The keys and indices from the root to the fault.
    package let path: [String]
    /// One sentence without a full stop.
    package let message: String

    /// "#/properties/age: …".
    package var description: String { "\(SchemaPointer.text(path)): \(message)" }
}

/// Places in JSON, as RFC 6901 writes them.
enum SchemaPointer {
    /// "#/a/0" for the path a, 0.
    static func text(_ path: [String]) -> String {
        "#" + path.map { "/" + escaped($0) }.joined()
    }

    private static func escaped(_ key: String) -> String {
        var text = ""
        for scalar in key.unicodeScalars {
            switch scalar {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// The path that a pointer in a URI's fragment names; nil where it is none.
    static func path(fragment: String) -> [String]? {
        guard fragment.isEmpty || fragment.hasPrefix("/") else { return nil }
        return fragment.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            var text = ""
            var rest = $0.unicodeScalars[...]
            while let scalar = rest.popFirst() {
                if scalar == "~", let next = rest.first, next == "0" || next == "1" {
                    text += next == "0" ? "~" : "/"
                    rest = rest.dropFirst()
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
            return text
        }
    }

    /// The value at a path.
    static func value(_ root: JSONValue, _ path: some Sequence<String>) -> JSONValue? {
        var value = root
        for key in path {
            guard let next = child(value, key) else { return nil }
            value = next
        }
        return value
    }

    /// The member or item that one step of a path names.
    static func child(_ value: JSONValue, _ key: String) -> JSONValue? {
        if let items = value.array {
            guard let index = Int(key), String(index) == key, items.indices.contains(index) else {
                return nil
            }
            return items[index]
        }
        return value.member(key)
    }
}

extension JSONValue {
    /// The member of an object whose key has just these scalars.
    func member(_ key: String) -> JSONValue? {
        guard case .object(let members) = self, let index = members.index(forKey: key),
            ScalarText.equal(members[index].key, key)
        else { return nil }
        return members[index].value
    }
}
