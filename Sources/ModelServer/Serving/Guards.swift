import HTTPTypes
import Hummingbird
import LanguageModel
import NIOCore

/// Turns errors into the shape that OpenAI's clients understand.
struct ErrorShape: RouterMiddleware {
    typealias Context = ServerContext

    func handle(
        _ request: Request, context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch let error as HTTPError {
            let failure =
                switch error.status {
                case .notFound:
                    ServerFailure(
                        status: 404,
                        message: "there is no \(request.method) \(request.uri.path.prefix(64)) here"
                    )
                case .contentTooLarge:
                    ServerFailure(status: 413, message: "the request body is too large")
                default:
                    ServerFailure(
                        status: error.status.code, message: error.body ?? error.status.reasonPhrase)
                }
            return Response(failure)
        } catch {
            return Response(ServerFailure(error))
        }
    }
}

/// Lets through only whom the server is for.
struct Gatekeeper: RouterMiddleware {
    typealias Context = ServerContext

    /// The hosts by which the server may be called; nil for any.
    let hosts: Set<String>?
    /// The key that clients must send; nil for none.
    let key: String?

    func handle(
        _ request: Request, context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        if let hosts {
            // A page elsewhere could otherwise reach this server through a name of its own that
            // it points at the loopback address.
            guard let host = request.head.authority.map(Self.host), hosts.contains(host) else {
                throw ServerFailure(
                    status: 403, message: "this server answers only to its own address",
                    code: "host_not_allowed")
            }
            if let origin = request.headers[.origin] {
                let host = origin.split(separator: "/").last.map { Self.host(String($0)) }
                guard let host, hosts.contains(host) else {
                    throw ServerFailure(
                        status: 403, message: "this server does not answer to web pages elsewhere",
                        code: "origin_not_allowed")
                }
            }
        }
        if let key, request.uri.path != "/health" {
            let given = request.headers[.authorization] ?? ""
            guard Self.equal(given, "Bearer \(key)") else {
                throw ServerFailure(
                    status: 401, message: "send the server's key as Authorization: Bearer …",
                    type: "authentication_error", code: "invalid_api_key")
            }
        }
        return try await next(request, context)
    }

    /// The host of "host:port" or "[address]:port", in lower case.
    static func host(_ authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[...end]).lowercased()
        }
        return (authority.split(separator: ":").first.map(String.init) ?? "").lowercased()
    }

    /// Compares in a time that tells nothing about where two texts differ.
    private static func equal(_ one: String, _ two: String) -> Bool {
        let (one, two) = (Array(one.utf8), Array(two.utf8))
        var difference = UInt(bitPattern: one.count ^ two.count)
        for index in two.indices {
            difference |= UInt((index < one.count ? one[index] : 0) ^ two[index])
        }
        return difference == 0
    }
}

extension Response {
    /// A JSON answer.
    init(_ json: JSONValue, status: HTTPResponse.Status = .ok) {
        self.init(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: json.serialized())))
    }

    /// An error.
    init(_ failure: ServerFailure) {
        self.init(failure.json, status: HTTPResponse.Status(code: failure.status))
        if failure.status == 401 { headers[.wwwAuthenticate] = "Bearer" }
    }
}
