import Reports
import Workspace

/// A document of a portfolio with what became of its evidence.
struct PortfolioEntry {
    let document: ArtifactDocument
    let items: [ArtifactCheck.Item]
    /// The step of the arc that leads to it; empty where none does.
    let because: String
    let unsupported: [ProseNumber]

    init(_ document: ArtifactDocument, _ items: [ArtifactCheck.Item], because: String) {
        self.document = document
        self.items = items
        self.because = because
        unsupported = Prose(document).unsupported(by: items)
    }

    /// The page's name without folder and ending.
    var stem: String {
        document.file.split(separator: "/").last.map { String($0.dropLast(3)) } ?? "document"
    }

    /// The page's address from the portfolio's folder.
    var address: String { "artifacts/\(SiteText.plain(stem)).html" }

    /// The numbers that stand by themselves.
    var headlines: [EvidenceResult] {
        items.filter { $0.reference.view == "headline" }.compactMap(\.result)
    }

    /// How its evidence stands, in a few words.
    var standing: String {
        guard !items.isEmpty else { return "no evidence" }
        func count(_ state: ArtifactCheck.Item.State) -> Int { items.count { $0.state == state } }
        var parts = ["\(count(.current)) of \(NumberText.counted(items.count, "figure")) held"]
        for (state, words) in [
            (ArtifactCheck.Item.State.stale, "stale"), (.missing, "not available"),
            (.unpinned, "not pinned"), (.withheld, "withheld in part"),
        ] where count(state) > 0 {
            parts.append("\(count(state)) \(words)")
        }
        if !unsupported.isEmpty {
            parts.append("\(NumberText.counted(unsupported.count, "number")) typed by hand")
        }
        return parts.joined(separator: ", ")
    }
}

/// Texts and addresses of a site.
enum SiteText {
    /// A file's name as part of an address: what is no plain letter, digit, hyphen or dot is
    /// written in percent signs.
    static func plain(_ name: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return name.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-._/".unicodeScalars.contains(scalar))
            return isPlain
                ? String(scalar) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }

    /// Markup whose tables a keyboard can reach: where one is wider than the page it scrolls.
    static func reachable(_ markup: Markup) -> Markup {
        Markup(
            trusted: markup.html.replacing(
                "<div class=\"table-box\">",
                with: "<div class=\"table-box\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">"
            ))
    }

    /// One line that a person typed, its numbers marked as such.
    static func typed(_ text: String) -> Markup {
        var output = Markup()
        var rest = Array(text.unicodeScalars)
        let document = try? ArtifactDocument(markdown: text, path: "portfolio.yaml")
        let numbers = document.map { Prose($0).sentences.flatMap(\.numbers) } ?? []
        var done = 0
        for number in numbers where number.line == 1 {
            let start = number.column - 1
            let end = min(start + number.text.unicodeScalars.count, rest.count)
            guard start >= done, end <= rest.count else { continue }
            output += "\(Self.string(rest[done..<start]))"
            output += """
                <mark class="typed" title="typed by hand">\(Self.string(rest[start..<end]))</mark>
                """
            done = end
        }
        rest.removeFirst(done)
        return output + "\(Self.string(rest[...]))"
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
