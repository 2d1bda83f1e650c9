import HTTPTypes
import Hummingbird
import LanguageModel
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Studio
import Synchronization
import Workspace

/// Asks a studio without a socket: requests go to its router, answers come back whole.
struct StudioClient: Sendable {
    struct Answer: Sendable {
        var status: Int
        var headers: HTTPFields
        var body: String

        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    }

    static let token = "0123456789abcdef0123456789abcdef"

    let store: Store
    private let responder: RouterResponder<StudioContext>

    /// - Parameter lan: an address of the network at which it listens.
    init(_ store: Store, folder: WorkspaceFolder? = nil, lan: String? = nil) throws {
        self.store = store
        let settings = StudioSettings(
            host: lan ?? "127.0.0.1", allowsNetwork: lan != nil, token: Self.token,
            author: "tester")
        responder = try Studio(store, folder: folder, settings).router.buildResponder()
    }

    /// - Parameters:
    ///   - authority: the Host header.
    ///   - address: the machine that asks; nil for none.
    ///   - headers: besides it; a Bearer token unless `isKnown` is false.
    func ask(
        _ method: HTTPRequest.Method = .get, _ path: String, body: String? = nil,
        type: String = "application/json", headers: HTTPFields = [:], isKnown: Bool = true,
        authority: String? = "127.0.0.1:8181", from address: String? = nil
    ) async throws -> Answer {
        var headers = headers
        if isKnown { headers[.authorization] = "Bearer \(Self.token)" }
        if body != nil { headers[.contentType] = type }
        let request = Request(
            head: HTTPRequest(
                method: method, scheme: "http", authority: authority, path: path,
                headerFields: headers),
            body: body.map { RequestBody(buffer: ByteBuffer(string: $0)) }
                ?? RequestBody(buffer: ByteBuffer()))
        let channel = EmbeddedChannel()
        channel.remoteAddress = try address.map { try SocketAddress(ipAddress: $0, port: 5000) }
        let context = StudioContext(
            source: ApplicationRequestContextSource(
                channel: channel, logger: Logger(label: "test")))
        let response = try await responder.respond(to: request, context: context)
        let collected = Collected()
        try await response.body.write(collected)
        return Answer(
            status: response.status.code, headers: response.headers, body: collected.text)
    }
}

/// Collects what a response writes.
private final class Collected: ResponseBodyWriter, Sendable {
    private let buffer = Mutex(ByteBuffer())

    var text: String { buffer.withLock { String(buffer: $0) } }

    func write(_ buffer: ByteBuffer) async throws {
        self.buffer.withLock { whole in
            var buffer = buffer
            whole.writeBuffer(&buffer)
        }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
