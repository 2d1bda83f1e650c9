import LanguageModel

/// What the value of a keyword may be: the whole grammar of schemas, as a table.
///
/// The same table checks a schema's structure, finds the schemas inside it, and stands for the
/// meta-schemas where a `$ref` names one.
enum SchemaKeywordKind: Sendable, Hashable {
    case any, text, flag, number, positive, count, list, texts, types, pattern
    case schema, schemas, schemaMap, patternMap, schemaOrSchemas, textsMap, schemaOrTextsMap

    /// The keywords of a draft.
    static func table(_ draft: SchemaDraft) -> [String: SchemaKeywordKind] {
        switch draft {
        case .seven: seven
        case .twentyTwenty: twentyTwenty
        }
    }

    private static let common: [String: SchemaKeywordKind] = [
        "$id": .text, "$schema": .text, "$ref": .text, "$comment": .text, "title": .text,
        "description": .text, "default": .any, "readOnly": .flag, "writeOnly": .flag,
        "examples": .list, "multipleOf": .positive, "maximum": .number,
        "exclusiveMaximum": .number, "minimum": .number, "exclusiveMinimum": .number,
        "maxLength": .count, "minLength": .count, "pattern": .pattern, "maxItems": .count,
        "minItems": .count, "uniqueItems": .flag, "contains": .schema, "maxProperties": .count,
        "minProperties": .count, "required": .texts, "properties": .schemaMap,
        "patternProperties": .patternMap, "propertyNames": .schema,
        "additionalProperties": .schema, "const": .any, "enum": .list, "type": .types,
        "format": .text, "contentMediaType": .text, "contentEncoding": .text, "if": .schema,
        "then": .schema, "else": .schema, "allOf": .schemas, "anyOf": .schemas,
        "oneOf": .schemas, "not": .schema,
        // Gone from 2020-12, where it would be ignored; schemas in use still say it.
        "dependencies": .schemaOrTextsMap,
    ]

    private static let seven = common.merging(
        [
            "definitions": .schemaMap, "items": .schemaOrSchemas, "additionalItems": .schema,
        ], uniquingKeysWith: { $1 })

    private static let twentyTwenty = common.merging(
        [
            "$anchor": .text, "$dynamicAnchor": .text, "$dynamicRef": .text, "$vocabulary": .any,
            "$defs": .schemaMap, "definitions": .schemaMap, "prefixItems": .schemas,
            "items": .schema, "maxContains": .count, "minContains": .count,
            "unevaluatedItems": .schema, "unevaluatedProperties": .schema,
            "dependentRequired": .textsMap, "dependentSchemas": .schemaMap,
            "contentSchema": .schema, "deprecated": .flag,
        ], uniquingKeysWith: { $1 })

    /// What is wrong with a keyword's value; nil where it is as it must be. The schemas inside it
    /// are not looked into.
    func fault(_ value: JSONValue) -> String? {
        switch self {
        case .any: nil
        case .text: value.string == nil ? "expected a text" : nil
        case .flag: value.bool == nil ? "expected true or false" : nil
        case .number: value.double == nil ? "expected a number" : nil
        case .positive: (value.double ?? 0) > 0 ? nil : "expected a number above 0"
        case .count: (value.int ?? -1) >= 0 ? nil : "expected a whole number of at least 0"
        case .list: value.array == nil ? "expected a list" : nil
        case .texts: Self.textsFault(value)
        case .types: Self.typesFault(value)
        case .pattern: value.string == nil ? "expected a pattern" : nil
        case .schema: Self.isSchema(value) ? nil : "expected a schema: an object, true or false"
        case .schemas:
            value.array.map { !$0.isEmpty && $0.allSatisfy(Self.isSchema) } == true
                ? nil : "expected a list of one schema or more"
        case .schemaMap, .patternMap:
            value.object.map { $0.values.allSatisfy(Self.isSchema) } == true
                ? nil : "expected an object of schemas"
        case .schemaOrSchemas:
            Self.isSchema(value) || value.array?.allSatisfy(Self.isSchema) == true
                ? nil : "expected a schema or a list of schemas"
        case .textsMap:
            value.object.map { $0.values.allSatisfy { Self.textsFault($0) == nil } } == true
                ? nil : "expected an object of lists of texts"
        case .schemaOrTextsMap:
            value.object.map {
                $0.values.allSatisfy { Self.isSchema($0) || Self.textsFault($0) == nil }
            } == true ? nil : "expected an object of schemas or lists of texts"
        }
    }

    /// The schemas in a keyword's value, with the steps that lead to them.
    func schemas(in value: JSONValue) -> [(path: [String], schema: JSONValue)] {
        switch self {
        case .schema: [([], value)]
        case .schemas: Self.items(value)
        case .schemaMap, .patternMap: Self.members(value)
        case .schemaOrSchemas: value.array == nil ? [([], value)] : Self.items(value)
        case .schemaOrTextsMap: Self.members(value).filter { $0.schema.array == nil }
        case .any, .text, .flag, .number, .positive, .count, .list, .texts, .types, .pattern,
            .textsMap:
            []
        }
    }

    private static func items(_ value: JSONValue) -> [(path: [String], schema: JSONValue)] {
        (value.array ?? []).enumerated().map { ([String($0.offset)], $0.element) }
    }

    private static func members(_ value: JSONValue) -> [(path: [String], schema: JSONValue)] {
        (value.object ?? [:]).sorted { $0.key < $1.key }.map { ([$0.key], $0.value) }
    }

    static func isSchema(_ value: JSONValue) -> Bool { value.object != nil || value.bool != nil }

    private static func textsFault(_ value: JSONValue) -> String? {
        guard let items = value.array, items.allSatisfy({ $0.string != nil }) else {
            return "expected a list of texts"
        }
        return Set(items.map(JSONEquality.key)).count == items.count ? nil : "a text appears twice"
    }

    private static func typesFault(_ value: JSONValue) -> String? {
        let words = value.array ?? [value]
        for word in words {
            guard let text = word.string, SchemaType(rawValue: text) != nil else {
                let known = SchemaType.allCases.map(\.rawValue).joined(separator: ", ")
                return "expected one of \(known)"
            }
        }
        if words.isEmpty { return "expected at least one type" }
        return Set(words).count == words.count ? nil : "a type appears twice"
    }
}

/// The types of JSON values, as schemas name them.
enum SchemaType: String, Sendable, Hashable, CaseIterable {
    case null, boolean, object, array, number, string, integer

    /// Whether a value is of this type; a number without fraction is an integer.
    func includes(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.null, .null), (.boolean, .bool), (.object, .object), (.array, .array),
            (.string, .string), (.number, .integer), (.number, .number), (.integer, .integer):
            true
        case (.integer, .number(let number)): number.rounded() == number
        default: false
        }
    }
}
