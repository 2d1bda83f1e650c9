import FoundationEssentials
import HTTPTypes
import Hummingbird
import LanguageModel
import NIOCore

/// What the server answers.
struct Routes: Sendable {
    /// The models by their names, in the order in which they are listed.
    let models: [any ServedModel]
    /// The largest request body in bytes.
    let bodyBytes: Int
    /// Work under way, which ends when the server has waited long enough for it.
    let work: WorkList
    private let started = Int(Date().timeIntervalSince1970)

    init(models: [any ServedModel], bodyBytes: Int, work: WorkList) {
        self.models = models
        self.bodyBytes = bodyBytes
        self.work = work
    }

    /// Adds the routes.
    func add(to router: Router<ServerContext>) {
        router.get("/health") { _, _ in Response(["status": "ok"]) }
        router.get("/v1/models") { _, _ in
            Response(["object": "list", "data": .array(models.map(describe))])
        }
        router.get("/v1/models/:name") { _, context in
            Response(describe(try model(context.parameters.get("name") ?? "")))
        }
        router.post("/v1/chat/completions") { request, context in
            try await chat(request, context)
        }
        router.post("/v1/completions") { request, context in
            try await complete(request, context)
        }
    }

    private func describe(_ model: any ServedModel) -> JSONValue {
        [
            "id": .string(model.name), "object": "model", "created": .integer(started),
            "owned_by": "conduct", "context_length": .integer(model.contextLength),
        ]
    }

    private func model(_ name: String) throws(ServerFailure) -> any ServedModel {
        guard let model = models.first(where: { $0.name == name }) else {
            let names = models.map(\.name).joined(separator: ", ")
            throw ServerFailure(
                status: 404,
                message: "there is no model '\(name.prefix(64))' here; ask for \(names)",
                parameter: "model", code: "model_not_found")
        }
        return model
    }

    private func body(_ request: Request) async throws -> ByteBufferView {
        let type = request.headers[.contentType]?.lowercased() ?? ""
        guard type.hasPrefix("application/json") else {
            throw ServerFailure(
                status: 415, message: "send the request as content-type application/json")
        }
        do {
            return try await request.body.collect(upTo: bodyBytes).readableBytesView
        } catch is NIOTooManyBytesError {
            throw ServerFailure(
                status: 413, message: "the request body is larger than \(bodyBytes) bytes")
        }
    }

    private func head(_ model: any ServedModel, _ prefix: String, _ whole: String, _ piece: String)
        -> AnswerHead
    {
        let digits = "0123456789abcdefghijklmnopqrstuvwxyz"
        let id = String((0..<24).map { _ in digits.randomElement() ?? "0" })
        return AnswerHead(
            id: prefix + id, object: (whole, piece), created: Int(Date().timeIntervalSince1970),
            model: model.name)
    }

    // MARK: chat completions

    private func chat(_ request: Request, _ context: ServerContext) async throws -> Response {
        let chat = try ChatRequest(await body(request))
        let model = try model(chat.sampling.model)
        var asked = chat.sampling
        asked.parameters.maxTokens = asked.parameters.maxTokens ?? model.contextLength
        let sampling = asked
        // What the prompt does wrong is told with a status, before a stream begins.
        _ = try model.encode(.messages(chat.messages))
        let choices = Choices(model, [.messages(chat.messages)], sampling)
        let answer = ChatAnswer(
            head: head(model, "chatcmpl-", "chat.completion", "chat.completion.chunk"),
            model: model, showsLogprobs: sampling.parameters.logprobs)
        guard sampling.isStreamed else {
            let generations = try await work.run(context) { try await choices.all() }
            return Response(answer.whole(generations))
        }
        let usageInPieces: JSONValue? = sampling.includesUsage ? .null : nil
        return EventWriter.response(context) { events in
            var usage = UsageCount()
            for index in choices.requests.indices {
                try await events.write(
                    answer.head.json([answer.opening(index)], isPiece: true, usage: usageInPieces))
            }
            try await work.stream(context, choices) { event in
                let choice: JSONValue?
                switch event {
                case .token(let index, let token): choice = answer.piece(index, token)
                case .done(let index, let generation):
                    usage.add(generation.usage, countsPrompt: index == 0)
                    choice = answer.closing(index, generation.finishReason)
                }
                guard let choice else { return }
                try await events.write(
                    answer.head.json([choice], isPiece: true, usage: usageInPieces))
            }
            if sampling.includesUsage {
                try await events.write(answer.head.json([], isPiece: true, usage: usage.json))
            }
        }
    }

    // MARK: text completions

    private func complete(_ request: Request, _ context: ServerContext) async throws -> Response {
        let asked = try CompletionRequest(await body(request))
        let model = try model(asked.sampling.model)
        guard asked.prompts.count * asked.sampling.count <= 1024 else {
            throw ServerFailure.invalid("ask for at most 1024 answers in one request", "prompt")
        }
        let prompts = try asked.prompts.map { try model.encode($0) }
        let choices = Choices(model, prompts.map { .ids($0) }, asked.sampling)
        let answer = CompletionAnswer(
            head: head(model, "cmpl-", "text_completion", "text_completion"), model: model,
            showsLogprobs: asked.sampling.parameters.logprobs)
        guard asked.sampling.isStreamed else {
            return try await work.run(context) {
                let echoes = try await echoes(asked, prompts, model)
                let generations = asked.generates ? try await choices.all() : []
                return Response(
                    whole(asked, answer, prompts: prompts, echoes: echoes, generations))
            }
        }
        return EventWriter.response(context) { events in
            try await stream(asked, answer, choices, prompts, context, &events)
        }
    }

    private func echoes(
        _ asked: CompletionRequest, _ prompts: [[Int32]], _ model: any ServedModel
    ) async throws -> [CompletionAnswer.Echo] {
        guard asked.echoes else { return [] }
        return try await withThrowingTaskGroup(of: (Int, CompletionAnswer.Echo).self) { group in
            for (index, ids) in prompts.enumerated() {
                group.addTask {
                    let logprobs =
                        asked.sampling.parameters.logprobs
                        ? try await model.logprobs(of: ids) : nil
                    return (index, CompletionAnswer.Echo(ids: ids, logprobs: logprobs))
                }
            }
            var echoes: [Int: CompletionAnswer.Echo] = [:]
            for try await (index, echo) in group { echoes[index] = echo }
            return prompts.indices.compactMap { echoes[$0] }
        }
    }

    private func whole(
        _ asked: CompletionRequest, _ answer: CompletionAnswer, prompts: [[Int32]],
        echoes: [CompletionAnswer.Echo], _ generations: [Generation]
    ) -> JSONValue {
        var usage = UsageCount()
        for ids in prompts { usage.add(prompt: ids.count) }
        let choices = (0..<prompts.count * asked.sampling.count).map { index -> JSONValue in
            let prompt = index / asked.sampling.count
            let generation = asked.generates ? generations[index] : nil
            if let generation { usage.add(generation.usage, countsPrompt: false) }
            return answer.choice(
                index, generation, echoes.indices.contains(prompt) ? echoes[prompt] : nil)
        }
        return answer.head.json(choices, isPiece: false, usage: usage.json)
    }

    private func stream(
        _ asked: CompletionRequest, _ answer: CompletionAnswer, _ choices: Choices,
        _ prompts: [[Int32]], _ context: ServerContext, _ events: inout EventWriter
    ) async throws {
        let usageInPieces: JSONValue? = asked.sampling.includesUsage ? .null : nil
        var usage = UsageCount()
        for ids in prompts { usage.add(prompt: ids.count) }
        var rows = choices.requests.map { _ in TokenRows(choices.model) }
        let echoes = try await work.run(context) {
            try await self.echoes(asked, prompts, choices.model)
        }
        for (prompt, echo) in echoes.enumerated() {
            for index in prompt * asked.sampling.count..<(prompt + 1) * asked.sampling.count {
                for (position, id) in echo.ids.enumerated() {
                    let logprob = position == 0 ? nil : echo.logprobs.map { $0[position - 1] }
                    rows[index].append(id, logprob, top: nil)
                }
                let text = String(decoding: echo.ids.flatMap(choices.model.bytes), as: UTF8.self)
                let piece = answer.piece(
                    index, text: text, rows: rows[index].take(),
                    reason: asked.generates ? nil : .length)
                try await events.write(
                    answer.head.json([piece], isPiece: true, usage: usageInPieces))
            }
        }
        guard asked.generates else { return }
        try await work.stream(context, choices) { event in
            let piece: JSONValue
            switch event {
            case .token(let index, let token):
                let isShown = answer.showsLogprobs && !choices.model.endIDs.contains(token.id)
                guard isShown || !token.text.isEmpty else { return }
                if isShown { rows[index].append(token.id, token.logprob, top: token.top) }
                piece = answer.piece(
                    index, text: token.text, rows: isShown ? rows[index].take() : nil, reason: nil)
            case .done(let index, let generation):
                usage.add(generation.usage, countsPrompt: false)
                piece = answer.piece(index, text: "", rows: nil, reason: generation.finishReason)
            }
            try await events.write(answer.head.json([piece], isPiece: true, usage: usageInPieces))
        }
        if asked.sampling.includesUsage {
            try await events.write(answer.head.json([], isPiece: true, usage: usage.json))
        }
    }
}
