import LanguageModel

/// Turns an indexed schema into nodes, each place once.
struct SchemaCompiler {
    private let index: SchemaIndex
    private(set) var nodes: [SchemaNode] = []
    private(set) var dynamicAnchors: [[String: Int]] = []
    private var numberOfPath: [[String]: Int] = [:]
    private var pending: [(Int, SchemaIndex.Place)] = []

    init(_ index: SchemaIndex) { self.index = index }

    /// Compiles all that the root reaches and returns the root's number.
    mutating func compile() throws(SchemaFault) -> Int {
        let root = number(of: SchemaIndex.Place(path: [], resource: 0))
        for (number, resource) in index.resources.enumerated() {
            dynamicAnchors.append(
                resource.dynamicAnchors.mapValues {
                    self.number(of: SchemaIndex.Place(path: $0, resource: number))
                })
        }
        // Places are queued rather than compiled at once, so that cycles need no care.
        while let (number, place) = pending.popLast() {
            nodes[number].rules = try rules(at: place)
        }
        return root
    }

    private mutating func number(of place: SchemaIndex.Place) -> Int {
        if let known = numberOfPath[place.path] { return known }
        nodes.append(SchemaNode(resource: place.resource, rules: []))
        numberOfPath[place.path] = nodes.count - 1
        pending.append((nodes.count - 1, place))
        return nodes.count - 1
    }

    private func resource(of schema: JSONValue, in place: SchemaIndex.Place, _ path: [String])
        -> Int
    {
        index.resources.firstIndex { $0.path == path && !path.isEmpty } ?? place.resource
    }

    /// The schema at a place, one rule for each keyword or group of keywords.
    private mutating func rules(at place: SchemaIndex.Place) throws(SchemaFault) -> [SchemaRule] {
        guard let schema = SchemaPointer.value(index.root, place.path) else { return [] }
        if let flag = schema.bool { return flag ? [] : [.never] }
        guard let members = schema.object else { return [] }
        var rules: [SchemaRule] = []
        if let rule = try reference("$ref", members, place) {
            rules.append(rule)
            if index.draft == .seven { return rules }
        }
        if index.draft == .twentyTwenty, let rule = try reference("$dynamicRef", members, place) {
            rules.append(rule)
        }
        try appendAssertions(members, place, &rules)
        try appendApplicators(members, place, &rules)
        try appendObjectRules(members, place, &rules)
        appendArrayRules(members, place, &rules)
        // These look at what all other keywords have looked at, and so come last.
        if index.draft == .twentyTwenty {
            if let node = child("unevaluatedItems", members, place) {
                rules.append(.unevaluatedItems(node))
            }
            if let node = child("unevaluatedProperties", members, place) {
                rules.append(.unevaluatedMembers(node))
            }
        }
        return rules
    }

    private mutating func reference(
        _ keyword: String, _ members: [String: JSONValue], _ place: SchemaIndex.Place
    ) throws(SchemaFault) -> SchemaRule? {
        guard let text = members[keyword]?.string else { return nil }
        let resolved = try index.resolve(
            text, from: place.resource, at: place.path + [keyword])
        switch resolved.target {
        case .metaSchema(let draft): return .metaSchema(draft)
        case .schema(let target):
            let node = number(of: target)
            let isDynamic =
                index.resources[target.resource].dynamicAnchors[resolved.fragment] != nil
            return keyword == "$dynamicRef" && isDynamic
                ? .dynamicReference(node, name: resolved.fragment) : .reference(node)
        }
    }

    private mutating func child(
        _ keyword: String, _ members: [String: JSONValue], _ place: SchemaIndex.Place
    ) -> Int? {
        members[keyword].map { node($0, place, [keyword]) }
    }

    private mutating func node(
        _ schema: JSONValue, _ place: SchemaIndex.Place, _ steps: [String]
    ) -> Int {
        let path = place.path + steps
        return number(
            of: SchemaIndex.Place(path: path, resource: resource(of: schema, in: place, path)))
    }

    private mutating func children(
        _ keyword: String, _ members: [String: JSONValue], _ place: SchemaIndex.Place
    ) -> [Int]? {
        guard let items = members[keyword]?.array else { return nil }
        var numbers: [Int] = []
        for (position, item) in items.enumerated() {
            numbers.append(node(item, place, [keyword, String(position)]))
        }
        return numbers
    }

    private mutating func map(
        _ keyword: String, _ members: [String: JSONValue], _ place: SchemaIndex.Place
    ) -> [(String, Int)] {
        (members[keyword]?.object ?? [:]).sorted { $0.key < $1.key }.map {
            ($0.key, node($0.value, place, [keyword, $0.key]))
        }
    }

    private static func range(_ low: JSONValue?, _ high: JSONValue?) -> Range<Int>? {
        guard low != nil || high != nil else { return nil }
        let least = low?.int ?? 0
        let most = high?.int.map { $0 == .max ? .max : $0 + 1 } ?? .max
        // An empty range is what no count lies in.
        return least..<max(least, most)
    }

    private func pattern(_ text: String, at path: [String]) throws(SchemaFault) -> TimedPattern {
        do { return try TimedPattern(ECMAPattern.translated(text)) } catch {
            throw SchemaFault(path: path, message: "not a regular expression: \(error.message)")
        }
    }

    private func appendAssertions(
        _ members: [String: JSONValue], _ place: SchemaIndex.Place, _ rules: inout [SchemaRule]
    ) throws(SchemaFault) {
        if let value = members["type"] {
            let words = value.array ?? [value]
            rules.append(.types(words.compactMap { $0.string.flatMap(SchemaType.init) }))
        }
        if let value = members["const"] { rules.append(.equals(value)) }
        if let values = members["enum"]?.array { rules.append(.oneOfValues(values)) }
        if let value = members["multipleOf"] { rules.append(.multipleOf(value)) }
        let bounds: [(String, SchemaRule.NumberBound)] = [
            ("maximum", .maximum), ("exclusiveMaximum", .exclusiveMaximum),
            ("minimum", .minimum), ("exclusiveMinimum", .exclusiveMinimum),
        ]
        for (keyword, bound) in bounds {
            if let limit = members[keyword]?.double { rules.append(.bound(bound, limit)) }
        }
        if let range = Self.range(members["minLength"], members["maxLength"]) {
            rules.append(.lengths(range))
        }
        if let text = members["pattern"]?.string {
            rules.append(.pattern(try pattern(text, at: place.path + ["pattern"])))
        }
    }

    private mutating func appendApplicators(
        _ members: [String: JSONValue], _ place: SchemaIndex.Place, _ rules: inout [SchemaRule]
    ) throws(SchemaFault) {
        if let nodes = children("allOf", members, place) { rules.append(.all(nodes)) }
        if let nodes = children("anyOf", members, place) { rules.append(.any(nodes)) }
        if let nodes = children("oneOf", members, place) { rules.append(.one(nodes)) }
        if let node = child("not", members, place) { rules.append(.not(node)) }
        if let node = child("if", members, place) {
            let then = child("then", members, place)
            let otherwise = child("else", members, place)
            rules.append(.conditional(node, then: then, otherwise: otherwise))
        }
    }

    private mutating func appendObjectRules(
        _ members: [String: JSONValue], _ place: SchemaIndex.Place, _ rules: inout [SchemaRule]
    ) throws(SchemaFault) {
        if let names = members["required"]?.array {
            rules.append(.required(names.compactMap(\.string)))
        }
        if let range = Self.range(members["minProperties"], members["maxProperties"]) {
            rules.append(.memberCounts(range))
        }
        let keywords = ["properties", "patternProperties", "additionalProperties"]
        if keywords.contains(where: { members[$0] != nil }) {
            var matching: [(TimedPattern, Int)] = []
            for (text, node) in map("patternProperties", members, place) {
                let path = place.path + ["patternProperties", text]
                matching.append((try pattern(text, at: path), node))
            }
            let named = Dictionary(
                map("properties", members, place), uniquingKeysWith: { first, _ in first })
            rules.append(
                .members(
                    named: named, matching: matching,
                    others: child("additionalProperties", members, place)))
        }
        if let node = child("propertyNames", members, place) { rules.append(.memberNames(node)) }
        appendDependencies(members, place, &rules)
    }

    private mutating func appendDependencies(
        _ members: [String: JSONValue], _ place: SchemaIndex.Place, _ rules: inout [SchemaRule]
    ) {
        var names: [(String, [String])] = []
        var schemas = index.draft == .seven ? [] : map("dependentSchemas", members, place)
        let lists = index.draft == .seven ? [:] : members["dependentRequired"]?.object ?? [:]
        for (key, value) in lists.sorted(by: { $0.key < $1.key }) {
            names.append((key, (value.array ?? []).compactMap(\.string)))
        }
        let mixed = members["dependencies"]?.object ?? [:]
        for (key, value) in mixed.sorted(by: { $0.key < $1.key }) {
            if let list = value.array {
                names.append((key, list.compactMap(\.string)))
            } else {
                schemas.append((key, node(value, place, ["dependencies", key])))
            }
        }
        if !names.isEmpty { rules.append(.dependentRequired(names)) }
        if !schemas.isEmpty { rules.append(.dependentSchemas(schemas)) }
    }

    private mutating func appendArrayRules(
        _ members: [String: JSONValue], _ place: SchemaIndex.Place, _ rules: inout [SchemaRule]
    ) {
        if let range = Self.range(members["minItems"], members["maxItems"]) {
            rules.append(.itemCounts(range))
        }
        if members["uniqueItems"]?.bool == true { rules.append(.unique) }
        switch index.draft {
        case .seven:
            if let first = children("items", members, place) {
                rules.append(
                    .items(first: first, rest: child("additionalItems", members, place)))
            } else if let rest = child("items", members, place) {
                rules.append(.items(first: [], rest: rest))
            }
            if let node = child("contains", members, place) {
                rules.append(.contains(node, 1..<Int.max))
            }
        case .twentyTwenty:
            let first = children("prefixItems", members, place)
            let rest = child("items", members, place)
            if first != nil || rest != nil { rules.append(.items(first: first ?? [], rest: rest)) }
            if let node = child("contains", members, place) {
                let range = Self.range(members["minContains"] ?? 1, members["maxContains"])
                rules.append(.contains(node, range ?? 1..<Int.max))
            }
        }
    }
}
