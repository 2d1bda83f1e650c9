package import LanguageModel

/// Reads a JSONL file record by record.
///
/// Lines of white space are passed over; every other line is one JSON value. A wrong line throws
/// an error that names it, and the next call goes on after it.
package final class JSONLinesReader {
    private let lines: LineReader
    private let limits: DocumentLimits

    /// Opens a file; `path` is its name in errors.
    package init(file: String, path: String, limits: DocumentLimits = .standard)
        throws(DocumentError)
    {
        lines = try LineReader(file: file, path: path, maximumLine: limits.bytes)
        self.limits = limits
    }

    /// The next record as a node that knows its line; nil at the end.
    package func next() throws(DocumentError) -> DocumentNode? {
        guard let line = try nextLine() else { return nil }
        let text = try UTF8Text.validate(line.bytes, path: lines.path, firstLine: line.number)
        return try DocumentNode(
            json: text, path: lines.path, firstLine: line.number, limits: limits)
    }

    /// The next record as a plain value with its line: for data without keys of its own.
    package func nextValue() throws(DocumentError) -> (line: Int, value: JSONValue)? {
        guard let line = try nextLine() else { return nil }
        do {
            return (line.number, try JSONValue(parsing: line.bytes))
        } catch {
            throw DocumentError(
                .syntax, file: lines.path, line: line.number, column: error.column, error.message,
                sourceLine: String(decoding: line.bytes.prefix(4096), as: UTF8.self))
        }
    }

    private func nextLine() throws(DocumentError) -> LineReader.Line? {
        while let line = try lines.next() {
            let isBlank = line.bytes.allSatisfy {
                $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
            }
            if !isBlank { return line }
        }
        return nil
    }
}

/// Writes records as JSONL.
package enum JSONLines {
    /// One record as a line: canonical JSON and a line feed.
    package static func line(_ value: JSONValue) -> String { value.serialized() + "\n" }
}
