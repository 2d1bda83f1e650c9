package import Workspace

extension EvidenceReference {
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
        ArtifactShape.evidence.check(node, into: &errors)
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
        if errors.errors.isEmpty, node["view"]?.label == "headline" {
            for key in ["metric", "least"] where node[key] == nil {
                errors.add(
                    DocumentError(
                        .missingKey, file: path, line: line, column: 1,
                        key == "least"
                            ? "a headline does not say how many samples it must rest on"
                            : "a headline names no metric",
                        suggestion: key == "least"
                            ? "add least: N, decided before looking" : "add metric: SCORER"))
            }
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
        least = node["least"]?.integer
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
