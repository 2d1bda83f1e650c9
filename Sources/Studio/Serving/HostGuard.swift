import HTTPTypes
import Hummingbird

/// Refuses what comes by a wrong name or from a page elsewhere.
///
/// A page elsewhere can reach a local server through a name of its own that it points at the
/// loopback address (DNS rebinding), or by plain requests across sites; cookies do not keep ports
/// apart, so that another local server's page counts as elsewhere too.
struct HostGuard: RouterMiddleware {
    typealias Context = StudioContext

    /// The names by which the studio may be called.
    let hosts: Set<String>

    func handle(
        _ request: Request, context: StudioContext,
        next: (Request, StudioContext) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, hosts.contains(Self.host(authority)) else {
            throw StudioFailure(403, "The studio answers only to its own address.")
        }
        if let origin = request.headers[.origin], origin != "http://\(authority.lowercased())" {
            throw StudioFailure(403, "The studio does not answer to pages elsewhere.")
        }
        let isSafe = request.method == .get || request.method == .head
        if let site = request.headers[.init("Sec-Fetch-Site")!],
            site != "same-origin", site != "none"
        {
            // Following a link here from a page elsewhere is fine; everything else is not.
            let isVisit =
                isSafe && request.headers[.init("Sec-Fetch-Mode")!] == "navigate"
                && request.headers[.init("Sec-Fetch-Dest")!] == "document"
            guard isVisit else {
                throw StudioFailure(403, "The studio does not answer to pages elsewhere.")
            }
        }
        // A browser names the origin of whatever may change something; who sends a key of their
        // own need not.
        if !isSafe, request.headers[.origin] == nil, request.headers[.authorization] == nil {
            throw StudioFailure(
                403, "Send the studio's token as Authorization: Bearer …, or an Origin.")
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
}
