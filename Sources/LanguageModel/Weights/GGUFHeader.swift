/// Reads what precedes a GGUF file's tensor data, and checks that the data is where it should be.
struct GGUFHeader {
    private(set) var metadata: [String: GGUFValue] = [:]
    private(set) var metadataKeys: [String] = []
    private(set) var tensors: [TensorInfo] = []
    private(set) var alignment = 32

    /// The alignment of files that name none.
    static let defaultAlignment = 32
    /// The longest tensor name that the format allows, in bytes.
    static let longestTensorName = 64

    init(reading bytes: UnsafeRawBufferPointer, path: String) throws(ModelFileError) {
        var cursor = ByteCursor(bytes, path: path)
        try Self.readPreamble(&cursor)
        // A tensor's entry takes at least 8 + 0 + 4 + 8 + 4 + 8 bytes, a key's 8 + 0 + 4 + 1.
        let tensorCount = try cursor.count(of: "tensors", unit: 32)
        let keyCount = try cursor.count(of: "metadata keys", unit: 13)
        try readMetadata(&cursor, count: keyCount)
        try readAlignment(path: path)
        var entries: [Entry] = []
        entries.reserveCapacity(tensorCount)
        for index in 0..<tensorCount { entries.append(try Self.readEntry(&cursor, index: index)) }
        tensors = try place(entries, after: cursor.position, fileSize: bytes.count, path: path)
    }

    // MARK: Magic and version

    private static func readPreamble(_ cursor: inout ByteCursor) throws(ModelFileError) {
        let path = cursor.path
        let magic = try cursor.take(4, "the magic number 'GGUF'")
        guard magic.elementsEqual("GGUF".utf8) else {
            let hint =
                magic.elementsEqual("PK\u{3}\u{4}".utf8)
                ? "it is a zip archive (a Python wheel or a PyTorch checkpoint)"
                : "it begins with the bytes \(Array(magic).hexadecimal)"
            throw ModelFileError(.notGGUF, path: path, "is not a GGUF file: \(hint)")
        }
        let version = try cursor.integer(UInt32.self, "the version")
        guard version != 3 else { return }
        if version.byteSwapped == 3 {
            throw ModelFileError(
                .unsupported, path: path, "is a big-endian GGUF file",
                advice: "convert it with gguf-py's gguf_convert_endian")
        }
        throw ModelFileError(
            .unsupported, path: path, "is GGUF version \(version), but version 3 was expected",
            advice: "convert the model again with a current llama.cpp")
    }

    // MARK: Metadata

    private mutating func readMetadata(_ cursor: inout ByteCursor, count: Int)
        throws(ModelFileError)
    {
        for index in 0..<count {
            let key = try cursor.string("metadata key \(index + 1)")
            let kind = try cursor.integer(UInt32.self, "the type of '\(key)'")
            let value = try Self.readValue(&cursor, kind: kind, key: key)
            guard metadata.updateValue(value, forKey: key) == nil else {
                throw ModelFileError(
                    .malformed, path: cursor.path, "the metadata key '\(key)' appears twice")
            }
            metadataKeys.append(key)
        }
    }

    private static func readValue(_ cursor: inout ByteCursor, kind: UInt32, key: String)
        throws(ModelFileError) -> GGUFValue
    {
        switch kind {
        case 0: return .uint8(try cursor.integer(UInt8.self, "'\(key)'"))
        case 1: return .int8(try cursor.integer(Int8.self, "'\(key)'"))
        case 2: return .uint16(try cursor.integer(UInt16.self, "'\(key)'"))
        case 3: return .int16(try cursor.integer(Int16.self, "'\(key)'"))
        case 4: return .uint32(try cursor.integer(UInt32.self, "'\(key)'"))
        case 5: return .int32(try cursor.integer(Int32.self, "'\(key)'"))
        case 6: return .float32(Float(bitPattern: try cursor.integer(UInt32.self, "'\(key)'")))
        case 7: return .bool(try readBool(cursor.integer(UInt8.self, "'\(key)'"), key, cursor.path))
        case 8: return .string(try cursor.string("'\(key)'"))
        case 9: return .array(try readArray(&cursor, key: key))
        case 10: return .uint64(try cursor.integer(UInt64.self, "'\(key)'"))
        case 11: return .int64(try cursor.integer(Int64.self, "'\(key)'"))
        case 12: return .float64(Double(bitPattern: try cursor.integer(UInt64.self, "'\(key)'")))
        default:
            throw ModelFileError(
                .malformed, path: cursor.path,
                "the metadata key '\(key)' has type \(kind), but GGUF's types are 0 to 12")
        }
    }

    private static func readArray(_ cursor: inout ByteCursor, key: String) throws(ModelFileError)
        -> GGUFArray
    {
        let what = "'\(key)'"
        let kind = try cursor.integer(UInt32.self, "the element type of \(what)")
        let widths = [1, 1, 2, 2, 4, 4, 4, 1, 8, 0, 8, 8, 8]
        guard kind < widths.count else {
            throw ModelFileError(
                .malformed, path: cursor.path,
                "the array \(what) has element type \(kind), but GGUF's types are 0 to 12")
        }
        guard kind != 9 else {
            throw ModelFileError(
                .unsupported, path: cursor.path,
                "the metadata key \(what) is an array of arrays, which no Llama model needs")
        }
        let count = try cursor.count(of: "items of \(what)", unit: widths[Int(kind)])
        switch kind {
        case 0: return .uint8(try cursor.items(UInt8.self, count: count, what))
        case 1: return .int8(try cursor.items(Int8.self, count: count, what))
        case 2: return .uint16(try cursor.items(UInt16.self, count: count, what))
        case 3: return .int16(try cursor.items(Int16.self, count: count, what))
        case 4: return .uint32(try cursor.items(UInt32.self, count: count, what))
        case 5: return .int32(try cursor.items(Int32.self, count: count, what))
        case 6:
            let bits = try cursor.items(UInt32.self, count: count, what)
            return .float32(bits.map { Float(bitPattern: $0) })
        case 7:
            var truths: [Bool] = []
            truths.reserveCapacity(count)
            for byte in try cursor.items(UInt8.self, count: count, what) {
                truths.append(try readBool(byte, key, cursor.path))
            }
            return .bool(truths)
        case 8:
            var strings: [String] = []
            strings.reserveCapacity(count)
            for index in 0..<count { strings.append(try cursor.string("item \(index) of \(what)")) }
            return .string(strings)
        case 10: return .uint64(try cursor.items(UInt64.self, count: count, what))
        case 11: return .int64(try cursor.items(Int64.self, count: count, what))
        default:
            let bits = try cursor.items(UInt64.self, count: count, what)
            return .float64(bits.map { Double(bitPattern: $0) })
        }
    }

    private static func readBool(_ byte: UInt8, _ key: String, _ path: String)
        throws(ModelFileError) -> Bool
    {
        guard byte <= 1 else {
            throw ModelFileError(
                .malformed, path: path, "'\(key)' holds the byte \(byte) where a bool (0 or 1) is")
        }
        return byte == 1
    }

    private mutating func readAlignment(path: String) throws(ModelFileError) {
        alignment = Self.defaultAlignment
        guard let value = metadata["general.alignment"] else { return }
        guard let given = value.int, given >= 8, given <= 1 << 20, given.nonzeroBitCount == 1 else {
            throw ModelFileError(
                .malformed, path: path,
                "general.alignment must be a power of two from 8 to 1048576")
        }
        alignment = given
    }
}
