import HTTPTypes
import LanguageModel
import Studio
import Testing
import Workspace

/// Texts that would run if any page took them for markup.
enum Hostile {
    static let texts = [
        "<script>window.pwned=1</script>", "\"><img src=x onerror=window.pwned=1>",
        "'><svg onload=window.pwned=1>", "</pre><iframe srcdoc='<script>parent.pwned=1</script>'>",
        "</textarea><script>window.pwned=1</script>", "</title><script>window.pwned=1</script>",
        "</noscript><img src=x onerror=window.pwned=1>", "javascript:window.pwned=1",
        "{{{constructor}}} {{#x}}<b onclick=window.pwned=1>{{/x}}", "${window.pwned=1}",
        "<a href=\"javascript:window.pwned=1\">click</a>", "\u{202E}<img src=x>\u{202C}",
        "<!--<script>-->window.pwned=1",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=window.pwned=1>",
        "&lt;script&gt;window.pwned=1&lt;/script&gt;", "\u{0}<\u{0}script>window.pwned=1</script>",
    ]
}

@Suite("Hostile text")
struct EscapingTests {
    @Test("Nothing stored becomes markup on any page", arguments: Hostile.texts)
    func stored(text: String) async throws {
        let (client, run) = try await StudioFixture.client(
            StudioFixture.Shape(
                suite: "s" + text, cases: 3, prompts: ["p" + text], models: ["m" + text],
                output: { _, _, _ in text }, reason: text, question: text, labels: [text],
                notes: text))
        let second = try await StudioFixture.make(
            StudioFixture.Shape(
                suite: "s" + text, cases: 3, prompts: ["p" + text], models: ["m" + text],
                output: { index, _, _ in "other \(index) \(text)" },
                passes: { index, _ in index > 0 },
                reason: text, question: text), in: client.store)
        let sample = try await StudioFixture.samples(run, in: client.store)[0]
        let body: JSONValue = [
            "scorer": "contains", "verdict": "fail", "note": .string("n" + text),
            "author": .string("a" + text),
        ]
        let made = try await client.ask(
            .post, "/api/samples/\(sample.id)/overrides", body: body.serialized())
        #expect(made.status == 200)
        for path in [
            "/", "/runs", "/runs/\(run.id)", "/runs/\(run.id)/samples",
            "/samples/\(sample.id)", "/compare?run=\(run.id)&run=\(second.id)&show=all",
            "/search?q=window", "/search?q=" + Self.encoded(text), "/runs?q=" + Self.encoded(text),
            "/runs/\(run.id)/samples?prompt=" + Self.encoded(text),
            "/nowhere/" + Self.encoded(text),
            "/runs/" + Self.encoded(text), "/parts/rows?run=\(run.id)",
        ] {
            let page = try await client.ask(.get, path).body
            for tag in Self.tags(page) {
                #expect(Self.isOurs(tag), "\(path) has \(tag)")
            }
        }
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }

    /// All tags of a page as they stand, attributes in quotes skipped as a browser does.
    private static func tags(_ page: String) -> [String] {
        var tags: [String] = []
        var tag: [UInt8]?
        var quote: UInt8?
        for byte in page.utf8 {
            if tag != nil {
                tag?.append(byte)
                if let open = quote {
                    if byte == open { quote = nil }
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                } else if byte == UInt8(ascii: ">") {
                    tags.append(String(decoding: tag ?? [], as: UTF8.self))
                    tag = nil
                }
            } else if byte == UInt8(ascii: "<") {
                tag = [byte]
            }
        }
        return tags
    }

    /// Whether a tag is one that our own pages write.
    private static func isOurs(_ tag: String) -> Bool {
        var name = tag.dropFirst().prefix { $0.isLetter || $0.isNumber }
        if tag.hasPrefix("</") { name = tag.dropFirst(2).prefix { $0.isLetter || $0.isNumber } }
        if tag.hasPrefix("<!DOCTYPE") { return true }
        if name == "script" {
            return tag == "<script type=\"module\" src=\"/assets/studio.js\">" || tag == "</script>"
        }
        if name == "img" { return tag.hasPrefix("<img src=\"/assets/icon.svg\"") }
        let known: Set<Substring> = [
            "html", "head", "meta", "title", "link", "body", "a", "div", "nav", "form", "label",
            "input", "button", "main", "header", "h1", "h2", "h3", "h4", "p", "span", "section",
            "article", "table", "thead", "tbody", "tr", "th", "td", "caption", "small", "svg",
            "rect",
            "path", "circle", "line", "polyline", "polygon", "text", "title", "desc", "g", "defs",
            "figure", "figcaption", "details", "summary", "dl", "dt", "dd", "ul", "ol", "li", "pre",
            "code", "b", "ins", "del", "select", "option", "textarea", "fieldset", "legend", "time",
            "noscript", "progress", "br", "tspan", "ellipse",
        ]
        guard known.contains(name) else { return false }
        // Event handlers and script addresses are never ours.
        var outside = ""
        var isQuoted = false
        for character in tag {
            if character == "\"" { isQuoted.toggle() }
            if !isQuoted { outside.append(character) }
        }
        return !outside.contains(" on") && !tag.contains("href=\"javascript:")
            && !tag.contains("src=\"javascript:")
    }
}
