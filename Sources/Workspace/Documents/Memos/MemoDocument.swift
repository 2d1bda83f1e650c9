import LanguageModel

/// A comparison of models for one decision: `memos/*.yaml`.
package struct MemoDocument: Sendable, Hashable {
    /// One of the models to choose from.
    package struct Option: Sendable, Hashable {
        package var id: String
        package var model: String
        /// The run that shows how it behaves: an id, a beginning of one, or `latest`.
        package var run: String
        /// The prompt, where the run has several.
        package var prompt: String?
        /// Dollars per thousand calls by the user's word; nil takes the run's own costs.
        package var costPerThousand: Double?
        /// Where that word comes from, with its date.
        package var costSource: String?
    }

    /// What an option is judged by.
    package struct Criterion: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            /// The pass rate of a scorer over cases with these tags.
            case behaviour(scorer: String, tags: [String: String])
            /// Dollars per thousand calls.
            case cost
            /// A percentile of the latency in milliseconds.
            case latency(percentile: Double)
            /// What the user says for each option: least, likeliest, most.
            case impact([String: [Double]])
        }

        package var id: String
        package var kind: Kind
        /// Above 0; weights are divided by their sum.
        package var weight: Double
        /// What is worth nothing, and what is worth everything.
        package var worst: Double
        package var best: Double
        package var note: String?
    }

    package var name: String
    package var question: String
    package var scenario: String?
    /// Calls in a month, for the bill.
    package var volume: Int?
    package var options: [Option]
    package var criteria: [Criterion]
    package var seed: Int
    package var file: String
    /// SHA-256 of the document's canonical JSON.
    package var contentHash: String

    private static let optionShape = Shape.object(
        ObjectShape(
            "an option", "One of the models to choose from.",
            fields: [
                .required("id", .label, "Its name in the memo."),
                .required("model", .label, "The model's alias in the run."),
                .required("run", .label, "The run that shows how it behaves."),
                .optional("prompt", .label, "The prompt, where the run has several."),
                .optional(
                    "cost-per-thousand", .nonNegative,
                    "Dollars per thousand calls, where the run does not know."),
                .optional("cost-source", .nonEmptyText, "Where that number comes from, and when."),
            ]))

    private static let criterionShape = Shape.object(
        ObjectShape(
            "a criterion", "What the options are judged by.",
            fields: [
                .required("id", .label, "Its name."),
                .optional("scorer", .label, "Behaviour: the pass rate of this scorer."),
                .optional("where", .map(.label), "Tags of the cases that count for it."),
                .optional("cost", .boolean, "Dollars per thousand calls."),
                .optional(
                    "latency-percentile", .number(.init(minimum: 1, maximum: 99.9)),
                    "A percentile of the latency, in milliseconds."),
                .optional(
                    "impact", .map(.list(.anyNumber, minimum: 3), minimum: 1),
                    "Impact on users by your own word: [least, likeliest, most] of each option."),
                .required("weight", .positive, "How much it counts; divided by their sum."),
                .required("worst", .anyNumber, "The value that is worth nothing."),
                .required("best", .anyNumber, "The value that is worth everything."),
                .optional("note", .text, "Why it counts so much."),
            ], exactlyOne: [["scorer", "cost", "latency-percentile", "impact"]]))

    /// The keys of the document.
    package static let shape = Shape.object(
        ObjectShape(
            "a memo", "Models weighed against each other for one decision.",
            fields: [
                .required("memo", .label, "Its name."),
                .required("question", .nonEmptyText, "What is to be decided."),
                .optional("scenario", .text, "The product and its users."),
                .optional("volume", .count, "Calls in a month."),
                .required("options", .list(optionShape, minimum: 2), "The models."),
                .required(
                    "criteria", .list(criterionShape, minimum: 1), "What they are judged by."),
                .optional(
                    "seed", .integer(0...(1 << 53)), "The seed of the simulation.", default: 0),
                .optional("note", .text, "A note for people."),
            ],
            examples: [
                """
                memo: help-desk
                question: Which model answers our help desk?
                volume: 200000
                options:
                  - {id: small, model: smollm2, run: run_01k5, cost-per-thousand: 0.1, cost-source: "own server, 2026-11"}
                  - {id: large, model: claude, run: run_01k6}
                criteria:
                  - {id: honesty, scorer: choice-text, weight: 5, worst: 0.5, best: 1}
                  - {id: price, cost: true, weight: 2, worst: 5, best: 0}
                  - {id: speed, latency-percentile: 95, weight: 2, worst: 3000, best: 200}
                  - {id: trust, impact: {small: [2, 4, 6], large: [5, 7, 8]}, weight: 1, worst: 0, best: 10}
                """
            ]))

    /// Reads a memo.
    ///
    /// - Throws: everything wrong with it.
    package init(_ node: DocumentNode) throws(DocumentErrors) {
        var errors = DocumentErrorCollector()
        Self.shape.check(node, into: &errors)
        try errors.check()
        name = node["memo"]?.label ?? ""
        question = node["question"]?.text ?? ""
        scenario = node["scenario"]?.text
        volume = node["volume"]?.integer
        seed = node["seed"]?.integer ?? 0
        file = node.file
        contentHash = node.contentHash
        options = (node["options"]?.items ?? []).map { item in
            Option(
                id: item["id"]?.label ?? "", model: item["model"]?.label ?? "",
                run: item["run"]?.label ?? "", prompt: item["prompt"]?.label,
                costPerThousand: item["cost-per-thousand"]?.number,
                costSource: item["cost-source"]?.text)
        }
        criteria = []
        let ids = options.map(\.id)
        if Set(ids).count < ids.count, let list = node["options"] {
            errors.add(list.error(.duplicate, "two options have one id"))
        }
        for (item, option) in zip(node["options"]?.items ?? [], options)
        where option.costPerThousand != nil && option.costSource == nil {
            errors.add(
                item.error(
                    .missingKey, "a cost that you give needs its source and date",
                    suggestion: "add cost-source: \"price page, 2026-11-24\""))
        }
        for item in node["criteria"]?.items ?? [] {
            let id = item["id"]?.label ?? ""
            let worst = item["worst"]?.number ?? 0
            let best = item["best"]?.number ?? 1
            if worst == best, let node = item["best"] {
                errors.add(node.error("worst and best are the same, so nothing can differ"))
            }
            if criteria.contains(where: { $0.id == id }), let node = item["id"] {
                errors.add(node.error(.duplicate, "the criterion '\(id)' is there twice"))
            }
            let kind: Criterion.Kind
            if let scorer = item["scorer"]?.label {
                let tags = (item["where"]?.entries ?? []).map { ($0.key, $0.value.label ?? "") }
                kind = .behaviour(
                    scorer: scorer, tags: Dictionary(tags, uniquingKeysWith: { first, _ in first }))
            } else if let percentile = item["latency-percentile"]?.number {
                kind = .latency(percentile: percentile)
            } else if let impact = item["impact"] {
                kind = .impact(Self.impact(impact, ids, &errors))
            } else {
                if item["cost"]?.bool == false, let node = item["cost"] {
                    errors.add(node.error("a criterion with cost: false measures nothing"))
                }
                kind = .cost
            }
            criteria.append(
                Criterion(
                    id: id, kind: kind, weight: item["weight"]?.number ?? 1, worst: worst,
                    best: best, note: item["note"]?.text))
        }
        try errors.check()
    }

    private static func impact(
        _ node: DocumentNode, _ options: [String], _ errors: inout DocumentErrorCollector
    ) -> [String: [Double]] {
        var values: [String: [Double]] = [:]
        for entry in node.entries {
            let numbers = entry.value.items.compactMap(\.number)
            if !options.contains(entry.key) {
                errors.add(
                    DocumentError(
                        .undefined, at: entry.location, in: node.source,
                        "'\(entry.key)' is no option",
                        suggestion: Spelling.suggestion(for: entry.key, among: options)))
            }
            if numbers.count != 3 || numbers != numbers.sorted() {
                errors.add(
                    entry.value.error("expected three rising numbers: [least, likeliest, most]"))
            }
            values[entry.key] = numbers
        }
        for id in options where values[id] == nil {
            errors.add(node.error(.missingKey, "the option '\(id)' has no impact"))
        }
        return values
    }

    /// Reads a memo of the workspace.
    package static func read(_ path: String, in folder: WorkspaceFolder) throws(DocumentErrors)
        -> MemoDocument
    {
        let node: DocumentNode
        do throws(DocumentError) {
            node = try DocumentNode(bytes: try folder.read(path), path: path)
        } catch { throw DocumentErrors(error) }
        return try MemoDocument(node)
    }
}
