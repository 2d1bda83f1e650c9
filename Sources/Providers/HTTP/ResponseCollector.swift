import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// A whole answer.
struct HTTPAnswer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: ByteBuffer

    /// Whether the service says that it is a stream of events.
    var isEventStream: Bool {
        headers.first(name: "content-type")?.lowercased().hasPrefix("text/event-stream") ?? false
    }
}

/// Takes an answer as it arrives: events are handed on, anything else is gathered up to a limit.
///
/// A class because AsyncHTTPClient's delegates are. The client calls it on one event loop, one
/// call after another; the lock makes that assumption unnecessary and is never contended.
final class ResponseCollector: HTTPClientResponseDelegate {
    typealias Response = HTTPAnswer

    private struct State {
        var answer = HTTPAnswer(status: 0, headers: [:], body: ByteBuffer())
        var events = EventStreamParser()
        var received = 0
        var lastArrival = NIODeadline.now()
        var timer: Scheduled<Void>?
    }

    private let state = Mutex(State())
    private let limit: Int
    private let silence: TimeAmount?
    private let onEvent: (@Sendable (ServerEvent) throws -> Void)?

    /// - Parameters:
    ///   - limit: the largest body in bytes.
    ///   - silence: the longest pause of a stream.
    ///   - onEvent: takes a stream's events; nil where no stream was asked for.
    init(
        limit: Int, silence: TimeAmount? = nil,
        onEvent: (@Sendable (ServerEvent) throws -> Void)? = nil
    ) {
        self.limit = limit
        self.silence = silence
        self.onEvent = onEvent
    }

    func didReceiveHead(task: HTTPClient.Task<HTTPAnswer>, _ head: HTTPResponseHead)
        -> EventLoopFuture<Void>
    {
        state.withLock {
            $0.answer.status = Int(head.status.code)
            $0.answer.headers = head.headers
            $0.lastArrival = .now()
        }
        if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }),
            length > limit
        {
            return task.eventLoop.makeFailedFuture(tooLarge)
        }
        if onEvent != nil, let silence { watch(task, silence, after: silence) }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<HTTPAnswer>, _ part: ByteBuffer)
        -> EventLoopFuture<Void>
    {
        let failure: (any Error)? = state.withLock { state in
            state.received += part.readableBytes
            state.lastArrival = .now()
            guard state.received <= limit else { return tooLarge }
            guard let onEvent, state.answer.status == 200, state.answer.isEventStream else {
                if state.answer.body.readableBytes == 0 {
                    state.answer.body = part
                } else {
                    state.answer.body.writeImmutableBuffer(part)
                }
                return nil
            }
            do {
                try part.withUnsafeReadableBytes { try state.events.feed($0, onEvent) }
                return nil
            } catch { return error }
        }
        return failure.map { task.eventLoop.makeFailedFuture($0) }
            ?? task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveError(task: HTTPClient.Task<HTTPAnswer>, _ error: any Error) {
        state.withLock { $0.timer }?.cancel()
    }

    func didFinishRequest(task: HTTPClient.Task<HTTPAnswer>) throws -> HTTPAnswer {
        try state.withLock { state in
            state.timer?.cancel()
            if let onEvent { try state.events.finish(onEvent) }
            return state.answer
        }
    }

    /// Ends the call when nothing has come for too long. One timer is set again for what is left
    /// of the pause, rather than one for each piece that arrives.
    private func watch(
        _ task: HTTPClient.Task<HTTPAnswer>, _ silence: TimeAmount, after delay: TimeAmount
    ) {
        let timer = task.eventLoop.scheduleTask(in: delay) { [weak self] in
            guard let self else { return }
            let idle = NIODeadline.now() - self.state.withLock { $0.lastArrival }
            if idle >= silence {
                task.fail(reason: SilenceError())
            } else {
                self.watch(task, silence, after: silence - idle)
            }
        }
        state.withLock { $0.timer = timer }
    }

    private var tooLarge: ProviderError {
        ProviderError(
            .tooLarge, "the service's answer is larger than \(limit >> 20) MiB",
            advice: "ask for fewer tokens, or check what listens at the base-url")
    }
}

/// A stream that paused for too long.
struct SilenceError: Error {}
