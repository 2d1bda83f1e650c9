import Evaluation
import Reports
import Workspace

extension ArtifactCheck {
    /// Sections that the template wants and the document lacks, or that nobody has written.
    func structure(_ document: ArtifactDocument, _ prose: Prose) -> [CheckMessage] {
        guard let template = document.number.flatMap(ArtifactTemplate.init(number:)) else {
            return []
        }
        var messages: [CheckMessage] = []
        for section in template.sections {
            guard
                let index = document.sections.firstIndex(where: {
                    $0.title.lowercased() == section.title.lowercased()
                })
            else {
                messages.append(
                    CheckMessage(
                        .error, "missing-section", file: document.file, subject: section.title,
                        "the section '\(section.title)' is missing",
                        advice: "\(section.asks.first ?? "") (conduct artifact new shows the frame)"
                    ))
                continue
            }
            let words = prose.words(inSection: index).count
            if words < section.leastWords {
                let heading = document.sections[index]
                messages.append(
                    CheckMessage(
                        .error, "unwritten-section", file: document.file, line: heading.line,
                        column: 1, subject: section.title,
                        words == 0
                            ? "nobody has written '\(section.title)' yet"
                            : "'\(section.title)' has \(words) words; it wants \(section.leastWords) at least",
                        advice: section.asks.first ?? ""))
            }
        }
        return messages
    }

    /// Numbers that neither evidence nor a source supports.
    func numbers(_ document: ArtifactDocument, _ prose: Prose, _ items: [Item]) -> [CheckMessage] {
        prose.unsupported(by: items).map { number in
            CheckMessage(
                .error, "typed-number", file: document.file, line: number.line,
                column: number.column, subject: number.text,
                "no evidence in this document says \(number.text)",
                advice: "quote it by a span `conduct:RUN/SCORER`, show its evidence, or link the "
                    + "source in the same sentence")
        }
    }

    /// Sentences that claim an effect or cite nobody in particular, without evidence near them.
    func claims(_ document: ArtifactDocument, _ prose: Prose) -> [CheckMessage] {
        let shown = Set(
            document.references.filter { $0.form == .block }.compactMap { reference in
                document.sections.lastIndex { $0.line < reference.line }
            })
        return prose.sentences.compactMap { sentence in
            guard !sentence.hasSource, !sentence.hasEvidence, !shown.contains(sentence.section),
                !prose.isSourced(paragraph: sentence.paragraph),
                let claim = ClaimWords.first(in: sentence.text)
            else { return nil }
            let first =
                sentence.marks.first { !$0.scalar.properties.isWhitespace } ?? sentence.marks[0]
            return CheckMessage(
                .error, "claim-without-source", file: document.file, line: first.line,
                column: first.column, subject: claim,
                "'\(claim)' claims something that nothing here shows",
                advice: "add the evidence or a link to the source, or say that it is your guess")
        }
    }

    /// Links to files and anchors that are not there.
    func links(_ document: ArtifactDocument, _ prose: Prose) throws -> [CheckMessage] {
        let anchors = Set(document.sections.map { Self.anchor($0) })
        let base = document.file.split(separator: "/").dropLast().joined(separator: "/")
        var messages: [CheckMessage] = []
        for link in prose.links {
            var problem: String?
            if link.target.hasPrefix("^") {
                let name = String(link.target.dropFirst())
                if !prose.footnotes.contains(name) { problem = "no footnote [^\(name)] is defined" }
            } else if link.target.hasPrefix("#") {
                if !anchors.contains(String(link.target.dropFirst())) {
                    problem = "no heading has the anchor \(link.target)"
                }
            } else if link.target.isEmpty {
                problem = "the link leads nowhere"
            } else if !link.target.contains("://"), !link.target.hasPrefix("mailto:"),
                !link.target.hasPrefix("doi:")
            {
                problem = missing(link.target, from: base)
            }
            if let problem {
                messages.append(
                    CheckMessage(
                        .error, "broken-link", file: document.file, line: link.line,
                        column: link.column, subject: link.target, problem,
                        advice: "correct the link or write what it names"))
            }
        }
        return messages
    }

    private func missing(_ target: String, from base: String) -> String? {
        let path = target.split(separator: "#").first.map(String.init) ?? target
        for candidate in [base.isEmpty ? path : "\(base)/\(path)", path] {
            if let file = try? folder.resolve(candidate), FileAccess.exists(file) { return nil }
        }
        return "there is no file \(path)"
    }

    /// A heading's anchor: its own id, else its words in lower case with hyphens.
    static func anchor(_ section: MarkdownSection) -> String {
        if let words = section.attributes?.split(separator: " "),
            let id = words.first(where: { $0.hasPrefix("#") })
        {
            return String(id.dropFirst())
        }
        return ArtifactFrame.slug(section.title)
    }

    /// The number of words, and how hard they read.
    func words(_ document: ArtifactDocument, _ prose: Prose) -> [CheckMessage] {
        let words = prose.words
        var messages: [CheckMessage] = []
        if let template = document.number.flatMap(ArtifactTemplate.init(number:)),
            !template.words.contains(words.count)
        {
            messages.append(
                CheckMessage(
                    .error, "word-target", file: document.file, subject: "words",
                    "\(words.count) words; the target is \(template.words.lowerBound) to "
                        + "\(template.words.upperBound)",
                    advice: words.count < template.words.lowerBound
                        ? "answer the questions of the frame" : "cut what evidence already shows"))
        }
        let sentences = prose.sentences.count { !PlacedWords.words(of: $0.text).isEmpty }
        if let grade = ReadingLevel.grade(words: words, sentences: sentences), grade > 14 {
            messages.append(
                CheckMessage(
                    .warning, "reading-level", file: document.file, subject: "reading level",
                    "the text reads at grade \(NumberText.fixed(grade, decimals: 1)) "
                        + "(Flesch–Kincaid); 14 is the most that a busy reader follows",
                    advice: "shorten sentences, then words"))
        }
        return messages
    }
}

extension Prose {
    /// The numbers of sentences and headings that neither evidence nor a source supports.
    func unsupported(by items: [ArtifactCheck.Item]) -> [ProseNumber] {
        let known = items.flatMap { $0.result?.numbers ?? [] }
        return (sentences + headings).filter { !$0.hasSource }.flatMap(\.numbers).filter {
            !$0.isSupported(by: known)
        }
    }

    /// All words.
    var words: [String] { sentences.flatMap { PlacedWords.words(of: $0.text) } }

    /// The words below a heading and above the next.
    func words(inSection index: Int) -> [String] {
        sentences.filter { $0.section == index }.flatMap { PlacedWords.words(of: $0.text) }
    }

    /// Whether some sentence of a paragraph has a source or evidence.
    func isSourced(paragraph: Int) -> Bool {
        sentences.contains { $0.paragraph == paragraph && ($0.hasSource || $0.hasEvidence) }
    }
}

/// Words of a text: runs of letters, digits, apostrophes and hyphens.
enum PlacedWords {
    static func words(of text: String) -> [String] {
        text.unicodeScalars.split { scalar in
            !(scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar == "'" || scalar == "\u{2019}" || scalar == "-")
        }.map { String($0) }.filter { $0.contains { $0.isLetter || $0.isNumber } }
    }
}

/// Words with which a sentence claims what a reader would want to see shown.
enum ClaimWords {
    private static let phrases: [[String]] = [
        ["studies", "show"], ["research", "shows"], ["research", "suggests"],
        ["experts", "agree"], ["evidence", "shows"], ["it", "is", "well", "known"],
        ["is", "known", "to"], ["are", "known", "to"], ["significantly"], ["outperforms"],
        ["outperform"], ["outperformed"], ["better", "than"], ["worse", "than"],
        ["more", "often", "than"], ["less", "often", "than"], ["most", "models"],
        ["most", "users"], ["state", "of", "the", "art"], ["proves"], ["has", "been", "shown"],
        ["improves"], ["improved"], ["reduces"], ["reduced"], ["increases"], ["increased"],
        ["decreases"], ["decreased"], ["doubles", "the"], ["halves", "the"],
    ]

    /// The first claim of a sentence; nil where it makes none.
    static func first(in text: String) -> String? {
        let words = PlacedWords.words(of: text).map { $0.lowercased() }
        for index in words.indices {
            for phrase in phrases
            where index + phrase.count <= words.count
                && Array(words[index..<index + phrase.count]) == phrase
            {
                return phrase.joined(separator: " ")
            }
        }
        return nil
    }
}
