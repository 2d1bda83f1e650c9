import HTTPTypes
import Hummingbird
import LanguageModel
import NIOCore

/// Writes a text/event-stream for the browser's EventSource.
struct EventStream {
    private var writer: any ResponseBodyWriter

    /// Runs a body that writes events until it returns or the client has gone.
    static func response(
        _ body: @escaping @Sendable (inout EventStream) async throws -> Void
    ) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                var events = EventStream(writer: writer)
                do { try await body(&events) } catch is CancellationError {
                } catch {
                    try await events.send("failure", StudioFailure(error).json)
                }
                try await events.writer.finish(nil)
            })
    }

    /// Writes one event.
    mutating func send(_ name: String, _ data: JSONValue) async throws {
        try await writer.write(
            ByteBuffer(string: "event: \(name)\ndata: \(data.serialized())\n\n"))
    }

    /// Writes a comment, which tells both sides that the other is still there.
    mutating func beat() async throws {
        try await writer.write(ByteBuffer(string: ": \n\n"))
    }

    /// Does something at every change until the studio ends or the client has gone; between
    /// changes a beat every 15 seconds finds out whether it is still there.
    static func follow(
        _ changes: AsyncStream<Void>, _ events: inout EventStream,
        _ body: (inout EventStream) async throws -> Void
    ) async throws {
        enum Signal: Sendable { case change, beat }
        let (signals, feed) = AsyncStream.makeStream(
            of: Signal.self, bufferingPolicy: .bufferingNewest(2))
        let changing = Task {
            for await _ in changes { feed.yield(.change) }
            feed.finish()
        }
        let beating = Task {
            while true {
                try await Task.sleep(for: .seconds(15))
                feed.yield(.beat)
            }
        }
        defer {
            changing.cancel()
            beating.cancel()
        }
        for await signal in signals {
            switch signal {
            case .change: try await body(&events)
            case .beat: try await events.beat()
            }
        }
    }
}
