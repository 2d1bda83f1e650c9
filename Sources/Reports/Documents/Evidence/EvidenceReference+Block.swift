package import Workspace

extension EvidenceReference {
    /// What the YAML of an evidence block may say.
    package static let shape = Shape.object(
        ObjectShape(
            "an evidence block", "What a document shows of a record.",
            fields: [
                .optional("view", .label, "How it is shown: results, chart, table, cases …"),
                .optional("run", .label, "A run's id, the beginning of one, or latest."),
                .optional("experiment", .label, "An experiment."),
                .optional("agreement", .label, "A computed agreement."),
                .optional("arena", .label, "An arena's ratings."),
                .optional("training", .label, "A training."),
                .optional("spec", .label, "A specification's file."),
                .optional("coverage", .label, "A specification's file, for its coverage."),
                .optional("findings", .label, "all, or a specification's file."),
                .optional("role", .label, "A role's audit, or latest."),
                .optional("scoring", .label, "A scoring of the run; by default its own."),
                .optional("metric", .label, "A scorer's name, or the path of a number."),
                .optional("by", .label, "The tag by which cases are divided, or clause."),
                .optional(
                    "where", .map(.label),
                    "Only these: model, prompt, clause, or a tag's name, each with its value."),
                .optional("against", .label, "The run that a comparison starts from."),
                .optional("pin", .label, "SHA-256 of the result; conduct artifact pin writes it."),
            ]))

    /// Reads a block's YAML.
    ///
    /// - Parameters:
    ///   - line: the line of the opening fence; the YAML begins on the next.
    package init(block yaml: String, path: String, line: Int, endLine: Int) throws(DocumentErrors) {
        var errors = DocumentErrorCollector()
        let node: DocumentNode
        do throws(DocumentError) {
            // Empty lines in front keep the numbers of lines as they are in the file.
            node = try DocumentNode(
                yaml: String(repeating: "\n", count: line) + yaml, path: path)
        } catch {
            throw DocumentErrors(error)
        }
        Self.shape.check(node, into: &errors)
        let named = Subject.allCases.filter { node[$0.rawValue] != nil }
        if errors.errors.isEmpty, named.count != 1 {
            errors.add(
                DocumentError(
                    .missingKey, file: path, line: line, column: 1,
                    named.isEmpty
                        ? "the evidence block names no record"
                        : "the evidence block names \(named.map(\.rawValue).joined(separator: " and "))",
                    suggestion: "name one of "
                        + Subject.allCases.map(\.rawValue).joined(separator: ", ")))
        }
        try errors.check()
        let subject = named.first ?? .run
        self.init(subject, node[subject.rawValue]?.label ?? "")
        view = node["view"]?.label ?? ""
        scoring = node["scoring"]?.label
        metric = node["metric"]?.label
        by = node["by"]?.label.map(Self.plainTag)
        for entry in node["where"]?.entries ?? [] {
            conditions[Self.plainTag(entry.key)] = entry.value.label
        }
        against = node["against"]?.label
        pin = node["pin"]?.label
        form = .block
        self.line = line
        self.endLine = endLine
    }

    /// Tags may be written `tags.severity` as suites do.
    private static func plainTag(_ name: String) -> String {
        name.hasPrefix("tags.") ? String(name.dropFirst(5)) : name
    }
}
