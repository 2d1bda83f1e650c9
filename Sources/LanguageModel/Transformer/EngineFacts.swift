/// What the engine runs on, in words, for diagnosis and benchmarks.
public enum EngineFacts {
    /// The kernels in use, for example `avx512`.
    public static var kernels: String { Kernels.best.name }

    /// The matrix library with the processor core that it chose.
    public static var matrixLibrary: String { MatrixLibrary.name }
}
