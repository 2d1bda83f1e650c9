/// Turns tokens into statements; expressions are in the other file.
struct TemplateParser {
    let tokens: [TemplateToken]
    let places: TemplatePlaces
    var position = 0
    /// Names read that no `for` or `set` around them binds.
    var freeNames: Set<String> = []
    var bound: [String] = ["loop"]
    var depth = 0

    /// Deeper nesting is refused: recursion must not exhaust the stack.
    static let maximumDepth = 60

    init(tokens: [TemplateToken], places: TemplatePlaces) {
        self.tokens = tokens
        self.places = places
    }

    /// The whole template.
    mutating func template() throws(DocumentError) -> [TemplateNode] {
        let body = try statements(until: [])
        if current.kind != .end { throw unexpected("a statement") }
        return body
    }

    var current: TemplateToken { tokens[position] }

    mutating func advance() { if position + 1 < tokens.count { position += 1 } }

    func isSymbol(_ symbol: String) -> Bool { current.kind == .symbol(symbol) }

    func isName(_ name: String) -> Bool { current.kind == .name(name) }

    mutating func take(_ symbol: String) -> Bool {
        guard isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func takeName(_ name: String) -> Bool {
        guard isName(name) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: String) throws(DocumentError) {
        if !take(symbol) { throw unexpected("'\(symbol)'") }
    }

    mutating func identifier() throws(DocumentError) -> String {
        guard case .name(let name) = current.kind else { throw unexpected("a name") }
        advance()
        return name
    }

    func unexpected(_ expected: String) -> DocumentError {
        places.error(
            .syntax, current.offset, "expected \(expected), found \(current.description)")
    }

    mutating func nested<Result>(_ body: (inout Self) throws(DocumentError) -> Result)
        throws(DocumentError) -> Result
    {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw places.error(
                .limit, current.offset, "nested more than \(Self.maximumDepth) deep")
        }
        return try body(&self)
    }

    /// The word after `{%`, where the current token opens a statement.
    private var keyword: String? {
        guard current.kind == .statementStart, position + 1 < tokens.count,
            case .name(let name) = tokens[position + 1].kind
        else { return nil }
        return name
    }

    /// Statements up to a keyword of the list, which is left to the caller.
    private mutating func statements(until ends: [String]) throws(DocumentError) -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        while true {
            switch current.kind {
            case .end: return nodes
            case .text(let text):
                advance()
                nodes.append(.text(text))
            case .outputStart:
                advance()
                let value = try expression()
                guard current.kind == .outputEnd else { throw unexpected("'}}'") }
                advance()
                nodes.append(.output(value))
            case .statementStart:
                if let keyword, ends.contains(keyword) { return nodes }
                nodes.append(try nested { parser throws(DocumentError) in try parser.statement() })
            default: throw unexpected("text")
            }
        }
    }

    private mutating func statement() throws(DocumentError) -> TemplateNode {
        let open = current.offset
        advance()
        guard case .name(let word) = current.kind else { throw unexpected("a statement") }
        let place = current.offset
        advance()
        switch word {
        case "if": return try conditional(open)
        case "for": return .loop(try loop(open))
        case "set": return try assignment(open)
        case "elif", "elseif", "else", "endif", "endfor", "endset", "endraw":
            throw places.error(.syntax, place, "'\(word)' closes nothing that is open here")
        case "include", "import", "from", "extends", "block", "macro", "call", "filter", "with",
            "autoescape", "do", "break", "continue":
            throw places.error(
                .syntax, place, "'\(word)' is not part of this template language",
                suggestion: "the grammar is in Documentation/templates.md")
        default:
            throw places.error(
                .syntax, place, "there is no statement '\(word)'",
                suggestion: Spelling.suggestion(
                    for: word,
                    among: [
                        "if", "elif", "else", "endif", "for", "endfor", "set", "endset", "raw",
                    ],
                    naming: "the statements"))
        }
    }

    private mutating func endStatement() throws(DocumentError) {
        guard current.kind == .statementEnd else { throw unexpected("'%}'") }
        advance()
    }

    /// Reads `{% word %}` where it must stand.
    private mutating func close(_ word: String, opened open: Int, as name: String)
        throws(DocumentError)
    {
        guard keyword == word else {
            throw places.error(
                .syntax, open, "'{% \(name) %}' is never closed", suggestion: "add {% \(word) %}")
        }
        advance()
        advance()
        try endStatement()
    }

    private mutating func conditional(_ open: Int) throws(DocumentError) -> TemplateNode {
        var branches: [(condition: TemplateExpression?, body: [TemplateNode])] = []
        var condition: TemplateExpression? = try expression()
        try endStatement()
        while true {
            let body = try statements(until: ["elif", "elseif", "else", "endif"])
            branches.append((condition, body))
            if condition != nil, keyword == "elif" || keyword == "elseif" {
                advance()
                advance()
                condition = try expression()
                try endStatement()
            } else if condition != nil, keyword == "else" {
                advance()
                advance()
                condition = nil
                try endStatement()
            } else {
                try close("endif", opened: open, as: "if")
                return .conditional(branches)
            }
        }
    }

    private mutating func loop(_ open: Int) throws(DocumentError) -> TemplateLoop {
        var names = [try identifier()]
        while take(",") { names.append(try identifier()) }
        guard takeName("in") else { throw unexpected("'in'") }
        let items = try expression(allowsConditional: false)
        let before = bound.count
        bound += names
        defer { bound.removeSubrange(before...) }
        var filter: TemplateExpression?
        if takeName("if") { filter = try expression() }
        try endStatement()
        let body = try statements(until: ["else", "endfor"])
        var otherwise: [TemplateNode] = []
        if keyword == "else" {
            advance()
            advance()
            try endStatement()
            otherwise = try statements(until: ["endfor"])
        }
        try close("endfor", opened: open, as: "for")
        return TemplateLoop(
            names: names, items: items, filter: filter, body: body, otherwise: otherwise,
            offset: items.offset)
    }

    private mutating func assignment(_ open: Int) throws(DocumentError) -> TemplateNode {
        let name = try identifier()
        if isSymbol(".") || isSymbol(",") {
            throw places.error(.syntax, current.offset, "'set' takes one plain name")
        }
        if take("=") {
            let value = try expression()
            try endStatement()
            bound.append(name)
            return .set(name: name, value)
        }
        try endStatement()
        let body = try statements(until: ["endset"])
        try close("endset", opened: open, as: "set")
        bound.append(name)
        return .capture(name: name, body)
    }
}
