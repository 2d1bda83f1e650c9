extension LabelQuestion {
    /// Reads a question that fits the shape.
    package init(document node: DocumentNode, into errors: inout DocumentErrorCollector) {
        let id = node["id"]?.label ?? ""
        self.init(
            id: id, title: node["title"]?.text ?? id, help: node["help"]?.text,
            kind: Self.kind(node, into: &errors), isRequired: node["required"]?.bool ?? true)
        if let idNode = node["id"], id.isEmpty || id.contains(where: \.isWhitespace) {
            errors.add(idNode.error("an id is one word, found '\(id)'"))
        }
    }

    private static func kind(
        _ node: DocumentNode, into errors: inout DocumentErrorCollector
    ) -> Kind {
        switch node["kind"]?.label {
        case "choices":
            let options = options(node["options"], into: &errors)
            let minimum = node["minimum"]?.integer ?? 1
            let maximum = node["maximum"]?.integer
            if let maximum, let limit = node["maximum"], maximum < max(minimum, 1) {
                errors.add(limit.error("the most (\(maximum)) is below the fewest (\(minimum))"))
            }
            if minimum > options.count, let limit = node["minimum"] {
                errors.add(limit.error("there are only \(options.count) options"))
            }
            return .choices(options, minimum: minimum, maximum: maximum)
        case "rating": return .rating(levels(node["levels"], into: &errors))
        case "number":
            let (minimum, maximum) = (node["minimum"]?.number, node["maximum"]?.number)
            if let minimum, let maximum, let limit = node["maximum"], maximum <= minimum {
                errors.add(limit.error("the greatest value must be above the least"))
            }
            return .number(minimum: minimum, maximum: maximum)
        case "ranking": return .ranking(allowsTies: node["ties"]?.bool ?? true)
        case "pairwise": return .pairwise(pairChoices(node["options"], into: &errors))
        case "spans":
            return .spans(
                options(node["labels"], into: &errors), field: node["field"]?.text,
                allowsOverlap: node["overlap"]?.bool ?? false)
        case "text": return .text(maximumLength: node["maximum-length"]?.integer ?? 10_000)
        case "taxonomy":
            return .taxonomy(
                node["tree"].map { tree($0, depth: 0, into: &errors) } ?? [],
                minimum: node["minimum"]?.integer ?? 1,
                leavesOnly: node["leaves-only"]?.bool ?? false)
        default: return .choice(options(node["options"], into: &errors))
        }
    }

    private static func options(
        _ node: DocumentNode?, into errors: inout DocumentErrorCollector
    ) -> [LabelOption] {
        var options: [LabelOption] = []
        func add(_ option: LabelOption, _ error: (String) -> DocumentError) {
            if option.value.isEmpty { return errors.add(error("an option is empty")) }
            if options.contains(where: { $0.value == option.value }) {
                return errors.add(error("the option '\(option.value)' is there twice"))
            }
            options.append(option)
        }
        for item in node?.items ?? [] {
            add(LabelOption(item.label ?? "")) { item.error(.duplicate, $0) }
        }
        for entry in node?.entries ?? [] {
            add(LabelOption(entry.key, title: entry.value.label)) { message in
                DocumentError(.duplicate, at: entry.location, in: entry.value.source, message)
            }
        }
        return options
    }

    /// A scale is every whole number from its least to its greatest level: agreement by chance
    /// depends on the scale that was declared, used or not.
    private static func levels(
        _ node: DocumentNode?, into errors: inout DocumentErrorCollector
    ) -> [LabelOption] {
        guard let node else { return [] }
        if let highest = node.integer { return (1...max(1, highest)).map { LabelOption("\($0)") } }
        var names: [Int: String] = [:]
        for entry in node.entries {
            guard let level = Int(entry.key), (-1000...1000).contains(level) else {
                errors.add(
                    DocumentError(
                        .invalidValue, at: entry.location, in: node.source,
                        "a level is a whole number from -1000 to 1000, found '\(entry.key)'"))
                continue
            }
            names[level] = entry.value.label
        }
        guard let least = names.keys.min(), let greatest = names.keys.max() else { return [] }
        guard least < greatest, greatest - least < 100 else {
            errors.add(
                node.error(
                    least == greatest
                        ? "a scale needs at least two levels" : "a scale has at most 100 levels",
                    suggestion: "levels: {1: \"poor\", 5: \"good\"}"))
            return []
        }
        return (least...greatest).map { level in
            LabelOption("\(level)", title: names[level] ?? "\(level)")
        }
    }

    private static func pairChoices(
        _ node: DocumentNode?, into errors: inout DocumentErrorCollector
    ) -> [PairChoice] {
        guard let node else { return PairChoice.allCases }
        let given = Set(node.items.compactMap { $0.label.flatMap(PairChoice.init) })
        if !given.isSuperset(of: [.left, .right]) {
            errors.add(
                node.error(
                    "a pairwise question needs left and right",
                    suggestion: "options: [left, right, tie]"))
        }
        return PairChoice.allCases.filter(given.contains)
    }

    private static func tree(
        _ node: DocumentNode, depth: Int, into errors: inout DocumentErrorCollector
    ) -> [TaxonomyNode] {
        guard depth < 16 else {
            errors.add(node.error(.limit, "a taxonomy has at most 16 levels"))
            return []
        }
        if node.isNull { return [] }
        if let items = node.sequence {
            return items.compactMap { item in
                guard let name = item.label, !name.isEmpty else {
                    errors.add(item.error(.wrongKind, "expected the name of a category"))
                    return nil
                }
                return TaxonomyNode(name)
            }
        }
        guard node.mapping != nil else {
            errors.add(
                node.error(
                    .wrongKind, "expected the categories below, found \(node.kindDescription)",
                    suggestion: "write them as a list, or leave the value empty"))
            return []
        }
        return node.entries.map { entry in
            TaxonomyNode(
                entry.key, children: tree(entry.value, depth: depth + 1, into: &errors))
        }
    }
}
