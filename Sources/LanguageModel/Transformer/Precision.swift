/// How products of weights and activations are computed.
public enum Precision: String, Sendable, Hashable, Codable, CaseIterable {
    /// Weights decoded to float32, float32 activations and sums.
    case exact
    /// Activations rounded to signed bytes in blocks of 32, sums of whole numbers; weights of
    /// types without blocks of 32 stay exact. On the embedded model a token's log-probability
    /// differs from `exact` by 0.05 on average and by at most 0.6 on the golden continuations.
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
