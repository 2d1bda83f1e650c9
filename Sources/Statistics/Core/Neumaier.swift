/// A compensated sum: the rounding error of n additions stays near one unit in the last place.
///
/// Adding in a fixed order with compensation is what makes results equal on every machine and
/// thread count. Neumaier 1974, doi:10.1002/zamm.19740540106.
///
/// - Complexity: O(1) for each addition, four floating-point operations.
struct Neumaier {
    private var total = 0.0
    private var compensation = 0.0

    /// Adds a value.
    mutating func add(_ value: Double) {
        let next = total + value
        compensation +=
            abs(total) >= abs(value) ? (total - next) + value : (value - next) + total
        total = next
    }

    /// The sum so far.
    var sum: Double { total + compensation }
}

extension Sequence<Double> {
    /// The compensated sum in sequence order.
    var compensatedSum: Double {
        var sum = Neumaier()
        for value in self { sum.add(value) }
        return sum.sum
    }
}

/// Sums over arrays that several methods share.
enum Moments {
    /// The arithmetic mean; the caller guarantees at least one value.
    static func mean(_ values: [Double]) -> Double {
        let first = values[0]
        // Equal values have exactly that mean; rounding in the division must not say otherwise.
        if values.allSatisfy({ $0 == first }) { return first }
        return values.compensatedSum / Double(values.count)
    }

    /// The sum of squared deviations from `mean`.
    static func squaredDeviations(_ values: [Double], from mean: Double) -> Double {
        var sum = Neumaier()
        for value in values { sum.add((value - mean) * (value - mean)) }
        return sum.sum
    }

    /// The sample variance with divisor n − 1; the caller guarantees at least two values.
    static func variance(_ values: [Double]) -> Double {
        squaredDeviations(values, from: mean(values)) / Double(values.count - 1)
    }

    /// The sample covariance with divisor n − 1; equal lengths of at least two.
    static func covariance(_ first: [Double], _ second: [Double]) -> Double {
        let (meanFirst, meanSecond) = (mean(first), mean(second))
        var sum = Neumaier()
        for (x, y) in zip(first, second) { sum.add((x - meanFirst) * (y - meanSecond)) }
        return sum.sum / Double(first.count - 1)
    }
}
