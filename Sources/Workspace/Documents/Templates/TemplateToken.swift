/// A piece of a template's text.
struct TemplateToken: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// Text to be copied.
        case text(String)
        /// `{{` and `}}`.
        case outputStart, outputEnd
        /// `{%` and `%}`.
        case statementStart, statementEnd
        case name(String)
        case string(String)
        case integer(Int)
        case number(Double)
        /// An operator or a bracket.
        case symbol(String)
        case end
    }

    let kind: Kind
    /// Where it begins, in bytes.
    let offset: Int

    /// How an error names it.
    var description: String {
        switch kind {
        case .text: "text"
        case .outputStart: "'{{'"
        case .outputEnd: "'}}'"
        case .statementStart: "'{%'"
        case .statementEnd: "'%}'"
        case .name(let name): "'\(name)'"
        case .string: "a text"
        case .integer, .number: "a number"
        case .symbol(let symbol): "'\(symbol)'"
        case .end: "the end of the template"
        }
    }
}
