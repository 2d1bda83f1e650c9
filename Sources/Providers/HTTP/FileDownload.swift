import AsyncHTTPClient
import FoundationEssentials
import LanguageModel
import NIOCore
import NIOFoundationEssentialsCompat
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Fetches files over HTTPS: small texts whole, large ones straight to disk.
package struct FileDownload: Sendable {
    /// The most bytes of a text.
    private static let textLimit = 16 << 20

    private let accept: String?

    /// - Parameter accept: the media type to ask for.
    package init(accept: String? = nil) { self.accept = accept }

    /// A small text.
    ///
    /// - Throws: `ProviderError` for an address that does not answer, or answers with an error.
    package func text(_ address: String) async throws -> String {
        try await withResponse(address) { response in
            let buffer = try await response.body.collect(upTo: Self.textLimit)
            return String(buffer: buffer)
        }
    }

    /// Writes what an address answers to a file.
    ///
    /// - Parameter onProgress: called with the bytes so far and in all (0 where unknown).
    package func save(
        _ address: String, to path: String, onProgress: @Sendable (Int, Int) -> Void
    ) async throws {
        try await withResponse(address) { response in
            let total = response.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
            guard FileManager.default.createFile(atPath: path, contents: nil),
                let file = fopen(path, "wb")
            else { throw ProviderError(.engine, "\(path) cannot be written") }
            defer { fclose(file) }
            var done = 0
            for try await piece in response.body {
                try Task.checkCancellation()
                let written = piece.withUnsafeReadableBytes {
                    $0.isEmpty ? 0 : fwrite($0.baseAddress, 1, $0.count, file)
                }
                guard written == piece.readableBytes else {
                    throw ProviderError(
                        .engine, "\(path) cannot be written", advice: "check the space left")
                }
                done += written
                onProgress(done, total)
            }
            guard fflush(file) == 0 else {
                throw ProviderError(
                    .engine, "\(path) cannot be written", advice: "check the space left")
            }
        }
    }

    /// What helps most often: a bare system trusts nobody until it has a list of authorities.
    private static var advice: String {
        let lists = [
            "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/cert.pem",
        ]
        return lists.contains { access($0, R_OK) == 0 }
            ? "check the network, or fetch the file elsewhere and give it with --from"
            : "install the list of certificate authorities (Debian: ca-certificates), or fetch the "
                + "file elsewhere and give it with --from"
    }

    private func withResponse<Result: Sendable>(
        _ address: String, _ body: (HTTPClientResponse) async throws -> Result
    ) async throws -> Result {
        var request = HTTPClientRequest(url: address)
        request.headers.add(name: "user-agent", value: "conduct")
        if let accept { request.headers.add(name: "accept", value: accept) }
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            let response = try await client.execute(request, timeout: .seconds(900))
            guard response.status == .ok else {
                throw ProviderError(
                    .service, "\(address) answered \(response.status.code)",
                    status: Int(response.status.code))
            }
            let result = try await body(response)
            try await client.shutdown()
            return result
        } catch {
            try? await client.shutdown()
            if error is ProviderError || error is CancellationError { throw error }
            throw ProviderError(
                .network, "\(address) could not be fetched: \(error)", advice: Self.advice)
        }
    }
}
