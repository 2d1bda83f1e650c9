import HTTPTypes
import Hummingbird

/// Lets in who has a token: in the first URL, which turns it into a cookie, in the cookie, or as
/// `Authorization: Bearer`.
struct TokenGuard: RouterMiddleware {
    typealias Context = StudioContext

    let access: Access
    /// Where the owner may ask from; nil for anywhere that can reach the studio.
    var ownerAddresses: Set<String>?

    func handle(
        _ request: Request, context: StudioContext,
        next: (Request, StudioContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        // Style and scripts hold no secret, and the page that refuses somebody needs them.
        if path.hasPrefix("/assets/") { return try await next(request, context) }
        let query = QueryText(request.uri.query ?? "")
        let name = Self.cookieName(request)
        if let given = query["token"] {
            guard let identity = access.identity(of: given) else { throw Self.refusal }
            try check(identity, context)
            let isVisit = request.method == .get || request.method == .head
            guard isVisit, !path.hasPrefix("/api/") else {
                return try await pass(identity, request, context, next)
            }
            // The token leaves the address, so that no screenshot or bookmark carries it.
            var response = Response(
                status: .seeOther,
                headers: [.location: path + query.setting("token", nil).suffix])
            response.headers[.setCookie] =
                "\(name)=\(given); Path=/; HttpOnly; SameSite=Strict"
            return response
        }
        if let header = request.headers[.authorization] {
            guard header.lowercased().hasPrefix("bearer "),
                let identity = access.identity(of: String(header.dropFirst(7)))
            else { throw Self.refusal }
            return try await pass(identity, request, context, next)
        }
        guard let cookie = request.cookies[name]?.value,
            let identity = access.identity(of: cookie)
        else { throw Self.refusal }
        return try await pass(identity, request, context, next)
    }

    private func pass(
        _ identity: StudioIdentity, _ request: Request, _ context: StudioContext,
        _ next: (Request, StudioContext) async throws -> Response
    ) async throws -> Response {
        try check(identity, context)
        guard Access.allows(identity, request.uri.path) else {
            throw StudioFailure(403, "A personal link opens its own queue alone.")
        }
        var context = context
        context.identity = identity
        return try await next(request, context)
    }

    /// On a network the owner works at the owner's machine: a token read off a screen opens nothing
    /// elsewhere.
    private func check(_ identity: StudioIdentity, _ context: StudioContext) throws(StudioFailure) {
        guard identity == .owner, let ownerAddresses, let address = context.address,
            !ownerAddresses.contains(address)
        else { return }
        throw StudioFailure(
            403, "From other machines the studio opens by personal links alone.")
    }

    private static let refusal = StudioFailure(
        401,
        "Open the address that conduct studio printed, with its token, or send the token as "
            + "Authorization: Bearer …")

    /// Cookies do not tell ports apart, so the name does: two studios may run at once.
    static func cookieName(_ request: Request) -> String {
        let port = request.head.authority?.split(separator: ":").last.map(String.init) ?? ""
        let digits = port.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits && !port.isEmpty ? "conduct_\(port)" : "conduct_studio"
    }
}
