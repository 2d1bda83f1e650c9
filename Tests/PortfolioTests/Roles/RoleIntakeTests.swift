import Foundation
import Portfolio
import Testing
import Workspace

@Suite("Roles read from text, HTML and PDF")
struct RoleIntakeTests {
    private func lines(_ html: String) -> [String] {
        RoleLine.lines(of: RoleText.normalised(HTMLText.read(html).text, isWrapped: false))
            .map { ($0.kind == .bullet ? "- " : $0.kind == .heading ? "# " : "") + $0.text }
    }

    @Test("A page becomes headings, paragraphs and list items, without its machinery")
    func page() {
        let html = """
            <!DOCTYPE html><html><head><title>Jobs &amp; more</title><style>p{color:red}</style>
            <script>document.write("<p>Not shown</p>")</script></head>
            <body><nav><a href="/">Home</a></nav><h1>Behaviour&nbsp;designer</h1>
            <p>You&#8217;ll <b>write</b> specs &mdash; and
            test them.</p><ul><li>Design <em>evals</em></li><li><p>Build data</p></li></ul>
            <svg><text>hidden</text></svg><!-- <li>nor this</li> --><div hidden>5 < 6 &bogus;</div>
            """
        let (title, _) = HTMLText.read(html)
        #expect(title == "Jobs & more")
        #expect(
            lines(html) == [
                "# Behaviour designer", "You’ll write specs — and test them.", "- Design evals",
                "- Build data", "5 < 6 &bogus;",
            ])
    }

    @Test(
        "Broken pages give what text they have",
        arguments: [
            ("<p>one<p>two<li>three", ["one", "two", "- three"]),
            ("<p title=\"a>b\">text</p>", ["text"]),
            ("<script>alert(1)", []), ("text <", ["text <"]), ("<p>x</p><a href='", ["x"]),
            ("<ScRiPt>no</sCrIpT>yes", ["yes"]), ("<style></styl>no</style >yes", ["yes"]),
            ("&#x1F600; &#0; &#xD800; &amp", ["# 😀 &#0; &#xD800; &"]), ("", []),
            ("<head><title>t</title><p>body without end of head", []),
            ("<!-- open", []), ("</p></li></div>end", ["end"]),
        ] as [(String, [String])])
    func broken(html: String, expected: [String]) { #expect(lines(html) == expected) }

    @Test("A page made to hurt is read in a time proportional to its size")
    func hostile() {
        let pages = [
            String(repeating: "<div>", count: 400_000) + "deep",
            String(repeating: "<a href=\"", count: 200_000),
            String(repeating: "<!-", count: 500_000), String(repeating: "&#x", count: 500_000),
            String(repeating: "<script>", count: 200_000),
            String(repeating: "<style><", count: 200_000),
            "<" + String(repeating: "a", count: 2_000_000),
            String(repeating: "\u{0}\u{7}\u{1B}[31m", count: 200_000) + "x",
        ]
        let clock = ContinuousClock()
        for page in pages {
            let time = clock.measure { _ = HTMLText.read(page) }
            // Linear reading takes a few hundredths of a second; going back would take hours.
            #expect(time < .seconds(20))
        }
        let dirty = RoleText.normalised("a\u{1B}[31mb\u{202E}c\u{0}d", isWrapped: false)
        #expect(dirty == "a[31mbcd")
    }

    @Test("Wrapped text is joined, lists and headings stay")
    func wrapped() {
        let text = """
            Model behaviour designer

            We are looking for somebody who can tell a good answer from one that
            merely sounds good.

            What you will do:
             •  Design evaluations that a sceptic
                would accept
             •  Write specifications
            1) Number three
            """
        let lines = RoleLine.lines(of: RoleText.normalised(text, isWrapped: true))
        #expect(lines.map(\.kind) == [.heading, .paragraph, .heading, .bullet, .bullet, .bullet])
        #expect(lines[1].text.hasSuffix("one that merely sounds good."))
        #expect(lines[2].text == "What you will do")
        #expect(lines[3].text == "Design evaluations that a sceptic would accept")
    }

    @Test("A PDF is read by poppler, and its requirements are found")
    func pdf() async throws {
        let reading = try await RoleIntake.read(Array(Self.pdf.utf8), path: "ad.pdf")
        #expect(reading.format == .pdf)
        let found = RequirementReader(try RoleLexicon.builtIn()).requirements(in: reading.text)
        #expect(found.map(\.text) == ["Design evaluations of honesty", "Write guidelines"])
    }

    @Test("A hostile or broken PDF is an error that says what to do, and nothing hangs")
    func hostilePDF() async throws {
        let broken = [
            "%PDF-1.4\nnothing of the sort", "%PDF-1.7\n" + String(repeating: "<<", count: 300_000),
            Self.pdf.replacingOccurrences(of: "/Kids [3 0 R]", with: "/Kids [2 0 R]"),
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
        ]
        for text in broken {
            await #expect(throws: PortfolioError.self) {
                _ = try await RoleIntake.read(Array(text.utf8), path: "bad.pdf")
            }
        }
    }

    @Test("A missing program and one that never ends are named, with what to do")
    func programs() async throws {
        let folder = NSTemporaryDirectory()
        let missing = await #expect(throws: PortfolioError.self) {
            _ = try await PDFText.read(folder + "x.pdf", program: "no-such-pdftotext")
        }
        #expect(missing?.description.contains("apt install poppler-utils") == true)
        let slow = folder + "conduct-slow-\(UUID().uuidString)"
        try "#!/bin/sh\nexec sleep 60\n".write(toFile: slow, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: slow)
        defer { try? FileManager.default.removeItem(atPath: slow) }
        let clock = ContinuousClock()
        let start = clock.now
        let late = await #expect(throws: PortfolioError.self) {
            _ = try await PDFText.read("x.pdf", program: slow, timeout: .milliseconds(200))
        }
        #expect(late?.message.contains("took longer") == true)
        #expect(clock.now - start < .seconds(30))
    }

    @Test("What is no text is refused by name")
    func refused() async throws {
        await #expect(throws: DocumentError.self) {
            _ = try await RoleIntake.read([0xFF, 0xFE, 0x41], path: "ad.txt")
        }
        await #expect(throws: PortfolioError.self) {
            _ = try await RoleIntake.read(Array("<script>1</script>".utf8), path: "ad.html")
        }
        await #expect(throws: DocumentError.self) {
            _ = try await RoleIntake.read(file: "/nowhere/ad.txt")
        }
    }

    /// A page with one heading and two list items, written by hand.
    private static var pdf: String {
        let stream = """
            BT /F1 12 Tf 72 720 Td (What you will do:) Tj 0 -20 Td (- Design evaluations of honesty) Tj \
            0 -20 Td (- Write guidelines) Tj ET
            """
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources "
                + "<< /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        var file = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 6\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            file += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        return file + "trailer << /Size 6 /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    }
}
