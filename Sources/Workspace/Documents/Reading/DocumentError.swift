/// What is wrong with a document, and where.
///
/// Printed the way compilers do, so that editors and terminals make the place a link:
/// ```
/// suites/honesty.yaml:12:5: error: unknown key 'promts'
///     promts: [prompts/plain.md]
///     ^
/// did you mean 'prompts'?
/// ```
package struct DocumentError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of fault this is; tests and callers match this, never the wording.
    package enum Code: String, Sendable, Hashable {
        /// The text is not YAML, JSON, CSV, Markdown or a template.
        case syntax
        /// The bytes are not UTF-8.
        case encoding
        /// A key that the document does not have.
        case unknownKey
        /// A key that must be there.
        case missingKey
        /// A value of another kind than expected.
        case wrongKind
        /// A value of the right kind that cannot be.
        case invalidValue
        /// A key or an id given twice.
        case duplicate
        /// Too large, too deep or too long.
        case limit
        /// The file cannot be read or written.
        case file
        /// A template names something that it was not given.
        case undefined
    }

    package let code: Code
    /// The file as the user knows it.
    package let file: String
    /// From 1; 0 where the whole file is meant.
    package let line: Int
    /// From 1, in Unicode scalars; 0 where the whole line is meant.
    package let column: Int
    /// What is wrong and what was expected: one sentence without a full stop.
    package let message: String
    /// What to do, where that is known.
    package let suggestion: String?
    /// The line that the error is about.
    package let sourceLine: String?

    package init(
        _ code: Code, file: String, line: Int = 0, column: Int = 0, _ message: String,
        suggestion: String? = nil, sourceLine: String? = nil
    ) {
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.suggestion = suggestion
        self.sourceLine = sourceLine
    }

    /// An error about a place in a text.
    package init(
        _ code: Code, at location: SourceLocation, in source: DocumentSource, _ message: String,
        suggestion: String? = nil
    ) {
        self.init(
            code, file: source.path, line: location.line, column: location.column, message,
            suggestion: suggestion, sourceLine: source.line(location.line))
    }

    /// The place and the message on one line: `file:line:column: error: message`.
    package var headline: String {
        var place = file
        if line > 0 { place += ":\(line)" }
        if line > 0, column > 0 { place += ":\(column)" }
        return "\(place): error: \(message)"
    }

    /// The headline, the line with a caret under the place, and what to do.
    package var description: String {
        var text = headline
        if let excerpt { text += "\n" + excerpt }
        if let suggestion { text += "\n" + suggestion }
        return text
    }

    /// The line with a caret under the column; long lines are cut around it.
    private var excerpt: String? {
        guard let sourceLine, column > 0 else { return nil }
        let scalars = Array(sourceLine.unicodeScalars)
        guard column <= scalars.count + 1 else { return nil }
        let start = column > Self.excerptWidth ? column - Self.excerptWidth / 2 : 0
        let end = min(scalars.count, start + Self.excerptWidth + 16)
        var shown = String.UnicodeScalarView()
        var caret = ""
        if start > 0 {
            shown.append(contentsOf: "…".unicodeScalars)
            caret = " "
        }
        for (offset, scalar) in scalars[start..<end].enumerated() {
            // Control characters would move or colour the terminal; a tab keeps its width.
            let isControl = scalar.properties.generalCategory == .control && scalar != "\t"
            shown.append(isControl ? "\u{FFFD}" : scalar)
            if start + offset < column - 1 { caret += scalar == "\t" ? "\t" : " " }
        }
        if end < scalars.count { shown.append(contentsOf: "…".unicodeScalars) }
        return "    " + String(shown) + "\n    " + caret + "^"
    }

    private static let excerptWidth = 84
}

/// All that was found wrong in one pass over a document; never empty.
package struct DocumentErrors: Error, Sendable, Hashable, CustomStringConvertible {
    /// The errors, in the order of the text.
    package let errors: [DocumentError]

    package init(_ first: DocumentError, _ rest: [DocumentError] = []) {
        errors = [first] + rest
    }

    /// Every error with its line and its suggestion, an empty line between two.
    package var description: String {
        errors.map(\.description).joined(separator: "\n\n")
    }
}

/// Gathers errors so that one pass reports many, up to a limit that stays readable.
package struct DocumentErrorCollector: Sendable {
    /// What was found, in the order found.
    package private(set) var errors: [DocumentError] = []
    /// Beyond this many, further errors are dropped: the first ones are what helps.
    package static let limit = 50

    package init() {}

    /// Whether no more are kept.
    package var isFull: Bool { errors.count >= Self.limit }

    /// Keeps an error.
    package mutating func add(_ error: DocumentError) {
        if !isFull { errors.append(error) }
    }

    /// Keeps what another pass found.
    package mutating func add(_ more: DocumentErrors) {
        for error in more.errors { add(error) }
    }

    /// Does nothing where all is well, else throws everything found, sorted by place.
    package func check() throws(DocumentErrors) {
        let sorted = errors.enumerated().sorted {
            ($0.element.file, $0.element.line, $0.element.column, $0.offset)
                < ($1.element.file, $1.element.line, $1.element.column, $1.offset)
        }.map(\.element)
        if let first = sorted.first { throw DocumentErrors(first, Array(sorted.dropFirst())) }
    }
}
