/// A JSON value.
///
/// Whole numbers that fit are `integer`, all others `number`; the two compare equal only when
/// they are the same case, so read numbers through `double` or `int`. An object's keys have no
/// order: output is sorted, so that equal values print equally.
@frozen
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
}

extension JSONValue {
    /// Whether two values are the same case and hold the same; strings and keys are compared
    /// scalar by scalar, not by canonical equivalence, so that equal values print equally.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.allSatisfy { key, value in
                    guard let index = right.index(forKey: key) else { return false }
                    return right.keys[index].utf8.elementsEqual(key.utf8)
                        && right.values[index] == value
                }
        default: false
        }
    }

    /// The text of a string, else nil.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The truth value, else nil.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The items of an array, else nil.
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    /// The members of an object, else nil.
    public var object: [String: JSONValue]? {
        if case .object(let value) = self { value } else { nil }
    }
    /// Any number as a double, else nil.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
    /// A number without fraction as an integer, else nil.
    public var int: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }
    /// Whether this is `null`.
    public var isNull: Bool { self == .null }

    /// The member of an object, nil when absent or when this is no object.
    public subscript(key: String) -> JSONValue? { object?[key] }
    /// The item of an array, nil when out of range or when this is no array.
    public subscript(index: Int) -> JSONValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Null.
    public init(nilLiteral: ()) { self = .null }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// An array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object; the last of equal keys wins.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}
