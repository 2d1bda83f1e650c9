import HTTPTypes
import Hummingbird

/// Puts on every answer what keeps a browser from doing more with it than was meant.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = StudioContext

    /// Scripts and styles of ours alone; no frames, no plug-ins, no requests elsewhere; sound is what
    /// this browser recorded itself; text can become markup only through the one policy named `conduct`.
    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src blob:; \
        connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
        require-trusted-types-for 'script'; trusted-types conduct
        """

    func handle(
        _ request: Request, context: StudioContext,
        next: (Request, StudioContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        // Not no-referrer: with that, browsers send forms with the origin "null".
        response.headers[.init("Referrer-Policy")!] = "same-origin"
        response.headers[.init("Cross-Origin-Opener-Policy")!] = "same-origin"
        response.headers[.init("Cross-Origin-Resource-Policy")!] = "same-origin"
        response.headers[.init("X-Frame-Options")!] = "DENY"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
