import Hummingbird
import LanguageModel
import NIOCore

/// Writes a text/event-stream as OpenAI's clients expect it.
struct EventWriter {
    private var writer: any ResponseBodyWriter

    /// Runs a body that writes events, ends the stream, and puts an error that comes in between
    /// into it: the status has been sent by then.
    static func response(
        _ context: ServerContext,
        _ body: @escaping @Sendable (inout EventWriter) async throws -> Void
    ) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-cache"],
            body: ResponseBody { writer in
                var events = EventWriter(writer: writer)
                do {
                    try await body(&events)
                    try await events.write("[DONE]")
                } catch is CancellationError {
                    throw CancellationError()
                } catch let error as ServerFailure {
                    try await events.write(error.json.serialized())
                } catch {
                    try await events.write(ServerFailure(error).json.serialized())
                }
                try await events.writer.finish(nil)
            })
    }

    /// Writes one event.
    mutating func write(_ json: JSONValue) async throws { try await write(json.serialized()) }

    private mutating func write(_ data: String) async throws {
        try await writer.write(ByteBuffer(string: "data: \(data)\n\n"))
    }
}
