import Statistics

/// A linear reward on frozen states, learnt from pairs of which some labels are wrong: the
/// penalised likelihood of Bradley and Terry with a known share of flipped labels.
struct RewardHead: Sendable {
    /// A pair in training: its difference of states and whether the label says that the first is
    /// better.
    struct Example {
        let difference: [Float]
        let isFirstBetter: Bool
    }

    private(set) var weights: [Float]

    /// Learns by Nesterov's accelerated gradient from zero.
    ///
    /// - Parameters:
    ///   - noise: the share of labels that are wrong, below one half.
    ///   - decay: the weight λ of ½·|w|²/d in the mean loss, d the number of weights.
    init(_ examples: [Example], width: Int, noise: Double, decay: Double, iterations: Int = 60) {
        weights = Array(repeating: 0, count: width)
        guard !examples.isEmpty else { return }
        let penalty = Float(decay / Double(width))
        let count = Float(examples.count)
        // The loss's curvature is at most a quarter of the mean squared length.
        let square = examples.reduce(Float(0)) { sum, example in
            sum + example.difference.reduce(0) { $0 + $1 * $1 }
        }
        let step = 1 / (0.25 * square / count + penalty)
        var (ahead, momentum) = (weights, Float(1))
        var gradient = weights
        for _ in 0..<iterations {
            for index in gradient.indices { gradient[index] = penalty * ahead[index] }
            for example in examples {
                let slope =
                    Self.slope(
                        Self.dot(ahead, example.difference), example.isFirstBetter, noise) / count
                Self.add(slope, example.difference, to: &gradient)
            }
            let next = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
            let share = (momentum - 1) / next
            for index in weights.indices {
                let moved = ahead[index] - step * gradient[index]
                ahead[index] = moved + share * (moved - weights[index])
                weights[index] = moved
            }
            momentum = next
        }
    }

    /// How much better the first answer is.
    func margin(_ difference: [Float]) -> Double { Double(Self.dot(weights, difference)) }

    /// The mean −ln of the probability of labels.
    func loss(_ examples: [Example], noise: Double) -> Double {
        guard !examples.isEmpty else { return 0 }
        return examples.reduce(0) { sum, example in
            let better = margin(example.difference)
            let right = 1 / (1 + exponent(example.isFirstBetter ? -better : better))
            return sum - naturalLogarithm(noise + (1 - 2 * noise) * right)
        } / Double(examples.count)
    }

    /// The derivative of −ln p of a label with respect to the margin.
    private static func slope(_ margin: Float, _ isFirstBetter: Bool, _ noise: Double) -> Float {
        let signed = Double(isFirstBetter ? margin : -margin)
        let right = 1 / (1 + exponent(-signed))
        let probability = noise + (1 - 2 * noise) * right
        let slope = -(1 - 2 * noise) * right * (1 - right) / probability
        return Float(isFirstBetter ? slope : -slope)
    }

    private static func dot(_ a: [Float], _ b: [Float]) -> Float {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                // Eight sums at once; their order does not depend on the machine.
                var sums = SIMD8<Float>(repeating: 0)
                let whole = a.count / 8 * 8
                for i in stride(from: 0, to: whole, by: 8) {
                    let x = SIMD8<Float>(
                        a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4], a[i + 5], a[i + 6], a[i + 7])
                    let y = SIMD8<Float>(
                        b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4], b[i + 5], b[i + 6], b[i + 7])
                    sums += x * y
                }
                return (whole..<a.count).reduce(sums.sum()) { $0 + a[$1] * b[$1] }
            }
        }
    }

    private static func add(_ factor: Float, _ vector: [Float], to target: inout [Float]) {
        target.withUnsafeMutableBufferPointer { target in
            vector.withUnsafeBufferPointer { vector in
                for index in 0..<target.count { target[index] += factor * vector[index] }
            }
        }
    }
}

/// Several heads, each learnt on labels drawn with replacement; what it leaves out, about 1/e,
/// chooses the penalty (Christiano et al. 2017, arXiv:1706.03741).
struct RewardHeads: Sendable {
    private let heads: [RewardHead]
    /// One over the standard deviation of each head's margins: heads are normalised before they
    /// are averaged.
    private let scales: [Double]
    /// The penalty chosen.
    let decay: Double

    static let decays = [0.3, 3, 30, 300]

    init(
        _ examples: [RewardHead.Example], width: Int, members: Int, noise: Double,
        generator: inout CounterGenerator, normalisedOn pairs: [[Float]]
    ) {
        let draws = (0..<members).map { _ in
            examples.indices.map { _ in generator.index(below: examples.count) }
        }
        var best: (loss: Double, heads: [RewardHead], decay: Double)?
        for decay in Self.decays {
            let made = draws.map { draw in
                RewardHead(draw.map { examples[$0] }, width: width, noise: noise, decay: decay)
            }
            let loss = zip(made, draws).reduce(0.0) { sum, one in
                let drawn = Set(one.1)
                let left = examples.indices.filter { !drawn.contains($0) }.map { examples[$0] }
                return sum + one.0.loss(left, noise: noise)
            }
            if best.map({ loss < $0.loss }) ?? true { best = (loss, made, decay) }
        }
        heads = best?.heads ?? []
        decay = best?.decay ?? 0
        scales = heads.map { head in
            let square = pairs.reduce(0.0) { $0 + head.margin($1) * head.margin($1) }
            let deviation = (square / Double(max(1, pairs.count))).squareRoot()
            return deviation > 0 ? 1 / deviation : 0
        }
    }

    /// The mean of the heads' normalised margins.
    func margin(_ difference: [Float]) -> Double {
        zip(heads, scales).reduce(0) { $0 + $1.0.margin(difference) * $1.1 }
            / Double(max(1, heads.count))
    }

    /// The variance over heads of the probability that the first answer is preferred.
    func disagreement(_ difference: [Float]) -> Double {
        let shares = heads.map { 1 / (1 + exponent(-$0.margin(difference))) }
        let mean = shares.reduce(0, +) / Double(max(1, shares.count))
        return shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, shares.count))
    }
}
