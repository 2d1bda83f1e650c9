import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// An OpenAI-compatible server over models that run in this process.
///
/// It answers POST /v1/chat/completions and /v1/completions, GET /v1/models and /health.
package struct ModelServer: Sendable {
    /// Where and for whom the server is.
    package struct Settings: Sendable {
        /// The address to listen at; by default the loopback device alone.
        package var host: String
        /// The port; 0 for any that is free.
        package var port: Int
        /// The key that clients must send; needed beyond the loopback device.
        package var key: String?
        /// The largest request body in bytes.
        package var bodyBytes: Int
        /// How long generations under way may go on once the server is to end.
        package var grace: Duration

        package init(
            host: String = "127.0.0.1", port: Int = 8080, key: String? = nil,
            bodyBytes: Int = 8 << 20, grace: Duration = .seconds(5)
        ) {
            self.host = host
            self.port = port
            self.key = key
            self.bodyBytes = bodyBytes
            self.grace = grace
        }

        var isLoopback: Bool { ["127.0.0.1", "localhost", "::1"].contains(host) }
    }

    /// A server that cannot be started as asked.
    package struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    private let models: [any ServedModel]
    private let settings: Settings

    /// - Throws: `SettingsError` for no model, two of one name, or a server open to others without
    ///   a key.
    package init(_ models: [any ServedModel], _ settings: Settings = Settings())
        throws(SettingsError)
    {
        guard !models.isEmpty, Set(models.map(\.name)).count == models.count else {
            throw SettingsError(description: "a server needs models with names of their own")
        }
        guard settings.isLoopback || !(settings.key ?? "").isEmpty else {
            throw SettingsError(
                description: "a server at \(settings.host) is open to others; "
                    + "give it a key, or listen at 127.0.0.1")
        }
        self.models = models
        self.settings = settings
    }

    /// Serves until the process is told to end (SIGINT, SIGTERM) or the task is cancelled.
    ///
    /// No new requests are taken from then on; those under way have `grace` to finish.
    ///
    /// - Parameters:
    ///   - handlesSignals: whether SIGINT and SIGTERM end the server.
    ///   - onReady: called with the port once clients can connect.
    /// - Throws: when the address cannot be listened at.
    package func run(
        handlesSignals: Bool = true, onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) async throws {
        let work = WorkList()
        let router = Router(context: ServerContext.self)
        router.add(middleware: ErrorShape())
        router.add(
            middleware: Gatekeeper(
                hosts: settings.isLoopback ? ["127.0.0.1", "localhost", "[::1]"] : nil,
                key: settings.key))
        Routes(models: models, bodyBytes: settings.bodyBytes, work: work).add(to: router)
        // What goes wrong with a request is told to its client; the rest is noise at shutdown.
        var logger = Logger(label: "conduct.server")
        logger.logLevel = .critical
        let server = Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [DisconnectHandler()], idleTimeout: .seconds(300))),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port)),
            onServerRunning: { onReady($0.localAddress?.port ?? 0) }, logger: logger)
        var group = ServiceGroupConfiguration(
            services: [server, Grace(work: work, duration: settings.grace)],
            gracefulShutdownSignals: handlesSignals ? [.sigint, .sigterm] : [], logger: logger)
        group.maximumGracefulShutdownDuration = settings.grace + .seconds(10)
        try await ServiceGroup(configuration: group).run()
    }
}

/// Ends the generations under way when they have had their time.
private struct Grace: Service {
    let work: WorkList
    let duration: Duration

    func run() async throws {
        // Shutdown goes from the last service to the first, so this one is asked before the
        // server, which until then still accepts connections.
        do { try await gracefulShutdown() } catch {
            work.endAll()
            return
        }
        work.close()
        let end = ContinuousClock.now + duration
        while work.count > 0, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(20))
        }
        work.endAll()
    }
}
