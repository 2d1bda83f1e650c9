/// A metadata value of a GGUF file, in the width that the file gives it.
public enum GGUFValue: Sendable, Hashable {
    case uint8(UInt8)
    case int8(Int8)
    case uint16(UInt16)
    case int16(Int16)
    case uint32(UInt32)
    case int32(Int32)
    case uint64(UInt64)
    case int64(Int64)
    case float32(Float)
    case float64(Double)
    case bool(Bool)
    case string(String)
    case array(GGUFArray)
}

/// A metadata array; GGUF arrays hold one type, and Conduct reads no arrays of arrays.
public enum GGUFArray: Sendable, Hashable {
    case uint8([UInt8])
    case int8([Int8])
    case uint16([UInt16])
    case int16([Int16])
    case uint32([UInt32])
    case int32([Int32])
    case uint64([UInt64])
    case int64([Int64])
    case float32([Float])
    case float64([Double])
    case bool([Bool])
    case string([String])
}

extension GGUFValue {
    /// The text of a string, else nil.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The truth value, else nil.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// Any whole number that fits, else nil.
    public var int: Int? {
        switch self {
        case .uint8(let value): Int(value)
        case .int8(let value): Int(value)
        case .uint16(let value): Int(value)
        case .int16(let value): Int(value)
        case .uint32(let value): Int(exactly: value)
        case .int32(let value): Int(value)
        case .uint64(let value): Int(exactly: value)
        case .int64(let value): Int(exactly: value)
        default: nil
        }
    }
    /// Any number as a double, else nil.
    public var double: Double? {
        switch self {
        case .float32(let value): Double(value)
        case .float64(let value): value
        default: int.map(Double.init)
        }
    }
    /// The items of an array of strings, else nil.
    public var strings: [String]? {
        if case .array(.string(let items)) = self { items } else { nil }
    }
    /// The items of an array of whole numbers that all fit, else nil.
    public var ints: [Int]? {
        guard case .array(let array) = self else { return nil }
        return switch array {
        case .uint8(let items): items.map(Int.init)
        case .int8(let items): items.map(Int.init)
        case .uint16(let items): items.map(Int.init)
        case .int16(let items): items.map(Int.init)
        case .int32(let items): items.map(Int.init)
        case .uint32(let items): items.compactMap { Int(exactly: $0) }.ifCount(items.count)
        case .uint64(let items): items.compactMap { Int(exactly: $0) }.ifCount(items.count)
        case .int64(let items): items.compactMap { Int(exactly: $0) }.ifCount(items.count)
        default: nil
        }
    }

    /// What the value is, for messages: "u32", "string", "array of 3 f32".
    public var kind: String {
        switch self {
        case .uint8: "u8"
        case .int8: "i8"
        case .uint16: "u16"
        case .int16: "i16"
        case .uint32: "u32"
        case .int32: "i32"
        case .uint64: "u64"
        case .int64: "i64"
        case .float32: "f32"
        case .float64: "f64"
        case .bool: "bool"
        case .string: "string"
        case .array(let array): "array of \(array.count) \(array.elementKind)"
        }
    }
}

extension GGUFArray {
    /// How many items the array has.
    public var count: Int {
        switch self {
        case .uint8(let items): items.count
        case .int8(let items): items.count
        case .uint16(let items): items.count
        case .int16(let items): items.count
        case .uint32(let items): items.count
        case .int32(let items): items.count
        case .uint64(let items): items.count
        case .int64(let items): items.count
        case .float32(let items): items.count
        case .float64(let items): items.count
        case .bool(let items): items.count
        case .string(let items): items.count
        }
    }

    fileprivate var elementKind: String {
        switch self {
        case .uint8: "u8"
        case .int8: "i8"
        case .uint16: "u16"
        case .int16: "i16"
        case .uint32: "u32"
        case .int32: "i32"
        case .uint64: "u64"
        case .int64: "i64"
        case .float32: "f32"
        case .float64: "f64"
        case .bool: "bool"
        case .string: "string"
        }
    }
}

extension Array {
    fileprivate func ifCount(_ expected: Int) -> Self? { count == expected ? self : nil }
}
