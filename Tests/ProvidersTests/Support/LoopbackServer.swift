import LanguageModel
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A real HTTP server on the loopback device that answers however a test likes, well or badly:
/// requests are parsed, answers are raw bytes.
final class LoopbackServer: Sendable {
    /// One request.
    struct Request: Sendable {
        var head: HTTPRequestHead
        var body: [UInt8]
        /// How many requests the server has had, this one included.
        var number: Int

        /// The value of a header; empty where it is not there.
        func header(_ name: String) -> String { head.headers.first(name: name) ?? "" }

        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    }

    /// The connection that a request came by.
    struct Connection: Sendable {
        fileprivate let channel: any Channel

        func send(_ text: String) { channel.writeAndFlush(ByteBuffer(string: text), promise: nil) }
        func send(_ bytes: [UInt8]) {
            channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        }

        func close() { channel.close(promise: nil) }

        /// Ends the connection with a TCP reset.
        func reset() {
            let channel = channel
            (channel as? any SocketOptionProvider)?
                .setSoLinger(linger(l_onoff: 1, l_linger: 0))
                .whenComplete { _ in channel.close(promise: nil) }
        }

        func after(milliseconds: Int, _ body: @escaping @Sendable () -> Void) {
            channel.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds)), body)
        }

        /// Sends bytes again and again, one copy when the one before has been taken, until the
        /// other side is gone or there were enough.
        func pour(_ bytes: ByteBuffer, times: Int) {
            guard times > 0 else { return }
            channel.writeAndFlush(bytes).whenSuccess { pour(bytes, times: times - 1) }
        }

        /// A whole answer with its length.
        func answer(
            status: String = "200 OK", type: String = "application/json",
            headers: [String] = [], _ body: String
        ) {
            let lines =
                ["HTTP/1.1 \(status)", "content-type: \(type)"] + headers
                + ["content-length: \(body.utf8.count)", "", body]
            send(lines.joined(separator: "\r\n"))
        }

        /// The head of a stream of events without a length; ends when the connection does.
        func beginEvents() {
            send(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
                    + "connection: close\r\n\r\n")
        }
    }

    typealias Handler = @Sendable (Request, Connection) -> Void

    let port: Int
    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel

    var base: String { "http://127.0.0.1:\(port)/v1" }
    /// How many requests came.
    var requests: Int { counters.requests.load(ordering: .relaxed) }
    /// How many connections were opened.
    var opened: Int { counters.connections.load(ordering: .relaxed) }

    private final class Counters: Sendable {
        let requests = Atomic<Int>(0)
        let connections = Atomic<Int>(0)
    }
    private let counters: Counters

    init(_ handler: @escaping Handler) async throws {
        let counters = Counters()
        self.counters = counters
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        channel = try await ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: 1024)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                counters.connections.add(1, ordering: .relaxed)
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    try pipeline.addHandler(Gatherer(counters: counters, handler: handler))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func stop() async {
        try? await channel.close()
        try? await group.shutdownGracefully()
    }

    private final class Gatherer: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = ByteBuffer
        private let counters: Counters
        private let handler: Handler
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(counters: Counters, handler: @escaping Handler) {
            self.counters = counters
            self.handler = handler
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body.removeAll(keepingCapacity: true)
            case .body(let part): body.append(contentsOf: part.readableBytesView)
            case .end:
                guard let head else { return }
                let number = counters.requests.add(1, ordering: .relaxed).newValue
                handler(
                    Request(head: head, body: body, number: number),
                    Connection(channel: context.channel))
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

/// Runs a body beside a server that is stopped afterwards.
func withServer(
    _ handler: @escaping LoopbackServer.Handler, _ body: (LoopbackServer) async throws -> Void
) async throws {
    let server = try await LoopbackServer(handler)
    do { try await body(server) } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}
