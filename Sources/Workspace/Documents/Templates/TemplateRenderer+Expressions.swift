import LanguageModel

extension TemplateRenderer {
    /// The value of an expression that must have one.
    mutating func defined(_ expression: TemplateExpression) throws(DocumentError) -> JSONValue {
        switch try evaluate(expression) {
        case .value(let value): return value
        case .undefined(let name):
            let isPlain = !name.contains { ".[".contains($0) }
            throw places.error(
                .undefined, expression.offset, "'\(name)' is not defined",
                suggestion: isPlain
                    ? Spelling.suggestion(for: name, among: knownNames, naming: "what is given")
                    : nil)
        case .loop:
            throw places.error(
                .wrongKind, expression.offset, "'loop' is no value; read loop.index and its like")
        }
    }

    mutating func evaluate(_ expression: TemplateExpression) throws(DocumentError)
        -> TemplateValue
    {
        let offset = expression.offset
        switch expression.kind {
        case .literal(let value): return .value(value)
        case .name(let name): return lookup(name)
        case .list(let items):
            try step(items.count, at: offset)
            var values: [JSONValue] = []
            for item in items { values.append(try defined(item)) }
            return .value(.array(values))
        case .mapping(let members):
            try step(members.count, at: offset)
            var object: [String: JSONValue] = [:]
            for (key, value) in members {
                object[try defined(key).templateText] = try defined(value)
            }
            return .value(.object(object))
        case .member(let base, let name): return try member(base, name)
        case .index(let base, let index): return try element(base, index)
        case .slice(let base, let from, let to):
            return .value(try slice(base, from, to, at: offset))
        case .method(let base, let name, let arguments):
            return .value(try method(name, on: base, arguments, at: offset))
        case .call(let name, let arguments):
            return .value(try call(name, arguments, at: offset))
        case .filter(let base, let name, let arguments):
            return .value(try filter(name, base, arguments, at: offset))
        case .test(let base, let name, let arguments, let isNegated):
            let holds = try test(name, base, arguments, at: offset)
            return .value(.bool(holds != isNegated))
        case .negate(let operand):
            let value = try defined(operand)
            if case .integer(let number) = value, number != .min {
                return .value(.integer(-number))
            }
            guard let number = value.double else {
                throw places.error(
                    .wrongKind, offset, "'-' takes a number, found \(value.templateKind)")
            }
            return .value(.number(-number))
        case .not(let operand): return .value(.bool(!(try defined(operand).isTruthy)))
        case .and(let left, let right):
            let value = try defined(left)
            return value.isTruthy ? .value(try defined(right)) : .value(value)
        case .or(let left, let right):
            let value = try defined(left)
            return value.isTruthy ? .value(value) : .value(try defined(right))
        case .arithmetic(let sign, let left, let right):
            return .value(try arithmetic(sign, left, right, at: offset))
        case .comparison(let first, let links):
            return .value(.bool(try compare(first, links)))
        case .conditional(let then, let condition, let otherwise):
            if try defined(condition).isTruthy { return try evaluate(then) }
            guard let otherwise else { return .value("") }
            return try evaluate(otherwise)
        }
    }

    private mutating func member(_ base: TemplateExpression, _ name: String)
        throws(DocumentError) -> TemplateValue
    {
        let value = try evaluate(base)
        if case .loop(let state) = value { return state.member(name) }
        let object = try present(value, base)
        if let found = object[name] { return .value(found) }
        // Nunjucks has JavaScript's length; a mapping's own key comes first.
        if name == "length" {
            switch object {
            case .array(let items): return .value(.integer(items.count))
            case .string(let text): return .value(.integer(text.unicodeScalars.count))
            default: break
            }
        }
        return .undefined("\(Self.description(of: base)).\(name)")
    }

    private mutating func element(_ base: TemplateExpression, _ index: TemplateExpression)
        throws(DocumentError) -> TemplateValue
    {
        let key = try defined(index)
        let value = try evaluate(base)
        if case .loop(let state) = value, let name = key.string { return state.member(name) }
        let name = "\(Self.description(of: base))[\(key.serialized())]"
        switch (try present(value, base), key) {
        case (.object(let members), _):
            return members[key.templateText].map(TemplateValue.value) ?? .undefined(name)
        case (.array(let items), .integer(let place)):
            let place = place < 0 ? place + items.count : place
            return items.indices.contains(place) ? .value(items[place]) : .undefined(name)
        case (.string(let text), .integer(let place)):
            let scalars = Array(text.unicodeScalars)
            let place = place < 0 ? place + scalars.count : place
            return scalars.indices.contains(place)
                ? .value(.string(String(Character(scalars[place])))) : .undefined(name)
        default: return .undefined(name)
        }
    }

    private func present(_ value: TemplateValue, _ base: TemplateExpression)
        throws(DocumentError) -> JSONValue
    {
        switch value {
        case .value(let value): return value
        case .undefined(let name):
            throw places.error(
                .undefined, base.offset, "'\(name)' is not defined",
                suggestion: Spelling.suggestion(
                    for: name, among: knownNames, naming: "what is given"))
        case .loop:
            throw places.error(.wrongKind, base.offset, "'loop' is no value")
        }
    }

    private mutating func slice(
        _ base: TemplateExpression, _ from: TemplateExpression?, _ to: TemplateExpression?,
        at offset: Int
    ) throws(DocumentError) -> JSONValue {
        let value = try defined(base)
        let count: Int
        switch value {
        case .array(let items): count = items.count
        case .string(let text): count = text.unicodeScalars.count
        default:
            throw places.error(.wrongKind, offset, "\(value.templateKind) cannot be sliced")
        }
        var bounds: [Int] = []
        for (bound, fallback) in [(from, 0), (to, count)] {
            guard let bound else {
                bounds.append(fallback)
                continue
            }
            guard let place = try defined(bound).int else {
                throw places.error(.wrongKind, bound.offset, "a slice takes whole numbers")
            }
            bounds.append(min(count, max(0, place < 0 ? place + count : place)))
        }
        let range = bounds[0]..<max(bounds[0], bounds[1])
        if case .array(let items) = value { return .array(Array(items[range])) }
        let scalars = Array((value.string ?? "").unicodeScalars)
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars[range])
        return .string(String(result))
    }

    private mutating func compare(
        _ first: TemplateExpression, _ links: [(TemplateComparison, TemplateExpression)]
    ) throws(DocumentError) -> Bool {
        var left = try defined(first)
        for (comparison, expression) in links {
            let right = try defined(expression)
            guard try holds(comparison, left, right, at: expression.offset) else { return false }
            left = right
        }
        return true
    }

    func holds(
        _ comparison: TemplateComparison, _ left: JSONValue, _ right: JSONValue, at offset: Int
    ) throws(DocumentError) -> Bool {
        func precedes(_ a: JSONValue, _ b: JSONValue) throws(DocumentError) -> Bool {
            guard let order = a.templatePrecedes(b) else {
                throw places.error(
                    .wrongKind, offset,
                    "\(left.templateKind) and \(right.templateKind) have no order")
            }
            return order
        }
        switch comparison {
        case .equal: return left.isTemplateEqual(to: right)
        case .notEqual: return !left.isTemplateEqual(to: right)
        case .less: return try precedes(left, right)
        case .greater: return try precedes(right, left)
        case .lessOrEqual:
            return try precedes(left, right) || left.isTemplateEqual(to: right)
        case .greaterOrEqual:
            return try precedes(right, left) || left.isTemplateEqual(to: right)
        case .contained: return try contains(right, left, at: offset)
        case .notContained: return !(try contains(right, left, at: offset))
        }
    }

    private func contains(_ whole: JSONValue, _ part: JSONValue, at offset: Int)
        throws(DocumentError) -> Bool
    {
        switch whole {
        case .array(let items): return items.contains { $0.isTemplateEqual(to: part) }
        case .object(let members): return members[part.templateText] != nil
        case .string(let text):
            guard let part = part.string else {
                throw places.error(
                    .wrongKind, offset, "'in' a text takes a text, found \(part.templateKind)")
            }
            return part.isEmpty || text.firstScalarRange(of: part) != nil
        default:
            throw places.error(
                .wrongKind, offset,
                "'in' takes a list, a mapping or a text, "
                    + "found \(whole.templateKind)")
        }
    }

    private mutating func arithmetic(
        _ sign: TemplateOperator, _ left: TemplateExpression, _ right: TemplateExpression,
        at offset: Int
    ) throws(DocumentError) -> JSONValue {
        let a = try defined(left)
        let b = try defined(right)
        if sign == .concatenate {
            return .string(try joined([a.templateText, b.templateText], offset))
        }
        if sign == .add {
            if case .string(let a) = a, case .string(let b) = b {
                return .string(try joined([a, b], offset))
            }
            if case .array(let a) = a, case .array(let b) = b {
                try step(a.count + b.count, at: offset)
                return .array(a + b)
            }
        }
        guard let x = a.double, let y = b.double else {
            throw places.error(
                .wrongKind, offset,
                "'\(sign.rawValue)' takes numbers, found \(a.templateKind) and \(b.templateKind)",
                suggestion: sign == .add ? "join texts with '~'" : nil)
        }
        let result = TemplateArithmetic.apply(sign, a, b, x, y)
        guard let result else {
            throw places.error(
                .invalidValue, offset,
                y == 0 ? "division by zero" : "the result of '\(sign.rawValue)' is too large")
        }
        return result
    }

    /// Texts as one, counted before they are made.
    mutating func joined(_ texts: [String], _ offset: Int) throws(DocumentError) -> String {
        try charge(texts.reduce(0) { $0 + $1.utf8.count }, at: offset)
        return texts.joined()
    }

    private mutating func call(_ name: String, _ arguments: TemplateArguments, at offset: Int)
        throws(DocumentError) -> JSONValue
    {
        guard name == "range" else {
            throw places.error(
                .undefined, offset, "there is no function '\(name)'",
                suggestion: "the only one is range")
        }
        var bounds: [Int] = []
        for argument in arguments.positional {
            guard let number = try defined(argument).int else {
                throw places.error(.wrongKind, argument.offset, "range takes whole numbers")
            }
            bounds.append(number)
        }
        guard (1...3).contains(bounds.count), arguments.named.isEmpty else {
            throw places.error(.wrongKind, offset, "range takes one to three numbers")
        }
        let start = bounds.count > 1 ? bounds[0] : 0
        let end = bounds.count > 1 ? bounds[1] : bounds[0]
        let stride = bounds.count > 2 ? bounds[2] : 1
        guard stride != 0, stride.magnitude < 1 << 40, start.magnitude < 1 << 52,
            end.magnitude < 1 << 52
        else { throw places.error(.invalidValue, offset, "range cannot count like that") }
        let span = stride > 0 ? end - start : start - end
        let count = span <= 0 ? 0 : (span - 1) / abs(stride) + 1
        try step(count, at: offset)
        return .array((0..<count).map { .integer(start + $0 * stride) })
    }

    /// How an error names an expression.
    static func description(of expression: TemplateExpression) -> String {
        switch expression.kind {
        case .name(let name): name
        case .member(let base, let name): "\(description(of: base)).\(name)"
        case .index(let base, _): "\(description(of: base))[…]"
        default: "the value"
        }
    }
}
