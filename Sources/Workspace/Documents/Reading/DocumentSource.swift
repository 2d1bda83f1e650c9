/// A text that documents are read from: what an error needs to show the line it is about.
///
/// A class, because every node of a document points at it and a file may have a million nodes.
package final class DocumentSource: Sendable {
    /// How the text is written. In JSON a key of two words may be `snake_case`; in YAML it is
    /// `kebab-case`.
    package enum Format: Sendable, Hashable {
        case yaml, json, csv, markdown, template
    }

    /// The file as the user knows it: a path relative to the workspace where there is one.
    package let path: String
    /// The text without a byte order mark.
    package let text: String
    /// The line number of the text's first line: a record of a JSONL file is one line of it.
    package let firstLine: Int
    /// How the text is written.
    package let format: Format

    package init(path: String, text: String, format: Format, firstLine: Int = 1) {
        self.path = path
        self.text =
            text.unicodeScalars.first == "\u{FEFF}"
            ? String(text.unicodeScalars.dropFirst()) : text
        self.format = format
        self.firstLine = firstLine
    }

    /// The text of a line, without its end; nil where the text has no such line.
    package func line(_ number: Int) -> String? {
        var rest = text.utf8[...]
        var current = firstLine
        while current < number {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            rest = rest[rest.index(after: end)...]
            current += 1
        }
        guard current == number else { return nil }
        var line = rest.prefix { $0 != UInt8(ascii: "\n") }
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        return String(Substring(line))
    }
}

/// A place in a text.
package struct SourceLocation: Sendable, Hashable, Comparable {
    /// From 1; 0 means the whole file.
    package var line: Int
    /// From 1, in Unicode scalars; 0 means the whole line.
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: SourceLocation, right: SourceLocation) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// Turns offsets into lines and columns, counted in Unicode scalars.
///
/// Only line feeds end lines here, as in the editors that the numbers are for; YAML's own marks
/// count U+2028 and its like too.
struct LineIndex {
    private var starts: [Int] = [0]
    private let firstLine: Int

    init(_ source: DocumentSource) {
        firstLine = source.firstLine
        var scalars = 0
        for byte in source.text.utf8 where byte & 0xC0 != 0x80 {
            scalars += 1
            if byte == UInt8(ascii: "\n") { starts.append(scalars) }
        }
    }

    /// The place of the scalar at an offset from the beginning.
    func location(ofScalar offset: Int) -> SourceLocation {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return SourceLocation(line: firstLine + low, column: offset - starts[low] + 1)
    }
}
