import LanguageModel

/// Runs a template's statements; expressions are in the other file.
struct TemplateRenderer {
    let variables: [String: JSONValue]
    let places: TemplatePlaces
    let limits: TemplateLimits
    var output = ""
    private var scopes: [[String: TemplateValue]] = [[:]]
    private var iterations = 0
    /// Bytes of all texts made on the way.
    private var work = 0

    init(variables: [String: JSONValue], places: TemplatePlaces, limits: TemplateLimits) {
        self.variables = variables
        self.places = places
        self.limits = limits
    }

    mutating func render(_ nodes: [TemplateNode]) throws(DocumentError) {
        for node in nodes {
            switch node {
            case .text(let text): try write(text, at: 0)
            case .output(let expression):
                try write(try defined(expression).templateText, at: expression.offset)
            case .conditional(let branches): try conditional(branches)
            case .loop(let loop): try render(loop)
            case .set(let name, let expression):
                scopes[scopes.count - 1][name] = .value(try defined(expression))
            case .capture(let name, let body):
                let outer = output
                output = ""
                scopes.append([:])
                try render(body)
                scopes.removeLast()
                scopes[scopes.count - 1][name] = .value(.string(output))
                output = outer
            }
        }
    }

    func lookup(_ name: String) -> TemplateValue {
        for scope in scopes.reversed() {
            if let value = scope[name] { return value }
        }
        return variables[name].map(TemplateValue.value) ?? .undefined(name)
    }

    /// Every name that is known here, to suggest one.
    var knownNames: [String] {
        Set(scopes.flatMap(\.keys) + variables.keys).templateSorted
    }

    /// Counts bytes that a text takes before it is made.
    mutating func charge(_ bytes: Int, at offset: Int) throws(DocumentError) {
        let (sum, overflow) = work.addingReportingOverflow(bytes)
        work = sum
        guard !overflow, bytes <= limits.bytes, work <= 16 * limits.bytes else {
            throw places.error(
                .limit, offset, "the template makes more than \(limits.bytes) bytes")
        }
    }

    /// Counts passes of loops and items of lists that are made.
    mutating func step(_ count: Int = 1, at offset: Int) throws(DocumentError) {
        let (sum, overflow) = iterations.addingReportingOverflow(count)
        iterations = sum
        guard !overflow, iterations <= limits.iterations else {
            throw places.error(
                .limit, offset, "the template takes more than \(limits.iterations) steps")
        }
    }

    private mutating func write(_ text: String, at offset: Int) throws(DocumentError) {
        guard output.utf8.count + text.utf8.count <= limits.bytes else {
            throw places.error(
                .limit, offset, "the template makes more than \(limits.bytes) bytes")
        }
        output += text
    }

    private mutating func conditional(
        _ branches: [(condition: TemplateExpression?, body: [TemplateNode])]
    ) throws(DocumentError) {
        for branch in branches {
            if let condition = branch.condition, !(try defined(condition).isTruthy) { continue }
            return try render(branch.body)
        }
    }

    private mutating func render(_ loop: TemplateLoop) throws(DocumentError) {
        var items = try items(of: loop)
        if let filter = loop.filter {
            var kept: [JSONValue] = []
            for item in items {
                try step(at: loop.offset)
                scopes.append(try binding(item, loop))
                if try defined(filter).isTruthy { kept.append(item) }
                scopes.removeLast()
            }
            items = kept
        }
        if items.isEmpty { return try render(loop.otherwise) }
        for index in items.indices {
            try step(at: loop.offset)
            var scope = try binding(items[index], loop)
            scope["loop"] = .loop(TemplateLoopState(index: index, items: items))
            scopes.append(scope)
            try render(loop.body)
            scopes.removeLast()
        }
    }

    private mutating func items(of loop: TemplateLoop) throws(DocumentError) -> [JSONValue] {
        let value = try defined(loop.items)
        // Two names over a mapping are its keys and values, as in Nunjucks.
        if loop.names.count == 2, case .object(let members) = value {
            return members.keys.templateSorted.map { .array([.string($0), members[$0] ?? .null]) }
        }
        return try list(value, at: loop.offset)
    }

    private func binding(_ item: JSONValue, _ loop: TemplateLoop) throws(DocumentError)
        -> [String: TemplateValue]
    {
        if loop.names.count == 1 { return [loop.names[0]: .value(item)] }
        guard let parts = item.array, parts.count == loop.names.count else {
            throw places.error(
                .wrongKind, loop.offset,
                "each item must be a list of \(loop.names.count), found \(item.templateKind)")
        }
        return Dictionary(
            zip(loop.names, parts.map(TemplateValue.value)), uniquingKeysWith: { $1 })
    }

    /// The items of a value that can be gone through: a list's, a mapping's keys, a text's
    /// scalars.
    func list(_ value: JSONValue, at offset: Int) throws(DocumentError) -> [JSONValue] {
        switch value {
        case .array(let items): return items
        case .object(let members): return members.keys.templateSorted.map { .string($0) }
        case .string(let text):
            return text.unicodeScalars.map { .string(String(Character($0))) }
        default:
            throw places.error(
                .wrongKind, offset, "expected a list, found \(value.templateKind)")
        }
    }
}
