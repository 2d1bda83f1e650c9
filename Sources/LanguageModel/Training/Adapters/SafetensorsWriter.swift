/// Builds a safetensors file.
public struct SafetensorsWriter: Sendable {
    private var header: [String: JSONValue] = [:]
    private var data: [UInt8] = []
    private var metadata: [String: String]

    /// Starts an empty file.
    ///
    /// - Parameter metadata: what `__metadata__` holds; PyTorch's programs look for format: pt.
    public init(metadata: [String: String] = ["format": "pt"]) { self.metadata = metadata }

    /// Adds a tensor of float32.
    ///
    /// - Parameters:
    ///   - name: unused so far.
    ///   - shape: the extents, slowest first.
    ///   - values: as many numbers as the shape says.
    public mutating func add(_ name: String, shape: [Int], _ values: some Collection<Float>) {
        add(name, .f32, shape, count: values.count)
        data.reserveCapacity(data.count + 4 * values.count)
        for value in values {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { data += $0 }
        }
    }

    /// Adds a tensor of float64.
    public mutating func add(_ name: String, shape: [Int], doubles: [Double]) {
        add(name, .f64, shape, count: doubles.count)
        for value in doubles {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { data += $0 }
        }
    }

    private mutating func add(
        _ name: String, _ type: SafetensorsType, _ shape: [Int], count: Int
    ) {
        precondition(header[name] == nil && name != "__metadata__", "\(name) is there already")
        precondition(shape.reduce(1, *) == count, "\(name): count of values")
        let end = data.count + count * type.byteCount
        header[name] = [
            "dtype": .string(type.rawValue), "shape": .array(shape.map { .integer($0) }),
            "data_offsets": [.integer(data.count), .integer(end)],
        ]
    }

    /// The whole file's bytes.
    public func serialized() -> [UInt8] {
        var members = header
        if !metadata.isEmpty {
            members["__metadata__"] = .object(metadata.mapValues { .string($0) })
        }
        var text = [UInt8](JSONValue.object(members).serialized().utf8)
        // The data begins at a multiple of 8.
        while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + text.count + data.count)
        withUnsafeBytes(of: UInt64(text.count).littleEndian) { bytes += $0 }
        return bytes + text + data
    }

    /// Writes the file under a temporary name and renames it into place.
    ///
    /// - Throws: `ModelFileError` when the disk refuses.
    public func write(to path: String) throws(ModelFileError) {
        try PartialFile.save(serialized(), to: path)
    }
}
