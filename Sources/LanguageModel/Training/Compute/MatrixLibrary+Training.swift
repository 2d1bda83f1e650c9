#if canImport(Accelerate)
    import Accelerate
#else
    import COpenBLAS
#endif

/// A matrix of rows in memory, as BLAS sees it: where it starts and how far rows lie apart.
struct MatrixView {
    let start: UnsafeMutablePointer<Float>
    let stride: Int

    init(_ start: UnsafeMutablePointer<Float>, _ stride: Int) {
        self.start = start
        self.stride = stride
    }

    /// The part that begins at a row and a column.
    func from(row: Int = 0, column: Int = 0) -> MatrixView {
        MatrixView(start + row * stride + column, stride)
    }

    func row(_ index: Int) -> UnsafeMutablePointer<Float> { start + index * stride }
}

extension MatrixLibrary {
    /// Which operands of a product are transposed.
    enum Form {
        /// c = a · b.
        case plain
        /// c = a · bᵀ.
        case rightTransposed
        /// c = aᵀ · b.
        case leftTransposed
    }

    /// c = factor · a · b + keep · c, c of `rows` × `columns`, summed over `inner`.
    static func multiply(
        _ form: Form, _ a: MatrixView, _ b: MatrixView, into c: MatrixView, rows: Int,
        columns: Int, inner: Int, factor: Float = 1, keep: Float = 0
    ) {
        guard rows > 0, columns > 0 else { return }
        let left = form == .leftTransposed ? CblasTrans : CblasNoTrans
        let right = form == .rightTransposed ? CblasTrans : CblasNoTrans
        #if canImport(Accelerate)
            cblas_sgemm(
                CblasRowMajor, left, right, rows, columns, inner, factor, a.start, a.stride,
                b.start, b.stride, keep, c.start, c.stride)
        #else
            cblas_sgemm(
                CblasRowMajor, left, right, blasint(rows), blasint(columns), blasint(inner),
                factor, a.start, blasint(a.stride), b.start, blasint(b.stride), keep, c.start,
                blasint(c.stride))
        #endif
    }
}
