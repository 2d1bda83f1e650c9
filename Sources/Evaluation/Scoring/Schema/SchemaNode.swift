import LanguageModel

/// A compiled schema: what it demands, in the order in which it is checked.
struct SchemaNode: Sendable {
    /// The resource that it belongs to: part of the dynamic scope.
    var resource: Int
    var rules: [SchemaRule]
}

/// One demand of a schema; schemas inside it are numbers of nodes.
enum SchemaRule: Sendable {
    case never
    case types([SchemaType])
    case equals(JSONValue)
    case oneOfValues([JSONValue])
    case multipleOf(JSONValue)
    case bound(NumberBound, Double)
    case lengths(Range<Int>)
    case pattern(TimedPattern)
    case reference(Int)
    case dynamicReference(Int, name: String)
    case metaSchema(SchemaDraft)
    case all([Int])
    case any([Int])
    case one([Int])
    case not(Int)
    case conditional(Int, then: Int?, otherwise: Int?)
    case members(named: [String: Int], matching: [(TimedPattern, Int)], others: Int?)
    case memberNames(Int)
    case required([String])
    case memberCounts(Range<Int>)
    case dependentRequired([(String, [String])])
    case dependentSchemas([(String, Int)])
    case items(first: [Int], rest: Int?)
    case contains(Int, Range<Int>)
    case unique
    case itemCounts(Range<Int>)
    case unevaluatedMembers(Int)
    case unevaluatedItems(Int)

    enum NumberBound: String, Sendable {
        case maximum = "at most"
        case exclusiveMaximum = "less than"
        case minimum = "at least"
        case exclusiveMinimum = "more than"

        func holds(_ value: Double, _ limit: Double) -> Bool {
            switch self {
            case .maximum: value <= limit
            case .exclusiveMaximum: value < limit
            case .minimum: value >= limit
            case .exclusiveMinimum: value > limit
            }
        }
    }
}
