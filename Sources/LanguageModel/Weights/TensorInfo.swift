/// Where a tensor lies in its file, and how it is to be read.
public struct TensorInfo: Sendable, Hashable {
    /// The tensor's name, such as `blk.0.attn_q.weight`.
    public let name: String
    /// The extents, fastest first (ggml's `ne`): a weight matrix has [inputs, outputs].
    public let dimensions: [Int]
    /// How the numbers are stored.
    public let type: TensorType
    /// The first byte, counted from the beginning of the file.
    public let fileOffset: Int

    /// How many numbers a row holds: the first extent.
    public var rowLength: Int { dimensions[0] }
    /// How many rows there are: the product of the other extents.
    public var rowCount: Int { dimensions.dropFirst().reduce(1, *) }
    /// How many numbers the tensor holds.
    public var elementCount: Int { dimensions.reduce(1, *) }
    /// How many bytes a row takes.
    public var rowBytes: Int { rowLength / type.blockSize * type.blockBytes }
    /// How many bytes the tensor takes.
    public var byteCount: Int { rowBytes * rowCount }

    /// The extents for messages: "576×49152".
    public var shape: String { dimensions.map(String.init).joined(separator: "×") }
}
