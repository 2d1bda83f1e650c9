import HTTPTypes
import Hummingbird
import LanguageModel
import NIOCore
import Reports

/// A page of the studio: what stands between the layout's head and foot.
struct Page: Sendable {
    /// The title, also of the browser's tab.
    var title: String
    /// The entry of the navigation that is marked as current.
    var section: NavigationItem.ID?
    /// The way here, for the line above the title: names and addresses.
    var trail: [(name: String, href: String)]
    var body: Markup
    /// Addresses for the keys [ and ], where the page has neighbours.
    var previous: String?
    var next: String?

    init(
        title: String, section: NavigationItem.ID? = nil,
        trail: [(name: String, href: String)] = [], body: Markup = Markup(),
        previous: String? = nil, next: String? = nil
    ) {
        self.title = title
        self.section = section
        self.trail = trail
        self.body = body
        self.previous = previous
        self.next = next
    }
}

/// Writes the later parts of a page whose head is on its way already.
struct PageWriter {
    fileprivate var writer: any ResponseBodyWriter

    /// Sends a part at once.
    mutating func write(_ markup: Markup) async throws {
        try await writer.write(ByteBuffer(string: markup.html))
    }
}

extension StudioEnvironment {
    /// A whole page.
    func response(_ page: Page, to request: Request, status: HTTPResponse.Status = .ok) -> Response
    {
        let text = layout.head(of: page, request) + page.body.html + layout.foot
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A page whose head and body are sent at once and whose later parts follow as they are
    /// computed; works without any script.
    ///
    /// An error in a later part is told in its place: the status has been sent by then.
    func response(
        _ page: Page, to request: Request,
        rest: @escaping @Sendable (inout PageWriter) async throws -> Void
    ) -> Response {
        let head = layout.head(of: page, request) + page.body.html
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody { [layout] writer in
                var parts = PageWriter(writer: writer)
                try await parts.write(Markup(trusted: head))
                do { try await rest(&parts) } catch is CancellationError {
                    throw CancellationError()
                } catch {
                    let failure = StudioFailure(error)
                    try await parts.write(
                        "<div class=\"banner\" role=\"alert\"><p>\(failure.message)</p></div>")
                }
                try await parts.write(Markup(trusted: layout.foot))
                try await parts.writer.finish(nil)
            })
    }

    /// A piece of a page for a script of ours; not sent again while it is the same.
    func part(_ markup: Markup, to request: Request) -> Response {
        let tag = "\"\(SHA256.hex(markup.html).prefix(20))\""
        if request.headers[.ifNoneMatch] == tag {
            return Response(status: .notModified, headers: [.eTag: tag])
        }
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8", .eTag: tag],
            body: ResponseBody(byteBuffer: ByteBuffer(string: markup.html)))
    }
}
