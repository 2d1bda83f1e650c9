import LanguageModel

/// What an expression gives: a value, nothing by some name, or the state of a loop.
enum TemplateValue: Sendable {
    case value(JSONValue)
    /// Something that was not given; the text names it.
    case undefined(String)
    case loop(TemplateLoopState)
}

/// Where a loop stands.
struct TemplateLoopState: Sendable {
    var index: Int
    var items: [JSONValue]

    func member(_ name: String) -> TemplateValue {
        let count = items.count
        switch name {
        case "index": return .value(.integer(index + 1))
        case "index0": return .value(.integer(index))
        case "revindex": return .value(.integer(count - index))
        case "revindex0": return .value(.integer(count - index - 1))
        case "first": return .value(.bool(index == 0))
        case "last": return .value(.bool(index == count - 1))
        case "length": return .value(.integer(count))
        case "previtem":
            return index > 0 ? .value(items[index - 1]) : .undefined("loop.previtem")
        case "nextitem":
            return index + 1 < count ? .value(items[index + 1]) : .undefined("loop.nextitem")
        default: return .undefined("loop.\(name)")
        }
    }
}

extension JSONValue {
    /// Whether a condition takes the value for true: nothing, false, zero and what is empty are
    /// not.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .number(let value): value != 0
        case .string(let value): !value.isEmpty
        case .array(let value): !value.isEmpty
        case .object(let value): !value.isEmpty
        }
    }

    /// The value as a template prints it: texts as they are, a number with a fraction as Python
    /// writes it, everything else as JSON.
    var templateText: String {
        switch self {
        case .string(let value): value
        case .integer(let value): String(value)
        case .number(let value): Self.decimal(value)
        case .null, .bool: serialized()
        case .array, .object: spaced()
        }
    }

    /// A number with a fraction, always recognisable as one: 2.0, 0.5, 1e-07.
    private static func decimal(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        // Swift and Python print the same shortest digits; they differ in where exponents begin.
        let magnitude = value.magnitude
        let text = "\(value)"
        if magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e16) {
            return text.contains("e") ? expanded(text) : text
        }
        guard let mark = text.firstIndex(of: "e") else { return text }
        var mantissa = String(text[..<mark])
        if mantissa.hasSuffix(".0") { mantissa.removeLast(2) }
        var exponent = String(text[text.index(after: mark)...])
        let sign = exponent.hasPrefix("-") ? "-" : "+"
        exponent = exponent.filter { $0 != "-" && $0 != "+" }
        return mantissa + "e" + sign + (exponent.count < 2 ? "0" + exponent : exponent)
    }

    /// 1.5e-04 without its exponent.
    private static func expanded(_ text: String) -> String {
        guard let value = Double(text) else { return text }
        let canonical = JSONValue.number(value).serialized()
        return canonical.contains(".") ? canonical : canonical + ".0"
    }

    /// JSON with a space after commas and colons and sorted keys, as Python's `json.dumps` writes
    /// it.
    func spaced() -> String {
        var output = ""
        writeSpaced(to: &output)
        return output
    }

    private func writeSpaced(to output: inout String) {
        switch self {
        case .array(let items):
            output += "["
            for (index, item) in items.enumerated() {
                if index > 0 { output += ", " }
                item.writeSpaced(to: &output)
            }
            output += "]"
        case .object(let members):
            output += "{"
            for (index, key) in members.keys.templateSorted.enumerated() {
                if index > 0 { output += ", " }
                output += JSONValue.string(key).serialized() + ": "
                members[key]?.writeSpaced(to: &output)
            }
            output += "}"
        case .number(let value): output += Self.decimal(value)
        default: output += serialized()
        }
    }

    /// Whether two values are the same to a template: 1 and 1.0 are, 1 and true are not.
    func isTemplateEqual(to other: JSONValue) -> Bool {
        if let left = double, let right = other.double { return left == right }
        switch (self, other) {
        case (.array(let left), .array(let right)):
            return left.count == right.count
                && zip(left, right).allSatisfy { $0.isTemplateEqual(to: $1) }
        case (.object(let left), .object(let right)):
            return left.count == right.count
                && left.allSatisfy { key, value in
                    right[key]?.isTemplateEqual(to: value) ?? false
                }
        case (.string(let left), .string(let right)):
            return left.unicodeScalars.elementsEqual(right.unicodeScalars)
        default: return self == other
        }
    }

    /// Whether this comes before another; nil where the two have no order.
    func templatePrecedes(_ other: JSONValue) -> Bool? {
        if let left = double, let right = other.double { return left < right }
        switch (self, other) {
        case (.string(let left), .string(let right)):
            return left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
        case (.bool(let left), .bool(let right)): return !left && right
        case (.array(let left), .array(let right)):
            for (a, b) in zip(left, right) where !a.isTemplateEqual(to: b) {
                return a.templatePrecedes(b)
            }
            return left.count < right.count
        default: return nil
        }
    }

    /// What kind of value this is, for errors.
    var templateKind: String {
        switch self {
        case .null: "none"
        case .bool: "a truth value"
        case .integer, .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "a mapping"
        }
    }
}

extension Sequence<String> {
    /// Keys in the order in which templates meet them: that of their scalars.
    var templateSorted: [String] {
        sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    }
}
