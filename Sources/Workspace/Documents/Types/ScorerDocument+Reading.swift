import LanguageModel

extension ScorerDocument {
    /// The deepest nesting of sets.
    private static let maximumDepth = 16

    /// A list of scorers.
    package static func listShape(_ vocabulary: ScorerVocabulary) -> Shape {
        .list(.named("scorer") { shape(vocabulary) })
    }

    /// One scorer: for JSON Schemas, and for the names of errors.
    private static func shape(_ vocabulary: ScorerVocabulary) -> Shape {
        let alone = vocabulary.kinds.filter(\.standsAlone).flatMap { kind in
            [kind.name, "not-" + kind.name].map { Shape.Choice($0, kind.summary) }
        }
        var fields = vocabulary.kinds.flatMap { kind -> [Field] in
            [
                .optional(kind.name, kind.arguments, kind.summary),
                .optional("not-" + kind.name, kind.arguments, "The opposite. " + kind.summary),
            ]
        }
        let members = Shape.list(.named("scorer") { shape(vocabulary) }, minimum: 1)
        fields += [
            .optional("all", members, "Passes when all of its scorers pass."),
            .optional("any", members, "Passes when one of its scorers passes."),
            .optional("not-all", members, "Passes when not all of its scorers pass."),
            .optional("not-any", members, "Passes when none of its scorers passes."),
        ]
        let kinds = fields.map(\.key)
        fields += [
            .optional("name", .label, "The name under which its scores are kept."),
            .optional("weight", .nonNegative, "Its share in the total.", default: 1),
            .optional(
                "threshold", .fraction, "For a set: the weighted share that must pass."),
        ]
        let object = Shape.object(
            ObjectShape(
                "a scorer", "How answers are scored.", fields: fields,
                others: vocabulary.isOpen ? .any : nil,
                exactlyOne: vocabulary.isOpen ? [] : [kinds]))
        if vocabulary.isOpen { return .either([.label, object]) }
        return alone.isEmpty ? object : .either([.choice(alone), object])
    }

    /// Reads a list of scorers and gives those without a name one of their kind: `contains`,
    /// `contains-2`.
    ///
    /// - Parameter taken: names that are used already.
    package static func read(
        _ node: DocumentNode, _ vocabulary: ScorerVocabulary, taken: Set<String> = [],
        into errors: inout DocumentErrorCollector
    ) -> [ScorerDocument] {
        guard let items = node.sequence else {
            errors.add(
                node.error(
                    .wrongKind, "expected a list of scorers, found \(node.kindDescription)",
                    suggestion: "write scorers: [{contains: …}]"))
            return []
        }
        var scorers: [ScorerDocument] = []
        for item in items {
            if let scorer = scorer(item, vocabulary, depth: 0, into: &errors) {
                scorers.append(scorer)
            }
        }
        name(&scorers, taken: taken, in: node, into: &errors)
        return scorers
    }

    /// Gives names to the scorers that have none.
    private static func name(
        _ scorers: inout [ScorerDocument], taken: Set<String>, in node: DocumentNode,
        into errors: inout DocumentErrorCollector
    ) {
        var used = taken
        for scorer in scorers where scorer.isNamed {
            if !used.insert(scorer.name).inserted {
                errors.add(
                    DocumentError(
                        .duplicate, at: scorer.location, in: node.source,
                        "another scorer is already named '\(scorer.name)'",
                        suggestion: "give one of the two another name"))
            }
        }
        for index in scorers.indices where !scorers[index].isNamed {
            var name = scorers[index].word
            var number = 2
            while !used.insert(name).inserted {
                name = "\(scorers[index].word)-\(number)"
                number += 1
            }
            scorers[index].name = name
        }
    }

    private static func scorer(
        _ node: DocumentNode, _ vocabulary: ScorerVocabulary, depth: Int,
        into errors: inout DocumentErrorCollector
    ) -> ScorerDocument? {
        if depth > maximumDepth {
            errors.add(node.error(.limit, "sets of scorers nested more than \(maximumDepth) deep"))
            return nil
        }
        if let word = node.label {
            guard let kind = known(word, at: node.location, node, vocabulary, &errors) else {
                return nil
            }
            if vocabulary.kind(kind.kind)?.standsAlone == false
                || ScorerVocabulary.sets.contains(kind.kind)
            {
                errors.add(
                    node.error(
                        .missingKey, "'\(word)' needs arguments", suggestion: "write {\(word): …}"))
                return nil
            }
            let nothing = DocumentNode(.null, at: node.location, in: node.source)
            return ScorerDocument(
                kind: kind.kind, arguments: nothing, name: word, isNamed: false, weight: 1,
                negated: kind.isNegated, members: [], threshold: nil, location: node.location)
        }
        guard let entries = node.mapping else {
            errors.add(
                node.error(.wrongKind, "expected a scorer, found \(node.kindDescription)"))
            return nil
        }
        let kinds = entries.filter { !commonKeys.contains($0.key) }
        guard let entry = kinds.first else {
            errors.add(
                node.error(
                    .missingKey, "a scorer needs a kind",
                    suggestion: "for example {contains: \"Paris\"}"))
            return nil
        }
        if kinds.count > 1 {
            let wrong = kinds.first { vocabulary.parse($0.key) == nil } ?? kinds[1]
            errors.add(
                DocumentError(
                    vocabulary.parse(wrong.key) == nil ? .unknownKey : .invalidValue,
                    at: wrong.location, in: node.source,
                    vocabulary.parse(wrong.key) == nil
                        ? "unknown key '\(wrong.key)' in a scorer"
                        : "a scorer has one kind, here '\(entry.key)' and '\(wrong.key)'",
                    suggestion: vocabulary.parse(wrong.key) == nil
                        ? Spelling.suggestion(
                            for: wrong.key, among: commonKeys + words(vocabulary),
                            naming: "besides the kind")
                        : "write them as two scorers of the list"))
            return nil
        }
        guard let kind = known(entry.key, at: entry.location, node, vocabulary, &errors) else {
            return nil
        }
        return scorer(kind, entry, node, vocabulary, depth: depth, into: &errors)
    }

    private static func scorer(
        _ kind: (kind: String, isNegated: Bool), _ entry: DocumentNode.Entry, _ node: DocumentNode,
        _ vocabulary: ScorerVocabulary, depth: Int, into errors: inout DocumentErrorCollector
    ) -> ScorerDocument? {
        let isSet = ScorerVocabulary.sets.contains(kind.kind)
        var scorer = ScorerDocument(
            kind: kind.kind, arguments: entry.value, name: node["name"]?.label ?? entry.key,
            isNamed: node["name"] != nil, weight: node["weight"]?.number ?? 1,
            negated: kind.isNegated, members: [], threshold: node["threshold"]?.number,
            location: entry.location)
        if let name = node["name"] { Shape.label.check(name, into: &errors) }
        if let weight = node["weight"] { Shape.nonNegative.check(weight, into: &errors) }
        if let threshold = node["threshold"] {
            Shape.fraction.check(threshold, into: &errors)
            if !isSet {
                errors.add(
                    threshold.error(
                        .unknownKey, "'threshold' beside '\(entry.key)' has no meaning",
                        suggestion: "put it into the arguments of '\(entry.key)'"))
            }
        }
        if isSet {
            guard let items = entry.value.sequence, !items.isEmpty else {
                errors.add(
                    entry.value.error(
                        .wrongKind, "'\(entry.key)' takes a list of scorers",
                        suggestion: "write \(entry.key): [{contains: a}, {contains: b}]"))
                return nil
            }
            for item in items {
                if let member = Self.scorer(item, vocabulary, depth: depth + 1, into: &errors) {
                    scorer.members.append(member)
                }
            }
            name(&scorer.members, taken: [], in: node, into: &errors)
        } else if let known = vocabulary.kind(kind.kind) {
            known.arguments.check(entry.value, into: &errors)
        }
        return scorer
    }

    private static func known(
        _ word: String, at location: SourceLocation, _ node: DocumentNode,
        _ vocabulary: ScorerVocabulary, _ errors: inout DocumentErrorCollector
    ) -> (kind: String, isNegated: Bool)? {
        if let kind = vocabulary.parse(word) { return kind }
        errors.add(
            DocumentError(
                .unknownKey, at: location, in: node.source, "there is no scorer '\(word)'",
                suggestion: Spelling.suggestion(
                    for: word, among: words(vocabulary), naming: "the scorers")))
        return nil
    }

    private static func words(_ vocabulary: ScorerVocabulary) -> [String] {
        let kinds = vocabulary.kinds.map(\.name) + ScorerVocabulary.sets
        return kinds + kinds.map { "not-" + $0 }
    }
}
