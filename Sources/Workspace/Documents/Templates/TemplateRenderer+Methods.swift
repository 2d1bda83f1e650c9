import LanguageModel

extension TemplateRenderer {
    /// The methods by the kind of value that has them.
    private static let textMethods = [
        "endswith", "lower", "replace", "split", "startswith", "strip", "title", "upper",
    ]
    private static let mappingMethods = ["get", "items", "keys", "values"]

    /// `value.name(…)`: a handful of Python's own, for templates that come from Jinja.
    mutating func method(
        _ name: String, on base: TemplateExpression, _ arguments: TemplateArguments, at offset: Int
    ) throws(DocumentError) -> JSONValue {
        if case .loop(let state) = try evaluate(base), name == "cycle" {
            guard !arguments.positional.isEmpty else {
                throw places.error(.missingKey, offset, "'cycle' needs at least one value")
            }
            return try defined(arguments.positional[state.index % arguments.positional.count])
        }
        let value = try defined(base)
        var given: [JSONValue] = []
        for argument in arguments.positional { given.append(try defined(argument)) }
        guard arguments.named.isEmpty else {
            throw places.error(.wrongKind, offset, "'\(name)' takes no named arguments")
        }
        switch value {
        case .object(let members):
            return try mappingMethod(name, members, given, at: offset)
        case .string(let text): return try textMethod(name, text, given, at: offset)
        default: throw unknown(name, on: value, [], at: offset)
        }
    }

    private mutating func mappingMethod(
        _ name: String, _ members: [String: JSONValue], _ given: [JSONValue], at offset: Int
    ) throws(DocumentError) -> JSONValue {
        try step(members.count, at: offset)
        let keys = members.keys.templateSorted
        switch name {
        case "items" where given.isEmpty:
            return .array(keys.map { .array([.string($0), members[$0] ?? .null]) })
        case "keys" where given.isEmpty: return .array(keys.map { .string($0) })
        case "values" where given.isEmpty: return .array(keys.map { members[$0] ?? .null })
        case "get" where given.count == 1 || given.count == 2:
            return members[given[0].templateText] ?? (given.count == 2 ? given[1] : .null)
        default:
            throw unknown(name, on: .object(members), Self.mappingMethods, at: offset)
        }
    }

    private mutating func textMethod(
        _ name: String, _ text: String, _ given: [JSONValue], at offset: Int
    ) throws(DocumentError) -> JSONValue {
        let texts = given.compactMap(\.string)
        guard texts.count == given.count else {
            throw places.error(.wrongKind, offset, "'\(name)' takes texts")
        }
        let scalars = text.unicodeScalars
        switch (name, texts.count) {
        case ("upper", 0): return .string(text.uppercased())
        case ("lower", 0): return .string(text.lowercased())
        case ("title", 0):
            return try filter(
                "title", TemplateExpression(kind: .literal(.string(text)), offset: offset),
                TemplateArguments(), at: offset)
        case ("strip", 0), ("strip", 1):
            return .string(Self.trimmed(text, texts.first ?? ""))
        case ("split", 0), ("split", 1):
            return .array(try split(text, given.first, at: offset))
        case ("startswith", 1):
            return .bool(scalars.starts(with: texts[0].unicodeScalars))
        case ("endswith", 1):
            return .bool(scalars.reversed().starts(with: texts[0].unicodeScalars.reversed()))
        case ("replace", 2):
            let literals = given.map { TemplateExpression(kind: .literal($0), offset: offset) }
            return try filter(
                "replace", TemplateExpression(kind: .literal(.string(text)), offset: offset),
                TemplateArguments(positional: literals), at: offset)
        default: throw unknown(name, on: .string(text), Self.textMethods, at: offset)
        }
    }

    private func unknown(
        _ name: String, on value: JSONValue, _ known: [String], at offset: Int
    ) -> DocumentError {
        places.error(
            .undefined, offset, "\(value.templateKind) has no '\(name)(…)' like this",
            suggestion: known.isEmpty
                ? nil : Spelling.suggestion(for: name, among: known, naming: "it has"))
    }
}
