import LanguageModel
import Reports
import Workspace

extension PortfolioSite {
    /// Every page and file that is made from the copies, by its path in the portfolio.
    func files() -> [(name: String, text: String)] {
        var files: [(String, String)] = [("index.html", index())]
        for (place, entry) in entries.enumerated() {
            files.append((entry.address, page(of: entry, at: place)))
        }
        files.append(("audit.html", audit()))
        files.append(("evidence.html", appendix()))
        files.append(("portfolio.html", whole()))
        files.append(("portfolio.md", bundle()))
        files.append(("cards/portfolio.svg", card(nil).svg))
        for entry in entries {
            files.append(("cards/\(SiteText.plain(entry.stem)).svg", card(entry).svg))
        }
        return files
    }

    /// A page with the portfolio's head, navigation and foot.
    func framed(
        _ title: String, current: String, up: String, description: String, card: String,
        _ main: Markup
    ) -> String {
        func link(_ address: String, _ words: String) -> Markup {
            let mark: Markup = address == current ? " aria-current=\"page\"" : ""
            return "<a href=\"\(up)\(address)\"\(mark)>\(words)</a>\n"
        }
        let audits: Markup = audits.isEmpty ? "" : link("audit.html", "Roles")
        let body: Markup = """
            <a class="skip" href="#main">Skip to the text</a>
            <nav class="site" aria-label="Portfolio">
            \(link("index.html", setting.title))\(link("index.html#artifacts", "Artifacts"))\(audits)\
            \(link("evidence.html", "Evidence"))</nav>
            <main id="main">
            \(SiteText.reachable(main))</main>
            <footer class="foot"><p>\(facts.withheld)</p>
            <p>Built by Conduct \(facts.toolVersion) from the records beside these pages; \
            <code>conduct portfolio verify</code> on the folder computes every figure again. \
            † marks a number typed by hand.</p></footer>

            """
        return HTMLPage(
            title: title == setting.title ? title : "\(title) – \(setting.title)", body: body,
            head: head(title, description: description, card: card, page: current, up: up),
            showsPictures: true
        ).html()
    }

    private func head(
        _ title: String, description: String, card: String, page: String, up: String
    ) -> Markup {
        let ending = facts.hasPictures ? "png" : "svg"
        let picture =
            setting.address.map { "\($0)/cards/\(card).\(ending)" }
            ?? "\(up)cards/\(card).\(ending)"
        var head: Markup = """
            <meta name="description" content="\(description)">
            <meta property="og:type" content="article"><meta property="og:title" content="\(title)">
            <meta property="og:description" content="\(description)">
            <meta property="og:image" content="\(picture)"><meta name="twitter:card" content="summary_large_image">

            """
        if let address = setting.address {
            head += "<meta property=\"og:url\" content=\"\(address)/\(page)\">\n"
        }
        if facts.audience == .oneself { head += "<meta name=\"robots\" content=\"noindex\">\n" }
        return head
    }

    /// The first paragraph of a document's prose as plain text, for descriptions.
    func description(of entry: PortfolioEntry) -> String {
        for piece in entry.document.pieces {
            guard case .markdown(let text, _) = piece else { continue }
            for paragraph in MarkdownComments.removed(from: text).split(separator: "\n\n") {
                let plain = String(paragraph).trimmed
                if plain.isEmpty || "#-*>|!`".contains(plain.first ?? " ") { continue }
                let words = MarkdownText.plain(plain).split(whereSeparator: \.isWhitespace)
                // A span is no text before it is filled in.
                guard !plain.contains(EvidenceReference.prefix) else { continue }
                let most = words.prefix(32).joined(separator: " ")
                return words.count > 32 ? most + " …" : most
            }
        }
        return entry.document.title
    }

    private func index() -> String {
        var main: Markup = """
            <header><div class="over">\(setting.author.isEmpty ? "Portfolio" : "Portfolio of \(setting.author)")</div>
            <h1>\(SiteText.typed(setting.title))</h1>

            """
        if !setting.tagline.isEmpty {
            main += "<p class=\"lead\">\(SiteText.typed(setting.tagline))</p>\n"
        }
        let contact = setting.contact.map { name, link -> Markup in
            "<a href=\"\(link)\">\(name)</a>"
        }
        if !contact.isEmpty { main += "<p>\(contact.joined(separator: " · "))</p>\n" }
        main += "</header>\n"
        if facts.audience == .oneself {
            main += """
                <div class="banner" role="note"><p>The private build: nothing is withheld. Do not publish it.</p></div>

                """
        }
        if let introduction {
            main += preview(introduction, up: "").article
        }
        main += headlines() + list() + roleSummary() + verification()
        return framed(
            setting.title, current: "index.html", up: "",
            description: setting.tagline.isEmpty
                ? introduction.map(description) ?? setting.title : setting.tagline,
            card: "portfolio", main)
    }

    private func headlines() -> Markup {
        let shown = entries.flatMap { entry in entry.headlines.map { (entry, $0) } }
        guard !shown.isEmpty else { return "" }
        var output: Markup =
            "<section id=\"numbers\"><h2>What was measured</h2>\n<div class=\"heads\">\n"
        for (entry, result) in shown {
            output += """
                <div>\(ArtifactPreview.headline(result))<p class="note">In \
                <a href="\(entry.address)">\(entry.document.title)</a></p></div>

                """
        }
        return output + "</div></section>\n"
    }

    private func list() -> Markup {
        var output: Markup = "<section id=\"artifacts\"><h2>The work, in order</h2>\n"
        if facts.hasPDF {
            output += """
                <p>Each can be read here, or <a href="pdf/portfolio.pdf">all of it as one PDF</a>; as Markdown it is \
                <a href="portfolio.md">portfolio.md</a>.</p>

                """
        } else {
            output += """
                <p>All of it on <a href="portfolio.html">one page</a>, or as Markdown: <a href="portfolio.md">portfolio.md</a>.</p>

                """
        }
        output += "<ol class=\"arc\">\n"
        for entry in entries {
            let number = entry.document.number.map(String.init) ?? "–"
            var note = "\(entry.document.status) · \(entry.standing)"
            let employers = employers[entry.document.file] ?? []
            if !employers.isEmpty {
                note += " · speaks to \(employers.joined(separator: ", "))"
            }
            let pdf: Markup =
                facts.hasPDF
                ? " · <a href=\"pdf/\(SiteText.plain(entry.stem)).pdf\" aria-label=\"\(entry.document.title) as PDF\">PDF</a>"
                : ""
            output += """
                <li><span class="n" aria-hidden="true">\(number)</span><div><h3><a href="\(entry.address)">\(entry.document.title)</a></h3>

                """
            if !entry.because.isEmpty { output += "<p>\(SiteText.typed(entry.because))</p>\n" }
            output += "<p class=\"note\">\(note)\(pdf)</p></div></li>\n"
        }
        return output + "</ol></section>\n"
    }

    private func roleSummary() -> Markup {
        guard !audits.isEmpty else { return "" }
        var table = Table(columns: [
            Table.Column("role"), Table.Column("shown", .trailing),
            Table.Column("partly", .trailing), Table.Column("unmapped", .trailing),
            Table.Column("gaps", .trailing),
        ])
        for audit in audits {
            func count(_ state: RoleAudit.State) -> String {
                audit.body["counts"]?[state.rawValue]?.int.map(String.init) ?? NumberText.missing
            }
            table.rows.append([
                Table.Cell(Self.heading(audit)), Table.Cell(count(.shown)),
                Table.Cell(count(.partly)), Table.Cell(count(.unmapped)), Table.Cell(count(.gap)),
            ])
        }
        return """
            <section id="roles"><h2>Held against roles</h2>
            <p>Each requirement of a role is shown by a record together with an artifact that tells of it, or it is a gap. \
            <a href="audit.html">The audit, gaps first</a>.</p>
            \(table.html())</section>

            """
    }

    private func verification() -> Markup {
        """
        <section id="verify"><h2>Check it yourself</h2>
        <p>This folder holds \(NumberText.counted(runs.count, "run")) and \
        \(NumberText.counted(records.count, "other record")), the sources that they rest on, and a manifest of hashes. \
        Without a model and without a network,</p>
        <pre>conduct portfolio verify .</pre>
        <p>computes every figure again, compares every page, and lists what it can't check. \
        <a href="evidence.html">What rests on what</a>.</p></section>

        """
    }

    private func page(of entry: PortfolioEntry, at place: Int) -> String {
        let preview = preview(entry, up: "../")
        var main: Markup = """
            <div class="over">\(entry.document.number.map { "Artifact \($0) of 11" } ?? "Document") · \(entry.document.status)</div>
            \(preview.banner)\(preview.content())
            """
        main += "<nav class=\"turn\" aria-label=\"Before and after\">\n"
        for (other, word) in [(place - 1, "Before"), (place + 1, "Next")]
        where entries.indices.contains(other) {
            let next = entries[other]
            let because: Markup =
                word == "Next" && !next.because.isEmpty
                ? "<span class=\"note\">\(SiteText.typed(next.because))</span>" : ""
            main +=
                "<p>\(word): <a href=\"\(SiteText.plain(next.stem)).html\">\(next.document.title)</a>\(because)</p>\n"
        }
        main += "</nav>\n"
        return framed(
            entry.document.title, current: entry.address, up: "../",
            description: description(of: entry), card: SiteText.plain(entry.stem), main)
    }

    private func whole() -> String {
        var main: Markup = """
            <header><div class="over">\(setting.author)</div><h1>\(SiteText.typed(setting.title))</h1>
            <p class="lead">\(SiteText.typed(setting.tagline))</p></header>

            """
        if let introduction {
            main += preview(introduction, up: "", prefix: "introduction-", whole: true).article
        }
        main += "<section><h2>Contents</h2><ol>\n"
        for entry in entries {
            main += "<li><a href=\"#\(entry.stem)\">\(entry.document.title)</a></li>\n"
        }
        main += "<li><a href=\"#evidence-appendix\">Evidence</a></li></ol></section>\n"
        for entry in entries {
            main += "<div class=\"chapter\" id=\"\(entry.stem)\">\n"
            main +=
                "\(preview(entry, up: "", prefix: "\(entry.stem)-", whole: true).content())</div>\n"
        }
        if !audits.isEmpty {
            main += "<div class=\"chapter\"><h1>Roles</h1>\n\(auditBody())</div>\n"
        }
        main +=
            "<div class=\"chapter\" id=\"evidence-appendix\"><h1>Evidence</h1>\n\(appendixBody())</div>\n"
        return framed(
            setting.title, current: "portfolio.html", up: "", description: setting.tagline,
            card: "portfolio", main)
    }

    func card(_ entry: PortfolioEntry?) -> SocialCard {
        let headline =
            entry?.headlines.first ?? (entry == nil ? entries.flatMap(\.headlines).first : nil)
        return SocialCard(
            over: entry == nil ? setting.author : setting.title,
            title: entry?.document.title ?? setting.title,
            figure: headline.flatMap { result in result.value.map { ($0, result.title) } },
            foot: "Every figure leads back to its records · built with Conduct")
    }
}
