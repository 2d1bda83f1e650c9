#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A loss on single completions labelled good or bad: KTO (Ethayarajh et al. 2024,
/// arXiv:2402.01306).
///
/// With h a completion's log-ratio and z an estimate of KL(π ‖ π_ref) that is held constant:
/// w_d · (1 − σ(β(h − z))) for desirable ones and w_u · (1 − σ(β(z − h))) for undesirable ones.
public struct LabelledLoss: Sendable, Hashable {
    /// The strength β.
    public var beta: Double
    /// w_d; keep (w_d · desirable) / (w_u · undesirable) between 1 and 4/3.
    public var desirableWeight: Double
    /// w_u.
    public var undesirableWeight: Double

    /// Makes a loss.
    public init(beta: Double = 0.1, desirableWeight: Double = 1, undesirableWeight: Double = 1) {
        self.beta = beta
        self.desirableWeight = desirableWeight
        self.undesirableWeight = undesirableWeight
    }

    /// z: the mean log-ratio of completions under prompts that are not theirs, at least 0.
    public static func baseline(_ mismatched: [LogRatio]) -> Double {
        guard !mismatched.isEmpty else { return 0 }
        return max(0, mismatched.reduce(0) { $0 + $1.value } / Double(mismatched.count))
    }

    /// The loss of one completion and its derivative with respect to ln π(y|x).
    public func callAsFunction(_ ratio: LogRatio, isDesirable: Bool, baseline: Double)
        -> (loss: Double, slope: Double)
    {
        let sign: Double = isDesirable ? 1 : -1
        let weight = isDesirable ? desirableWeight : undesirableWeight
        let s = sigmoid(sign * beta * (ratio.value - baseline))
        return (weight * (1 - s), -weight * sign * beta * s * (1 - s))
    }
}

/// ln(1 + x), exact for small x.
func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }
