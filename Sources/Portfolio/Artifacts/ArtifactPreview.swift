import Evaluation
import LanguageModel
package import Reports
import Workspace

/// A document with its evidence filled in, as one HTML file or as Markdown.
///
/// What people and models wrote is escaped; numbers that nothing supports are marked as typed by
/// hand, and evidence that is stale or missing says so where it stands.
package struct ArtifactPreview: Sendable {
    let document: ArtifactDocument
    let items: [ArtifactCheck.Item]
    /// Numbers that nothing supports.
    let unsupported: [ProseNumber]
    private let frame: ArtifactFrame

    package init(
        _ document: ArtifactDocument, _ items: [ArtifactCheck.Item], frame: ArtifactFrame? = nil
    ) {
        self.document = document
        self.items = items
        self.frame = frame ?? ArtifactFrame(folder: nil, document: document.file)
        unsupported = Prose(document).unsupported(by: items)
    }

    /// One self-contained HTML file.
    package func html() -> String {
        var body: Markup = """
            <header><div class="over"><span>Conduct artifact\(number)</span> · <span>\(document.file)</span> \
            · <span>\(document.status)</span></div></header>
            \(banner)
            """
        body += "<main id=\"main\">\n\(SiteText.reachable(content()))</main>\n"
        return HTMLPage(
            title: "\(document.title) – Conduct", body: body, showsPictures: true
        ).html()
    }

    /// The document's body as markup, for pages that hold more than one.
    package func content() -> Markup { article + method }

    /// The document's text with its evidence, without the list of it.
    ///
    /// All of the Markdown is read at once, so that footnotes and links that are defined at the end
    /// hold everywhere; evidence is put in after it became HTML. Private-use scalars, which the
    /// text itself cannot bring, hold the places.
    var article: Markup {
        var fills: [Markup] = []
        func place(_ markup: Markup) -> String {
            fills.append(markup)
            return "\u{E000}\(fills.count - 1)\u{E001}"
        }
        var text = ""
        for (index, piece) in document.pieces.enumerated() {
            switch piece {
            case .markdown(let part, let line):
                text += substituted(part, line) { place($0.markup) } + "\n"
            case .evidence(let reference):
                text +=
                    "\n\n" + place(block(reference, "\(frame.prefix)evidence-\(index)")) + "\n\n"
            case .broken(let message, let line):
                let banner: Markup = """
                    <div class="banner" role="note"><p>Line \(line): evidence that can't be read: \(message)</p></div>

                    """
                text += "\n\n" + place(banner) + "\n\n"
            }
        }
        let html = frame.polished(
            MarkdownText.html(MarkdownComments.removed(from: text), footnotes: true))
        return Markup(
            trusted: "<article class=\"artifact\">\n\(Self.filled(html, fills))</article>\n")
    }

    /// HTML with what belongs in the places; a block of its own leaves its paragraph.
    private static func filled(_ html: String, _ fills: [Markup]) -> String {
        var output = ""
        var rest = Substring(html)
        while let open = rest.unicodeScalars.firstIndex(of: "\u{E000}"),
            let close = rest.unicodeScalars[open...].firstIndex(of: "\u{E001}")
        {
            output += rest[..<open]
            let start = rest.unicodeScalars.index(after: open)
            let number = Int(rest[start..<close])
            rest = rest[rest.unicodeScalars.index(after: close)...]
            guard let number, fills.indices.contains(number) else { continue }
            if fills[number].html.hasPrefix("<div"), output.hasSuffix("<p>"),
                rest.hasPrefix("</p>")
            {
                output.removeLast(3)
                rest = rest.dropFirst(4)
            }
            output += fills[number].html
        }
        return output + rest
    }

    private var number: String { document.number.map { " \($0) of 11" } ?? "" }

    var banner: Markup {
        let stale = items.count { $0.state == .stale }
        let missing = items.count { $0.state == .missing }
        let open = items.count { $0.state == .unpinned }
        var parts: [String] = []
        if stale > 0 { parts.append("\(stale) stale") }
        if missing > 0 { parts.append("\(missing) not available") }
        if open > 0 { parts.append("\(open) not pinned") }
        if !unsupported.isEmpty {
            parts.append(
                "\(NumberText.counted(unsupported.count, "number")) typed by hand, marked †")
        }
        guard !parts.isEmpty else { return "" }
        return """
            <div class="banner" role="note"><p>Evidence: \(parts.joined(separator: ", ")).</p></div>

            """
    }

    /// The list of the evidence with its records and states.
    private var method: Markup {
        guard !items.isEmpty else { return "" }
        return """
            <section id="\(frame.prefix)evidence"><h2>Evidence</h2>
            <p class="note">Each figure above, the record that it comes from, and whether it still \
            says what it said when it was pinned.</p>
            \(table.html())</section>

            """
    }

    /// The evidence as a table.
    var table: Table {
        var table = Table(columns: [
            Table.Column("what"), Table.Column("record"), Table.Column("state"),
            Table.Column("pin"),
        ])
        table.rows = items.map { item in
            [
                Table.Cell(item.reference.key),
                Table.Cell(item.result?.record ?? item.reference.id),
                Table.Cell(item.state.rawValue, Self.tone(item.state)),
                Table.Cell(String((item.reference.pin ?? "").prefix(16)), .muted),
            ]
        }
        return table
    }

    static func tone(_ state: ArtifactCheck.Item.State) -> Table.Tone {
        switch state {
        case .current: .good
        case .unpinned: .warning
        case .stale, .missing: .bad
        case .withheld: .muted
        }
    }

    private func item(_ reference: EvidenceReference) -> ArtifactCheck.Item? {
        items.first {
            $0.reference.line == reference.line && $0.reference.column == reference.column
        }
    }

    private func block(_ reference: EvidenceReference, _ id: String) -> Markup {
        guard let item = item(reference), let result = item.result else {
            let reason = item(reference)?.reason ?? "it was not looked up"
            return """
                <div class="banner" role="note"><p>not available: \(reference.label): \(reason)</p></div>

                """
        }
        var output: Markup = "<div class=\"shown\">\n"
        if item.state == .stale {
            output += """
                <div class="banner" role="note"><p class="bad">Stale: \(item.reason).</p></div>

                """
        }
        if reference.view == "headline" { output += Self.headline(result) }
        for (index, chart) in result.charts.enumerated() {
            output += chart.figure(id: "\(id)-\(index)")
        }
        for table in result.tables { output += table.html() }
        for text in result.texts {
            output +=
                "<div class=\"role\">\(text.label)</div><pre class=\"text\">\(text.text)</pre>\n"
        }
        for note in result.notes { output += "<p class=\"note\">\(note)</p>\n" }
        return output + "</div>\n"
    }

    /// A number that stands by itself, with its interval and what it rests on.
    static func headline(_ result: EvidenceResult) -> Markup {
        let parts = (result.value ?? "not measured").split(separator: " ", maxSplits: 1)
        let interval = parts.count > 1 ? String(parts[1]) : ""
        let size = result.sampleSize.map { ", \(NumberText.counted($0, "scored sample"))" } ?? ""
        return """
            <div class="headline"><p class="figure">\(String(parts.first ?? "")) <span>\(interval)</span></p>
            <p>\(result.title)\(size)</p></div>

            """
    }

    /// What stands in the place of a span or a typed number.
    enum Fill {
        case value(ArtifactCheck.Item?)
        case typed(String)
        case picture(address: String?, text: String, target: String)

        var markup: Markup {
            switch self {
            case .typed(let text):
                return
                    "<mark class=\"typed\" title=\"typed by hand: no evidence here says it\">\(text)</mark>"
            case .picture(let address, let text, let target):
                guard let address else {
                    return "<mark class=\"bad\">no picture: \(target)</mark>"
                }
                return "<img src=\"\(address)\" alt=\"\(text)\">"
            case .value(let item):
                guard let item, let value = item.result?.value else {
                    return "<mark class=\"bad\">not available: \(item?.reason ?? "")</mark>"
                }
                let title = "\(item.result?.title ?? ""), \(item.result?.record ?? "")"
                let isStale = item.state == .stale
                return isStale
                    ? "<mark class=\"bad\" title=\"\(item.reason)\">\(value) (stale)</mark>"
                    : "<span class=\"strong\" title=\"\(title)\">\(value)</span>"
            }
        }

        var text: String {
            switch self {
            case .typed(let text): return "\(text)†"
            case .picture(_, let text, let target): return "\(text) (\(target))"
            case .value(let item):
                guard let item, let value = item.result?.value else { return "(not available)" }
                return item.state == .stale ? "\(value) (stale)" : value
            }
        }
    }

    /// Replaces evidence spans and numbers without support, from the end of each line.
    private func substituted(_ text: String, _ first: Int, _ place: (Fill) -> String) -> String {
        var lines = text.unicodeScalars.split(
            separator: "\n", omittingEmptySubsequences: false
        ).map { line -> [Unicode.Scalar] in
            // Private-use scalars hold places below, so the text may bring none of its own.
            line.map { (0xE000...0xF8FF).contains($0.value) ? "\u{FFFD}" : $0 }
        }
        for index in lines.indices {
            let number = first + index
            var edits: [(column: Int, length: Int, fill: Fill)] = []
            for item in items
            where item.reference.form == .inline && item.reference.line == number {
                edits.append((item.reference.column, item.reference.length, .value(item)))
            }
            for typed in unsupported where typed.line == number {
                edits.append((typed.column, typed.text.unicodeScalars.count, .typed(typed.text)))
            }
            if let picture = picture(lines[index]) {
                edits = [(1, lines[index].count, picture)]
            }
            for edit in edits.sorted(by: { $0.column > $1.column }) {
                let start = edit.column - 1
                let end = min(start + edit.length, lines[index].count)
                guard start >= 0, start <= end else { continue }
                lines[index].replaceSubrange(start..<end, with: place(edit.fill).unicodeScalars)
            }
        }
        return lines.map { line in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: line)
            return String(view)
        }.joined(separator: "\n")
    }

    /// A line that is one picture, `![what it shows](file)`.
    private func picture(_ line: [Unicode.Scalar]) -> Fill? {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: line)
        let text = String(view).trimmed
        guard text.hasPrefix("!["), text.hasSuffix(")"), let middle = text.firstRange(of: "](")
        else {
            return nil
        }
        let target = String(text[middle.upperBound...].dropLast())
        let words = String(text[text.index(text.startIndex, offsetBy: 2)..<middle.lowerBound])
        guard !target.contains("://"), !words.contains("]") else { return nil }
        return .picture(
            address: frame.picture(target).flatMap(ArtifactFrame.address), text: words,
            target: target)
    }

    /// The document as Markdown with its evidence as values and tables.
    package func markdown() -> String {
        var output = ""
        for piece in document.pieces {
            switch piece {
            case .markdown(let text, let line):
                output +=
                    MarkdownComments.removed(
                        from: substituted(text, line) { fill in SafeText.markdown(fill.text) })
                    + "\n"
            case .evidence(let reference): output += markdown(of: reference)
            case .broken(let message, _):
                output += "> evidence that can't be read: \(SafeText.markdown(message))\n\n"
            }
        }
        if !unsupported.isEmpty {
            output += "\n† typed by hand: no evidence in this document says it.\n"
        }
        return output
    }

    private func markdown(of reference: EvidenceReference) -> String {
        guard let item = item(reference), let result = item.result else {
            let reason = item(reference)?.reason ?? ""
            return "> not available: \(SafeText.markdown("\(reference.label): \(reason)"))\n\n"
        }
        var output = item.state == .stale ? "> stale: \(SafeText.markdown(item.reason))\n\n" : ""
        if reference.view == "headline" {
            output +=
                "**\(SafeText.markdown(result.value ?? "not measured"))** "
                + SafeText.markdown(result.title)
                + (result.sampleSize.map { ", \(NumberText.counted($0, "scored sample"))" } ?? "")
                + "\n\n"
        }
        // A chart's numbers say what it shows where no picture can stand.
        if result.tables.isEmpty {
            for chart in result.charts { output += chart.table.markdown() + "\n" }
        }
        for table in result.tables { output += table.markdown() + "\n" }
        for text in result.texts {
            output += "\(SafeText.markdown(text.label)):\n\n\(SafeText.fenced(text.text))\n\n"
        }
        for note in result.notes { output += SafeText.markdown(note) + "\n\n" }
        return output
    }
}
