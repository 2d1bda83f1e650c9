#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Which rule turns gradients into steps, with PyTorch's meaning of every number.
public enum OptimiserRule: Sendable, Hashable {
    /// AdamW (Loshchilov and Hutter 2017, arXiv:1711.05101): ε is added after the bias correction
    /// of the second moment, and the decay is taken off the parameters before the step.
    case adamW(
        beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, decay: Double = 0)
    /// RMSprop: ε is added after the root; no momentum.
    case rmsProp(smoothing: Double = 0.99, epsilon: Double = 1e-8)
}

/// The optimiser's memory, and its steps.
///
/// A class because it owns the moments. It belongs to one thread at a time.
public final class Optimiser {
    /// The rule.
    public let rule: OptimiserRule
    /// How many steps were taken.
    public internal(set) var stepCount = 0
    /// Running means of the gradients (AdamW).
    let first: [FloatBuffer]
    /// Running means of their squares.
    let second: FloatBuffer
    private let count: Int

    /// Starts with no memory.
    public init(_ rule: OptimiserRule, for parameters: TrainableParameters) {
        self.rule = rule
        count = parameters.count
        second = FloatBuffer(count: count)
        second.start.initialize(repeating: 0, count: count)
        if case .adamW = rule {
            let buffer = FloatBuffer(count: count)
            buffer.start.initialize(repeating: 0, count: count)
            first = [buffer]
        } else {
            first = []
        }
    }

    /// Changes the parameters by one step against their gradients.
    public func step(_ parameters: TrainableParameters, learningRate: Double) {
        stepCount += 1
        guard let values = parameters.values.baseAddress,
            let gradients = parameters.gradients.baseAddress
        else { return }
        let second = second.start
        switch rule {
        case .adamW(let beta1, let beta2, let epsilon, let decay):
            let first = self.first[0].start
            let step = Float(learningRate / (1 - pow(beta1, Double(stepCount))))
            let root = Float((1 - pow(beta2, Double(stepCount))).squareRoot())
            let keep = Float(1 - learningRate * decay)
            let (b1, b2, e) = (Float(beta1), Float(beta2), Float(epsilon))
            let (c1, c2) = (Float(1 - beta1), Float(1 - beta2))
            for i in 0..<count {
                let gradient = gradients[i]
                let m = b1 * first[i] + c1 * gradient
                let v = b2 * second[i] + c2 * gradient * gradient
                first[i] = m
                second[i] = v
                values[i] = values[i] * keep - step * (m / (v.squareRoot() / root + e))
            }
        case .rmsProp(let smoothing, let epsilon):
            let (a, c, e) = (Float(smoothing), Float(1 - smoothing), Float(epsilon))
            let rate = Float(learningRate)
            for i in 0..<count {
                let gradient = gradients[i]
                let v = a * second[i] + c * gradient * gradient
                second[i] = v
                values[i] -= rate * (gradient / (v.squareRoot() + e))
            }
        }
    }
}

extension TrainableParameters {
    /// The length of all gradients taken as one vector, summed in float64.
    public var gradientNorm: Double {
        // Eight sums, so that additions don't wait for each other; always the same eight.
        var sums = SIMD8<Double>.zero
        let all = gradients
        let whole = all.count / 8 * 8
        for i in stride(from: 0, to: whole, by: 8) {
            var g = SIMD8<Double>.zero
            for lane in 0..<8 { g[lane] = Double(all[i + lane]) }
            sums += g * g
        }
        var total = sums.sum()
        for i in whole..<all.count { total += Double(all[i]) * Double(all[i]) }
        return total.squareRoot()
    }

    /// Shortens the gradient to a length, as PyTorch does: by limit / (norm + 10⁻⁶) where that is
    /// below 1.
    ///
    /// - Returns: the norm before.
    public func clipGradients(to limit: Double?) -> Double {
        let norm = gradientNorm
        guard let limit, norm.isFinite else { return norm }
        let factor = limit / (norm + 1e-6)
        if factor < 1 {
            let all = gradients
            for i in all.indices { all[i] *= Float(factor) }
        }
        return norm
    }
}
