package import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals
package import Workspace

/// The web studio over a workspace: pages, live views and the JSON API, from the same store that
/// the command line writes.
package struct Studio: Sendable {
    let environment: StudioEnvironment
    private let settings: StudioSettings

    /// - Parameters:
    ///   - store: the workspace's records.
    ///   - folder: the workspace; nil for a store alone, which has no files and no models.
    /// - Throws: `StudioSettingsError`, or an error of the templates.
    package init(_ store: Store, folder: WorkspaceFolder?, _ settings: StudioSettings) throws {
        try settings.check()
        self.settings = settings
        environment = try StudioEnvironment(store: store, folder: folder, settings: settings)
    }

    /// Everything that the studio answers, behind its guards.
    package var router: Router<StudioContext> {
        let router = Router(context: StudioContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorPages(environment: environment))
        router.add(middleware: HostGuard(hosts: settings.hosts))
        router.add(
            middleware: TokenGuard(
                access: environment.access, ownerAddresses: settings.ownerAddresses))
        for area in environment.areas { area.add(to: router) }
        return router
    }

    /// Serves until the process is told to end (SIGINT, SIGTERM) or the task is cancelled. Live
    /// views end first, requests under way are finished, then the listener closes.
    ///
    /// - Parameters:
    ///   - handlesSignals: whether SIGINT and SIGTERM end the server.
    ///   - onReady: called with the address of the first visit, its token in it.
    /// - Throws: when the address cannot be listened at.
    package func run(
        handlesSignals: Bool = true, onReady: @escaping @Sendable (_ url: String) -> Void = { _ in }
    ) async throws {
        var logger = Logger(label: "conduct.studio")
        logger.logLevel = .critical
        let settings = settings
        let server = Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(300))),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port)),
            onServerRunning: { channel in
                onReady(settings.firstURL(port: channel.localAddress?.port ?? settings.port))
            }, logger: logger)
        // Services end from the last to the first: live views must end before the server can.
        var group = ServiceGroupConfiguration(
            services: [
                environment.models, server, SearchIndexer(environment: environment),
                ActivityWatch(environment: environment), environment.watch,
            ],
            gracefulShutdownSignals: handlesSignals ? [.sigint, .sigterm] : [], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(8)
        do { try await ServiceGroup(configuration: group).run() } catch is ServiceGroupError {
            // Its description holds the services, and they the environment: it must not be shown.
            throw StudioSettingsError(description: "a part of the studio ended by itself")
        }
    }
}
