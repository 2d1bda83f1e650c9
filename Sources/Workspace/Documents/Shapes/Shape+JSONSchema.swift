package import LanguageModel

extension Shape {
    /// The shape as a JSON Schema document of draft 2020-12.
    ///
    /// - Parameters:
    ///   - title: the document's name.
    ///   - summary: what the document is for.
    package func jsonSchema(title: String, summary: String) -> JSONValue {
        var definitions: [String: JSONValue] = [:]
        var schema = jsonSchema(collecting: &definitions).object ?? [:]
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = .string(title)
        schema["description"] = .string(summary)
        if !definitions.isEmpty { schema["$defs"] = .object(definitions) }
        return .object(schema)
    }

    fileprivate func jsonSchema(collecting definitions: inout [String: JSONValue]) -> JSONValue {
        switch self {
        case .any: return [:]
        case .text: return ["type": "string"]
        case .nonEmptyText: return ["type": "string", "minLength": 1]
        case .label: return ["type": ["string", "number", "boolean"]]
        case .boolean: return ["type": "boolean"]
        case .integer(let range):
            var schema: [String: JSONValue] = ["type": "integer"]
            if range.lowerBound > .min { schema["minimum"] = .integer(range.lowerBound) }
            if range.upperBound < .max { schema["maximum"] = .integer(range.upperBound) }
            return .object(schema)
        case .number(let range):
            var schema: [String: JSONValue] = ["type": "number"]
            if let minimum = range.minimum {
                schema[range.excludesMinimum ? "exclusiveMinimum" : "minimum"] = .number(minimum)
            }
            if let maximum = range.maximum { schema["maximum"] = .number(maximum) }
            return .object(schema)
        case .choice(let choices):
            return [
                "enum": .array(choices.map { .string($0.word) }),
                "description": .string(
                    choices.map { "\($0.word): \($0.summary)" }.joined(separator: "; ")),
            ]
        case .list(let shape, let minimum):
            var schema: [String: JSONValue] = [
                "type": "array", "items": shape.jsonSchema(collecting: &definitions),
            ]
            if minimum > 0 { schema["minItems"] = .integer(minimum) }
            return .object(schema)
        case .map(let shape, let minimum):
            var schema: [String: JSONValue] = [
                "type": "object",
                "additionalProperties": shape.jsonSchema(collecting: &definitions),
            ]
            if minimum > 0 { schema["minProperties"] = .integer(minimum) }
            return .object(schema)
        case .object(let shape): return shape.jsonSchema(collecting: &definitions)
        case .tagged(let shape): return shape.jsonSchema(collecting: &definitions)
        case .either(let shapes):
            return ["anyOf": .array(shapes.map { $0.jsonSchema(collecting: &definitions) })]
        case .named(let name, let shape):
            if definitions[name] == nil {
                definitions[name] = [:]  // Stops the recursion where the shape meets itself.
                definitions[name] = shape().jsonSchema(collecting: &definitions)
            }
            return ["$ref": .string("#/$defs/\(name)")]
        }
    }

    fileprivate static func schema(
        of field: Field, collecting definitions: inout [String: JSONValue]
    ) -> JSONValue {
        var schema = field.shape.jsonSchema(collecting: &definitions).object ?? [:]
        if let words = schema["description"]?.string {
            schema["description"] = .string("\(field.summary) (\(words))")
        } else {
            schema["description"] = .string(field.summary)
        }
        if let fallback = field.fallback { schema["default"] = fallback }
        if !field.examples.isEmpty { schema["examples"] = .array(field.examples) }
        return .object(schema)
    }
}

extension ObjectShape {
    fileprivate func jsonSchema(
        collecting definitions: inout [String: JSONValue], tag: (key: String, word: String)? = nil
    ) -> JSONValue {
        var properties: [String: JSONValue] = [:]
        var required: [JSONValue] = []
        if let tag {
            properties[tag.key] = ["const": .string(tag.word), "description": .string(summary)]
            required.append(.string(tag.key))
        }
        for field in fields {
            properties[field.key] = Shape.schema(of: field, collecting: &definitions)
            if field.isRequired { required.append(.string(field.key)) }
        }
        var schema: [String: JSONValue] = [
            "type": "object", "description": .string(summary), "properties": .object(properties),
        ]
        if let others {
            schema["additionalProperties"] = others.jsonSchema(collecting: &definitions)
        } else {
            schema["additionalProperties"] = false
        }
        if !required.isEmpty { schema["required"] = .array(required) }
        var conditions: [JSONValue] = exactlyOne.map { group in
            ["oneOf": .array(group.map { ["required": [.string($0)]] })]
        }
        conditions += atLeastOne.map { group in
            ["anyOf": .array(group.map { ["required": [.string($0)]] })]
        }
        conditions += atMostOne.map { group in
            let pairs = group.indices.flatMap { i in
                group[(i + 1)...].map { other -> JSONValue in
                    ["required": [.string(group[i]), .string(other)]]
                }
            }
            return ["not": ["anyOf": .array(pairs)]]
        }
        if !conditions.isEmpty { schema["allOf"] = .array(conditions) }
        let examples = examples.compactMap { text -> JSONValue? in
            try? DocumentNode(yaml: text, path: "(example)").json
        }
        if !examples.isEmpty { schema["examples"] = .array(examples) }
        return .object(schema)
    }
}

extension TaggedShape {
    fileprivate func jsonSchema(collecting definitions: inout [String: JSONValue]) -> JSONValue {
        var schema: [String: JSONValue] = [
            "type": "object",
            "required": [.string(key)],
            "properties": [
                key: [
                    "enum": .array(cases.map { .string($0.word) }),
                    "description": .string(summary),
                ]
            ],
            "oneOf": .array(
                cases.map { word, shape in
                    shape.jsonSchema(collecting: &definitions, tag: (key, word))
                }),
        ]
        let examples = examples.compactMap { text -> JSONValue? in
            try? DocumentNode(yaml: text, path: "(example)").json
        }
        if !examples.isEmpty { schema["examples"] = .array(examples) }
        return .object(schema)
    }
}
