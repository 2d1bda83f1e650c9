import LanguageModel

extension ModelDocument {
    /// What stands under an alias of `models:`.
    package static let shape = Shape.tagged(
        TaggedShape(
            "a model", key: "provider", "Where the answers come from.",
            cases: ProviderKind.allCases.map { ($0.rawValue, object($0)) }))

    private static func object(_ kind: ProviderKind) -> ObjectShape {
        let article = "aeio".contains(kind.rawValue.prefix(1)) ? "an" : "a"
        return ObjectShape(
            "\(article) '\(kind.rawValue)' model", "\(kind.rawValue): \(kind.summary).",
            fields: fields(kind) + common(kind),
            exactlyOne: kind == .replay ? [["run", "file"]] : [],
            atMostOne: kind == .embedded ? [["adapter", "adapters"]] : [])
    }

    private static func fields(_ kind: ProviderKind) -> [Field] {
        switch kind {
        case .embedded:
            [
                .optional(
                    "path", .nonEmptyText,
                    "A GGUF file of the Llama architecture; without it, the built-in model.",
                    examples: ["models/other.gguf"]),
                .optional(
                    "template", .nonEmptyText,
                    "The chat template's name, where the file's own is not recognised.",
                    examples: ["chatml"]),
                .optional(
                    "precision",
                    .words(of: Embedded.Precision.self) {
                        $0 == .exact ? "float32 arithmetic" : "int8 activations"
                    }, "How the engine computes.", default: "exact"),
                .optional(
                    "adapter", .either([.nonEmptyText, adapter, .list(adapters)]),
                    "Adapters applied in order: names in .conduct/adapters, or paths.",
                    examples: ["no-flattery"]),
                .optional(
                    "adapters", .either([.nonEmptyText, adapter, .list(adapters)]),
                    "The same as adapter."),
            ]
        case .openai, .anthropic:
            (kind == .openai ? [dialect] : []) + [
                .required("model", .label, "The model's name at the service."),
                .optional(
                    "base-url", .nonEmptyText, "The service's address.",
                    examples: ["http://127.0.0.1:8080/v1"]),
                .optional(
                    "api-key-env", .nonEmptyText,
                    "The environment variable that holds the key; keys never stand in files."),
                .optional("headers", .map(.text), "Further headers; no keys."),
            ]
        case .command:
            [
                .required(
                    "command", .nonEmptyText, "The program.", examples: ["python3"]),
                .optional("args", .list(.label), "Its arguments."),
                .optional("model", .label, "The name under which its answers are kept."),
                .optional(
                    "env", .list(.nonEmptyText),
                    "Names of environment variables that it gets besides PATH and HOME."),
            ]
        case .echo: []
        case .replay:
            [
                .optional("run", .label, "The run whose answers are played: an id or latest."),
                .optional(
                    "file", .nonEmptyText, "A JSONL file of conversations with their answers."),
            ]
        case .scripted:
            [
                .required(
                    "file", .nonEmptyText, "The file that writes the part.",
                    examples: ["models/flatterer.yaml"])
            ]
        }
    }

    private static let dialect = Field.optional(
        "dialect",
        .words(of: Service.Dialect.self) {
            switch $0 {
            case .openai: "max_completion_tokens, no top-k"
            case .mistral: "random_seed, no unknown fields"
            case .perplexity: "no seed"
            case .compatible: "Ollama, llama.cpp, vLLM, LM Studio and others"
            }
        }, "Whose ways the service has; by default those of its address.")

    private static let adapters = Shape.either([.nonEmptyText, adapter])

    private static let adapter = Shape.object(
        ObjectShape(
            "an adapter", "A low-rank adapter and its strength.",
            fields: [
                .required("path", .nonEmptyText, "Its name in .conduct/adapters, or a path."),
                .optional(
                    "strength", .number(.init(minimum: -100, maximum: 100)),
                    "Multiplies the adapter's own scale.", default: 1),
            ]))

    /// One adapter or several, each a name or an object.
    private static func adapters(_ node: DocumentNode?) -> [Embedded.Adapter] {
        (node.map { $0.sequence ?? [$0] } ?? []).map { item in
            Embedded.Adapter(
                path: item["path"]?.text ?? item.label ?? "",
                strength: item["strength"]?.number ?? 1)
        }
    }

    private static func common(_ kind: ProviderKind) -> [Field] {
        [
            .optional("parameters", GenerationParameters.shape, "How it generates."),
            .optional("limits", RequestLimits.shape, "What a call may take."),
            .optional(
                "price", PriceDocument.shape,
                "What its tokens cost, in place of the program's own table."),
            .optional("note", .text, "A note for people."),
        ]
    }

    /// Reads a model that fits the shape.
    init(alias: String, document node: DocumentNode) {
        let texts = { (key: String) -> [String] in
            node[key].map { ($0.sequence ?? [$0]).compactMap(\.label) } ?? []
        }
        let service = Service(
            model: node["model"]?.label ?? "", baseURL: node["base-url"]?.text,
            keyVariable: node["api-key-env"]?.text,
            headers: Dictionary(
                node["headers"]?.entries.map { ($0.key, $0.value.text ?? "") } ?? [],
                uniquingKeysWith: { first, _ in first }),
            dialect: node["dialect"]?.label.flatMap(Service.Dialect.init))
        let source: Source =
            switch node["provider"]?.label.flatMap(ProviderKind.init) ?? .echo {
            case .embedded:
                .embedded(
                    Embedded(
                        path: node["path"]?.text, template: node["template"]?.text,
                        precision: node["precision"]?.label.flatMap(Embedded.Precision.init),
                        adapters: Self.adapters(node["adapter"] ?? node["adapters"])))
            case .openai: .openai(service)
            case .anthropic: .anthropic(service)
            case .command:
                .command(
                    Command(
                        command: node["command"]?.text ?? "", arguments: texts("args"),
                        model: node["model"]?.label, environment: texts("env")))
            case .echo: .echo
            case .replay: .replay(Replay(run: node["run"]?.label, file: node["file"]?.text))
            case .scripted: .scripted(file: node["file"]?.text ?? "")
            }
        self.init(
            alias: alias, source: source,
            parameters: node["parameters"].map(GenerationParameters.init(document:))
                ?? GenerationParameters(),
            limits: node["limits"].map(RequestLimits.init(document:)) ?? RequestLimits(),
            price: node["price"].map(PriceDocument.init(document:)), note: node["note"]?.text,
            location: node.location)
    }
}

extension ConcurrencyChoice {
    /// `adaptive` or a number.
    static let shape = Shape.either([
        .choice([.init("adaptive", "grows on success, halves on refusals")]),
        .integer(1...4096),
    ])

    init(document node: DocumentNode) {
        if let count = node.integer {
            self = .fixed(count)
        } else {
            self = .adaptive
        }
    }
}

extension RequestLimits {
    static let shape = Shape.object(
        ObjectShape(
            "limits", "What a call may take.",
            fields: [
                .optional("timeout", .positive, "Seconds for one try.", default: 300),
                .optional(
                    "total-timeout", .positive, "Seconds for a question with all its tries.",
                    default: 900),
                .optional(
                    "silence", .positive, "Seconds for which a streamed answer may pause.",
                    default: 60),
                .optional("retries", .integer(0...100), "Tries after the first.", default: 6),
                .optional(
                    "concurrency", ConcurrencyChoice.shape, "Calls at once.", default: "adaptive"),
                .optional("rpm", .count, "Calls in a minute."),
            ]))

    init(document node: DocumentNode) {
        self.init(
            timeout: node["timeout"]?.number, totalTimeout: node["total-timeout"]?.number,
            silence: node["silence"]?.number, retries: node["retries"]?.integer,
            concurrency: node["concurrency"].map(ConcurrencyChoice.init(document:)),
            requestsPerMinute: node["rpm"]?.integer)
    }
}

extension PriceDocument {
    static let shape = Shape.object(
        ObjectShape(
            "a price", "US dollars for a million tokens.",
            fields: [
                .required("input", .number(dollars), "For a million prompt tokens."),
                .required("output", .number(dollars), "For a million generated tokens."),
                .optional("cached-input", .number(dollars), "For a million cached prompt tokens."),
                .optional("date", .label, "The day on which the source said so, YYYY-MM-DD."),
                .optional("source", .nonEmptyText, "Where the price is from."),
            ]))

    private static var dollars: Shape.NumberRange { .init(minimum: 0, maximum: 1_000_000) }

    init(document node: DocumentNode) {
        self.init(
            input: node["input"]?.number ?? 0, output: node["output"]?.number ?? 0,
            cachedInput: node["cached-input"]?.number, date: node["date"]?.label,
            source: node["source"]?.text)
    }
}
