/// Builds a GGUF file, version 3: metadata first, then tensors, each at a multiple of the
/// alignment.
///
/// ```swift
/// var writer = GGUFWriter()
/// writer.set("general.architecture", .string("llama"))
/// try writer.add("output_norm.weight", dimensions: [4], type: .f32, values: [1, 1, 1, 1])
/// try writer.write(to: "model.gguf")
/// ```
public struct GGUFWriter: Sendable {
    /// What tensor offsets are multiples of; a power of two from 8. Written as
    /// `general.alignment` where it is not the default of 32.
    public let alignment: Int
    private var metadata: [(key: String, value: GGUFValue)] = []
    private var tensors: [Tensor] = []

    private struct Tensor: Sendable {
        let name: String
        let dimensions: [Int]
        let type: TensorType
        let byteCount: Int
        let bytes: @Sendable () throws(ModelFileError) -> [UInt8]
    }

    /// Starts an empty file.
    public init(alignment: Int = 32) {
        precondition(alignment >= 8 && alignment.nonzeroBitCount == 1, "a power of two from 8")
        self.alignment = alignment
        if alignment != 32 {
            set("general.alignment", .uint32(UInt32(alignment)))
        }
    }

    /// Sets a metadata key; setting it again replaces the value in its place.
    public mutating func set(_ key: String, _ value: GGUFValue) {
        if let index = metadata.firstIndex(where: { $0.key == key }) {
            metadata[index].value = value
        } else {
            metadata.append((key, value))
        }
    }

    /// Adds a tensor whose bytes are made when the file is written.
    ///
    /// - Parameters:
    ///   - name: 1 to 64 bytes, unused so far.
    ///   - dimensions: 1 to 4 positive extents, fastest first; the first a multiple of the type's
    ///     block size.
    ///   - type: how the numbers are stored.
    ///   - bytes: gives exactly the bytes of the tensor's blocks.
    public mutating func add(
        _ name: String, dimensions: [Int], type: TensorType,
        bytes: @escaping @Sendable () throws(ModelFileError) -> [UInt8]
    ) {
        precondition((1...GGUFHeader.longestTensorName).contains(name.utf8.count), "name length")
        precondition((1...4).contains(dimensions.count) && dimensions.allSatisfy { $0 > 0 })
        precondition(dimensions[0] % type.blockSize == 0, "\(name): rows of whole blocks")
        precondition(!tensors.contains { $0.name == name }, "\(name) is there already")
        let count = dimensions.reduce(1, *) / type.blockSize * type.blockBytes
        tensors.append(
            Tensor(
                name: name, dimensions: dimensions, type: type, byteCount: count, bytes: bytes))
    }

    /// Adds a tensor of numbers.
    ///
    /// - Parameters:
    ///   - name: 1 to 64 bytes, unused so far.
    ///   - dimensions: 1 to 4 positive extents, fastest first.
    ///   - type: F32, F16, BF16 or Q8_0.
    ///   - values: as many numbers as the dimensions say, row after row.
    public mutating func add(
        _ name: String, dimensions: [Int], type: TensorType, values: [Float]
    ) {
        precondition(values.count == dimensions.reduce(1, *), "\(name): count of values")
        let bytes = type.quantized(values)
        add(name, dimensions: dimensions, type: type) { () throws(ModelFileError) in bytes }
    }

    /// The whole file's bytes.
    ///
    /// - Throws: what a tensor's closure throws.
    public func serialized() throws(ModelFileError) -> [UInt8] {
        var result: [UInt8] = []
        try write { (bytes: [UInt8]) throws(ModelFileError) in result += bytes }
        return result
    }

    /// Writes the file under a temporary name and renames it into place, so that nobody ever sees
    /// half a model.
    ///
    /// - Throws: `ModelFileError` when the disk refuses, or what a tensor's closure throws.
    public func write(to path: String) throws(ModelFileError) {
        let file = try PartialFile(for: path)
        do throws(ModelFileError) {
            try write(to: file.append)
            try file.finish()
        } catch {
            file.discard()
            throw error
        }
    }

    /// Gives the file's bytes piece by piece.
    func write(to sink: ([UInt8]) throws(ModelFileError) -> Void) throws(ModelFileError) {
        var header = GGUFEncoder()
        header.bytes += "GGUF".utf8
        header.append(UInt32(3))
        header.append(UInt64(tensors.count))
        header.append(UInt64(metadata.count))
        for (key, value) in metadata {
            header.append(key)
            header.append(value)
        }
        var offset = 0
        for tensor in tensors {
            header.append(tensor.name)
            header.append(UInt32(tensor.dimensions.count))
            for extent in tensor.dimensions { header.append(UInt64(extent)) }
            header.append(tensor.type.rawValue)
            header.append(UInt64(offset))
            offset += padded(tensor.byteCount)
        }
        header.bytes += padding(after: header.bytes.count)
        try sink(header.bytes)
        for tensor in tensors {
            let bytes = try tensor.bytes()
            precondition(bytes.count == tensor.byteCount, "\(tensor.name): count of bytes")
            try sink(bytes)
            try sink(padding(after: bytes.count))
        }
    }

    private func padded(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }
    private func padding(after count: Int) -> [UInt8] {
        Array(repeating: 0, count: padded(count) - count)
    }
}
