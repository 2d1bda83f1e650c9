import HTTPTypes
import Hummingbird
import LanguageModel
import NIOCore
import Reports

/// Turns errors into a page, or for the API into JSON.
struct ErrorPages: RouterMiddleware {
    typealias Context = StudioContext

    let environment: StudioEnvironment

    func handle(
        _ request: Request, context: StudioContext,
        next: (Request, StudioContext) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch {
            let failure = StudioFailure(error)
            var response: Response
            if request.uri.path.hasPrefix("/api/") {
                response = Response(json: failure.json, status: .init(code: failure.status))
            } else {
                let body: Markup = """
                    <header class="head"><div><h1>\(failure.title)</h1>
                    <p class="lead">\(failure.message)</p></div></header>
                    """
                response = environment.response(
                    Page(title: failure.title, body: body), to: request,
                    status: .init(code: failure.status))
            }
            if failure.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
            return response
        }
    }
}

extension Response {
    /// A JSON answer.
    init(json: JSONValue, status: HTTPResponse.Status = .ok) {
        self.init(jsonText: json.serialized(), status: status)
    }

    /// A JSON answer whose text is at hand.
    init(jsonText: String, status: HTTPResponse.Status = .ok) {
        self.init(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: jsonText)))
    }

    /// Sends a browser on to another page after a form.
    init(goingTo path: String) {
        self.init(status: .seeOther, headers: [.location: path])
    }
}
