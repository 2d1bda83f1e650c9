import Statistics
import Testing
import Workspace

@Suite struct MarkdownTests {
    @Test(
        "Markdown becomes HTML with GitHub's tables, strikethrough and links",
        arguments: [
            ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
            ("~~x~~", "<p><del>x</del></p>\n"),
            (
                "see https://example.org",
                "<p>see <a href=\"https://example.org\">https://example.org</a></p>\n"
            ),
            ("[a](https://e.org)", "<p><a href=\"https://e.org\">a</a></p>\n"),
            ("# é", "<h1>é</h1>\n"),
            (
                "[m](mailto:a@b.c) [r](x/y.md) [f](#z)",
                "<p><a href=\"mailto:a@b.c\">m</a> <a href=\"x/y.md\">r</a> <a href=\"#z\">f</a></p>\n"
            ),
        ])
    func html(markdown: String, html: String) {
        #expect(MarkdownText.html(markdown) == html)
    }

    @Test("A table becomes a table")
    func table() {
        let html = MarkdownText.html("|a|b|\n|-|-:|\n|1|2|\n")
        #expect(html.contains("<table>"))
        #expect(html.contains("<td align=\"right\">2</td>"))
    }

    @Test("HTML is shown as the text that it is")
    func markup() {
        #expect(
            MarkdownText.html("a <b onclick=x>c</b> <script>alert(1)</script>")
                == "<p>a &lt;b onclick=x&gt;c&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
        )
        let block = MarkdownText.html("<script>\nalert('x')\n</script>\n\nafter")
        #expect(!block.contains("<script"))
        #expect(block.contains("&lt;script&gt;"))
        #expect(block.contains("<p>after</p>"))
        #expect(MarkdownText.plain("a <b>c</b> *d*\n") == "a <b>c</b> d\n")
    }

    @Test(
        "Links that could run or fetch something lose their target",
        arguments: [
            "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))",
            "[a](java&#x09;script:alert(1))",
            "[a](vbscript:x)", "[a](data:text/html;base64,PHNjcmlwdD4=)", "[a](file:///etc/passwd)",
            "<javascript:alert(1)>", "[a](&#1;javascript:alert(1))", "[a](chrome://x)",
            "[a][b]\n\n[b]: javascript:alert(1)",
        ])
    func links(markdown: String) {
        let html = MarkdownText.html(markdown)
        #expect(html.contains("href=\"\""))
        #expect(!html.lowercased().contains("href=\"java"))
    }

    @Test("Images fetch nothing: they become links")
    func images() {
        #expect(
            MarkdownText.html("![alt](https://e.org/x.png)")
                == "<p><a href=\"https://e.org/x.png\">alt</a></p>\n")
        #expect(
            MarkdownText.html("[![alt](https://e.org/x.png)](https://e.org)")
                == "<p><a href=\"https://e.org\">alt</a></p>\n")
        #expect(
            MarkdownText.html("![a](data:image/png;base64,AA)") == "<p><a href=\"\">a</a></p>\n")
    }

    @Test("Escaping leaves no markup")
    func escaping() {
        #expect(
            MarkdownText.escaped("<a href=\"x\" b='y'>&\0")
                == "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;\u{FFFD}")
    }

    @Test("A text beyond the limit is shown as it is")
    func large() {
        #expect(MarkdownText.html("<b>*x*", limit: 3) == "<pre>&lt;b&gt;*x*</pre>\n")
    }

    @Test("Texts made to take long end soon")
    func hostile() {
        let pieces = [
            "[", "![", "*a _b ", "`", "<a ", "> ", "- ", "|", "[a](b", "~", "www.", "a@b.", "&#",
            "<!--", "\\", "**x", "[^a]:",
        ]
        for piece in pieces {
            let count = 20_000 / piece.utf8.count
            _ = MarkdownText.html(String(repeating: piece, count: count))
        }
    }

    @Test("Mutated Markdown gives HTML without live markup")
    func fuzzed() {
        let pieces = [
            "<script>", "</p>", "[x](javascript:", ")", "`", "*", "\n", "|", "-|-",
            "<img src=x onerror=y>", "![", "](", "&lt;", "<", ">", "\"", "~~", "    ", "\0", "# ",
            "é",
        ]
        var generator = CounterGenerator(seed: 20_261_124, stream: 2)
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 1...24, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            let html = MarkdownText.html(text)
            #expect(!html.contains("<script"))
            #expect(!html.contains("<img"))
            #expect(!html.contains("href=\"javascript"))
            _ = MarkdownText.plain(text)
        }
    }
}
