/// How products of weights and activations are computed.
public enum Precision: String, Sendable, Hashable, Codable, CaseIterable {
    /// Weights decoded to float32, float32 activations and sums.
    case exact
    /// Activations rounded to signed bytes in blocks of 32, sums of whole numbers; weights of
    /// types without blocks of 32 stay exact. Bound, held by a test on the golden continuations of
    /// the embedded model: a token's log-probability differs from `exact` by less than 0.05 on
    /// average and by less than 0.4 at most (measured: 0.037 and 0.23).
    case fast
}

/// What computes the products of a prompt's tokens.
public enum PrefillMethod: String, Sendable, Hashable, CaseIterable {
    /// `kernels` where they are faster (AVX-512), else `blas`.
    case automatic
    /// The quantised kernels that also decode: results don't depend on how a prompt is cut.
    case kernels
    /// The BLAS library on weights decoded to float32, in zero-padded chunks of one fixed size at
    /// fixed positions, so that a token's result depends on the tokens before it alone.
    case blas
}
