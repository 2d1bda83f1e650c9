import Evaluation
import LanguageModel
import Providers
import Reports
import Workspace

/// Asks all cells of a playground at once and tells what each says as it says it.
struct PlaygroundCells: Sendable {
    /// What happens in a cell.
    enum Event: Sendable {
        case text(variant: Int, model: Int, String)
        case done(variant: Int, model: Int, JSONValue)
        case failed(variant: Int, model: Int, String)
    }

    let request: PlaygroundRequest
    let models: ModelPool

    /// Asks the cells; the stream ends when all have, and ending it early ends them.
    func events() -> AsyncStream<Event> {
        // Never more events than the answers have tokens.
        let (events, feed) = AsyncStream.makeStream(of: Event.self)
        let task = Task {
            await withTaskGroup(of: Void.self) { group in
                for variant in request.variants.indices {
                    for model in request.models.indices {
                        group.addTask { await ask(variant, model, feed) }
                    }
                }
            }
            feed.finish()
        }
        feed.onTermination = { _ in task.cancel() }
        return events
    }

    private func ask(_ variant: Int, _ model: Int, _ feed: AsyncStream<Event>.Continuation) async {
        do {
            let messages = try request.variants[variant].render(request.variables)
            guard messages.contains(where: { $0.role != .system }) else {
                throw StudioFailure(400, "The prompt has no user part.")
            }
            let opened = try await models.open(request.models[model])
            let parameters = opened.document.parameters.overridden(by: request.parameters)
            let reply = try await opened.provider.reply(
                to: ModelRequest(
                    messages: messages, parameters: parameters, seed: request.seed,
                    variables: request.variables)
            ) { piece in
                feed.yield(.text(variant: variant, model: model, piece))
            }
            feed.yield(
                .done(
                    variant: variant, model: model,
                    Self.facts(reply, price: opened.price, identity: opened.provider.identity)))
        } catch {
            feed.yield(.failed(variant: variant, model: model, StudioFailure(error).message))
        }
    }

    /// What the page shows below an answer.
    private static func facts(_ reply: ModelReply, price: Price?, identity: ModelIdentity)
        -> JSONValue
    {
        let cost = reply.usage.flatMap { usage in price.map { $0.cost(of: usage) } }
        var said = [NumberText.duration(microseconds: Double(reply.latency))]
        if let usage = reply.usage {
            said.append("\(NumberText.counted(usage.output, "token"))")
        }
        said.append(cost.map { NumberText.dollars(Double($0) / 1e9) } ?? "cost unknown")
        if reply.finishReason != .stop { said.append("ended by \(reply.finishReason.rawValue)") }
        if identity.isSimulated { said.append("simulated") }
        return [
            "output": .string(reply.message.text), "facts": .string(said.joined(separator: " · ")),
            "finish_reason": .string(reply.finishReason.rawValue),
            "latency_us": .integer(reply.latency),
            "input_tokens": reply.usage.map { .integer($0.input) } ?? .null,
            "output_tokens": reply.usage.map { .integer($0.output) } ?? .null,
            "cost_nanodollars": cost.map(JSONValue.integer) ?? .null,
            "simulated": .bool(identity.isSimulated),
        ]
    }
}
