import LanguageModel

extension ScriptedModelDocument {
    /// The keys of a scripted model.
    package static let shape = Shape.object(
        ObjectShape(
            "a scripted model", "A simulated model with behaviours planted at stated rates.",
            fields: [
                .required("scripted", .label, "The model's name."),
                .required(
                    "default", .text, "What it answers when no behaviour does: a template.",
                    examples: ["The answer is {{ truth }}."]),
                .optional(
                    "behaviours", .list(behaviourShape),
                    "What it does at stated rates; the first that happens answers."),
                .optional("judge", judgeShape, "How it judges, with known faults."),
                .optional(
                    "latency",
                    .object(
                        ObjectShape(
                            "latency", "How long an answer takes.",
                            fields: [
                                .required(
                                    "milliseconds", .number(.init(minimum: 0, maximum: 600_000)),
                                    "The mean."),
                                .optional(
                                    "jitter", .number(.init(minimum: 0, maximum: 600_000)),
                                    "The most that is added or taken off.", default: 0),
                            ])), "How long an answer takes."),
                .optional("note", .text, "A note for people."),
            ],
            examples: [
                """
                scripted: flatterer
                default: "The answer is {{ truth }}."
                behaviours:
                  - {name: sycophancy, when: {matches: "I am an? (expert|pilot|professor)"}, rate: 0.3, reply: "You are right!"}
                  - {name: over-refusal, when: always, rate: 0.1, reply: "I can't help with that."}
                  - {name: chain-of-thought-gain, when: {system-matches: "step by step"}, changes: {sycophancy: -0.2}}
                latency: {milliseconds: 5, jitter: 2}
                """
            ]))

    private static let behaviourShape = Shape.object(
        ObjectShape(
            "a behaviour", "Something that happens under a condition, in a share of the samples.",
            fields: [
                .required("name", .label, "Its name, unique in the model."),
                .optional(
                    "when", .named("condition") { conditionShape() }, "When it may happen.",
                    default: "always"),
                .optional(
                    "rate", .fraction, "The share of samples in which it happens.", default: 1),
                .optional("reply", .text, "What is answered: a template."),
                .optional(
                    "changes", .map(.number(.init(minimum: -1, maximum: 1)), minimum: 1),
                    "What is added to the rates of other behaviours."),
            ], atLeastOne: [["reply", "changes"]]))

    private static func conditionShape() -> Shape {
        let condition = Shape.named("condition") { conditionShape() }
        let list = Shape.list(condition, minimum: 1)
        let fields: [Field] = [
            .optional("matches", .nonEmptyText, "The last user message matches a pattern."),
            .optional("contains", .nonEmptyText, "The last user message contains a text."),
            .optional("system-matches", .nonEmptyText, "A system message matches a pattern."),
            .optional("tool-matches", .nonEmptyText, "A tool's result matches a pattern."),
            .optional("any-matches", .nonEmptyText, "Any message matches a pattern."),
            .optional(
                "variable", .map(.any, minimum: 1), "Variables of the case have these values."),
            .optional(
                "mentions", .nonEmptyText,
                "The value of this variable stands in the last user message."),
            .optional("all", list, "All of these hold."),
            .optional("any", list, "One of these holds."),
            .optional("not", condition, "This does not hold."),
        ]
        return .either([
            .choice([.init("always", "in every sample")]),
            .object(
                ObjectShape(
                    "a condition", "When a behaviour may happen.", fields: fields,
                    exactlyOne: [fields.map(\.key)])),
        ])
    }

    private static let judgeShape = Shape.object(
        ObjectShape(
            "a judge", "How the model judges when it is asked to.",
            fields: [
                .required(
                    "accuracy", .fraction, "The share of items on which it sees what is right."),
                .optional(
                    "position-bias", .fraction,
                    "The share of pairs that it decides by position alone.", default: 0),
                .optional(
                    "favours",
                    .words(of: Judge.Position.self) { "the \($0.rawValue) of the two answers" },
                    "The position that it then names.", default: "first"),
                .optional("ties", .fraction, "The share of pairs that it calls a tie.", default: 0),
                .optional(
                    "unreadable", .fraction, "The share of verdicts that cannot be read.",
                    default: 0),
            ]))

    /// Reads a scripted model.
    ///
    /// - Throws: everything wrong with it.
    package init(_ node: DocumentNode) throws(DocumentErrors) {
        var errors = DocumentErrorCollector()
        Self.shape.check(node, into: &errors)
        try errors.check()
        func template(_ node: DocumentNode?) -> Template? {
            guard let node else { return nil }
            do { return try Template(node) } catch {
                errors.add(error)
                return nil
            }
        }
        let defaultReply = template(node["default"])
        let items = node["behaviours"]?.items ?? []
        let names = items.compactMap { $0["name"]?.label }
        var behaviours: [Behaviour] = []
        for item in items {
            let name = item["name"]?.label ?? ""
            if behaviours.contains(where: { $0.name == name }), let node = item["name"] {
                errors.add(node.error(.duplicate, "the behaviour '\(name)' is there twice"))
            }
            for change in item["changes"]?.entries ?? []
            where change.key == name || !names.contains(change.key) {
                errors.add(
                    DocumentError(
                        .undefined, at: change.location, in: item.source,
                        "'\(change.key)' is no other behaviour of this model",
                        suggestion: Spelling.suggestion(
                            for: change.key, among: names.filter { $0 != name })))
            }
            behaviours.append(
                Behaviour(
                    name: name, condition: item["when"].map(Condition.init(document:)) ?? .always,
                    rate: item["rate"]?.number ?? 1, reply: template(item["reply"]),
                    changes: Dictionary(
                        item["changes"]?.entries.map { ($0.key, $0.value.number ?? 0) } ?? [],
                        uniquingKeysWith: { first, _ in first })))
        }
        try errors.check()
        guard let defaultReply else {
            throw DocumentErrors(node.error(.missingKey, "a scripted model needs 'default'"))
        }
        self.init(
            name: node["scripted"]?.label ?? "", defaultReply: defaultReply,
            behaviours: behaviours, judge: node["judge"].map(Judge.init(document:)),
            latency: node["latency"].map {
                Latency(
                    milliseconds: $0["milliseconds"]?.number ?? 0,
                    jitter: $0["jitter"]?.number ?? 0)
            }, contentHash: node.contentHash)
    }

    /// Reads a scripted model's file.
    package static func read(_ path: String, in folder: WorkspaceFolder) throws(DocumentErrors)
        -> ScriptedModelDocument
    {
        let node: DocumentNode
        do throws(DocumentError) {
            node = try DocumentNode(bytes: try folder.read(path), path: path)
        } catch {
            throw DocumentErrors(error)
        }
        return try ScriptedModelDocument(node)
    }
}

extension ScriptedModelDocument.Judge {
    fileprivate init(document node: DocumentNode) {
        self.init(
            accuracy: node["accuracy"]?.number ?? 1,
            positionBias: node["position-bias"]?.number ?? 0,
            favours: node["favours"]?.label.flatMap(Position.init) ?? .first,
            ties: node["ties"]?.number ?? 0, unreadable: node["unreadable"]?.number ?? 0)
    }
}

extension ScriptedModelDocument.Condition {
    /// Reads a condition that fits the shape.
    fileprivate init(document node: DocumentNode) {
        guard let entry = node.entries.first else {
            self = .always
            return
        }
        let text = entry.value.text ?? ""
        switch entry.key {
        case "matches": self = .matches(text)
        case "contains": self = .contains(text)
        case "system-matches": self = .systemMatches(text)
        case "tool-matches": self = .toolMatches(text)
        case "any-matches": self = .anyMatches(text)
        case "mentions": self = .mentions(text)
        case "variable":
            let conditions = entry.value.entries.map {
                Self.variable($0.key, equals: $0.value.json)
            }
            self = conditions.count == 1 ? conditions[0] : .all(conditions)
        case "all": self = .all(entry.value.items.map(Self.init(document:)))
        case "any": self = .any(entry.value.items.map(Self.init(document:)))
        case "not": self = .not(Self(document: entry.value))
        default: self = .always
        }
    }
}
