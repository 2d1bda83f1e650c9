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
    let unsupported: [ProseNumber]

    package init(_ document: ArtifactDocument, _ items: [ArtifactCheck.Item]) {
        self.document = document
        self.items = items
        let known = items.flatMap { $0.result?.numbers ?? [] }
        unsupported = Prose(document).sentences.filter { !$0.hasSource }.flatMap(\.numbers)
            .filter { !$0.isSupported(by: known) }
    }

    /// One self-contained HTML file.
    package func html() -> String {
        var body: Markup = """
            <header><div class="over"><span>Conduct artifact\(number)</span> · <span>\(document.file)</span> \
            · <span>\(document.status)</span></div></header>
            \(banner)
            """
        body += content()
        return HTMLPage(title: "\(document.title) – Conduct", body: body).html()
    }

    /// The document's body as markup, for pages that hold more than one.
    package func content() -> Markup {
        var body: Markup = "<article class=\"artifact\">\n"
        for (index, piece) in document.pieces.enumerated() {
            switch piece {
            case .markdown(let text, let line): body += prose(text, line)
            case .evidence(let reference): body += block(reference, "evidence-\(index)")
            case .broken(let message, let line):
                body += """
                    <div class="banner" role="note"><p>Line \(line): evidence that can't be read: \(message)</p></div>

                    """
            }
        }
        body += "</article>\n"
        return body + method
    }

    private var number: String { document.number.map { " \($0) of 11" } ?? "" }

    private var banner: Markup {
        let stale = items.count { $0.state == .stale }
        let missing = items.count { $0.state == .missing }
        let open = items.count { $0.state == .unpinned }
        var parts: [String] = []
        if stale > 0 { parts.append("\(stale) stale") }
        if missing > 0 { parts.append("\(missing) not available") }
        if open > 0 { parts.append("\(open) not pinned") }
        if !unsupported.isEmpty {
            parts.append("\(NumberText.counted(unsupported.count, "number")) typed by hand")
        }
        guard !parts.isEmpty else { return "" }
        return """
            <div class="banner" role="note"><p>Evidence: \(parts.joined(separator: ", ")).</p></div>

            """
    }

    private var method: Markup {
        var output: Markup = """
            <section id="evidence"><h2>Evidence</h2>
            <div class="table-box"><table><thead><tr><th>what</th><th>record</th><th>state</th><th>pin</th></tr></thead><tbody>

            """
        for item in items {
            let tone = item.state == .current ? "good" : item.state == .unpinned ? "warning" : "bad"
            output += """
                <tr><td>\(item.reference.key)</td><td><code>\(item.result?.record ?? item.reference.id)</code></td>\
                <td class="\(tone)">\(item.state.rawValue)</td><td><code>\(item.reference.pin ?? "")</code></td></tr>

                """
        }
        return output + "</tbody></table></div></section>\n"
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
        var output: Markup = ""
        if item.state == .stale {
            output += """
                <div class="banner" role="note"><p class="bad">Stale: \(item.reason).</p></div>

                """
        }
        for (index, chart) in result.charts.enumerated() {
            output += chart.figure(id: "\(id)-\(index)")
        }
        for table in result.tables { output += table.html() }
        for text in result.texts {
            output +=
                "<div class=\"role\">\(text.label)</div><pre class=\"text\">\(text.text)</pre>\n"
        }
        for note in result.notes { output += "<p class=\"note\">\(note)</p>\n" }
        return output
    }

    /// Markdown with spans and typed numbers put in after it became HTML: private-use scalars,
    /// which the text itself cannot bring, hold their places.
    private func prose(_ text: String, _ line: Int) -> Markup {
        var fills: [Markup] = []
        let marked = substituted(text, line) { fill in
            fills.append(fill.markup)
            return "\u{E000}\(fills.count - 1)\u{E001}"
        }
        let html = MarkdownText.html(MarkdownComments.removed(from: marked))
        var output = ""
        var rest = Substring(html)
        while let open = rest.unicodeScalars.firstIndex(of: "\u{E000}"),
            let close = rest.unicodeScalars[open...].firstIndex(of: "\u{E001}")
        {
            output += rest[..<open]
            let start = rest.unicodeScalars.index(after: open)
            if let index = Int(rest[start..<close]), fills.indices.contains(index) {
                output += fills[index].html
            }
            rest = rest[rest.unicodeScalars.index(after: close)...]
        }
        return Markup(trusted: output + rest)
    }

    /// What stands in the place of a span or a typed number.
    enum Fill {
        case value(ArtifactCheck.Item?)
        case typed(String)

        var markup: Markup {
            switch self {
            case .typed(let text):
                return "<mark title=\"typed by hand: no evidence here says it\">\(text)</mark>"
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
