/// Appends GGUF's primitive values, little-endian.
struct GGUFEncoder {
    var bytes: [UInt8] = []

    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    mutating func append(_ text: String) {
        append(UInt64(text.utf8.count))
        bytes += text.utf8
    }

    /// A metadata value with its type before it.
    mutating func append(_ value: GGUFValue) {
        switch value {
        case .uint8(let value): append(0, value)
        case .int8(let value): append(1, value)
        case .uint16(let value): append(2, value)
        case .int16(let value): append(3, value)
        case .uint32(let value): append(4, value)
        case .int32(let value): append(5, value)
        case .float32(let value): append(6, value.bitPattern)
        case .bool(let value): append(7, UInt8(value ? 1 : 0))
        case .string(let value):
            append(UInt32(8))
            append(value)
        case .array(let array):
            append(UInt32(9))
            append(array)
        case .uint64(let value): append(10, value)
        case .int64(let value): append(11, value)
        case .float64(let value): append(12, value.bitPattern)
        }
    }

    private mutating func append(_ kind: UInt32, _ value: some FixedWidthInteger) {
        append(kind)
        append(value)
    }

    private mutating func append(_ array: GGUFArray) {
        switch array {
        case .uint8(let items): append(0, items)
        case .int8(let items): append(1, items)
        case .uint16(let items): append(2, items)
        case .int16(let items): append(3, items)
        case .uint32(let items): append(4, items)
        case .int32(let items): append(5, items)
        case .float32(let items): append(6, items.map(\.bitPattern))
        case .bool(let items): append(7, items.map { UInt8($0 ? 1 : 0) })
        case .string(let items):
            append(UInt32(8))
            append(UInt64(items.count))
            for item in items { append(item) }
        case .uint64(let items): append(10, items)
        case .int64(let items): append(11, items)
        case .float64(let items): append(12, items.map(\.bitPattern))
        }
    }

    private mutating func append(_ kind: UInt32, _ items: [some FixedWidthInteger]) {
        append(kind)
        append(UInt64(items.count))
        for item in items { append(item) }
    }
}
