extension AgreementKernel {
    /// Krippendorff's alpha over pairable ratings: 1 − (n−1) Σo_ck δ²/Σn_c n_k δ².
    ///
    /// No coincidence matrix is built where sums suffice: within a unit of m ratings the squared
    /// differences add up to 2(mΣx² − (Σx)²), and the ordinal metric is the squared difference of
    /// mid-ranks R_c = Σ_{g<c} n_g + n_c/2 of the pairable ratings.
    static func alpha(
        _ table: RatingTable, _ patterns: RatingPatterns, _ metric: AlphaMetric
    ) throws(Undefined) -> AgreementKernel {
        switch metric {
        case .nominal: nominalAlpha(table, patterns)
        case .interval: intervalAlpha(table, patterns)
        case .ratio: try ratioAlpha(table, patterns)
        case .ordinal:
            table.categories <= 32
                ? ordinalAlpha(table, patterns) : wideOrdinalAlpha(table, patterns)
        }
    }

    private static func result(
        observed: Double, expected: Double, pairable n: Double
    ) -> Result<Double, Undefined> {
        guard expected > 1e-12 * n * n, expected > 0 else {
            return .failure(.noVariation("every rating is the same category"))
        }
        return .success(1 - (n - 1) * observed / expected)
    }

    private static func nominalAlpha(
        _ table: RatingTable, _ patterns: RatingPatterns
    ) -> AgreementKernel {
        AgreementKernel(patterns: patterns, size: 1 + table.categories) { pattern, add in
            let codes = patterns.categoryOf[patterns.ratings(of: pattern)]
            var different = 0
            for first in codes { for second in codes where first != second { different += 1 } }
            add(0, Double(different) / Double(codes.count - 1))
            for code in codes { add(1 + Int(code), 1) }
        } evaluate: { total, _ in
            let counts = total[1...]
            let n = counts.reduce(0, +)
            let same = counts.reduce(0) { $0 + $1 * $1 }
            return result(observed: total[0], expected: n * n - same, pairable: n)
        }
    }

    private static func intervalAlpha(
        _ table: RatingTable, _ patterns: RatingPatterns
    ) -> AgreementKernel {
        let values = table.numericValues
        // Centred and scaled, so that large offsets cost no digits; alpha does not change.
        let (low, high) = (values.first ?? 0, values.last ?? 0)
        let scale = high > low ? 1 / (high - low) : 1
        let middle = low + (high - low) / 2
        return AgreementKernel(patterns: patterns, size: 4) { pattern, add in
            let codes = patterns.categoryOf[patterns.ratings(of: pattern)]
            let x = codes.map { (values[Int($0)] - middle) * scale }
            let sum = x.reduce(0, +)
            let squares = x.reduce(0) { $0 + $1 * $1 }
            let mean = sum / Double(x.count)
            let spread = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            add(0, 2 * Double(x.count) * spread / Double(x.count - 1))
            add(1, Double(x.count))
            add(2, sum)
            add(3, squares)
        } evaluate: { total, _ in
            let expected = 2 * (total[1] * total[3] - total[2] * total[2])
            return result(observed: total[0], expected: expected, pairable: total[1])
        }
    }

    private static func ratioAlpha(
        _ table: RatingTable, _ patterns: RatingPatterns
    ) throws(Undefined) -> AgreementKernel {
        let values = table.numericValues
        guard values.allSatisfy({ $0 >= 0 }) else {
            throw .outOfRange(what: "a value on a ratio scale", allowed: "at least 0")
        }
        guard values.count <= CreditMatrix.largest else {
            throw .outOfRange(
                what: "the number of categories for the ratio metric",
                allowed: "at most \(CreditMatrix.largest)")
        }
        @Sendable func difference(_ a: Double, _ b: Double) -> Double {
            guard a + b > 0 else { return 0 }
            let ratio = (a - b) / (a + b)
            return ratio * ratio
        }
        return AgreementKernel(patterns: patterns, size: 1 + values.count) { pattern, add in
            let codes = patterns.categoryOf[patterns.ratings(of: pattern)]
            var sum = 0.0
            for first in codes {
                for second in codes { sum += difference(values[Int(first)], values[Int(second)]) }
            }
            add(0, sum / Double(codes.count - 1))
            for code in codes { add(1 + Int(code), 1) }
        } evaluate: { total, _ in
            var expected = 0.0
            for c in values.indices where total[1 + c] > 0 {
                var row = 0.0
                for k in values.indices { row += total[1 + k] * difference(values[c], values[k]) }
                expected += total[1 + c] * row
            }
            return result(
                observed: total[0], expected: expected, pairable: total[1...].reduce(0, +))
        }
    }

    /// The mid-ranks of categories with these counts.
    private static func midRanks(_ counts: ArraySlice<Double>) -> [Double] {
        var before = 0.0
        return counts.map { count in
            defer { before += count }
            return before + count / 2
        }
    }

    private static func expectedOrdinal(_ counts: ArraySlice<Double>, _ ranks: [Double]) -> Double {
        let n = counts.reduce(0, +)
        let mean = zip(counts, ranks).reduce(0) { $0 + $1.0 * $1.1 } / max(n, 1)
        let squares = zip(counts, ranks).reduce(0.0) {
            $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean)
        }
        return 2 * n * squares
    }

    /// Few categories: the total keeps the coincidences above the diagonal.
    private static func ordinalAlpha(
        _ table: RatingTable, _ patterns: RatingPatterns
    ) -> AgreementKernel {
        let q = table.categories
        return AgreementKernel(patterns: patterns, size: q + q * q) { pattern, add in
            let codes = patterns.categoryOf[patterns.ratings(of: pattern)]
            for code in codes { add(Int(code), 1) }
            for first in codes {
                for second in codes where first < second {
                    add(q + Int(first) * q + Int(second), 1 / Double(codes.count - 1))
                }
            }
        } evaluate: { total, _ in
            let counts = total[..<q]
            let ranks = midRanks(counts)
            var observed = 0.0
            for c in 0..<q {
                for k in (c + 1)..<max(q, c + 1) {
                    let gap = ranks[k] - ranks[c]
                    observed += 2 * total[q + c * q + k] * gap * gap
                }
            }
            let n = counts.reduce(0, +)
            let expected = expectedOrdinal(counts, ranks)
            guard expected > 1e-9 else {
                return .failure(.noVariation("every rating is the same category"))
            }
            return .success(1 - (n - 1) * observed / expected)
        }
    }

    /// Many categories: the observed part is summed over patterns anew for each set of mid-ranks.
    private static func wideOrdinalAlpha(
        _ table: RatingTable, _ patterns: RatingPatterns
    ) -> AgreementKernel {
        AgreementKernel(patterns: patterns, size: table.categories) { pattern, add in
            for code in patterns.categoryOf[patterns.ratings(of: pattern)] { add(Int(code), 1) }
        } evaluate: { total, weights in
            let counts = total[...]
            let ranks = midRanks(counts)
            let n = counts.reduce(0, +)
            var observed = Neumaier()
            for pattern in weights.indices where weights[pattern] > 0 {
                let range = patterns.ratings(of: pattern)
                let m = Double(range.count)
                let mean = range.reduce(0) { $0 + ranks[Int(patterns.categoryOf[$1])] } / m
                let spread = range.reduce(0.0) { sum, place in
                    let gap = ranks[Int(patterns.categoryOf[place])] - mean
                    return sum + gap * gap
                }
                observed.add(Double(weights[pattern]) * 2 * m * spread / (m - 1))
            }
            let expected = expectedOrdinal(counts, ranks)
            guard expected > 1e-9 else {
                return .failure(.noVariation("every rating is the same category"))
            }
            return .success(1 - (n - 1) * observed.sum / expected)
        }
    }
}

extension RatingTable {
    /// The categories' values, positions where none were given.
    var numericValues: [Double] { values ?? (0..<categories).map(Double.init) }
}
