/// How a safetensors tensor's numbers are stored, of the types that Conduct reads.
public enum SafetensorsType: String, Sendable, Hashable, CaseIterable {
    case f64 = "F64"
    case f32 = "F32"
    case f16 = "F16"
    case bf16 = "BF16"

    /// Bytes per number.
    public var byteCount: Int {
        switch self {
        case .f64: 8
        case .f32: 4
        case .f16, .bf16: 2
        }
    }
}

/// A safetensors file, mapped into memory and checked before it is believed.
///
/// The format: eight bytes with the length of a JSON header, the header, and the tensors' bytes
/// without holes or overlaps (https://github.com/huggingface/safetensors).
public struct SafetensorsFile: Sendable {
    /// Where a tensor lies.
    public struct Tensor: Sendable, Hashable {
        /// How the numbers are stored.
        public let type: SafetensorsType
        /// The extents, slowest first; empty for a single number.
        public let shape: [Int]
        /// The places of its bytes in the file.
        let range: Range<Int>
        /// How many numbers there are.
        public var count: Int { range.count / type.byteCount }
    }

    /// The path, as it was given.
    public let path: String
    /// The tensors by name.
    public let tensors: [String: Tensor]
    /// The header's `__metadata__`.
    public let metadata: [String: String]
    private let storage: ModelBytes

    /// Maps and checks a file.
    ///
    /// - Throws: `ModelFileError` that names the byte or tensor at fault.
    public init(path: String) throws(ModelFileError) {
        try self.init(path: path, storage: ModelBytes(mapping: path))
    }

    /// Checks a file that is in memory already.
    ///
    /// - Parameters:
    ///   - bytes: the whole file; they are copied.
    ///   - name: what errors call the file.
    /// - Throws: `ModelFileError` that names the byte or tensor at fault.
    public init(bytes: [UInt8], name: String = "tensors in memory") throws(ModelFileError) {
        try self.init(path: name, storage: ModelBytes(copying: bytes))
    }

    private init(path: String, storage: ModelBytes) throws(ModelFileError) {
        let header = try SafetensorsHeader(reading: storage.buffer, path: path)
        self.path = path
        self.storage = storage
        tensors = header.tensors
        metadata = header.metadata
    }

    /// The tensor of a name.
    ///
    /// - Throws: `ModelFileError` when the file has none.
    public func tensor(named name: String) throws(ModelFileError) -> Tensor {
        guard let tensor = tensors[name] else {
            throw ModelFileError(
                .malformed, path: path, "has no tensor '\(name)'",
                advice: "save the file again with the program that made it")
        }
        return tensor
    }

    /// A tensor's numbers in their order.
    ///
    /// - Throws: `ModelFileError` when the file has no tensor of that name.
    public func floats(_ name: String) throws(ModelFileError) -> [Float] {
        let tensor = try tensor(named: name)
        let bytes = UnsafeRawBufferPointer(rebasing: storage.buffer[tensor.range])
        func bits<T: FixedWidthInteger & BitwiseCopyable>(_ index: Int, _ type: T.Type) -> T {
            let width = MemoryLayout<T>.size
            return T(
                littleEndian: bytes.loadUnaligned(fromByteOffset: index * width, as: T.self))
        }
        return (0..<tensor.count).map { index in
            switch tensor.type {
            case .f64: Float(Double(bitPattern: bits(index, UInt64.self)))
            case .f32: Float(bitPattern: bits(index, UInt32.self))
            case .f16: Float(half: bits(index, UInt16.self))
            case .bf16: Float(brain: bits(index, UInt16.self))
            }
        }
    }

    /// The numbers of a float64 tensor.
    ///
    /// - Throws: `ModelFileError` when the file has no float64 tensor of that name.
    public func doubles(_ name: String) throws(ModelFileError) -> [Double] {
        let tensor = try tensor(named: name)
        guard tensor.type == .f64 else {
            throw ModelFileError(
                .malformed, path: path, "'\(name)' is \(tensor.type.rawValue), not F64",
                advice: "save the file again with the program that made it")
        }
        let bytes = storage.buffer
        return (0..<tensor.count).map { index in
            Double(
                bitPattern: UInt64(
                    littleEndian: bytes.loadUnaligned(
                        fromByteOffset: tensor.range.lowerBound + 8 * index, as: UInt64.self)))
        }
    }
}
