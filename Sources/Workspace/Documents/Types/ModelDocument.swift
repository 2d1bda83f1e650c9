package import LanguageModel

/// A model as `conduct.yaml` names it: an alias for a provider, a model and parameters.
package struct ModelDocument: Sendable, Hashable {
    /// The name by which suites and commands call it.
    package var alias: String
    /// Where its answers come from, with what that needs.
    package var source: Source
    /// How it generates unless a suite or command says otherwise.
    package var parameters: GenerationParameters
    /// What a call may take.
    package var limits: RequestLimits
    /// What its tokens cost by the user's word; nil leaves it to the program's table.
    package var price: PriceDocument?
    /// What the user notes about it.
    package var note: String?
    /// The file and line that define it; nil for the built-in one.
    package var location: SourceLocation?

    package init(
        alias: String, source: Source, parameters: GenerationParameters = GenerationParameters(),
        limits: RequestLimits = RequestLimits(), price: PriceDocument? = nil, note: String? = nil,
        location: SourceLocation? = nil
    ) {
        self.alias = alias
        self.source = source
        self.parameters = parameters
        self.limits = limits
        self.price = price
        self.note = note
        self.location = location
    }

    /// The settings of each kind of provider.
    package enum Source: Sendable, Hashable {
        case embedded(Embedded)
        case openai(Service)
        case anthropic(Service)
        case command(Command)
        case echo
        case replay(Replay)
        case scripted(file: String)

        /// The kind of provider.
        package var kind: ProviderKind {
            switch self {
            case .embedded: .embedded
            case .openai: .openai
            case .anthropic: .anthropic
            case .command: .command
            case .echo: .echo
            case .replay: .replay
            case .scripted: .scripted
            }
        }
    }

    /// A model that runs in this process.
    package struct Embedded: Sendable, Hashable {
        /// The GGUF file, relative to the workspace or absolute; nil for the built-in model.
        package var path: String?
        /// The chat template's name; nil recognises the file's own.
        package var template: String?
        /// `exact` or `fast`; nil for the command's own default.
        package var precision: Precision?
        /// Adapters applied in order.
        package var adapters: [Adapter]

        package init(
            path: String? = nil, template: String? = nil, precision: Precision? = nil,
            adapters: [Adapter] = []
        ) {
            self.path = path
            self.template = template
            self.precision = precision
            self.adapters = adapters
        }

        /// A low-rank adapter with the strength that it is applied with.
        package struct Adapter: Sendable, Hashable, ExpressibleByStringLiteral {
            /// The name of an adapter in `.conduct/adapters/`, or the path of a PEFT folder, its
            /// safetensors file, or a GGUF adapter in the workspace.
            package var path: String
            /// Multiplies the adapter's own scale; 1 applies it as trained.
            package var strength: Double

            package init(path: String, strength: Double = 1) {
                self.path = path
                self.strength = strength
            }

            package init(stringLiteral path: String) { self.init(path: path) }
        }

        /// How the engine computes.
        package enum Precision: String, Sendable, Hashable, Codable, CaseIterable {
            case exact, fast
        }
    }

    /// A model behind a service.
    package struct Service: Sendable, Hashable {
        /// The model's name at the service.
        package var model: String
        /// The service's address; nil for the provider's own.
        package var baseURL: String?
        /// The environment variable that holds the key; nil for the provider's usual one.
        package var keyVariable: String?
        /// Further headers; they hold no keys.
        package var headers: [String: String]
        /// Which service's ways an OpenAI-compatible one has; nil for those of its address.
        package var dialect: Dialect?

        /// Services that speak OpenAI's protocol each in a way of its own.
        package enum Dialect: String, Sendable, Hashable, Codable, CaseIterable {
            case openai, mistral, perplexity, compatible
        }

        package init(
            model: String, baseURL: String? = nil, keyVariable: String? = nil,
            headers: [String: String] = [:], dialect: Dialect? = nil
        ) {
            self.model = model
            self.baseURL = baseURL
            self.keyVariable = keyVariable
            self.headers = headers
            self.dialect = dialect
        }
    }

    /// A program that answers.
    package struct Command: Sendable, Hashable {
        /// The program: a name looked up in PATH, or a path relative to the workspace.
        package var command: String
        /// Its arguments.
        package var arguments: [String]
        /// The name under which its answers are kept; nil for the command itself.
        package var model: String?
        /// Names of environment variables that it gets besides PATH and HOME.
        package var environment: [String]

        package init(
            command: String, arguments: [String] = [], model: String? = nil,
            environment: [String] = []
        ) {
            self.command = command
            self.arguments = arguments
            self.model = model
            self.environment = environment
        }
    }

    /// What a replay plays: one of the two is given.
    package struct Replay: Sendable, Hashable {
        /// A run's id or `latest`.
        package var run: String?
        /// A JSONL file of {messages or prompt, output}.
        package var file: String?

        package init(run: String? = nil, file: String? = nil) {
            self.run = run
            self.file = file
        }
    }

    /// The model that is there without any workspace.
    package static let builtIn = ModelDocument(alias: "smollm2", source: .embedded(Embedded()))
}

/// What a call to a model may take; nil leaves it to the provider's default.
package struct RequestLimits: Sendable, Hashable {
    /// Seconds for one try.
    package var timeout: Double?
    /// Seconds for a question with all its tries.
    package var totalTimeout: Double?
    /// Seconds for which a streamed answer may pause.
    package var silence: Double?
    /// Tries after the first.
    package var retries: Int?
    /// Calls at once.
    package var concurrency: ConcurrencyChoice?
    /// Calls in a minute.
    package var requestsPerMinute: Int?

    package init(
        timeout: Double? = nil, totalTimeout: Double? = nil, silence: Double? = nil,
        retries: Int? = nil, concurrency: ConcurrencyChoice? = nil, requestsPerMinute: Int? = nil
    ) {
        self.timeout = timeout
        self.totalTimeout = totalTimeout
        self.silence = silence
        self.retries = retries
        self.concurrency = concurrency
        self.requestsPerMinute = requestsPerMinute
    }
}

/// How many calls run at once.
package enum ConcurrencyChoice: Sendable, Hashable {
    /// Grows on success, halves on refusals.
    case adaptive
    /// Always this many.
    case fixed(Int)
}

/// A price by the user's word, in US dollars for a million tokens.
package struct PriceDocument: Sendable, Hashable {
    package var input: Double
    package var output: Double
    package var cachedInput: Double?
    /// The day on which the source said so, YYYY-MM-DD; nil where the user gave none.
    package var date: String?
    /// Where the price is from; nil where the user gave nothing.
    package var source: String?

    package init(
        input: Double, output: Double, cachedInput: Double? = nil, date: String? = nil,
        source: String? = nil
    ) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.date = date
        self.source = source
    }
}
