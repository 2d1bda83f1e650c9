/// Resampling and leaving out of units or clusters of units, for a coefficient's kernel.
struct AgreementResampler: Sendable {
    let kernel: AgreementKernel
    /// The units, or clusters, that are drawn.
    let units: Int
    /// The patterns of each cluster's units; empty without clusters.
    private let clusterPatterns: [[Int]]
    private let drawsPatterns: Bool

    /// `clusters` has one entry for each unit of the table.
    init(_ kernel: AgreementKernel, clusters: Grouping?) {
        self.kernel = kernel
        let patterns = kernel.patterns
        if let clusters {
            let codes = Grouping(patterns.unitOf.map { clusters.codes[$0] })
            var members = [[Int]](repeating: [], count: codes.count)
            for (code, pattern) in zip(codes.codes, patterns.patternOf) {
                members[code].append(pattern)
            }
            clusterPatterns = members
            units = codes.count
            drawsPatterns = false
        } else {
            clusterPatterns = []
            units = patterns.patternOf.count
            drawsPatterns = patterns.count * 12 < units
        }
    }

    struct Scratch {
        var weights: [Int]
        var total: [Double]
    }

    var scratch: Scratch {
        Scratch(
            weights: [Int](repeating: 0, count: kernel.patterns.count),
            total: [Double](repeating: 0, count: kernel.size))
    }

    func replicate(_ generator: inout CounterGenerator, _ scratch: inout Scratch) -> Double? {
        let patterns = kernel.patterns
        if drawsPatterns {
            generator.multinomial(
                draws: units, weights: patterns.weights, into: &scratch.weights)
        } else {
            for pattern in scratch.weights.indices { scratch.weights[pattern] = 0 }
            for _ in 0..<units {
                let drawn = generator.index(below: units)
                if clusterPatterns.isEmpty {
                    scratch.weights[patterns.patternOf[drawn]] += 1
                } else {
                    for pattern in clusterPatterns[drawn] { scratch.weights[pattern] += 1 }
                }
            }
        }
        kernel.total(scratch.weights, into: &scratch.total)
        return try? kernel.evaluate(scratch.total, scratch.weights).get()
    }

    /// The coefficient without each unit or cluster in turn; equal patterns are computed once.
    func leaveOneOut() -> [Double?] {
        let patterns = kernel.patterns
        var scratch = scratch
        var weights = patterns.weights
        kernel.total(weights, into: &scratch.total)
        func without(_ left: [Int]) -> Double? {
            var total = scratch.total
            for pattern in left {
                weights[pattern] -= 1
                kernel.add(pattern, times: -1, to: &total)
            }
            let value = try? kernel.evaluate(total, weights).get()
            for pattern in left { weights[pattern] += 1 }
            return value
        }
        guard units > 1 else { return [] }
        if !clusterPatterns.isEmpty { return clusterPatterns.map(without) }
        let byPattern = (0..<patterns.count).map { without([$0]) }
        return patterns.patternOf.map { byPattern[$0] }
    }
}
