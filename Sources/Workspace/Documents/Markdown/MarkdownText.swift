import CCmark

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Markdown from anybody, made safe to show: GitHub's tables, strikethrough and bare links;
/// markup of HTML shown as the text that it is; links only to the web, to mail and within the
/// page; images as links, so that nothing is fetched.
package enum MarkdownText {
    /// The text as HTML that needs no further escaping.
    ///
    /// A text beyond `limit` bytes becomes preformatted text: the parser takes quadratic time on
    /// some hostile texts.
    ///
    /// - Parameter footnotes: whether `[^1]` and its note become links to each other.
    package static func html(
        _ markdown: String, limit: Int = standardLimit, footnotes: Bool = false
    ) -> String {
        guard markdown.utf8.count <= limit else { return "<pre>\(escaped(markdown))</pre>\n" }
        let options = footnotes ? CMARK_OPT_FOOTNOTES : CMARK_OPT_DEFAULT
        return rendered(markdown, options) { document, extensions in
            cmark_render_html(document, options, extensions)
        } ?? "<pre>\(escaped(markdown))</pre>\n"
    }

    /// The text without marks: what a search, a terminal or a reading-level count takes.
    package static func plain(_ markdown: String, limit: Int = standardLimit) -> String {
        guard markdown.utf8.count <= limit else { return markdown }
        return rendered(markdown) { document, _ in
            cmark_render_plaintext(document, CMARK_OPT_DEFAULT, 0)
        } ?? markdown
    }

    /// The most bytes that are parsed.
    package static let standardLimit = 256 << 10

    /// A text with the characters of HTML's markup written as references.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\0": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Registering the extensions is not safe from several threads; a static is made once.
    private static let isReady: Bool = {
        cmark_gfm_core_extensions_ensure_registered()
        return true
    }()

    private static func rendered(
        _ markdown: String, _ options: Int32 = CMARK_OPT_DEFAULT,
        _ render: (OpaquePointer?, UnsafeMutablePointer<cmark_llist>?)
            -> UnsafeMutablePointer<CChar>?
    ) -> String? {
        guard isReady, let parser = cmark_parser_new(options) else { return nil }
        defer { cmark_parser_free(parser) }
        for name in ["table", "strikethrough", "autolink"] {
            if let found = cmark_find_syntax_extension(name) {
                cmark_parser_attach_syntax_extension(parser, found)
            }
        }
        var text = markdown
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                cmark_parser_feed(parser, $0.baseAddress, $0.count)
            }
        }
        guard let document = cmark_parser_finish(parser) else { return nil }
        defer { cmark_node_free(document) }
        disarm(document)
        guard let output = render(document, cmark_parser_get_syntax_extensions(parser)) else {
            return nil
        }
        defer { free(output) }
        return String(cString: output)
    }

    /// Turns HTML into text, images into links, and drops links that could run or fetch something.
    private static func disarm(_ document: OpaquePointer) {
        guard let iterator = cmark_iter_new(document) else { return }
        var found: [OpaquePointer] = []
        while case let event = cmark_iter_next(iterator), event != CMARK_EVENT_DONE {
            if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) {
                found.append(node)
            }
        }
        cmark_iter_free(iterator)
        // The last first: what a node holds is done before the node itself.
        for node in found.reversed() {
            switch cmark_node_get_type(node) {
            case CMARK_NODE_HTML_INLINE:
                replace(node, by: [textNode(cmark_node_get_literal(node))])
            case CMARK_NODE_HTML_BLOCK:
                guard let paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH) else { continue }
                if let text = textNode(cmark_node_get_literal(node)) {
                    cmark_node_append_child(paragraph, text)
                }
                replace(node, by: [paragraph])
            case CMARK_NODE_IMAGE: linkInPlace(of: node)
            case CMARK_NODE_LINK:
                if !isHarmless(cmark_node_get_url(node)) { cmark_node_set_url(node, "") }
            default: break
            }
        }
    }

    private static func textNode(_ literal: UnsafePointer<CChar>?)
        -> OpaquePointer?
    {
        guard let node = cmark_node_new(CMARK_NODE_TEXT) else { return nil }
        cmark_node_set_literal(node, literal)
        return node
    }

    private static func replace(
        _ node: OpaquePointer, by others: [OpaquePointer?]
    ) {
        for case let other? in others where cmark_node_insert_before(node, other) == 0 {
            cmark_node_free(other)
        }
        cmark_node_free(node)
    }

    private static func linkInPlace(of image: OpaquePointer) {
        guard let link = cmark_node_new(CMARK_NODE_LINK) else { return }
        let url = cmark_node_get_url(image)
        cmark_node_set_url(link, isHarmless(url) ? url : nil)
        while let child = cmark_node_first_child(image) {
            cmark_node_unlink(child)
            if cmark_node_append_child(link, child) == 0 { cmark_node_free(child) }
        }
        // A link within a link is no HTML: there the picture's text stands alone.
        var parent = cmark_node_parent(image)
        while let above = parent, cmark_node_get_type(above) != CMARK_NODE_LINK {
            parent = cmark_node_parent(above)
        }
        if parent != nil {
            while let child = cmark_node_first_child(link) {
                cmark_node_unlink(child)
                if cmark_node_insert_before(image, child) == 0 { cmark_node_free(child) }
            }
            cmark_node_free(link)
            cmark_node_free(image)
        } else {
            replace(image, by: [link])
        }
    }

    /// Whether a link leads to the web, to mail or within the page. Browsers skip white space and
    /// control characters in a scheme, so they are skipped here too.
    private static func isHarmless(_ url: UnsafePointer<CChar>?) -> Bool {
        guard let url else { return true }
        var scheme = ""
        for scalar in String(cString: url).unicodeScalars {
            if scalar.value <= 0x20 || scalar.properties.isWhitespace
                || scalar.properties.generalCategory == .control
                || scalar.properties.generalCategory == .format
            {
                continue
            }
            if scalar == "/" || scalar == "?" || scalar == "#" { return true }
            if scalar == ":" { return ["http", "https", "mailto"].contains(scheme.lowercased()) }
            scheme.unicodeScalars.append(scalar)
        }
        return true
    }
}
