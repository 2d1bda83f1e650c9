/// A Markdown file's front matter and what follows it.
package struct FrontMatter {
    /// The YAML between the lines `---`; null where there is none.
    package let node: DocumentNode
    /// The lines after it.
    package let body: [Substring]
    /// The number of the body's first line.
    package let bodyLine: Int

    /// Splits a text. Blank lines and one HTML comment may stand before the front matter.
    package init(_ source: DocumentSource) throws(DocumentError) {
        let lines = source.text.unicodeLines
        var index = Self.skipPreamble(lines)
        guard index < lines.count, lines[index].withoutReturn == "---" else {
            node = DocumentNode(.null, at: SourceLocation(line: 1, column: 1), in: source)
            let start = Self.skipPreamble(lines)
            body = Array(lines[start...])
            bodyLine = source.firstLine + start
            return
        }
        let open = index
        index += 1
        while index < lines.count, lines[index].withoutReturn != "---" { index += 1 }
        guard index < lines.count else {
            throw DocumentError(
                .syntax, at: SourceLocation(line: source.firstLine + open, column: 1), in: source,
                "the front matter that begins here is never closed", suggestion: "add a line '---'")
        }
        // Empty lines in front keep the numbers of lines as they are in the file.
        let yaml =
            String(repeating: "\n", count: open + 1)
            + lines[(open + 1)..<index].joined(separator: "\n")
        node = try YAMLReader.read(
            DocumentSource(
                path: source.path, text: yaml, format: .yaml, firstLine: source.firstLine))
        body = Array(lines[(index + 1)...])
        bodyLine = source.firstLine + index + 1
    }

    /// The same for readers that gather everything wrong with a document.
    package init(of source: DocumentSource) throws(DocumentErrors) {
        do throws(DocumentError) { self = try FrontMatter(source) } catch {
            throw DocumentErrors(error)
        }
    }

    /// The same for documents that must have front matter.
    ///
    /// - Parameters:
    ///   - expected: what is said where there is none.
    ///   - suggestion: what to begin the file with.
    package init(of source: DocumentSource, expecting expected: String, suggestion: String)
        throws(DocumentErrors)
    {
        try self.init(of: source)
        guard node.isNull else { return }
        throw DocumentErrors(
            DocumentError(
                .missingKey, at: SourceLocation(line: 1, column: 1), in: source, expected,
                suggestion: suggestion))
    }

    private static func skipPreamble(_ lines: [Substring]) -> Int {
        var index = 0
        func skipBlank() {
            while index < lines.count, String(lines[index]).trimmingASCIIWhitespace().isEmpty {
                index += 1
            }
        }
        skipBlank()
        guard index < lines.count, lines[index].hasPrefix("<!--") else { return index }
        var end = index
        while end < lines.count, !lines[end].contains("-->") { end += 1 }
        guard end < lines.count,
            lines[end].withoutReturn.trimmingSuffix(" ").hasSuffix("-->")
        else { return index }
        index = end + 1
        skipBlank()
        return index
    }
}

extension String {
    /// The text's lines, split at line feeds; a carriage return stays at the end of its line.
    var unicodeLines: [Substring] {
        // `split` on Characters would take CR LF for one and miss the line end.
        unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(Substring.init)
    }
}

extension Substring {
    /// The line without the carriage return of a CR LF.
    var withoutReturn: Substring {
        unicodeScalars.last == "\r" ? Substring(unicodeScalars.dropLast()) : self
    }

    fileprivate func trimmingSuffix(_ character: Character) -> Substring {
        var text = self
        while text.last == character { text = text.dropLast() }
        return text
    }
}
