import LanguageModel
package import Reports
package import Workspace

/// A document of the portfolio: Markdown with evidence.
package struct ArtifactDocument: Sendable {
    /// A part of the body between two evidence blocks.
    package enum Piece: Sendable {
        /// Markdown, with the number of its first line.
        case markdown(String, line: Int)
        case evidence(EvidenceReference)
        /// A block that cannot be read, with what is wrong.
        case broken(String, line: Int)
    }

    /// Which of the eleven it is; nil for a document of one's own.
    package var number: Int?
    package var title: String
    package var status: String
    /// The file, relative to the workspace.
    package var file: String
    /// The whole file.
    package var text: String
    package var pieces: [Piece]
    /// Headings with what stands below each.
    package var sections: [MarkdownSection]
    /// Every piece of evidence, blocks and spans, in the order of the text.
    package var references: [EvidenceReference]
    /// Blocks and spans that cannot be read.
    package var errors: [DocumentError]

    /// Reads an artifact. Evidence that cannot be read is kept as an error, not thrown, so that
    /// everything else is still checked.
    ///
    /// - Throws: what is wrong with the front matter.
    package init(markdown text: String, path: String) throws(DocumentErrors) {
        let source = DocumentSource(path: path, text: text, format: .markdown)
        var errors = DocumentErrorCollector()
        let front = try FrontMatter(of: source)
        if !front.node.isNull { ArtifactShape.frontMatter.check(front.node, into: &errors) }
        try errors.check()
        number = front.node["artifact"]?.integer
        status = front.node["status"]?.label ?? "draft"
        let headings = HeadingScanner.sections(front.body, firstLine: front.bodyLine)
        let first = headings.first { $0.level == 1 }?.title
        title = front.node["title"]?.text ?? first ?? path
        sections = headings
        file = path
        self.text = text
        var reader = ArtifactReader(path: path)
        reader.read(front.body, firstLine: front.bodyLine)
        pieces = reader.pieces
        references = reader.references
        self.errors = reader.errors
    }

    /// Reads a file of a workspace.
    package static func read(_ path: String, in folder: WorkspaceFolder) throws(DocumentErrors)
        -> ArtifactDocument
    {
        let text: String
        do throws(DocumentError) {
            text = try UTF8Text.validate(try folder.read(path), path: path)
        } catch {
            throw DocumentErrors(error)
        }
        return try ArtifactDocument(markdown: text, path: path)
    }
}

/// Takes an artifact's lines apart.
private struct ArtifactReader {
    let path: String
    var pieces: [ArtifactDocument.Piece] = []
    var references: [EvidenceReference] = []
    var errors: [DocumentError] = []
    private var prose: [Substring] = []
    private var proseLine = 0

    init(path: String) { self.path = path }

    mutating func read(_ lines: [Substring], firstLine: Int) {
        var fence = MarkdownFence()
        var block: (lines: [Substring], line: Int, marks: Substring)?
        for (offset, line) in lines.enumerated() {
            let number = firstLine + offset
            if let open = block {
                let text = line.drop { $0 == " " }
                if text.prefix(while: { $0 == open.marks.first }).count >= open.marks.count,
                    text.allSatisfy({ $0 == open.marks.first || $0 == " " })
                {
                    close(open.lines, open.line, number)
                    block = nil
                } else {
                    block?.lines.append(line)
                }
                continue
            }
            var probe = fence
            let isInside = probe.isOpen(after: "x")
            if !isInside, let marks = Self.opening(line) {
                flush()
                block = ([], number, marks)
                continue
            }
            let isCode = fence.isOpen(after: line)
            if prose.isEmpty { proseLine = number }
            prose.append(line)
            if !isCode { spans(line, number) }
        }
        if let open = block {
            errors.append(
                DocumentError(
                    .syntax, file: path, line: open.line, column: 1,
                    "the evidence block that begins here is never closed",
                    suggestion: "add a line \(open.marks)"))
            pieces.append(.broken("an evidence block that is never closed", line: open.line))
        }
        flush()
    }

    /// The marks of a fence whose first word is `conduct`.
    private static func opening(_ line: Substring) -> Substring? {
        let text = line.drop { $0 == " " }
        for mark in ["`", "~"] as [Character] {
            let marks = text.prefix { $0 == mark }
            guard marks.count >= 3 else { continue }
            let info = text.dropFirst(marks.count).split(whereSeparator: \.isWhitespace)
            if info.first == "conduct" { return marks }
        }
        return nil
    }

    private mutating func flush() {
        guard !prose.isEmpty else { return }
        pieces.append(.markdown(prose.joined(separator: "\n"), line: proseLine))
        prose = []
    }

    private mutating func close(_ lines: [Substring], _ line: Int, _ endLine: Int) {
        do throws(DocumentErrors) {
            let reference = try EvidenceReference(
                block: lines.joined(separator: "\n"), path: path, line: line, endLine: endLine)
            references.append(reference)
            pieces.append(.evidence(reference))
        } catch {
            errors += error.errors
            pieces.append(.broken(error.errors.first?.message ?? "", line: line))
        }
    }

    private mutating func spans(_ line: Substring, _ number: Int) {
        for span in CodeSpans.spans(of: line) where span.text.hasPrefix(EvidenceReference.prefix) {
            do throws(EvidenceSyntaxError) {
                var reference = try EvidenceReference(inline: span.text)
                reference.line = number
                reference.endLine = number
                reference.column = span.column
                reference.length = span.length
                references.append(reference)
            } catch {
                errors.append(
                    DocumentError(
                        .syntax, file: path, line: number, column: span.column,
                        error.description,
                        suggestion: "write `conduct:RUN/SCORER/model=…,prompt=…`"))
            }
        }
    }
}

/// The code spans of one line.
enum CodeSpans {
    struct Span: Hashable {
        /// What stands between the marks, trimmed.
        var text: String
        /// The column of the first mark, from 1.
        var column: Int
        /// Scalars, marks included.
        var length: Int
    }

    static func spans(of line: some StringProtocol) -> [Span] {
        let scalars = Array(line.unicodeScalars)
        var spans: [Span] = []
        var index = 0
        while index < scalars.count {
            guard scalars[index] == "`" else {
                index += scalars[index] == "\\" ? 2 : 1
                continue
            }
            let start = index
            while index < scalars.count, scalars[index] == "`" { index += 1 }
            let marks = index - start
            // The next run of as many marks closes it.
            var end = index
            var found = false
            while end < scalars.count {
                guard scalars[end] == "`" else {
                    end += 1
                    continue
                }
                let run = end
                while end < scalars.count, scalars[end] == "`" { end += 1 }
                if end - run == marks {
                    var text = String.UnicodeScalarView()
                    text.append(contentsOf: scalars[index..<run])
                    spans.append(
                        Span(
                            text: String(text).trimmed, column: start + 1, length: end - start))
                    index = end
                    found = true
                    break
                }
            }
            if !found { index = start + marks }
        }
        return spans
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
