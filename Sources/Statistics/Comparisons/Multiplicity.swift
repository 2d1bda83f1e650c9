/// Adjustment of p-values for the number of questions asked at once.
public enum Multiplicity: String, Sendable, Hashable, CaseIterable {
    /// Holm: bounds the chance of any false finding. For "is any prompt better".
    case holm
    /// Benjamini–Hochberg: bounds the expected share of false findings. For exploring slices.
    case benjaminiHochberg = "benjamini-hochberg"
    /// Bonferroni: as Holm and never sharper; for comparison.
    case bonferroni

    /// The adjusted p-values, in the order given: reject where one is at most α.
    ///
    /// Definition, p sorted upwards: Holm p̃₍i₎ = max_{j≤i} min(1, (m−j+1) p₍j₎);
    /// Benjamini–Hochberg p̃₍i₎ = min_{j≥i} min(1, m p₍j₎/j); Bonferroni min(1, m p). Holm assumes
    /// nothing about dependence; Benjamini–Hochberg assumes independence or positive dependence.
    /// Range: within 0...1, never below the p-value. Edge cases: no p-values give none; a p-value
    /// outside 0...1 is undefined. Holm 1979, JSTOR 4615733; Benjamini and Hochberg 1995,
    /// doi:10.1111/j.2517-6161.1995.tb02031.x. Worked number: 0.0001, 0.0004, 0.0019 … 1 (15
    /// values) give Holm 0.0015, 0.0056, 0.0247 and Benjamini–Hochberg 0.0015, 0.003, 0.0095.
    ///
    /// - Complexity: O(m log m).
    public func adjusted(_ pValues: [Double]) throws(Undefined) -> [Double] {
        for value in pValues where !(value >= 0 && value <= 1) {
            throw .outOfRange(what: "a p-value", allowed: "within 0...1")
        }
        let m = pValues.count
        let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
        var adjusted = [Double](repeating: 1, count: m)
        switch self {
        case .bonferroni:
            for position in pValues.indices {
                adjusted[position] = min(1, Double(m) * pValues[position])
            }
        case .holm:
            var running = 0.0
            for (rank, position) in order.enumerated() {
                running = max(running, min(1, Double(m - rank) * pValues[position]))
                adjusted[position] = running
            }
        case .benjaminiHochberg:
            var running = 1.0
            for (rank, position) in order.enumerated().reversed() {
                running = min(running, Double(m) * pValues[position] / Double(rank + 1))
                adjusted[position] = running
            }
        }
        return adjusted
    }
}
