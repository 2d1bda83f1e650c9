import LanguageModel

/// The filters by name; what each does is in the files beside this one.
enum TemplateFilters {
    /// Their parameters by name, in order; those from `required` on may be left out.
    struct Signature: Sendable {
        let parameters: [String]
        let required: Int

        init(_ parameters: [String] = [], required: Int = 0) {
            self.parameters = parameters
            self.required = required
        }
    }

    static let signatures: [String: Signature] = [
        "abs": Signature(), "capitalize": Signature(), "count": Signature(),
        "d": Signature(["default_value", "boolean"]),
        "default": Signature(["default_value", "boolean"]), "dictsort": Signature(),
        "dump": Signature(["indent"]), "first": Signature(), "float": Signature(["default"]),
        "indent": Signature(["width", "first"]), "int": Signature(["default"]),
        "items": Signature(), "join": Signature(["d", "attribute"]), "last": Signature(),
        "length": Signature(), "list": Signature(), "load": Signature(), "lower": Signature(),
        "map": Signature(["attribute"], required: 1), "max": Signature(), "min": Signature(),
        "rejectattr": Signature(["attribute", "test", "value"], required: 1),
        "replace": Signature(["old", "new", "count"], required: 2), "reverse": Signature(),
        "round": Signature(["precision", "method"]), "safe": Signature(),
        "selectattr": Signature(["attribute", "test", "value"], required: 1),
        "sort": Signature(["reverse", "case_sensitive", "attribute"]),
        "split": Signature(["separator"]), "string": Signature(),
        "sum": Signature(["attribute", "start"]), "title": Signature(),
        "tojson": Signature(["indent"]), "trim": Signature(["chars"]),
        "truncate": Signature(["length", "killwords", "end"]),
        "unique": Signature(["case_sensitive", "attribute"]), "upper": Signature(),
        "wordcount": Signature(),
    ]

    /// The names, in alphabetical order.
    static let names = signatures.keys.sorted()
}

/// A filter's arguments by name.
struct TemplateFilterCall {
    let name: String
    let offset: Int
    let places: TemplatePlaces
    var arguments: [String: JSONValue] = [:]

    func text(_ key: String, default fallback: String) throws(DocumentError) -> String {
        guard let value = arguments[key], !value.isNull else { return fallback }
        guard let text = value.string else { throw wrong(key, "a text", value) }
        return text
    }

    func whole(_ key: String, default fallback: Int) throws(DocumentError) -> Int {
        guard let value = arguments[key], !value.isNull else { return fallback }
        guard let number = value.int else { throw wrong(key, "a whole number", value) }
        return number
    }

    func flag(_ key: String, default fallback: Bool = false) -> Bool {
        arguments[key]?.isTruthy ?? fallback
    }

    /// An error about the value that the filter was given.
    func takes(_ expected: String, _ value: JSONValue) -> DocumentError {
        places.error(
            .wrongKind, offset, "'\(name)' takes \(expected), found \(value.templateKind)")
    }

    private func wrong(_ key: String, _ expected: String, _ value: JSONValue) -> DocumentError {
        places.error(
            .wrongKind, offset,
            "'\(key)' of '\(name)' is \(expected), found \(value.templateKind)")
    }
}

extension TemplateRenderer {
    mutating func filter(
        _ name: String, _ base: TemplateExpression, _ arguments: TemplateArguments, at offset: Int
    ) throws(DocumentError) -> JSONValue {
        let call = try filterCall(name, arguments, at: offset)
        if name == "default" || name == "d" {
            let fallback = call.arguments["default_value"] ?? ""
            guard case .value(let value) = try evaluate(base) else { return fallback }
            return call.flag("boolean") && !value.isTruthy ? fallback : value
        }
        let value = try defined(base)
        if let result = try textFilter(value, call) { return result }
        if let result = try listFilter(value, call) { return result }
        return try numberFilter(value, call)
    }

    private mutating func filterCall(
        _ name: String, _ arguments: TemplateArguments, at offset: Int
    ) throws(DocumentError) -> TemplateFilterCall {
        var call = TemplateFilterCall(name: name, offset: offset, places: places)
        let signature = TemplateFilters.signatures[name] ?? .init()
        guard arguments.positional.count <= signature.parameters.count else {
            throw places.error(
                .wrongKind, offset,
                "'\(name)' takes at most \(signature.parameters.count) arguments")
        }
        for (key, argument) in zip(signature.parameters, arguments.positional) {
            call.arguments[key] = try defined(argument)
        }
        for (key, argument) in arguments.named {
            guard signature.parameters.contains(key) else {
                throw places.error(
                    .wrongKind, argument.offset, "'\(name)' has no argument '\(key)'",
                    suggestion: Spelling.suggestion(
                        for: key, among: signature.parameters, naming: "its arguments"))
            }
            call.arguments[key] = try defined(argument)
        }
        for key in signature.parameters.prefix(signature.required) where call.arguments[key] == nil
        {
            throw places.error(.missingKey, offset, "'\(name)' needs the argument '\(key)'")
        }
        return call
    }

    private mutating func numberFilter(_ value: JSONValue, _ call: TemplateFilterCall)
        throws(DocumentError) -> JSONValue
    {
        switch call.name {
        case "abs":
            if case .integer(let number) = value, number != .min { return .integer(abs(number)) }
            guard let number = value.double else { throw call.takes("a number", value) }
            return .number(abs(number))
        case "round":
            guard let number = value.double else { throw call.takes("a number", value) }
            let precision = try call.whole("precision", default: 0)
            let method = try call.text("method", default: "common")
            guard (-300...300).contains(precision) else {
                throw call.places.error(.invalidValue, call.offset, "the precision is too large")
            }
            guard let rounded = DecimalRounding.round(number, precision, method) else {
                throw call.places.error(
                    .invalidValue, call.offset, "'\(method)' is none of common, ceil, floor")
            }
            return .number(rounded)
        case "int":
            let fallback = call.arguments["default"] ?? 0
            switch value {
            case .integer: return value
            case .bool(let value): return .integer(value ? 1 : 0)
            case .number(let number):
                return Int(exactly: number.rounded(.towardZero)).map { .integer($0) } ?? fallback
            case .string(let text):
                let trimmed = text.trimmingASCIIWhitespace()
                if let number = Int(trimmed) { return .integer(number) }
                let number = Double(trimmed)?.rounded(.towardZero)
                return number.flatMap { Int(exactly: $0) }.map { .integer($0) } ?? fallback
            default: return fallback
            }
        default:
            let fallback = call.arguments["default"] ?? 0.0
            switch value {
            case .integer(let number): return .number(Double(number))
            case .number: return value
            case .bool(let value): return .number(value ? 1 : 0)
            case .string(let text):
                return Double(text.trimmingASCIIWhitespace()).map { .number($0) } ?? fallback
            default: return fallback
            }
        }
    }
}
