package import LanguageModel

/// A JSON Schema of draft 7 or 2020-12, read once and used often.
///
/// `format` and the content keywords are annotations and decide nothing, as the specification has
/// it by default. References stay inside the document: nothing is ever fetched. Patterns are run
/// by ICU after a translation from ECMA-262, each search for at most 100 ms.
package struct JSONSchema: Sendable {
    let nodes: [SchemaNode]
    let root: Int
    /// By resource and name: the schemas that a `$dynamicRef` may end at.
    let dynamicAnchors: [[String: Int]]
    /// Whether anything asks which members and items were looked at.
    let tracksEvaluation: Bool

    /// Reads a schema.
    ///
    /// - Parameters:
    ///   - json: the schema.
    ///   - draft: the draft of a schema without `$schema`.
    /// - Throws: the first fault of its structure, references or patterns.
    package init(_ json: JSONValue, draft: SchemaDraft = .twentyTwenty) throws(SchemaFault) {
        var draft = draft
        if let identifier = json.member("$schema")?.string {
            guard let named = SchemaDraft(identifier: identifier) else {
                throw SchemaFault(
                    path: ["$schema"],
                    message: "'\(identifier)' is neither draft 7 nor draft 2020-12")
            }
            draft = named
        }
        var compiler = SchemaCompiler(try SchemaIndex(json, draft))
        root = try compiler.compile()
        nodes = compiler.nodes
        dynamicAnchors = compiler.dynamicAnchors
        tracksEvaluation = compiler.nodes.contains { node in
            node.rules.contains { rule in
                switch rule {
                case .unevaluatedItems, .unevaluatedMembers: true
                default: false
                }
            }
        }
    }

    /// What a value misses.
    package struct Miss: Sendable, Hashable {
        /// The keys and indices from the value's root.
        package let path: [String]
        /// One sentence without a full stop.
        package let message: String
        /// "#/name: …".
        package var description: String { "\(SchemaPointer.text(path)): \(message)" }
    }

    /// Why a value could not be judged.
    package struct Undecided: Error, Sendable, Hashable {
        /// One sentence.
        package let reason: String
    }

    /// What a value misses, at most `limit` of it; empty for a valid one.
    ///
    /// - Throws: when a pattern ran out of time, the schema refers to itself without end, or the
    ///   work exceeds a limit.
    package func misses(of value: JSONValue, limit: Int = 8) throws(Undecided) -> [Miss] {
        var validator = SchemaValidator(schema: self, limit: limit)
        _ = try validator.check(value, root)
        return validator.misses
    }
}
