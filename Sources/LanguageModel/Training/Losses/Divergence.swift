/// How the divergence of policy and reference is estimated from sampled tokens, in nats (Schulman
/// 2020, "Approximating KL divergence").
///
/// With ℓ = ln π_ref − ln π of a token drawn from π: k1 = −ℓ is unbiased but noisy, k2 = ℓ²/2 is
/// biased, k3 = e^ℓ − 1 − ℓ is unbiased and never negative.
public enum DivergenceEstimator: String, Sendable, Hashable, Codable, CaseIterable {
    case k1, k2, k3

    /// The estimate of one token.
    public func callAsFunction(policy: Double, reference: Double) -> Double {
        let l = reference - policy
        return switch self {
        case .k1: -l
        case .k2: l * l / 2
        case .k3: exponential(l) - 1 - l
        }
    }

    /// The derivative of the estimate with respect to ln π, for losses that contain it.
    public func slope(policy: Double, reference: Double) -> Double {
        let l = reference - policy
        return switch self {
        case .k1: 1
        case .k2: -l
        case .k3: 1 - exponential(l)
        }
    }
}

/// A weight of the divergence that follows a target (Ziegler et al. 2019, arXiv:1909.08593).
public struct AdaptiveDivergenceWeight: Sendable, Hashable, Codable {
    /// The weight β.
    public private(set) var weight: Double
    /// The divergence per sequence that is aimed at, in nats.
    public let target: Double
    /// Over how many samples the weight doubles or halves, roughly.
    public let horizon: Double

    /// Starts at a weight.
    public init(weight: Double = 0.15, target: Double = 6, horizon: Double = 10_000) {
        self.weight = weight
        self.target = target
        self.horizon = horizon
    }

    /// β ← β · (1 + clip(KL / target − 1, ±0.2) · samples / horizon).
    public mutating func update(divergence: Double, samples: Int) {
        let error = min(max(divergence / target - 1, -0.2), 0.2)
        weight *= 1 + error * Double(samples) / horizon
    }
}
