/// A GGUF model file, version 3, mapped into memory.
///
/// Everything the header says is checked before it is believed: counts against what is left of the
/// file, tensors against their block sizes, the alignment, the file's end and each other. A file
/// that fails is refused with what and why; nothing is read past its end.
///
/// The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
///
/// A class because it owns the mapping, which lives as long as somebody holds this object.
public final class GGUFFile: Sendable {
    /// The path, as it was given.
    public let path: String
    /// The metadata by key.
    public let metadata: [String: GGUFValue]
    /// The metadata's keys in the file's order.
    public let metadataKeys: [String]
    /// The tensors by name.
    public let tensors: [String: TensorInfo]
    /// The tensors in the file's order.
    public let tensorsInOrder: [TensorInfo]
    /// What tensor offsets are multiples of, in bytes.
    public let alignment: Int

    private let storage: ModelBytes

    /// Maps and checks a file.
    ///
    /// - Throws: `ModelFileError` that names the byte, key or tensor at fault.
    public convenience init(path: String) throws(ModelFileError) {
        try self.init(path: path, storage: ModelBytes(mapping: path))
    }

    /// Checks a file that is in memory already.
    ///
    /// - Parameters:
    ///   - bytes: the whole file; they are copied.
    ///   - name: what errors call the file.
    /// - Throws: `ModelFileError` that names the byte, key or tensor at fault.
    public convenience init(bytes: [UInt8], name: String = "model in memory")
        throws(ModelFileError)
    {
        try self.init(path: name, storage: ModelBytes(copying: bytes))
    }

    private init(path: String, storage: ModelBytes) throws(ModelFileError) {
        let header = try GGUFHeader(reading: storage.buffer, path: path)
        self.path = path
        self.storage = storage
        metadata = header.metadata
        metadataKeys = header.metadataKeys
        tensorsInOrder = header.tensors
        tensors = Dictionary(uniqueKeysWithValues: header.tensors.map { ($0.name, $0) })
        alignment = header.alignment
    }

    /// The size of the whole file in bytes.
    public var byteCount: Int { storage.buffer.count }

    /// Hands out the whole file's bytes for the time of a call.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
        -> Result
    { try body(UnsafeRawBufferPointer(storage.buffer)) }

    /// A tensor's bytes, valid for as long as this object lives.
    ///
    /// - Parameter tensor: one of this file's tensors.
    public func bytes(of tensor: TensorInfo) -> UnsafeRawBufferPointer {
        precondition(tensors[tensor.name] == tensor, "the tensor is another file's")
        let end = tensor.fileOffset + tensor.byteCount
        return UnsafeRawBufferPointer(rebasing: storage.buffer[tensor.fileOffset..<end])
    }

    /// The tensor of a name.
    ///
    /// - Throws: `ModelFileError` when the file has none.
    public func tensor(named name: String) throws(ModelFileError) -> TensorInfo {
        guard let tensor = tensors[name] else {
            throw ModelFileError(.malformed, path: path, "has no tensor '\(name)'")
        }
        return tensor
    }

    /// A tensor's numbers as floats, row after row.
    ///
    /// - Throws: `ModelFileError` when the file has no tensor of that name.
    public func dequantized(_ name: String) throws(ModelFileError) -> [Float] {
        let tensor = try tensor(named: name)
        let count = tensor.elementCount
        return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            tensor.type.dequantize(
                bytes(of: tensor), into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initialized = count
        }
    }

    /// Writes one row of a tensor as floats.
    ///
    /// - Parameters:
    ///   - row: the row, in 0..<`rowCount`.
    ///   - tensor: one of this file's tensors.
    ///   - output: room for exactly `rowLength` floats.
    public func dequantize(
        row: Int, of tensor: TensorInfo, into output: UnsafeMutableBufferPointer<Float>
    ) {
        precondition((0..<tensor.rowCount).contains(row), "row \(row) of \(tensor.rowCount)")
        let start = row * tensor.rowBytes
        let bytes = bytes(of: tensor)[start..<start + tensor.rowBytes]
        tensor.type.dequantize(UnsafeRawBufferPointer(rebasing: bytes), into: output)
    }
}
