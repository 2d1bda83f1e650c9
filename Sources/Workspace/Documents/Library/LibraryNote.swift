import LanguageModel

/// A file of the library, `library/*.md`: what a paper, a course or a page is, what the reader
/// wrote about it, and question cards. Schedules of cards stand elsewhere, so that no program
/// writes into prose.
package struct LibraryNote: Sendable, Hashable {
    /// What kind of source it is.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case paper, documentation, course, framework, article, book, tool
    }

    /// How far the reader is.
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case unread, reading, read
        /// Known only by what others write about it.
        case summary
        case dropped
    }

    /// A question to oneself.
    package struct Card: Sendable, Hashable {
        /// `item/anchor`; without an anchor a part of the question's hash stands in its place.
        package var id: String
        package var question: String
        package var answer: String
        /// The heading's line in the file.
        package var line: Int

        package init(id: String, question: String, answer: String, line: Int) {
            self.id = id
            self.question = question
            self.answer = answer
            self.line = line
        }
    }

    /// A passage of the source with what the reader makes of it.
    package struct Passage: Sendable, Hashable {
        /// `item/anchor`.
        package var id: String
        /// The page, counted from 1; nil where the source has none.
        package var page: Int?
        package var quote: String
        /// The reader's own words below it.
        package var note: String
        /// When it was noted.
        package var date: CalendarDate?
    }

    package var item: String
    package var title: String?
    package var kind: Kind?
    package var authors: String?
    package var year: Int?
    /// `arXiv:2203.02155`, `doi:…` or an address.
    package var place: String?
    package var phase: Int?
    /// What it should answer.
    package var question: String?
    package var status: Status?
    package var skills: [String]
    /// Numbers of artifacts that use it.
    package var artifacts: [Int]
    /// Ids of clauses that the notes led to.
    package var clauses: [String]
    /// The text without front matter and cards.
    package var notes: String
    package var cards: [Card]
    package var passages: [Passage]
    /// One's own copy of the source, a path of the workspace, with its SHA-256.
    package var copy: String?
    package var copyHash: String?
    package var file: String

    /// The heading below which cards stand.
    package static let cardsHeading = "Cards"
    /// The heading below which passages stand.
    package static let passagesHeading = "Passages"

    /// The keys of the front matter.
    package static let frontMatterShape = Shape.object(
        ObjectShape(
            "a library note's front matter", "Which source it is about and how far one is.",
            fields: [
                .required("item", .label, "The source's name in the library."),
                .optional("title", .nonEmptyText, "Its title, for a source of one's own."),
                .optional(
                    "kind", .words(of: Kind.self) { "a \($0.rawValue)" }, "What it is."),
                .optional("authors", .text, "Who wrote it."),
                .optional("year", .integer(1000...2999), "When."),
                .optional(
                    "where", .nonEmptyText, "arXiv:ID, doi:ID or an address.",
                    examples: ["arXiv:2203.02155"]),
                .optional("phase", .integer(1...3), "The plan's phase that it belongs to."),
                .optional("question", .nonEmptyText, "What it should answer."),
                .optional(
                    "status",
                    .choice([
                        .init("unread", "not begun"), .init("reading", "begun"),
                        .init("read", "read itself"),
                        .init("summary", "known by a summary only"),
                        .init("dropped", "not for now"),
                    ]), "How far one is."),
                .optional("skills", .list(.label), "Skills that it serves, by id."),
                .optional("artifacts", .list(.integer(1...99)), "Numbers of artifacts."),
                .optional("clauses", .list(.label), "Clauses that the notes led to."),
                .optional(
                    "copy", .nonEmptyText, "One's own copy of the source; conduct library keep."),
                .optional("copy-sha256", .nonEmptyText, "SHA-256 of that copy."),
            ], examples: ["{item: instructgpt, status: reading, skills: [rlhf]}"]))

    /// Reads a note.
    ///
    /// - Throws: everything wrong with it.
    package init(markdown text: String, path: String) throws(DocumentErrors) {
        let source = DocumentSource(path: path, text: text, format: .markdown)
        var errors = DocumentErrorCollector()
        let front = try FrontMatter(
            of: source, expecting: "a library note begins with front matter that names its item",
            suggestion: "begin with ---, item: NAME, ---")
        Self.frontMatterShape.check(front.node, into: &errors)
        try errors.check()
        let node = front.node
        item = node["item"]?.label ?? ""
        title = node["title"]?.text
        kind = node["kind"]?.text.flatMap(Kind.init)
        authors = node["authors"]?.text
        year = node["year"]?.integer
        place = node["where"]?.text
        phase = node["phase"]?.integer
        question = node["question"]?.text
        status = node["status"]?.text.flatMap(Status.init)
        skills = (node["skills"]?.items ?? []).compactMap(\.label)
        artifacts = (node["artifacts"]?.items ?? []).compactMap(\.integer)
        clauses = (node["clauses"]?.items ?? []).compactMap(\.label)
        copy = node["copy"]?.text
        copyHash = node["copy-sha256"]?.text
        file = path
        cards = []
        passages = []
        let sections = HeadingScanner.sections(front.body, firstLine: front.bodyLine)
        let start = sections.first { $0.level == 2 && $0.title == Self.cardsHeading }
        let end = sections.first { section in
            section.level <= 2 && section.line > (start?.line ?? .max)
        }
        let cardLines = start.map { $0.line..<(end?.line ?? Int.max) } ?? 0..<0
        let quoted = sections.first { $0.level == 2 && $0.title == Self.passagesHeading }
        let quotedEnd = sections.first { section in
            section.level <= 2 && section.line > (quoted?.line ?? .max)
        }
        let quotedLines = quoted.map { $0.line..<(quotedEnd?.line ?? Int.max) } ?? 0..<0
        passages = sections.filter { $0.level == 3 && quotedLines.contains($0.line) }
            .map { Passage($0, item: node["item"]?.label ?? "") }
        notes = front.body.enumerated()
            .filter { offset, _ in
                let line = front.bodyLine + offset
                return !cardLines.contains(line) && !quotedLines.contains(line)
            }
            .map { String($0.element.withoutReturn) }.joined(separator: "\n")
            .trimmingASCIIWhitespace()
        for section in sections where section.level == 3 && cardLines.contains(section.line) {
            let anchor = section.attributes.flatMap { attributes in
                attributes.hasPrefix("#") ? String(attributes.dropFirst()) : nil
            }
            let name = anchor ?? "q-" + ContentHash.of(section.title).prefix(10)
            let answer = MarkdownComments.removed(from: section.body.joined(separator: "\n"))
                .trimmingASCIIWhitespace()
            let place = SourceLocation(line: section.line, column: 1)
            if section.title.isEmpty || answer.isEmpty {
                errors.add(
                    DocumentError(
                        .missingKey, at: place, in: source,
                        "a card needs a question in its heading and an answer below",
                        suggestion: "write ### Question {#name} and the answer under it"))
            }
            if cards.contains(where: { $0.id == "\(item)/\(name)" }) {
                errors.add(
                    DocumentError(
                        .duplicate, at: place, in: source, "the card '\(name)' is there twice",
                        suggestion: "give each card an anchor of its own: {#name}"))
            }
            cards.append(
                Card(
                    id: "\(item)/\(name)", question: section.title, answer: answer,
                    line: section.line))
        }
        try errors.check()
    }
}
