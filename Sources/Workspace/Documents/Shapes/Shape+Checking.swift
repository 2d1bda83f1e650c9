extension Shape {
    /// Holds a value against the shape and gathers everything that is wrong with it.
    ///
    /// After a check without errors, accessors for what the shape promises give no nil.
    package func check(_ node: DocumentNode, into errors: inout DocumentErrorCollector) {
        if errors.isFull { return }
        switch self {
        case .any: break
        case .named(_, let shape): shape().check(node, into: &errors)
        case .either(let shapes): checkEither(shapes, node, into: &errors)
        case .object(let shape): shape.check(node, into: &errors)
        case .tagged(let shape): shape.check(node, into: &errors)
        case .list(let shape, let minimum):
            guard let items = node.sequence else { return errors.add(mismatch(node)) }
            if items.count < minimum { errors.add(node.error(tooFew(minimum, "item"))) }
            for item in items { shape.check(item, into: &errors) }
        case .map(let shape, let minimum):
            guard let entries = node.mapping else { return errors.add(mismatch(node)) }
            if entries.count < minimum { errors.add(node.error(tooFew(minimum, "key"))) }
            for entry in entries { shape.check(entry.value, into: &errors) }
        case .text, .nonEmptyText, .label, .integer, .number, .boolean, .choice:
            if let error = scalarError(node) { errors.add(error) }
        }
    }

    private func tooFew(_ minimum: Int, _ noun: String) -> String {
        "expected at least \(minimum) \(noun)\(minimum == 1 ? "" : "s")"
    }

    private func scalarError(_ node: DocumentNode) -> DocumentError? {
        guard accepts(node) else { return mismatch(node) }
        switch self {
        case .nonEmptyText, .label:
            return node.label?.isEmpty == true ? node.error("expected a text, found nothing") : nil
        case .integer(let range):
            guard let value = node.integer, !range.contains(value) else { return nil }
            let bounds =
                range.upperBound == .max
                ? "of at least \(range.lowerBound)"
                : "from \(range.lowerBound) to \(range.upperBound)"
            return node.error("expected a whole number \(bounds), found \(value)")
        case .number(let range):
            guard let value = node.number, !range.contains(value) else { return nil }
            return node.error(
                "expected a number \(range.description), found \(node.label ?? "")")
        case .choice(let choices):
            let words = choices.map(\.word)
            guard let word = node.label, !words.contains(word) else { return nil }
            return node.error(
                "'\(word)' is none of \(words.joined(separator: ", "))",
                suggestion: Spelling.nearest(to: word, among: words).map { "did you mean '\($0)'?" }
            )
        default: return nil
        }
    }

    /// Whether the node is of the right kind, whatever its value.
    func accepts(_ node: DocumentNode) -> Bool {
        switch self {
        case .any: true
        case .text, .nonEmptyText: node.text != nil
        case .label, .choice: node.label != nil
        case .integer: node.integer != nil
        case .number: node.number != nil
        case .boolean: node.bool != nil
        case .list: node.sequence != nil
        case .map, .object, .tagged: node.mapping != nil
        case .either(let shapes): shapes.contains { $0.accepts(node) }
        case .named(_, let shape): shape().accepts(node)
        }
    }

    private func checkEither(
        _ shapes: [Shape], _ node: DocumentNode, into errors: inout DocumentErrorCollector
    ) {
        let fitting = shapes.filter { $0.accepts(node) }
        guard let last = fitting.last else { return errors.add(mismatch(node)) }
        let meant = fitting.first { $0.isIdentified(by: node) }
        (meant ?? last).check(node, into: &errors)
    }

    private func isIdentified(by node: DocumentNode) -> Bool {
        switch self {
        case .object(let shape): shape.identifying.contains { node[$0] != nil }
        case .named(_, let shape): shape().isIdentified(by: node)
        default: false
        }
    }

    /// "expected a list, found the text 'x'".
    private func mismatch(_ node: DocumentNode) -> DocumentError {
        var suggestion: String?
        switch (self, node.value) {
        case (.text, .integer), (.text, .number), (.text, .bool), (.nonEmptyText, .integer),
            (.nonEmptyText, .number), (.nonEmptyText, .bool):
            suggestion = "put it in quotes: \"\(node.label ?? "")\""
        case (.list, .text(let text)): suggestion = "write it as a list: [\(text)]"
        case (.text, .mapping(let entries)) where entries.count == 1:
            suggestion = "put a text that contains ': ' or braces in quotes"
        case (.boolean, .text(let text)) where ["yes", "on", "Yes", "On"].contains(text):
            suggestion = "write true"
        case (.boolean, .text(let text)) where ["no", "off", "No", "Off"].contains(text):
            suggestion = "write false"
        case (.number, .text(let text)), (.integer, .text(let text)):
            if Double(text) != nil { suggestion = "remove the quotes" }
        default: break
        }
        return node.error(
            .wrongKind, "expected \(expectation), found \(node.kindDescription)",
            suggestion: suggestion)
    }

    /// What the shape takes, as an error says it.
    var expectation: String {
        switch self {
        case .any: "a value"
        case .text, .nonEmptyText, .label: "a text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .choice(let choices): "one of \(choices.map(\.word).joined(separator: ", "))"
        case .list: "a list"
        case .map: "a mapping"
        case .object(let shape): shape.name
        case .tagged(let shape): shape.name
        case .either(let shapes):
            shapes.map(\.expectation).reduce(into: [String]()) {
                if !$0.contains($1) { $0.append($1) }
            }.joined(separator: " or ")
        case .named(_, let shape): shape().expectation
        }
    }
}

extension ObjectShape {
    /// Holds a mapping against its keys.
    package func check(_ node: DocumentNode, into errors: inout DocumentErrorCollector) {
        check(node, besides: [], into: &errors)
    }

    fileprivate func check(
        _ node: DocumentNode, besides known: [String], into errors: inout DocumentErrorCollector
    ) {
        guard let entries = node.mapping else {
            return errors.add(
                node.error(.wrongKind, "expected \(name), found \(node.kindDescription)"))
        }
        let format = node.source.format
        var seen: [String: DocumentNode.Entry] = [:]
        for entry in entries {
            if known.contains(where: { format.isSameKey(entry.key, $0) }) { continue }
            if let field = fields.first(where: { format.isSameKey(entry.key, $0.key) }) {
                if seen.updateValue(entry, forKey: field.key) != nil {
                    errors.add(
                        DocumentError(
                            .duplicate, at: entry.location, in: node.source,
                            "the key '\(field.key)' appears twice, spelled differently"))
                }
                field.shape.check(entry.value, into: &errors)
            } else if let others {
                others.check(entry.value, into: &errors)
            } else {
                errors.add(unknown(entry, in: node, besides: known))
            }
        }
        for field in fields where field.isRequired && seen[field.key] == nil {
            errors.add(
                node.error(
                    .missingKey, "\(name) needs the key '\(field.key)'",
                    suggestion: "\(field.key): \(field.summary)"))
        }
        for group in exactlyOne + atLeastOne {
            let given = group.filter { seen[$0] != nil }
            let list = group.map { "'\($0)'" }.joined(separator: " or ")
            if given.isEmpty {
                errors.add(node.error(.missingKey, "\(name) needs the key \(list)"))
            }
        }
        for group in exactlyOne + atMostOne {
            let given = group.compactMap { seen[$0] }
            guard given.count > 1 else { continue }
            let list = given.map { "'\($0.key)'" }.joined(separator: " and ")
            errors.add(
                DocumentError(
                    .invalidValue, at: given[1].location, in: node.source,
                    "\(name) takes only one of \(list)", suggestion: "keep one of the two"))
        }
    }

    private func unknown(
        _ entry: DocumentNode.Entry, in node: DocumentNode, besides known: [String]
    ) -> DocumentError {
        let keys = known + fields.map(\.key)
        return DocumentError(
            .unknownKey, at: entry.location, in: node.source,
            "unknown key '\(entry.key)' in \(name)",
            suggestion: Spelling.suggestion(for: entry.key, among: keys, naming: "its keys"))
    }
}

extension TaggedShape {
    /// Holds a mapping against the object that its key names.
    package func check(_ node: DocumentNode, into errors: inout DocumentErrorCollector) {
        guard node.mapping != nil else {
            return errors.add(
                node.error(.wrongKind, "expected \(name), found \(node.kindDescription)"))
        }
        let words = cases.map(\.word)
        guard let tag = node[key] else {
            return errors.add(
                node.error(
                    .missingKey, "\(name) needs the key '\(key)'",
                    suggestion: "\(key): one of \(words.joined(separator: ", "))"))
        }
        guard let shape = cases.first(where: { $0.word == tag.label })?.shape else {
            return errors.add(
                tag.error(
                    "'\(tag.label ?? "")' is none of \(words.joined(separator: ", "))",
                    suggestion: tag.label.flatMap {
                        Spelling.nearest(to: $0, among: words).map { "did you mean '\($0)'?" }
                    }))
        }
        shape.check(node, besides: [key], into: &errors)
    }
}
