import LanguageModel

// The order of Jinja's own parser: condition, or, and, not, comparison, + -, ~, * / // %, **,
// sign, then indexing, filters and tests.
extension TemplateParser {
    mutating func expression(allowsConditional: Bool = true) throws(DocumentError)
        -> TemplateExpression
    {
        try nested { parser throws(DocumentError) in
            var value = try parser.disjunction()
            while allowsConditional, parser.isName("if") {
                let offset = value.offset
                parser.advance()
                let condition = try parser.disjunction()
                var otherwise: TemplateExpression?
                if parser.takeName("else") { otherwise = try parser.expression() }
                value = TemplateExpression(
                    kind: .conditional(then: value, condition: condition, else: otherwise),
                    offset: offset)
            }
            return value
        }
    }

    private mutating func disjunction() throws(DocumentError) -> TemplateExpression {
        var left = try conjunction()
        while takeName("or") {
            left = TemplateExpression(kind: .or(left, try conjunction()), offset: left.offset)
        }
        return left
    }

    private mutating func conjunction() throws(DocumentError) -> TemplateExpression {
        var left = try negation()
        while takeName("and") {
            left = TemplateExpression(kind: .and(left, try negation()), offset: left.offset)
        }
        return left
    }

    private mutating func negation() throws(DocumentError) -> TemplateExpression {
        let offset = current.offset
        guard takeName("not") else { return try comparison() }
        return try nested { parser throws(DocumentError) in
            TemplateExpression(kind: .not(try parser.negation()), offset: offset)
        }
    }

    private mutating func comparison() throws(DocumentError) -> TemplateExpression {
        let left = try sum()
        var links: [(TemplateComparison, TemplateExpression)] = []
        while let comparison = comparisonOperator() { links.append((comparison, try sum())) }
        if links.isEmpty { return left }
        return TemplateExpression(kind: .comparison(left, links), offset: left.offset)
    }

    private mutating func comparisonOperator() -> TemplateComparison? {
        switch current.kind {
        case .symbol(let symbol):
            let word = symbol == "===" ? "==" : symbol == "!==" ? "!=" : symbol
            guard let comparison = TemplateComparison(rawValue: word) else { return nil }
            advance()
            return comparison
        case .name("in"):
            advance()
            return .contained
        case .name("not"):
            guard position + 1 < tokens.count, tokens[position + 1].kind == .name("in") else {
                return nil
            }
            advance()
            advance()
            return .notContained
        default: return nil
        }
    }

    private mutating func sum() throws(DocumentError) -> TemplateExpression {
        var left = try concatenation()
        while isSymbol("+") || isSymbol("-") {
            let sign: TemplateOperator = isSymbol("+") ? .add : .subtract
            advance()
            left = TemplateExpression(
                kind: .arithmetic(sign, left, try concatenation()), offset: left.offset)
        }
        return left
    }

    private mutating func concatenation() throws(DocumentError) -> TemplateExpression {
        var left = try product()
        while take("~") {
            left = TemplateExpression(
                kind: .arithmetic(.concatenate, left, try product()), offset: left.offset)
        }
        return left
    }

    private mutating func product() throws(DocumentError) -> TemplateExpression {
        var left = try power()
        while case .symbol(let symbol) = current.kind, ["*", "/", "//", "%"].contains(symbol),
            let sign = TemplateOperator(rawValue: symbol)
        {
            advance()
            left = TemplateExpression(
                kind: .arithmetic(sign, left, try power()), offset: left.offset)
        }
        return left
    }

    private mutating func power() throws(DocumentError) -> TemplateExpression {
        var left = try unary()
        while take("**") {
            left = TemplateExpression(
                kind: .arithmetic(.power, left, try unary()), offset: left.offset)
        }
        return left
    }

    private mutating func unary(takesFilters: Bool = true) throws(DocumentError)
        -> TemplateExpression
    {
        let offset = current.offset
        var value: TemplateExpression
        if take("-") {
            value = try nested { parser throws(DocumentError) in
                TemplateExpression(
                    kind: .negate(try parser.unary(takesFilters: false)), offset: offset)
            }
        } else if take("+") {
            value = try nested { parser throws(DocumentError) in
                try parser.unary(takesFilters: false)
            }
        } else {
            value = try primary()
        }
        value = try postfix(value)
        return takesFilters ? try filters(value) : value
    }

    private mutating func primary() throws(DocumentError) -> TemplateExpression {
        let token = current
        func literal(_ value: JSONValue) -> TemplateExpression {
            TemplateExpression(kind: .literal(value), offset: token.offset)
        }
        switch token.kind {
        case .integer(let value):
            advance()
            return literal(.integer(value))
        case .number(let value):
            advance()
            return literal(.number(value))
        case .string(var text):
            advance()
            while case .string(let more) = current.kind {
                advance()
                text += more
            }
            return literal(.string(text))
        case .name(let name):
            advance()
            switch name {
            case "true", "True": return literal(true)
            case "false", "False": return literal(false)
            case "none", "None", "null": return literal(nil)
            default: break
            }
            if isSymbol("(") {
                return TemplateExpression(
                    kind: .call(name, try arguments()), offset: token.offset)
            }
            if !bound.contains(name) { freeNames.insert(name) }
            return TemplateExpression(kind: .name(name), offset: token.offset)
        case .symbol("("):
            advance()
            return try parenthesised(token.offset)
        case .symbol("["):
            advance()
            return TemplateExpression(
                kind: .list(try items(until: "]")), offset: token.offset)
        case .symbol("{"):
            advance()
            return TemplateExpression(kind: .mapping(try members()), offset: token.offset)
        default: throw unexpected("a value")
        }
    }

    private mutating func parenthesised(_ offset: Int) throws(DocumentError) -> TemplateExpression {
        if take(")") { return TemplateExpression(kind: .list([]), offset: offset) }
        let first = try expression()
        guard take(",") else {
            try expect(")")
            return first
        }
        return TemplateExpression(kind: .list([first] + (try items(until: ")"))), offset: offset)
    }

    private mutating func items(until end: String) throws(DocumentError) -> [TemplateExpression] {
        var items: [TemplateExpression] = []
        while !take(end) {
            items.append(try expression())
            if take(end) { return items }
            try expect(",")
        }
        return items
    }

    private mutating func members() throws(DocumentError)
        -> [(key: TemplateExpression, value: TemplateExpression)]
    {
        var members: [(key: TemplateExpression, value: TemplateExpression)] = []
        while !take("}") {
            let key = try expression()
            try expect(":")
            members.append((key, try expression()))
            if take("}") { return members }
            try expect(",")
        }
        return members
    }

    private mutating func postfix(_ start: TemplateExpression) throws(DocumentError)
        -> TemplateExpression
    {
        var value = start
        while true {
            let offset = current.offset
            if take(".") {
                if case .integer(let index) = current.kind {
                    advance()
                    value = TemplateExpression(
                        kind: .index(
                            value,
                            TemplateExpression(kind: .literal(.integer(index)), offset: offset)),
                        offset: offset)
                    continue
                }
                let place = current.offset
                let name = try identifier()
                let kind: TemplateExpression.Kind =
                    isSymbol("(")
                    ? .method(value, name, try arguments()) : .member(value, name)
                value = TemplateExpression(kind: kind, offset: place)
            } else if take("[") {
                value = TemplateExpression(kind: try subscripted(value), offset: offset)
            } else if isSymbol("(") {
                throw places.error(.syntax, offset, "this value cannot be called")
            } else {
                return value
            }
        }
    }

    private mutating func subscripted(_ value: TemplateExpression) throws(DocumentError)
        -> TemplateExpression.Kind
    {
        var start: TemplateExpression?
        if !isSymbol(":") { start = try expression() }
        if take(":") {
            var end: TemplateExpression?
            if !isSymbol("]") { end = try expression() }
            try expect("]")
            return .slice(value, from: start, to: end)
        }
        try expect("]")
        guard let start else { throw unexpected("an index") }
        return .index(value, start)
    }

    private mutating func filters(_ start: TemplateExpression) throws(DocumentError)
        -> TemplateExpression
    {
        var value = start
        while true {
            if take("|") {
                let offset = current.offset
                let name = try identifier()
                if !TemplateFilters.names.contains(name) {
                    throw places.error(
                        .syntax, offset, "there is no filter '\(name)'",
                        suggestion: Spelling.suggestion(
                            for: name, among: TemplateFilters.names, naming: "the filters")
                            ?? "the filters are listed in Documentation/templates.md")
                }
                let arguments = isSymbol("(") ? try arguments() : TemplateArguments()
                value = TemplateExpression(kind: .filter(value, name, arguments), offset: offset)
            } else if takeName("is") {
                value = try test(value)
            } else {
                return value
            }
        }
    }

    private mutating func test(_ value: TemplateExpression) throws(DocumentError)
        -> TemplateExpression
    {
        let isNegated = takeName("not")
        let offset = current.offset
        let name = try identifier()
        if !TemplateTests.names.contains(name) {
            throw places.error(
                .syntax, offset, "there is no test '\(name)'",
                suggestion: Spelling.suggestion(
                    for: name, among: TemplateTests.names, naming: "the tests"))
        }
        var arguments = TemplateArguments()
        if isSymbol("(") {
            arguments = try self.arguments()
        } else if TemplateTests.takesArgument(name) {
            arguments.positional = [try postfix(try primary())]
        }
        return TemplateExpression(
            kind: .test(value, name, arguments, isNegated: isNegated), offset: offset)
    }

    private mutating func arguments() throws(DocumentError) -> TemplateArguments {
        try expect("(")
        var arguments = TemplateArguments()
        while !take(")") {
            if case .name(let name) = current.kind, position + 1 < tokens.count,
                tokens[position + 1].kind == .symbol("=")
            {
                advance()
                advance()
                arguments.named.append((name, try expression()))
            } else {
                guard arguments.named.isEmpty else { throw unexpected("a named argument") }
                arguments.positional.append(try expression())
            }
            if take(")") { return arguments }
            try expect(",")
        }
        return arguments
    }
}
