import LanguageModel
import NIOCore
import Synchronization

/// Puts a reply together from the events of a stream.
protocol StreamAssembler: Sendable {
    /// Takes one event and returns the text that it adds.
    ///
    /// - Throws: `CallFailure` or `ProviderError` for an event that breaks the protocol.
    mutating func take(_ event: ServerEvent, _ client: ServiceClient) throws -> String
    /// The reply, once the stream has ended; nil where it ended before the reply did.
    func reply() throws -> ModelReply?
    /// The reply of a service that sent one JSON text although a stream was asked for.
    static func whole(_ json: JSONValue, _ client: ServiceClient) throws -> ModelReply
}

/// Reads a streamed answer, handing on each piece of text as it comes.
final class StreamedAnswerReader<Assembler: StreamAssembler>: AnswerReader {
    private struct State {
        var assembler: Assembler
        var firstText: Int?
        var hasHandedOnText = false
        var hasEvents = false
    }

    private let state: Mutex<State>
    private let client: ServiceClient
    private let onText: @Sendable (String) -> Void

    init(
        _ assembler: Assembler, client: ServiceClient, onText: @escaping @Sendable (String) -> Void
    ) {
        state = Mutex(State(assembler: assembler))
        self.client = client
        self.onText = onText
    }

    var firstText: Int? { state.withLock { $0.firstText } }
    var hasHandedOnText: Bool { state.withLock { $0.hasHandedOnText } }

    func collector(_ limits: CallLimits) -> ResponseCollector {
        ResponseCollector(
            limit: limits.bodyBytes,
            silence: .nanoseconds(Int64(limits.silence.nanoseconds)),
            onEvent: { [self] in try take($0) })
    }

    func read(_ answer: HTTPAnswer, _ client: ServiceClient) throws -> ModelReply {
        guard state.withLock({ $0.hasEvents }) || answer.isEventStream else {
            let reply = try Assembler.whole(client.json(answer), client)
            if !reply.message.text.isEmpty {
                state.withLock { $0.firstText = client.clock.now() }
                onText(reply.message.text)
            }
            return reply
        }
        guard var reply = try state.withLock({ try $0.assembler.reply() }) else {
            throw CallFailure(error: CallFailure.brokeOff(client.name), isRetriable: true)
        }
        if let key = client.key {
            // A key that came in several pieces is whole only here.
            reply.message.parts = reply.message.parts.map { part in
                if case .text(let text) = part { .text(key.redacting(text)) } else { part }
            }
        }
        return reply
    }

    private func take(_ event: ServerEvent) throws {
        let text = try state.withLock { state in
            state.hasEvents = true
            let text = try state.assembler.take(event, client)
            if !text.isEmpty {
                state.hasHandedOnText = true
                if state.firstText == nil { state.firstText = client.clock.now() }
            }
            return text
        }
        if !text.isEmpty { onText(text) }
    }
}
