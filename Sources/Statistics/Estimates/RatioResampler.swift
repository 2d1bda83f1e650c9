/// Resampling of a mean by cluster: a ratio of two sums over units.
///
/// Equal units form a pattern. With few patterns a resample is one multinomial draw over them;
/// with many it is n draws of a unit.
struct RatioResampler: Sendable {
    let units: Int
    /// Sum and size of each unit, in order.
    private let sums: [Double]
    private let sizes: [Double]
    /// How many units share each pattern, empty when units are drawn one by one.
    private let weights: [Int]
    private let patternSums: [Double]
    private let patternSizes: [Double]

    init(_ values: [Double], clusters: Grouping?) {
        if let clusters {
            sums = clusters.sums(of: values)
            var counts = [Double](repeating: 0, count: clusters.count)
            for code in clusters.codes { counts[code] += 1 }
            sizes = counts
        } else {
            sums = values
            sizes = [Double](repeating: 1, count: values.count)
        }
        units = sums.count
        let patterns = Grouping(zip(sums, sizes).map { SIMD2($0, $1) })
        guard patterns.count * 12 < units else {
            (weights, patternSums, patternSizes) = ([], [], [])
            return
        }
        var weights = [Int](repeating: 0, count: patterns.count)
        var patternSums = [Double](repeating: 0, count: patterns.count)
        var patternSizes = patternSums
        for (unit, code) in patterns.codes.enumerated() {
            weights[code] += 1
            patternSums[code] = sums[unit]
            patternSizes[code] = sizes[unit]
        }
        (self.weights, self.patternSums, self.patternSizes) = (weights, patternSums, patternSizes)
    }

    var scratch: [Int] { [Int](repeating: 0, count: weights.count) }

    func replicate(_ generator: inout CounterGenerator, _ scratch: inout [Int]) -> Double {
        var (sum, size) = (0.0, 0.0)
        if weights.isEmpty {
            for _ in 0..<units {
                let unit = generator.index(below: units)
                sum += sums[unit]
                size += sizes[unit]
            }
        } else {
            generator.multinomial(draws: units, weights: weights, into: &scratch)
            for pattern in scratch.indices {
                sum += Double(scratch[pattern]) * patternSums[pattern]
                size += Double(scratch[pattern]) * patternSizes[pattern]
            }
        }
        return sum / size
    }

    func leaveOneOut() -> [Double?] {
        let (sum, size) = (sums.compensatedSum, sizes.compensatedSum)
        guard units > 1 else { return [] }
        return zip(sums, sizes).map { (sum - $0) / (size - $1) }
    }
}
