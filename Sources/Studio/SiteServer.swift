import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Shows a folder of plain files in the browser, on this machine alone.
package struct SiteServer: Sendable {
    private let folder: String
    private let port: Int

    /// - Parameter port: 0 takes any that is free.
    package init(_ folder: String, port: Int) {
        self.folder = folder
        self.port = port
    }

    /// Serves until the process is told to end.
    ///
    /// - Parameter onReady: called with the address.
    /// - Throws: when the address cannot be listened at.
    package func run(onReady: @escaping @Sendable (_ url: String) -> Void) async throws {
        var logger = Logger(label: "conduct.site")
        logger.logLevel = .critical
        let router = Router()
        router.add(middleware: LocalHostOnly())
        router.add(middleware: FileMiddleware(folder, searchForIndexHtml: true, logger: logger))
        let port = port
        let server = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                onReady("http://127.0.0.1:\(channel.localAddress?.port ?? port)/")
            }, logger: logger)
        try await server.runService()
    }
}

/// Refuses requests by another name: a page elsewhere could point a name of its own here.
private struct LocalHostOnly: RouterMiddleware {
    func handle(
        _ request: Request, context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        let host = HostGuard.host(request.head.authority ?? "")
        guard host == "127.0.0.1" || host == "localhost" else {
            throw HTTPError(.forbidden)
        }
        return try await next(request, context)
    }
}
