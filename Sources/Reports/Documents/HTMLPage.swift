import LanguageModel

/// A page that needs nothing from outside and lets nothing out.
///
/// Its content security policy allows this one style sheet and this one script by their hashes
/// and nothing else: no request, no frame, no form, and no script that a model's output might
/// smuggle in.
package struct HTMLPage: Sendable {
    package var title: String
    package var body: Markup
    /// JavaScript of ours; the page works without it.
    package var script: String?
    /// What the head tells other programs: a description, a preview's picture.
    package var head: Markup
    /// Whether pictures that the page carries in itself are shown.
    package var showsPictures: Bool

    package init(
        title: String, body: Markup, script: String? = nil, head: Markup = "",
        showsPictures: Bool = false
    ) {
        self.title = title
        self.body = body
        self.script = script
        self.head = head
        self.showsPictures = showsPictures
    }

    /// The whole document.
    package func html() -> String {
        let css = DesignSystem.css
        var policy = "default-src 'none'; style-src '\(Self.hash(css))'"
        if showsPictures { policy += "; img-src data:" }
        if let script { policy += "; script-src '\(Self.hash(script))'" }
        policy += "; base-uri 'none'; form-action 'none'"
        let code: Markup = script.map { Markup(trusted: "<script>\($0)</script>\n") } ?? ""
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(Markup(trusted: policy))">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="generator" content="Conduct">
            <title>\(title)</title>
            \(head)\
            <style>\(Markup(trusted: css))</style>
            </head>
            <body>
            <div class="page">
            \(body)</div>
            \(code)</body>
            </html>

            """
        return page.html
    }

    private static func hash(_ text: String) -> String {
        var hash = SHA256()
        var text = text
        text.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
        return "sha256-" + Base64.encode(hash.finish())
    }
}
