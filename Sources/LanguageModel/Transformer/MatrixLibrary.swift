#if canImport(Accelerate)
    import Accelerate
#else
    import COpenBLAS
#endif

/// The platform's BLAS: Accelerate on Apple systems, OpenBLAS elsewhere.
enum MatrixLibrary {
    /// Keeps the library to the calling thread: the engine's own threads share the work, and a
    /// product's bits must not depend on how many they are. Process-wide.
    static func useCallingThreadOnly() {
        #if !canImport(Accelerate)
            openblas_set_num_threads(1)
        #endif
    }

    /// The library's name and the processor core that it runs code for.
    static var name: String {
        #if canImport(Accelerate)
            "Accelerate"
        #else
            "OpenBLAS (\(String(cString: openblas_get_corename())))"
        #endif
    }

    /// y = x · wᵀ: `rows` activation rows of `columns`, `outputs` weight rows of `columns`.
    static func product(
        _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, _ w: UnsafePointer<Float>,
        outputs: Int, columns: Int, _ y: UnsafeMutablePointer<Float>, stride yStride: Int
    ) {
        #if canImport(Accelerate)
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasTrans, rows, outputs, columns, 1, x, xStride, w,
                columns, 0, y, yStride)
        #else
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasTrans, blasint(rows), blasint(outputs),
                blasint(columns), 1, x, blasint(xStride), w, blasint(columns), 0, y,
                blasint(yStride))
        #endif
    }
}
