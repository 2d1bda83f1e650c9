import ModelServer
import Providers

/// Puts an engine behind the server.
enum ServeModel {
    static func run(_ engine: EngineModel, name: String, host: String, port: Int) async throws {
        let server: ModelServer
        do {
            server = try ModelServer(
                [ServedEngine(engine.engine, name: name)],
                ModelServer.Settings(
                    host: host, port: port, key: environment("CONDUCT_SERVER_KEY")))
        } catch {
            throw Failure(.badInput, "error: \(error)")
        }
        do {
            try await server.run { port in
                printOut("Serving \(name) at http://\(host):\(port)/v1  (Ctrl-C ends it)")
            }
        } catch {
            throw Failure(.outside, "error: the server could not run at \(host):\(port): \(error)")
        }
    }
}
