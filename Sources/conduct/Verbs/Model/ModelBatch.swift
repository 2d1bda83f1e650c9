import ArgumentParser
import LanguageModel
import Providers
import Workspace

/// What the batch verbs share: JSONL in, one line out for each line in, in the same order.
struct BatchOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "A JSONL file; - is standard input.")
    var input = "-"

    @Option(name: .shortAndLong, help: "The file to write; standard output by default.")
    var output: String?

    /// How many lines are worked on at once.
    static let width = 64

    /// Answers every line. A bad line gives {"error"} in its place.
    ///
    /// - Throws: `Failure` with code 2 after the last line, where any line was bad.
    func answer(_ work: @escaping @Sendable (JSONValue) async throws -> JSONValue) async throws {
        let file = try output.map { try WholeFile(path: $0) }
        let lines = try BatchLines(path: input)
        var bad = 0
        var next = 0
        var waiting: [Int: JSONValue] = [:]
        try await withThrowingTaskGroup(of: (Int, JSONValue).self) { group in
            var index = 0
            var isOpen = true
            func addOne() throws {
                guard isOpen, let line = try lines.next() else {
                    isOpen = false
                    return
                }
                let number = index
                index += 1
                group.addTask { (number, await Self.result(line, number: number + 1, work)) }
            }
            for _ in 0..<Self.width { try addOne() }
            while let (number, result) = try await group.next() {
                waiting[number] = result
                while let ready = waiting.removeValue(forKey: next) {
                    if ready["error"] != nil { bad += 1 }
                    let text = ready.serialized() + "\n"
                    if let file { try file.write(text) } else { printOut(text, terminator: "") }
                    next += 1
                }
                try addOne()
            }
        }
        try file?.finish()
        if bad > 0 { throw Failure(.badInput, "error: \(bad) of \(next) lines could not be used") }
    }

    private static func result(
        _ line: String, number: Int, _ work: @Sendable (JSONValue) async throws -> JSONValue
    ) async -> JSONValue {
        do {
            return try await work(try JSONValue(parsing: line))
        } catch let error as JSONError {
            return ["error": .string("line \(number), column \(error.column): \(error.message)")]
        } catch {
            return ["error": .string("line \(number): \(error)")]
        }
    }
}

/// A line that a batch verb cannot use.
struct BatchLineError: Error, CustomStringConvertible {
    let description: String
}

extension JSONValue {
    /// A member that must be a text.
    func requiredText(_ key: String) throws -> String {
        guard let text = self[key]?.string else {
            throw BatchLineError(description: "expected \"\(key)\" with a text")
        }
        return text
    }

    /// A member that must be a list of token ids.
    func requiredIDs(_ key: String) throws -> [Int32] {
        guard let items = self[key]?.array else {
            throw BatchLineError(description: "expected \"\(key)\" with a list of token ids")
        }
        return try items.map { item in
            guard let id = item.int.flatMap({ Int32(exactly: $0) }) else {
                throw BatchLineError(description: "\"\(key)\" holds something that is no token id")
            }
            return id
        }
    }

    /// `messages`, or else `prompt` as raw text.
    func promptToContinue() throws -> Prompt {
        if let messages = self["messages"] { return .messages(try messages.messageList()) }
        if let text = self["prompt"]?.string { return .text(text) }
        throw BatchLineError(description: "expected \"messages\" or \"prompt\"")
    }

    /// A list of messages.
    func messageList() throws -> [Message] {
        guard let items = array, !items.isEmpty else {
            throw BatchLineError(description: "\"messages\" must be a list with a message in it")
        }
        return try items.map { try Message(json: $0) }
    }
}

/// `conduct model tokenize`.
struct ModelTokenize: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize",
        abstract: "{\"text\"} → {\"ids\"}, a line at a time; special tokens are parsed.")

    @OptionGroup var choice: ModelChoice
    @OptionGroup var batch: BatchOptions

    func run() async throws {
        let tokenizer = try await choice.openEngine().engine.model.tokenizer
        try await batch.answer { line in
            let ids = tokenizer.encode(try line.requiredText("text"), parsingSpecials: true)
            return ["ids": .array(ids.map { .integer(Int($0)) })]
        }
    }
}

/// `conduct model generate`.
struct ModelGenerate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "{\"messages\"} or {\"prompt\"} → {\"text\", \"ids\", \"logprobs\"}.",
        discussion: """
            ids and logprobs include the end token, text does not. A line may bring its own "seed".

            EXAMPLES
              conduct model generate --input chats.jsonl --greedy --max-tokens 48 --top-logits 10
            """)

    @OptionGroup var choice: ModelChoice
    @OptionGroup var batch: BatchOptions

    @Flag(name: .long, help: "Always the likeliest token.")
    var greedy = false

    @Option(name: .long, help: "The divisor of the logits; 0 is greedy.")
    var temperature: Double?

    @Option(name: .long, help: "Keep the smallest set of tokens that reaches this probability.")
    var topP: Double?

    @Option(name: .long, help: "The most tokens of an answer.")
    var maxTokens = 128

    @Option(name: .long, help: "A text at which to stop; repeatable.")
    var stop: [String] = []

    @Option(name: .long, help: "The seed of lines that bring none.")
    var seed: UInt64 = 0

    @Option(name: .long, help: "Add \"next_top\": the k greatest logits of the first new token.")
    var topLogits = 0

    func validate() throws {
        if greedy, let temperature, temperature > 0 {
            throw ValidationError("--greedy and --temperature \(temperature) contradict each other")
        }
        if maxTokens < 1 { throw ValidationError("--max-tokens must be at least 1") }
    }

    func run() async throws {
        let engine = try await choice.openEngine().engine
        let parameters = GenerationParameters(
            maxTokens: maxTokens, temperature: greedy ? 0 : temperature, topP: topP, stop: stop)
        let (seed, top) = (seed, topLogits)
        try await batch.answer { line in
            let own = line["seed"]?.int.flatMap { UInt64(exactly: $0) }
            let generation = try await engine.generate(
                GenerationRequest(
                    try line.promptToContinue(), parameters: parameters, seed: own ?? seed,
                    topLogits: top))
            var object: [String: JSONValue] = [
                "text": .string(generation.text),
                "ids": .array(generation.ids.map { .integer(Int($0)) }),
                "logprobs": .array(generation.logprobs.map { .number($0) }),
                "finish_reason": .string(generation.finishReason.rawValue),
            ]
            if top > 0 {
                object["next_top"] = .array(
                    generation.nextTop.map {
                        [.integer(Int($0.id)), .number(Double($0.logit))]
                    })
            }
            return .object(object)
        }
    }
}

/// `conduct model score`.
struct ModelScore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "{\"prompt\", \"choices\"} → {\"logprobs\", \"tokens\", \"bytes\"}.",
        discussion: """
            "messages" may stand for "prompt". {"ids"}, and {"messages", "completion_ids"}, give the \
            log-probability of each token; of ids that of each after the first.
            """)

    @OptionGroup var choice: ModelChoice
    @OptionGroup var batch: BatchOptions

    func run() async throws {
        let engine = try await choice.openEngine().engine
        try await batch.answer { line in
            if line["completion_ids"] != nil {
                let prompt = try engine.encode(try line.promptToContinue())
                let completion = try line.requiredIDs("completion_ids")
                let scored = try await engine.score(
                    LanguageModel.ScoringRequest(ids: prompt + completion, first: prompt.count))
                return ["logprobs": .array(scored.logprobs.map { .number($0) })]
            }
            if line["ids"] != nil {
                let scored = try await engine.score(
                    LanguageModel.ScoringRequest(ids: try line.requiredIDs("ids")))
                return ["logprobs": .array(scored.logprobs.map { .number($0) })]
            }
            guard let choices = line["choices"]?.array?.compactMap(\.string), !choices.isEmpty
            else {
                throw BatchLineError(
                    description: "expected \"choices\", \"ids\" or \"completion_ids\"")
            }
            let scored = try await engine.score(choices, after: try line.promptToContinue())
            return [
                "logprobs": .array(scored.map { .number($0.sum) }),
                "tokens": .array(scored.map { .integer($0.tokens) }),
                "bytes": .array(scored.map { .integer($0.bytes) }),
            ]
        }
    }
}
