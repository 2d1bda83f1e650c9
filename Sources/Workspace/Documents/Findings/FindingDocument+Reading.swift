import LanguageModel

extension FindingDocument {
    /// What the front matter of a finding may say.
    package static let frontMatterShape = Shape.object(
        ObjectShape(
            "a finding's front matter", "What a failure mode is called and where it was seen.",
            fields: [
                .optional("finding", .label, "The id of its record; conduct writes it."),
                .required("title", .nonEmptyText, "The failure in a few words."),
                .required(
                    "severity",
                    .choice([
                        .init("critical", "harm, or a broken promise of the product"),
                        .init("high", "the answer is of no use or misleads"),
                        .init("medium", "the answer is worse than it should be"),
                        .init("low", "a flaw that most would not mind"),
                    ]), "How bad it is."),
                .optional(
                    "status",
                    .choice([
                        .init("open", "seen"), .init("confirmed", "seen again"),
                        .init("fixed", "a regression case passes"),
                        .init("rejected", "no failure after all"),
                        .init("merged", "told by another finding"),
                    ]), "How far its treatment is.", default: "open"),
                .optional("clause", .label, "The clause that it breaks."),
                .optional("spec", .text, "The specification of that clause."),
                .optional("failure", .label, "The category of failure, as suites tag it."),
                .optional("sample", .label, "The sample in which it was seen."),
                .optional("run", .label, "The run of that sample."),
                .optional("case", .label, "The case of that sample."),
                .optional("prompt", .label, "The prompt of that sample."),
                .optional("model", .label, "The model."),
                .optional("simulated", .boolean, "Whether the model plays a written part."),
                .optional(
                    "red-team", .boolean,
                    "Whether its texts are an attack, which a public portfolio withholds."),
                .optional("author", .text, "Who wrote it."),
                .optional("merged-into", .label, "The finding that tells it."),
            ],
            examples: [
                "{title: Gives way to a claimed expert, severity: high, clause: no-flattery}"
            ]
        ))

    /// Reads a finding.
    ///
    /// - Throws: everything wrong with it; empty parts are no error, see `missing`.
    package init(markdown text: String, path: String) throws(DocumentErrors) {
        let source = DocumentSource(path: path, text: text, format: .markdown)
        var errors = DocumentErrorCollector()
        let front = try FrontMatter(
            of: source,
            expecting: "a finding begins with front matter that names its title and severity",
            suggestion: "begin with ---, title: …, severity: high, ---")
        Self.frontMatterShape.check(front.node, into: &errors)
        try errors.check()
        let node = front.node
        self.init(
            title: node["title"]?.text ?? "",
            severity: Severity(rawValue: node["severity"]?.text ?? "") ?? .low)
        status = Status(rawValue: node["status"]?.text ?? "") ?? .open
        id = node["finding"]?.label
        clause = node["clause"]?.label
        spec = node["spec"]?.text
        failure = node["failure"]?.label
        sample = node["sample"]?.label
        run = node["run"]?.label
        caseID = node["case"]?.label
        promptID = node["prompt"]?.label
        model = node["model"]?.label
        isSimulated = node["simulated"]?.bool ?? false
        isRedTeam = node["red-team"]?.bool ?? false
        author = node["author"]?.text
        mergedInto = node["merged-into"]?.label
        file = path
        for section in HeadingScanner.sections(front.body, firstLine: front.bodyLine)
        where section.level == 2 {
            let body = Self.text(of: section)
            switch section.title {
            case Self.headings[0]: prompt = body
            case Self.headings[1]: observed = body
            case Self.headings[2]: expected = body
            case Self.headings[3]: hypothesis = body
            case Self.headings[4]: notes = body
            default:
                errors.add(
                    DocumentError(
                        .unknownKey, at: SourceLocation(line: section.line, column: 4), in: source,
                        "'\(section.title)' is no part of a finding",
                        suggestion: Spelling.suggestion(
                            for: section.title, among: Self.headings, naming: "the parts")))
            }
        }
        try errors.check()
    }

    /// A section's text: what stands in its fence where it is one, else the prose without
    /// comments.
    private static func text(of section: MarkdownSection) -> String {
        var lines = section.body[...]
        while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        if let first = lines.first, let last = lines.last, lines.count >= 2 {
            let marks = first.prefix { $0 == "`" }
            if marks.count >= 3, last.withoutReturn == marks {
                return lines.dropFirst().dropLast().joined(separator: "\n")
            }
        }
        return MarkdownComments.removed(from: lines.joined(separator: "\n"))
            .trimmingASCIIWhitespace()
    }
}
