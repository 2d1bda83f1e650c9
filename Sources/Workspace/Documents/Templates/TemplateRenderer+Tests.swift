import LanguageModel

/// What may stand after `is`.
enum TemplateTests {
    static let names = [
        "boolean", "defined", "divisibleby", "eq", "equalto", "even", "false", "float", "ge", "gt",
        "in", "integer", "iterable", "le", "lower", "lt", "mapping", "ne", "none", "number", "odd",
        "sequence", "string", "true", "undefined", "upper",
    ]

    /// Whether a value follows the name, with or without brackets.
    static func takesArgument(_ name: String) -> Bool {
        ["divisibleby", "eq", "equalto", "ge", "gt", "in", "le", "lt", "ne"].contains(name)
    }
}

extension TemplateRenderer {
    mutating func test(
        _ name: String, _ base: TemplateExpression, _ arguments: TemplateArguments, at offset: Int
    ) throws(DocumentError) -> Bool {
        if name == "defined" || name == "undefined" {
            var isDefined = true
            if case .undefined = try evaluate(base) { isDefined = false }
            return isDefined == (name == "defined")
        }
        let value = try defined(base)
        if TemplateTests.takesArgument(name) {
            guard arguments.positional.count == 1, arguments.named.isEmpty else {
                throw places.error(.wrongKind, offset, "the test '\(name)' takes one value")
            }
            return try test(name, value, try defined(arguments.positional[0]), at: offset)
        }
        guard arguments.positional.isEmpty, arguments.named.isEmpty else {
            throw places.error(.wrongKind, offset, "the test '\(name)' takes no value")
        }
        switch name {
        case "none": return value.isNull
        case "boolean": return value.bool != nil
        case "true": return value == true
        case "false": return value == false
        case "string": return value.string != nil
        case "number": return value.double != nil
        case "integer": if case .integer = value { return true } else { return false }
        case "float": if case .number = value { return true } else { return false }
        case "mapping": return value.object != nil
        case "sequence", "iterable":
            return value.array != nil || value.object != nil || value.string != nil
        case "odd", "even":
            guard let number = value.int else {
                throw places.error(
                    .wrongKind, offset,
                    "'\(name)' takes a whole number, found \(value.templateKind)")
            }
            return (number % 2 == 0) == (name == "even")
        case "upper", "lower":
            let text = value.templateText
            let isCased = text.unicodeScalars.contains { $0.properties.isCased }
            return isCased && text == (name == "upper" ? text.uppercased() : text.lowercased())
        default: return false
        }
    }

    private mutating func test(
        _ name: String, _ value: JSONValue, _ other: JSONValue, at offset: Int
    ) throws(DocumentError) -> Bool {
        switch name {
        case "eq", "equalto": return value.isTemplateEqual(to: other)
        case "ne": return !value.isTemplateEqual(to: other)
        case "in": return try holds(.contained, value, other, at: offset)
        case "lt": return try holds(.less, value, other, at: offset)
        case "le": return try holds(.lessOrEqual, value, other, at: offset)
        case "gt": return try holds(.greater, value, other, at: offset)
        case "ge": return try holds(.greaterOrEqual, value, other, at: offset)
        default:
            guard let number = value.int, let divisor = other.int, divisor != 0 else {
                throw places.error(
                    .wrongKind, offset, "'divisibleby' takes whole numbers, and not zero")
            }
            return divisor == -1 || number % divisor == 0
        }
    }
}
