import LanguageModel

/// A statement of a template.
indirect enum TemplateNode: Sendable {
    case text(String)
    case output(TemplateExpression)
    /// The branches in order; the last has no condition where there is an else.
    case conditional([(condition: TemplateExpression?, body: [TemplateNode])])
    case loop(TemplateLoop)
    case set(name: String, TemplateExpression)
    case capture(name: String, [TemplateNode])
}

/// `{% for a, b in items if condition %} … {% else %} … {% endfor %}`
struct TemplateLoop: Sendable {
    var names: [String]
    var items: TemplateExpression
    var filter: TemplateExpression?
    var body: [TemplateNode]
    var otherwise: [TemplateNode]
    var offset: Int
}

/// An expression of a template with its place in bytes.
struct TemplateExpression: Sendable {
    indirect enum Kind: Sendable {
        case literal(JSONValue)
        case name(String)
        case list([TemplateExpression])
        case mapping([(key: TemplateExpression, value: TemplateExpression)])
        case member(TemplateExpression, String)
        case index(TemplateExpression, TemplateExpression)
        case slice(TemplateExpression, from: TemplateExpression?, to: TemplateExpression?)
        case method(TemplateExpression, String, TemplateArguments)
        case call(String, TemplateArguments)
        case filter(TemplateExpression, String, TemplateArguments)
        case test(TemplateExpression, String, TemplateArguments, isNegated: Bool)
        case negate(TemplateExpression)
        case not(TemplateExpression)
        case and(TemplateExpression, TemplateExpression)
        case or(TemplateExpression, TemplateExpression)
        case arithmetic(TemplateOperator, TemplateExpression, TemplateExpression)
        /// `a < b <= c`: each link must hold.
        case comparison(TemplateExpression, [(TemplateComparison, TemplateExpression)])
        case conditional(
            then: TemplateExpression, condition: TemplateExpression, else: TemplateExpression?)
    }

    let kind: Kind
    let offset: Int
}

/// What stands in the brackets of a filter, test or call.
struct TemplateArguments: Sendable {
    var positional: [TemplateExpression] = []
    var named: [(name: String, value: TemplateExpression)] = []
}

enum TemplateOperator: String, Sendable {
    case add = "+", subtract = "-", multiply = "*", divide = "/", floorDivide = "//"
    case modulo = "%", power = "**", concatenate = "~"
}

enum TemplateComparison: String, Sendable {
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">"
    case greaterOrEqual = ">=", contained = "in", notContained = "not in"
}
