import LanguageModel
import Workspace

/// `json-schema`: the output is JSON that a schema allows.
struct JSONSchemaRule: SingleRule {
    static let manual = ScorerManual(
        "json-schema", .structure, "The output is JSON that fits a JSON Schema.",
        notes: """
            Draft 2020-12 or draft 7, by `$schema` or by `draft`. `format` decides nothing, as \
            the specification has it; references that leave the schema are refused when the \
            suite is read, and nothing is fetched. Output that is no JSON fails.
            """,
        fields: [
            .optional(
                "schema", .either([.boolean, .map(.any)]), "The schema, written out."),
            .optional("file", .label, "The schema's file, JSON or YAML."),
            .optional(
                "draft", .words(of: SchemaDraft.self, \.summary),
                "The draft of a schema that has no `$schema`.", default: "2020-12"),
            jsonExtractField,
        ],
        exactlyOne: [["schema", "file"]],
        examples: [
            "json-schema: {schema: {type: object, required: [city], properties: {city: {type: string}}}}",
            "json-schema: {file: schemas/answer.json, extract: fenced}",
        ])

    private let schema: JSONSchema
    private let mode: JSONExtraction

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        mode = arguments.word("extract", .whole)
        let node: DocumentNode
        if let inline = arguments["schema"] {
            node = inline
        } else {
            let path = arguments.word("file") ?? ""
            let text = try arguments.file("file") ?? ""
            node = try DocumentNode(bytes: Array(text.utf8), path: path)
        }
        do {
            schema = try JSONSchema(node.json, draft: arguments.word("draft", .twentyTwenty))
        } catch {
            throw node.nearest(error.path).error("no JSON Schema: \(error)")
        }
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        let value: JSONValue
        do { value = try JSONExtraction.parse(text, mode) } catch {
            return .check(
                false, "no JSON: line \(error.line), column \(error.column): \(error.message)")
        }
        let misses: [JSONSchema.Miss]
        do { misses = try schema.misses(of: value) } catch { throw Unscorable(error.reason) }
        guard let first = misses.first else { return .check(true, "fits the schema") }
        return .check(
            false, ScalarText.excerpt(first.description, limit: 200),
            detail: ["misses": .array(misses.map { .string($0.description) })])
    }
}

extension DocumentNode {
    /// The node at a path, or the nearest one around it.
    fileprivate func nearest(_ path: [String]) -> DocumentNode {
        var node = self
        for key in path {
            if let items = node.sequence, let index = Int(key), items.indices.contains(index) {
                node = items[index]
            } else if let next = node.mapping?.first(where: { $0.key == key })?.value {
                node = next
            } else {
                break
            }
        }
        return node
    }
}
