import LanguageModel

extension FrontierDocument {
    /// Reads a frontier of the workspace.
    ///
    /// - Throws: everything wrong with it, each at its line and column.
    package static func read(_ path: String, in folder: WorkspaceFolder) throws -> FrontierDocument
    {
        try FrontierDocument(DocumentNode(bytes: try folder.read(path), path: path))
    }

    /// Reads and checks a frontier.
    package init(_ node: DocumentNode) throws(DocumentErrors) {
        var errors = DocumentErrorCollector()
        Self.shape.check(node, into: &errors)
        try errors.check()
        var content = node.json.object ?? [:]
        content["note"] = nil
        content["question"] = nil
        self.init(
            name: node["frontier"]?.label ?? "", question: node["question"]?.text,
            suite: node["suite"]?.text ?? "", prompt: node["prompt"]?.label,
            scorer: node["scorer"]?.label, limit: node["limit"]?.integer,
            samples: node["samples"]?.integer ?? 2, maxTokens: node["max-tokens"]?.integer ?? 32,
            temperature: node["temperature"]?.number ?? 1, seed: node["seed"]?.integer ?? 0,
            seeds: node["seeds"]?.items.compactMap(\.integer) ?? [0, 1, 2],
            bins: node["bins"]?.items.compactMap(\.number) ?? [0.5, 1, 2, 4, 8],
            methods: (node["methods"]?.items ?? []).map(Method.init),
            content: .object(content), file: node.file)
        hypothesis = node["hypothesis"].map(Hypothesis.init)
        check(node, into: &errors)
        try errors.check()
    }

    private func check(_ node: DocumentNode, into errors: inout DocumentErrorCollector) {
        if !Self.isPlain(name) {
            errors.add(
                (node["frontier"] ?? node).error(
                    "'\(name)' cannot begin adapters' names",
                    suggestion: "use letters, digits, '-', '_' and '.'"))
        }
        let nodes = node["methods"]?.items ?? []
        var seen: Set<String> = []
        for (method, place) in zip(methods, nodes) where !seen.insert(method.slug).inserted {
            errors.add(
                (place["name"] ?? place).error(
                    .duplicate, "another method is already called '\(method.name)', or nearly so",
                    suggestion: "give one of the two another name"))
        }
        for (method, place) in zip(methods, nodes) {
            for entry in place["sweep"]?.entries ?? []
            where ["seed", "name", "method", "model", "note"].contains(entry.key) {
                errors.add(
                    DocumentError(
                        .invalidValue, at: entry.location, in: place.source,
                        "'\(entry.key)' of \(method.name) cannot be swept",
                        suggestion: entry.key == "seed"
                            ? "list the seeds under seeds:" : "write a recipe for each"))
            }
        }
        if let hypothesis, let place = node["hypothesis"] {
            for (key, name) in [("above", hypothesis.above), ("below", hypothesis.below)]
            where !methods.contains(where: { $0.name == name }) {
                errors.add(
                    (place[key] ?? place).error(
                        "there is no method '\(name)'",
                        suggestion: "name one of: "
                            + methods.map(\.name).joined(separator: ", ")))
            }
        }
        if zip(bins, bins.dropFirst()).contains(where: { $0 >= $1 }) {
            errors.add(
                (node["bins"] ?? node).error(
                    "the bins do not rise", suggestion: "sort them, each once"))
        }
        if Set(seeds).count != seeds.count {
            errors.add((node["seeds"] ?? node).error(.duplicate, "a seed is there twice"))
        }
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".")
            && name.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                        || "-_.".unicodeScalars.contains($0))
            }
    }
}

extension FrontierDocument.Method {
    /// The name as a part of an adapter's name.
    package var slug: String {
        var slug = ""
        for scalar in name.lowercased().unicodeScalars {
            let isKept =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            slug.unicodeScalars.append(isKept ? scalar : "-")
        }
        return slug
    }

    fileprivate init(_ node: DocumentNode) {
        self.init(
            name: node["name"]?.label ?? "", recipe: node["recipe"]?.text ?? "",
            sweep: (node["sweep"]?.entries ?? []).map {
                FrontierDocument.Sweep(key: $0.key, values: $0.value.items.map(\.json))
            }, node: node["sweep"] ?? node)
    }
}

extension FrontierDocument.Hypothesis {
    fileprivate init(_ node: DocumentNode) {
        let above = node["above"]?.label ?? ""
        let below = node["below"]?.label ?? ""
        self.init(
            above: above, below: below,
            statement: node["statement"]?.text
                ?? "The hull of \(above) lies above that of \(below) at every bin.")
    }
}
