import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// The HTTP client that all services share: pooled connections, nothing else kept.
///
/// Made once at the composition root and closed by `shutdown`. Redirects are not followed, so
/// that a key is never sent anywhere but to the address that the user wrote.
package final class HTTPTransport: Sendable {
    private let client: HTTPClient

    /// - Parameters:
    ///   - connectTimeout: the longest a connection may take to stand.
    ///   - connectionsPerHost: the most connections to one service.
    package init(connectTimeout: Duration = .seconds(10), connectionsPerHost: Int = 512) {
        var settings = HTTPClient.Configuration(redirectConfiguration: .disallow)
        settings.timeout.connect = .nanoseconds(Int64(connectTimeout.nanoseconds))
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsPerHost
        // Our own retries count, wait and stop as the user asked.
        settings.connectionPool.retryConnectionEstablishment = false
        settings.tracing.tracer = nil
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    }

    /// Closes every connection. Calls under way fail.
    package func shutdown() async {
        // Closing twice is harmless; there is nothing to do about a connection that won't close.
        try? await client.shutdown()
    }

    /// Sends one request and gathers the answer.
    ///
    /// - Throws: whatever the client throws, a `ProviderError` of the collector, or
    ///   `CancellationError`.
    func send(
        _ request: HTTPClient.Request, within limit: Duration, collector: ResponseCollector
    ) async throws -> HTTPAnswer {
        try Task.checkCancellation()
        let task = client.execute(
            request: request, delegate: collector,
            deadline: .now() + .nanoseconds(Int64(limit.nanoseconds)))
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    task.futureResult.whenComplete { continuation.resume(with: $0) }
                }
            } onCancel: {
                task.cancel()
            }
        } catch let error as HTTPClientError where error == .cancelled {
            throw CancellationError()
        }
    }
}
