// libyaml's events, which Yams bundles and builds its nodes from. Yams' own composer hashes
// whole subtrees to find duplicate keys and follows aliases without bound, so that thirty lines
// of nested aliases hang it; reading the events keeps depth, size and places in our hands.
import CYaml

/// Reads one YAML document into nodes.
struct YAMLReader {
    private let source: DocumentSource
    private let limits: DocumentLimits
    private let lines: LineIndex
    private var builder: YAMLBuilder

    private init(_ source: DocumentSource, limits: DocumentLimits) {
        self.source = source
        self.limits = limits
        lines = LineIndex(source)
        builder = YAMLBuilder(source: source, limits: limits)
    }

    /// The document in a text; an empty text is null.
    static func read(_ source: DocumentSource, limits: DocumentLimits = .standard)
        throws(DocumentError) -> DocumentNode
    {
        guard source.text.utf8.count <= limits.bytes else {
            throw DocumentError(
                .limit, file: source.path,
                "the file has \(source.text.utf8.count) bytes; at most \(limits.bytes) are read",
                suggestion: "move the cases to a JSONL or CSV file and name it under 'file:'")
        }
        var reader = YAMLReader(source, limits: limits)
        var text = source.text
        let result: Result<DocumentNode, DocumentError> = text.withUTF8 { bytes in
            do throws(DocumentError) { return .success(try reader.document(bytes)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private mutating func document(_ bytes: UnsafeBufferPointer<UInt8>) throws(DocumentError)
        -> DocumentNode
    {
        // The parser keeps pointers into itself: it must not move.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            throw DocumentError(.limit, file: source.path, "no memory to read the file")
        }
        defer { yaml_parser_delete(parser) }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else {
                throw syntaxError(parser.pointee, bytes)
            }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_STREAM_END_EVENT { return builder.document }
            try take(event)
        }
    }

    private mutating func take(_ event: yaml_event_t) throws(DocumentError) {
        let location = lines.location(ofScalar: event.start_mark.index)
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: try builder.startDocument(at: location)
        case YAML_ALIAS_EVENT:
            try builder.alias(string(event.data.alias.anchor) ?? "", at: location)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            try builder.scalar(
                String(
                    decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length),
                    as: UTF8.self),
                isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE, tag: string(scalar.tag),
                anchor: string(scalar.anchor), at: location)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            try builder.start(
                .sequence, tag: string(start.tag), anchor: string(start.anchor), at: location)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            try builder.start(
                .mapping, tag: string(start.tag), anchor: string(start.anchor), at: location)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: try builder.end()
        default: break
        }
    }

    private func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private func syntaxError(
        _ parser: yaml_parser_t, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> DocumentError {
        let problem = parser.problem.map { String(cString: $0) } ?? "the text is not YAML"
        let location: SourceLocation
        if parser.error == YAML_READER_ERROR {
            let before = bytes.prefix(parser.problem_offset)
            location = lines.location(
                ofScalar: before.reduce(into: 0) { $0 += $1 & 0xC0 != 0x80 ? 1 : 0 })
        } else {
            location = lines.location(ofScalar: parser.problem_mark.index)
        }
        var message = problem
        if let context = parser.context.map({ String(cString: $0) }), !context.isEmpty {
            let mark = lines.location(ofScalar: parser.context_mark.index)
            message += " \(context)"
            if mark.line != location.line, parser.context_mark.line > 0 || mark.line > 0 {
                message += " that begins on line \(mark.line)"
            }
        }
        return DocumentError(
            .syntax, at: location, in: source, message,
            suggestion: Self.advice(for: problem, line: source.line(location.line) ?? ""))
    }

    /// What usually helps: libyaml says what it met, not what to do.
    private static func advice(for problem: String, line: String) -> String? {
        if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
            return "indent with spaces: YAML does not allow tabs"
        }
        if problem.contains("mapping values are not allowed") {
            return "put a text that contains ': ' in quotes"
        }
        if problem.contains("cannot start any token") {
            return "put a text that begins with a special character (@ ` % { [ * & !) in quotes"
        }
        if problem.contains("undefined alias") { return "define the anchor before its alias" }
        if problem.contains("expected ',' or") { return "close the [ or { of this line" }
        if problem.contains("did not find expected key") {
            return "check the indentation: the keys of one mapping begin in one column"
        }
        return nil
    }
}
