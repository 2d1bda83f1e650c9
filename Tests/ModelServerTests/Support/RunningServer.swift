import AsyncHTTPClient
import LanguageModel
import ModelServer
import NIOCore
import NIOHTTP1

/// A server under test with a client beside it.
struct RunningServer: Sendable {
    /// An answer.
    struct Answer: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var text: String

        /// The value of a header, nil where it is not there.
        func header(_ name: String) -> String? { headers.first(name: name) }

        var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }
        /// The data of each event of a stream.
        var events: [String] {
            text.split(separator: "\n\n").compactMap { event in
                event.hasPrefix("data: ") ? String(event.dropFirst(6)) : nil
            }
        }
        /// The events but the last, which must be the end's.
        var chunks: [JSONValue] { events.dropLast().compactMap { try? JSONValue(parsing: $0) } }
    }

    let port: Int
    let client: HTTPClient

    var base: String { "http://127.0.0.1:\(port)" }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        return try await send(request)
    }

    func post(_ path: String, _ body: JSONValue, headers: [String: String] = [:]) async throws
        -> Answer
    { try await post(path, text: body.serialized(), headers: headers) }

    func post(_ path: String, text: String, headers: [String: String] = [:]) async throws -> Answer
    {
        var request = HTTPClientRequest(url: base + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        request.body = .bytes(ByteBuffer(string: text))
        return try await send(request)
    }

    private func send(_ request: HTTPClientRequest) async throws -> Answer {
        let response = try await client.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            status: Int(response.status.code), headers: response.headers,
            text: String(buffer: body))
    }
}

/// Runs a body beside a server, which ends afterwards.
func withServer(
    _ models: [any ServedModel], _ settings: ModelServer.Settings = .init(port: 0),
    _ body: @escaping @Sendable (RunningServer) async throws -> Void
) async throws {
    var settings = settings
    settings.port = 0
    let server = try ModelServer(models, settings)
    let (ports, ready) = AsyncStream.makeStream(of: Int.self)
    let running = Task {
        defer { ready.finish() }
        try await server.run(handlesSignals: false) { ready.yield($0) }
    }
    guard let port = await ports.first(where: { _ in true }) else {
        return try await running.value
    }
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let result = await Task {
        try await body(RunningServer(port: port, client: client))
    }.result
    try await client.shutdown()
    running.cancel()
    _ = await running.result
    try result.get()
}
