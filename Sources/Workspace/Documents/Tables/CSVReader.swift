/// Reads a CSV file row by row (RFC 4180).
///
/// Cells in quotes may hold the separator, line ends as they are, and quotes written twice. A quote
/// inside a cell without quotes, text after a closing quote and rows of another length than the
/// header are errors with their place. Empty lines are passed over.
package final class CSVReader {
    /// One cell.
    package struct Cell: Sendable, Hashable {
        package let text: String
        package let location: SourceLocation
        /// Whether it stood in quotes: an empty one then is an empty text, else nothing.
        package let isQuoted: Bool
    }

    /// One row under the header.
    package struct Row: Sendable, Hashable {
        /// The line on which it begins.
        package let line: Int
        /// The cells, as many as the header has.
        package let cells: [Cell]
    }

    /// The names of the columns, trimmed.
    package private(set) var header: [String] = []
    private let lines: LineReader
    private let separator: UInt8
    private let maximumCell: Int

    /// Opens a file and reads its header.
    ///
    /// - Parameters:
    ///   - file: where it lies.
    ///   - path: its name in errors.
    ///   - separator: one ASCII character; nil takes a tab for `.tsv`, else a comma.
    ///   - maximumCell: the most bytes of a cell.
    package convenience init(
        file: String, path: String, separator: Character? = nil, maximumCell: Int = 16 << 20
    ) throws(DocumentError) {
        try self.init(
            LineReader(file: file, path: path), separator: separator, maximumCell: maximumCell)
    }

    /// Reads a table that is at hand.
    package convenience init(
        bytes: [UInt8], path: String, separator: Character? = nil, maximumCell: Int = 16 << 20
    ) throws(DocumentError) {
        try self.init(
            LineReader(bytes: bytes, path: path), separator: separator, maximumCell: maximumCell)
    }

    private init(
        _ lines: LineReader, separator: Character?, maximumCell: Int
    ) throws(DocumentError) {
        self.lines = lines
        let path = lines.path
        self.separator =
            separator?.asciiValue ?? UInt8(ascii: path.hasSuffix(".tsv") ? "\t" : ",")
        self.maximumCell = maximumCell
        guard let first = try record() else {
            throw DocumentError(
                .syntax, file: path, line: 1, "the file is empty",
                suggestion: "begin it with a line of column names")
        }
        var seen: Set<String> = []
        for cell in first {
            let name = cell.text.trimmingASCIIWhitespace()
            if name.isEmpty {
                throw error(at: cell.location, .missingKey, "a column has no name")
            }
            if !seen.insert(name).inserted {
                throw error(at: cell.location, .duplicate, "two columns are named '\(name)'")
            }
            header.append(name)
        }
    }

    /// The next row; nil at the end.
    package func next() throws(DocumentError) -> Row? {
        guard let cells = try record() else { return nil }
        let line = cells[0].location.line
        guard cells.count == header.count else {
            throw error(
                at: cells.count > header.count
                    ? cells[header.count].location : SourceLocation(line: line, column: 0),
                .syntax, "the row has \(cells.count) cells; the header has \(header.count)",
                suggestion: cells.count > header.count
                    ? "put a cell that contains the separator in quotes" : nil)
        }
        return Row(line: line, cells: cells)
    }

    private func record() throws(DocumentError) -> [Cell]? {
        while let line = try lines.next() {
            if !line.bytes.isEmpty { return try record(from: line) }
        }
        return nil
    }

    private func record(from first: LineReader.Line) throws(DocumentError) -> [Cell] {
        var line = first
        var index = 0
        var cells: [Cell] = []
        while true {
            let location = SourceLocation(
                line: line.number, column: Self.column(of: index, in: line.bytes))
            if index < line.bytes.count, line.bytes[index] == UInt8(ascii: "\"") {
                index += 1
                let bytes = try quoted(&line, &index, from: location)
                cells.append(
                    Cell(
                        text: try UTF8Text.validate(
                            bytes, path: lines.path, firstLine: location.line),
                        location: location, isQuoted: true))
                // Blanks between a closing quote and the separator are common and mean nothing.
                while index < line.bytes.count, line.bytes[index] == UInt8(ascii: " "),
                    separator != UInt8(ascii: " ")
                { index += 1 }
                if index < line.bytes.count, line.bytes[index] != separator {
                    throw error(
                        at: place(index, line), .syntax, "text follows a closing quote",
                        suggestion: "write a quote inside a cell twice: \"\"")
                }
            } else {
                let end = line.bytes[index...].firstIndex(of: separator) ?? line.bytes.count
                let bytes = Array(line.bytes[index..<end])
                if let quote = bytes.firstIndex(of: UInt8(ascii: "\"")) {
                    throw error(
                        at: place(index + quote, line), .syntax,
                        "a quote stands inside a cell that does not begin with one",
                        suggestion: "put the cell in quotes and write the quote twice: \"\"")
                }
                cells.append(
                    Cell(
                        text: try UTF8Text.validate(
                            bytes, path: lines.path, firstLine: line.number),
                        location: location, isQuoted: false))
                index = end
            }
            guard index < line.bytes.count else { return cells }
            index += 1
        }
    }

    /// The bytes of a cell after its opening quote; `index` ends behind the closing one.
    private func quoted(
        _ line: inout LineReader.Line, _ index: inout Int, from start: SourceLocation
    ) throws(DocumentError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            while let quote = line.bytes[index...].firstIndex(of: UInt8(ascii: "\"")) {
                bytes.append(contentsOf: line.bytes[index..<quote])
                index = quote + 1
                guard index < line.bytes.count, line.bytes[index] == UInt8(ascii: "\"") else {
                    return bytes
                }
                bytes.append(UInt8(ascii: "\""))
                index += 1
            }
            bytes.append(contentsOf: line.bytes[index...])
            if line.hadCarriageReturn { bytes.append(UInt8(ascii: "\r")) }
            if line.hadLineFeed { bytes.append(UInt8(ascii: "\n")) }
            guard bytes.count <= maximumCell else {
                throw error(at: start, .limit, "the cell has more than \(maximumCell) bytes")
            }
            guard let next = try lines.next() else {
                throw error(at: start, .syntax, "the quote that opens here is never closed")
            }
            line = next
            index = 0
        }
    }

    private func place(_ index: Int, _ line: LineReader.Line) -> SourceLocation {
        SourceLocation(line: line.number, column: Self.column(of: index, in: line.bytes))
    }

    private static func column(of index: Int, in bytes: [UInt8]) -> Int {
        bytes[..<index].reduce(into: 1) { $0 += $1 & 0xC0 != 0x80 ? 1 : 0 }
    }

    private func error(
        at location: SourceLocation, _ code: DocumentError.Code, _ message: String,
        suggestion: String? = nil
    ) -> DocumentError {
        DocumentError(
            code, file: lines.path, line: location.line, column: location.column, message,
            suggestion: suggestion)
    }
}

extension String {
    /// The text without spaces, tabs and line ends at its ends.
    func trimmingASCIIWhitespace() -> String {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
        }
        var scalars = Substring(self).unicodeScalars
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return String(scalars)
    }
}
