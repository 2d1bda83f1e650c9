import Hummingbird
import NIOCore
import Synchronization

/// What a request brings along: its connection.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Runs a request's work and cancels it when the client goes away.
    func whileConnected<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value)
        async throws -> Value
    {
        let watch = try? await channel.eventLoop.submit { [channel] in
            try channel.pipeline.syncOperations.handler(type: DisconnectHandler.self).watch
        }.get()
        let task = Task { try await work() }
        watch?.set { task.cancel() }
        defer { watch?.set(nil) }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}

/// What to do when a connection ends: at most one thing, as a connection has one request at once.
final class ConnectionWatch: Sendable {
    private struct State {
        var action: (@Sendable () -> Void)?
        var isClosed = false
    }
    private let state = Mutex(State())

    /// Sets what to do; does it at once where the connection has ended already.
    func set(_ action: (@Sendable () -> Void)?) {
        let isClosed = state.withLock { state in
            state.action = action
            return state.isClosed
        }
        if isClosed { action?() }
    }

    /// The connection has ended.
    func close() {
        let action = state.withLock { state in
            state.isClosed = true
            return state.action
        }
        action?()
    }
}

/// Notices that a client has gone.
///
/// A client that stops sending counts as gone: whoever closes a connection while a request runs
/// looks the same as one that closes only its own half, and the former is what happens.
final class DisconnectHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    let watch = ConnectionWatch()

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed {
            watch.close()
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        watch.close()
        context.fireChannelInactive()
    }
}
