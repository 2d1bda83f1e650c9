package import LanguageModel

/// A prompt's text with placeholders: a subset of Jinja, read once and rendered often.
///
/// The grammar is in `Documentation/templates.md`. Values are never rendered again, whatever they
/// contain; a name that was not given is an error with line and column.
package struct Template: Sendable {
    /// The text as written.
    package let text: String
    /// The names that the template takes from outside, in alphabetical order.
    package let names: [String]
    let body: [TemplateNode]
    let places: TemplatePlaces

    /// Reads a template.
    ///
    /// - Parameters:
    ///   - text: the template.
    ///   - path: the file's name for errors.
    ///   - location: where the text begins in that file.
    /// - Throws: the first fault of its grammar, with its place.
    package init(
        _ text: String, path: String,
        at location: SourceLocation = SourceLocation(line: 1, column: 1)
    ) throws(DocumentError) {
        try self.init(text, TemplatePlaces(text: text, path: path, start: location))
    }

    /// Reads a template that a document holds as a value; a number is the text it was written as.
    package init(_ node: DocumentNode) throws(DocumentError) {
        let text = node.label ?? ""
        try self.init(text, TemplatePlaces(text: text, node: node))
    }

    private init(_ text: String, _ places: TemplatePlaces) throws(DocumentError) {
        var lexer = TemplateLexer(text, places)
        var parser = TemplateParser(tokens: try lexer.run(), places: places)
        self.text = text
        self.places = places
        body = try parser.template()
        names = parser.freeNames.sorted()
    }

    /// The text where nothing in it depends on variables, else nil.
    package var constant: String? {
        switch body.count {
        case 0: ""
        case 1: if case .text(let text) = body[0] { text } else { nil }
        default: nil
        }
    }

    /// Fills the template in.
    ///
    /// - Parameters:
    ///   - variables: the values by name.
    ///   - limits: how much may come of it.
    /// - Throws: what was wrong, at its place in the template: a name that was not given, a value
    ///   of the wrong kind, a limit.
    package func render(
        _ variables: [String: JSONValue], limits: TemplateLimits = .standard
    ) throws(DocumentError) -> String {
        if let constant { return constant }
        var renderer = TemplateRenderer(variables: variables, places: places, limits: limits)
        try renderer.render(body)
        return renderer.output
    }
}

extension Template: Hashable {
    package static func == (left: Template, right: Template) -> Bool { left.text == right.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// How much may come of a template: far beyond any prompt, far below what hurts.
package struct TemplateLimits: Sendable, Hashable {
    /// The most bytes of the result, and of all texts made on the way taken together ×16.
    package var bytes = 16 << 20
    /// The most passes of all loops together, and the most items of a list made.
    package var iterations = 200_000

    package init() {}

    /// The limits of the product.
    package static let standard = TemplateLimits()
}

/// Where the parts of a template stand in its file.
struct TemplatePlaces: Sendable {
    let text: String
    let path: String
    private let start: SourceLocation
    private let node: DocumentNode?

    init(text: String, path: String, start: SourceLocation) {
        self.text = text
        self.path = path
        self.start = start
        node = nil
    }

    init(text: String, node: DocumentNode) {
        self.text = text
        path = node.file
        start = node.location
        self.node = node
    }

    /// An error at a byte of the template.
    func error(
        _ code: DocumentError.Code, _ offset: Int, _ message: String, suggestion: String? = nil
    ) -> DocumentError {
        var line = 0
        var column = 0
        for byte in text.utf8.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 0
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        let own = text.split(separator: "\n", omittingEmptySubsequences: false)
        let written = line < own.count ? String(own[line]) : ""
        guard let node else {
            let place = SourceLocation(
                line: start.line + line, column: line == 0 ? start.column + column : column + 1)
            let indent = String(repeating: " ", count: line == 0 ? max(0, start.column - 1) : 0)
            return DocumentError(
                code, file: path, line: place.line, column: place.column, message,
                suggestion: suggestion, sourceLine: indent + written)
        }
        // A quoted or plain value begins on the node's line, a block value on the line below it.
        for candidate in [node.line + line, node.line + line + 1] {
            guard let source = node.source.line(candidate), !written.isEmpty,
                let found = source.firstRange(of: written),
                candidate > node.line
                    || source.unicodeScalars.distance(
                        from: source.startIndex, to: found.lowerBound) >= node.column - 1
            else { continue }
            let before = source.unicodeScalars.distance(
                from: source.startIndex, to: found.lowerBound)
            return DocumentError(
                code, at: SourceLocation(line: candidate, column: before + column + 1),
                in: node.source, message, suggestion: suggestion)
        }
        return node.error(
            code, "\(message), in line \(line + 1), column \(column + 1) of the template",
            suggestion: suggestion)
    }
}
