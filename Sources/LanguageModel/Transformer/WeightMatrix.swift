import CKernels

/// A weight matrix as the model file stores it: output rows of `columns` inputs each.
///
/// `@unchecked Sendable` is safe: the bytes are read-only and outlive the matrix, because whoever
/// holds one also holds the file that maps them.
struct WeightMatrix: @unchecked Sendable {
    let rows: Int
    let columns: Int
    let type: TensorType
    let bytes: UnsafeRawPointer

    init(_ tensor: TensorInfo, of file: GGUFFile) {
        rows = tensor.rowCount
        columns = tensor.rowLength
        type = tensor.type
        guard let bytes = file.bytes(of: tensor).baseAddress else {
            preconditionFailure("a checked tensor has bytes")
        }
        self.bytes = bytes
    }

    /// A matrix of float32 that somebody else keeps.
    init(floats: UnsafePointer<Float>, rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        type = .f32
        bytes = UnsafeRawPointer(floats)
    }

    var rowBytes: Int { columns / type.blockSize * type.blockBytes }

    /// The form that the kernels take.
    var kernelMatrix: ck_matrix {
        ck_matrix(data: bytes, type: Int32(type.rawValue), columns: columns)
    }

    /// Whether `fast` precision has a product for this matrix.
    var hasByteProduct: Bool { columns % 32 == 0 && ck_has_int8_product(Int32(type.rawValue)) != 0 }

    /// Decodes rows `first ..< last` to float32, one after another.
    func decode(
        rows first: Int, _ last: Int, into output: UnsafeMutablePointer<Float>,
        with kernels: Kernels
    ) {
        kernels.table.pointee.dequantise(
            Int32(type.rawValue), bytes + first * rowBytes, (last - first) * columns, output)
    }
}
