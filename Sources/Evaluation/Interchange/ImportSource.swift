import LanguageModel
import Workspace

/// A file to be imported, read as far as its format asks.
struct ImportSource: Sendable {
    /// One record with the place that errors name.
    struct Record: Sendable {
        /// The line, from 1; 0 where the file is one JSON value.
        let line: Int
        /// Where in the file, in the file's own words; empty where the line says it.
        let place: String
        let value: JSONValue
    }

    /// What the file holds.
    enum Content: Sendable {
        case archive(ZipArchive)
        /// One JSON value.
        case whole(JSONValue)
        /// A JSON value a line.
        case lines([Record])
        /// Conduct's own lines, which the store reads itself.
        case export
    }

    /// The file as the user names it.
    let path: String
    let content: Content
    /// What the content looks like; nil where nothing fits.
    let detected: ImportFormat?

    /// The most bytes of a file that is read into memory.
    static let limit = 1 << 30

    /// Reads a file.
    ///
    /// - Throws: `DocumentError` for a file that is no JSON, JSONL or zip archive.
    init(file: String, path: String) throws(DocumentError) {
        self.path = path
        let reader = try LineReader(file: file, path: path, maximumLine: Self.limit)
        var first: LineReader.Line?
        while let line = try reader.next() {
            if line.bytes.allSatisfy({ $0 <= 0x20 }) { continue }
            first = line
            break
        }
        guard let first else {
            throw DocumentError(
                .invalidValue, file: path, "the file is empty",
                suggestion: "give a file with results in it")
        }
        if first.bytes.starts(with: [0x50, 0x4B]) {
            content = .archive(try Self.archive(file, path))
            detected = .inspect
            return
        }
        // A first line that is a whole JSON value makes the file JSONL; a file of one line may be
        // either.
        guard let value = try? JSONValue(parsing: first.bytes, allowNonFinite: true) else {
            let value = try Self.whole(file, path)
            content = .whole(value)
            detected = Self.format(ofWhole: value)
            return
        }
        if Self.isExport(value) {
            content = .export
            detected = .conduct
            return
        }
        var records = [Record(line: first.number, place: "", value: value)]
        while let line = try reader.next() {
            if line.bytes.allSatisfy({ $0 <= 0x20 }) { continue }
            records.append(
                Record(line: line.number, place: "", value: try Self.value(line, path)))
        }
        if records.count == 1, let format = Self.format(ofWhole: value) {
            content = .whole(value)
            detected = format
        } else {
            content = .lines(records)
            detected = Self.format(ofRecord: value)
        }
    }

    private static func value(_ line: LineReader.Line, _ path: String) throws(DocumentError)
        -> JSONValue
    {
        do { return try JSONValue(parsing: line.bytes, allowNonFinite: true) } catch {
            throw DocumentError(
                .syntax, file: path, line: line.number, column: error.column, error.message,
                suggestion: "each line is to be one JSON value; export the file again")
        }
    }

    private static func whole(_ file: String, _ path: String) throws(DocumentError) -> JSONValue {
        let bytes = try FileAccess.read(file, path: path, limit: limit)
        do { return try JSONValue(parsing: bytes, allowNonFinite: true) } catch {
            throw DocumentError(
                .syntax, file: path, line: error.line, column: error.column, error.message,
                suggestion: "import takes JSON, JSONL and .eval files; export the file again")
        }
    }

    private static func archive(_ file: String, _ path: String) throws(DocumentError) -> ZipArchive
    {
        do throws(ZipError) { return try ZipArchive(path: file) } catch {
            throw DocumentError(
                .syntax, file: path, error.message,
                suggestion: "copy the archive again; it is damaged or cut short")
        }
    }

    private static func isExport(_ value: JSONValue) -> Bool {
        value["record"]?.string != nil && value["id"]?.string != nil
    }

    private static func format(ofWhole value: JSONValue) -> ImportFormat? {
        if value["results"]?["results"]?.array != nil || value["results"]?["table"] != nil {
            return .promptfoo
        }
        if value["eval"]?.object != nil, value["version"] != nil || value["samples"] != nil {
            return .inspect
        }
        if let first = value.array?.first { return format(ofRecord: first) }
        return nil
    }

    private static func format(ofRecord value: JSONValue) -> ImportFormat? {
        if value["doc_id"] != nil, value["resps"] != nil || value["filtered_resps"] != nil {
            return .lmEval
        }
        if value["vars"] != nil || value["testCase"] != nil, value["provider"] != nil {
            return .promptfoo
        }
        if value["prompt"] != nil || value["messages"] != nil,
            PlainImport.outputKeys.contains(where: { value[$0] != nil })
        {
            return .plain
        }
        return nil
    }

    /// The records of a file of lines, or of one list.
    ///
    /// - Throws: where it is neither.
    func records() throws(DocumentError) -> [Record] {
        switch content {
        case .lines(let records): return records
        case .whole(let value):
            if let items = value.array {
                return items.enumerated().map {
                    Record(line: 0, place: "item \($0 + 1)", value: $1)
                }
            }
            return [Record(line: 1, place: "", value: value)]
        case .archive, .export:
            throw error("this is no file of JSON lines", "leave --format out, or give another")
        }
    }

    /// An error about the file, or a record of it.
    func error(
        _ message: String, _ advice: String? = nil, at record: Record? = nil, place: String = "",
        _ code: DocumentError.Code = .invalidValue
    ) -> DocumentError {
        let place = record.map(\.place).flatMap { $0.isEmpty ? nil : $0 } ?? place
        return DocumentError(
            code, file: path, line: record?.line ?? 0,
            place.isEmpty ? message : "\(place): \(message)", suggestion: advice)
    }
}
