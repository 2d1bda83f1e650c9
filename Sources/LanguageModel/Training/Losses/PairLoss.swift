/// A completion's summed log-probability under the policy and the reference.
public struct LogRatio: Sendable, Hashable {
    /// ln π(y|x), summed over the completion's tokens.
    public var policy: Double
    /// ln π_ref(y|x).
    public var reference: Double
    /// How many tokens were summed, at least 1.
    public var tokens: Int

    /// Makes a ratio.
    public init(policy: Double, reference: Double, tokens: Int) {
        self.policy = policy
        self.reference = reference
        self.tokens = tokens
    }

    /// h = ln π(y|x) − ln π_ref(y|x).
    public var value: Double { policy - reference }
}

/// A loss on a preferred and a rejected completion of one prompt.
///
/// With h the log-ratio of a completion and Δ = h(chosen) − h(rejected):
/// - `dpo`: −ln σ(βΔ) (Rafailov et al. 2023, arXiv:2305.18290);
/// - `conservative`: −(1 − ε) ln σ(βΔ) − ε ln σ(−βΔ), for labels that are wrong with
///   probability ε (Mitchell 2023, "A note on DPO with noisy preferences");
/// - `ipo`: (Δ − 1 / (2β))², with each h averaged over the completion's tokens (Azar et al. 2023,
///   arXiv:2310.12036; the averaging as its authors confirmed it to TRL).
public enum PairLoss: Sendable, Hashable {
    /// Direct preference optimisation.
    case dpo(beta: Double)
    /// DPO with label noise ε, from 0 to below 1/2.
    case conservative(beta: Double, noise: Double)
    /// Identity preference optimisation; β is the paper's τ.
    case ipo(beta: Double)

    /// The strength β.
    public var beta: Double {
        switch self {
        case .dpo(let beta), .conservative(let beta, _), .ipo(let beta): beta
        }
    }

    /// A loss with its derivatives with respect to the summed log-probabilities.
    public struct Value: Sendable, Hashable {
        /// The loss.
        public var loss: Double
        /// ∂loss / ∂ln π(chosen).
        public var chosen: Double
        /// ∂loss / ∂ln π(rejected).
        public var rejected: Double
    }

    /// The loss of one pair.
    public func callAsFunction(chosen: LogRatio, rejected: LogRatio) -> Value {
        switch self {
        case .dpo(let beta): Self.sigmoid(beta, 0, chosen, rejected)
        case .conservative(let beta, let noise): Self.sigmoid(beta, noise, chosen, rejected)
        case .ipo(let beta):
            Self.squared(1 / (2 * beta), chosen, rejected)
        }
    }

    private static func sigmoid(
        _ beta: Double, _ noise: Double, _ chosen: LogRatio, _ rejected: LogRatio
    ) -> Value {
        let x = beta * (chosen.value - rejected.value)
        let loss = -(1 - noise) * logSigmoid(x) - noise * logSigmoid(-x)
        let slope =
            beta * (noise * LanguageModel.sigmoid(x) - (1 - noise) * LanguageModel.sigmoid(-x))
        return Value(loss: loss, chosen: slope, rejected: -slope)
    }

    private static func squared(_ target: Double, _ chosen: LogRatio, _ rejected: LogRatio)
        -> Value
    {
        let (w, l) = (Double(max(1, chosen.tokens)), Double(max(1, rejected.tokens)))
        let distance = chosen.value / w - rejected.value / l - target
        return Value(
            loss: distance * distance, chosen: 2 * distance / w, rejected: -2 * distance / l)
    }
}

/// 1 / (1 + e^−x), without overflow.
func sigmoid(_ x: Double) -> Double {
    if x >= 0 { return 1 / (1 + exponential(-x)) }
    let e = exponential(x)
    return e / (1 + e)
}

/// ln σ(x), exact for large arguments of either sign.
func logSigmoid(_ x: Double) -> Double { min(x, 0) - logarithmOfOnePlus(exponential(-x.magnitude)) }
