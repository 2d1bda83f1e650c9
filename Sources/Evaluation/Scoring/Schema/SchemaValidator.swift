import LanguageModel

/// One walk over a value by a schema.
struct SchemaValidator {
    let schema: JSONSchema
    let limit: Int
    private(set) var misses: [JSONSchema.Miss] = []
    private var path: [String] = []
    /// The resources entered, outermost first, in which dynamic references are looked up.
    private var scope: [Int] = []
    private var depth = 0
    private var steps = 0
    /// Above 0 while a schema is tried that may fail without harm.
    private var trials = 0

    /// Calls inside one another: more than any value that is read needs with any sane schema.
    private static let maximumDepth = 2_000
    /// Schemas applied in all: keeps hostile pairs of schema and value from running for ever.
    private static let maximumSteps = 4_000_000

    init(schema: JSONSchema, limit: Int) {
        self.schema = schema
        self.limit = limit
    }

    /// What of a value was looked at, for the `unevaluated` keywords.
    struct Evaluated {
        var allMembers = false
        var members: Set<String> = []
        var firstItems = 0
        var items: Set<Int> = []

        mutating func add(_ other: Evaluated) {
            allMembers = allMembers || other.allMembers
            members.formUnion(other.members)
            firstItems = max(firstItems, other.firstItems)
            items.formUnion(other.items)
        }
    }

    /// Holds a value against a node; nil for a miss, else what was looked at.
    mutating func check(_ value: JSONValue, _ number: Int) throws(JSONSchema.Undecided)
        -> Evaluated?
    {
        steps += 1
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw JSONSchema.Undecided(reason: "the schema refers to itself without end")
        }
        guard steps <= Self.maximumSteps else {
            throw JSONSchema.Undecided(reason: "checking the schema takes too long")
        }
        let node = schema.nodes[number]
        let isEntered = scope.last != node.resource
        if isEntered { scope.append(node.resource) }
        defer { if isEntered { scope.removeLast() } }
        var evaluated = Evaluated()
        var holds = true
        for rule in node.rules {
            if try !apply(rule, value, &evaluated) {
                holds = false
                if trials > 0 || misses.count >= limit { return nil }
            }
        }
        return holds ? evaluated : nil
    }

    /// Applies a schema that may fail without the value failing.
    mutating func tries(_ value: JSONValue, _ number: Int) throws(JSONSchema.Undecided)
        -> Evaluated?
    {
        trials += 1
        defer { trials -= 1 }
        return try check(value, number)
    }

    /// Applies a schema to a part of the value.
    mutating func check(_ value: JSONValue, _ number: Int, under key: String)
        throws(JSONSchema.Undecided) -> Bool
    {
        path.append(key)
        defer { path.removeLast() }
        return try check(value, number) != nil
    }

    /// Notes what is missing; false, so that it can be returned.
    mutating func miss(_ message: @autoclosure () -> String) -> Bool {
        if trials == 0, misses.count < limit {
            misses.append(JSONSchema.Miss(path: path, message: message()))
        }
        return false
    }

    mutating func miss(_ message: String, under key: String) -> Bool {
        path.append(key)
        defer { path.removeLast() }
        return miss(message)
    }

    private mutating func apply(
        _ rule: SchemaRule, _ value: JSONValue, _ evaluated: inout Evaluated
    ) throws(JSONSchema.Undecided) -> Bool {
        switch rule {
        case .never: return miss("nothing is allowed here")
        case .types, .equals, .oneOfValues, .multipleOf, .bound, .lengths, .pattern:
            return try assert(rule, value)
        case .reference(let node): return try merge(value, node, &evaluated)
        case .dynamicReference(let node, let name):
            return try merge(value, dynamicTarget(name) ?? node, &evaluated)
        case .metaSchema(let draft):
            do {
                _ = try SchemaIndex(value, draft)
                return true
            } catch { return miss("no schema: \(error)") }
        case .all(let nodes):
            var holds = true
            for node in nodes where try !merge(value, node, &evaluated) { holds = false }
            return holds
        case .any(let nodes):
            var holds = false
            for node in nodes {
                guard let part = try tries(value, node) else { continue }
                holds = true
                evaluated.add(part)
                // All are tried only where it matters what they looked at.
                if !schema.tracksEvaluation { break }
            }
            return holds || miss("fits none of \(nodes.count) alternatives")
        case .one(let nodes):
            var fitting = 0
            for node in nodes {
                guard let part = try tries(value, node) else { continue }
                fitting += 1
                if fitting > 1 { break }
                evaluated.add(part)
            }
            return fitting == 1
                || miss(
                    fitting == 0
                        ? "fits none of \(nodes.count) alternatives"
                        : "fits more than one alternative")
        case .not(let node):
            return try tries(value, node) == nil || miss("is what it must not be")
        case .conditional(let node, let then, let otherwise):
            let condition = try tries(value, node)
            if let condition { evaluated.add(condition) }
            guard let branch = condition != nil ? then : otherwise else { return true }
            return try merge(value, branch, &evaluated)
        case .members, .memberNames, .required, .memberCounts, .dependentRequired,
            .dependentSchemas, .unevaluatedMembers:
            guard let members = value.object else { return true }
            return try applyToObject(rule, value, members, &evaluated)
        case .items, .contains, .unique, .itemCounts, .unevaluatedItems:
            guard let items = value.array else { return true }
            return try applyToArray(rule, items, &evaluated)
        }
    }

    /// Applies a schema to the same value.
    mutating func merge(_ value: JSONValue, _ node: Int, _ evaluated: inout Evaluated)
        throws(JSONSchema.Undecided) -> Bool
    {
        guard let part = try check(value, node) else { return false }
        evaluated.add(part)
        return true
    }

    private func dynamicTarget(_ name: String) -> Int? {
        for resource in scope {
            if let node = schema.dynamicAnchors[resource][name] { return node }
        }
        return nil
    }

    private mutating func assert(_ rule: SchemaRule, _ value: JSONValue)
        throws(JSONSchema.Undecided) -> Bool
    {
        switch rule {
        case .types(let types):
            return types.contains { $0.includes(value) }
                || miss("expected \(types.map(\.rawValue).joined(separator: " or "))")
        case .equals(let wanted):
            return JSONEquality.equal(value, wanted) || miss("expected \(wanted.serialized())")
        case .oneOfValues(let values):
            return values.contains { JSONEquality.equal($0, value) }
                || miss("is none of the \(values.count) allowed values")
        case .multipleOf(let divisor):
            guard value.double != nil else { return true }
            return Self.isMultiple(value, of: divisor)
                || miss("is no multiple of \(divisor.serialized())")
        case .bound(let bound, let limit):
            guard let number = value.double else { return true }
            return bound.holds(number, limit)
                || miss("must be \(bound.rawValue) \(JSONValue.number(limit).serialized())")
        case .lengths(let range):
            guard let text = value.string else { return true }
            return range.contains(text.unicodeScalars.count)
                || miss("the text has \(text.unicodeScalars.count) characters")
        case .pattern(let pattern):
            guard let text = value.string else { return true }
            return try matches(pattern, text) || miss("does not match the pattern")
        default: return true
        }
    }

    func matches(_ pattern: TimedPattern, _ text: String) throws(JSONSchema.Undecided) -> Bool {
        switch pattern.firstMatch(in: text) {
        case .found: return true
        case .none: return false
        case .ranOut:
            throw JSONSchema.Undecided(reason: "a pattern of the schema ran longer than 100 ms")
        }
    }

    private static func isMultiple(_ value: JSONValue, of divisor: JSONValue) -> Bool {
        func decimal(_ value: JSONValue) -> DecimalNumber? {
            switch value {
            case .integer(let value): DecimalNumber(value)
            case .number(let value): DecimalNumber(value)
            default: nil
            }
        }
        guard let value = decimal(value), let divisor = decimal(divisor) else { return false }
        return value.isMultiple(of: divisor)
    }
}
