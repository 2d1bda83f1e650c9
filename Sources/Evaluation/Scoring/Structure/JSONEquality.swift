import LanguageModel

/// Equality of JSON values: numbers by value, texts by their scalars, objects by their members.
enum JSONEquality {
    /// Whether two values are the same JSON; `1` and `1.0` are, `1` and `true` are not.
    static func equal(_ a: JSONValue, _ b: JSONValue) -> Bool {
        switch (a, b) {
        case (.null, .null): return true
        case (.bool(let a), .bool(let b)): return a == b
        case (.integer(let a), .integer(let b)): return a == b
        case (.integer, .number), (.number, .integer), (.number, .number):
            return a.double == b.double
        case (.string(let a), .string(let b)): return ScalarText.equal(a, b)
        case (.array(let a), .array(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { equal($0, $1) }
        case (.object(let a), .object(let b)):
            guard a.count == b.count else { return false }
            for (key, value) in a {
                // Dictionaries look keys up by canonical equality; scalars decide here.
                guard let index = b.index(forKey: key), ScalarText.equal(b[index].key, key),
                    equal(value, b[index].value)
                else { return false }
            }
            return true
        default: return false
        }
    }

    /// A text that is the same for equal values: a key for finding duplicates.
    static func key(_ value: JSONValue) -> [UInt8] { Array(normalised(value).serialized().utf8) }

    private static func normalised(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let number): Int(exactly: number).map(JSONValue.integer) ?? value
        case .array(let items): .array(items.map(normalised))
        case .object(let members): .object(members.mapValues(normalised))
        case .null, .bool, .integer, .string: value
        }
    }
}
