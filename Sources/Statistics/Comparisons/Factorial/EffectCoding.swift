/// The columns of a factorial model in sum-to-zero coding.
///
/// A factor of L levels has L − 1 columns; the last level is −1 in all of them. Interaction columns
/// are products. With this coding a main effect is the average over the levels of the others, each
/// level counting the same, however the data are spread.
struct EffectCoding: Sendable {
    /// One main effect or interaction.
    struct Term: Sendable {
        let name: String
        /// The positions of its factors, one or two.
        let factors: [Int]
        let columns: Range<Int>
    }

    let factors: [Factor]
    let terms: [Term]
    let names: [String]

    /// Column 0 is the intercept.
    init(factors: [Factor], interactions: [[Int]]) {
        var names = ["intercept"]
        var terms: [Term] = []
        for (index, factor) in factors.enumerated() {
            let start = names.count
            names += factor.levels.dropLast().map { "\(factor.name)=\($0)" }
            terms.append(
                Term(name: factor.name, factors: [index], columns: start..<names.count))
        }
        for pair in interactions {
            let (one, two) = (factors[pair[0]], factors[pair[1]])
            let start = names.count
            for first in one.levels.dropLast() {
                for second in two.levels.dropLast() {
                    names.append("\(one.name)=\(first) × \(two.name)=\(second)")
                }
            }
            terms.append(
                Term(
                    name: "\(one.name) × \(two.name)", factors: pair,
                    columns: start..<names.count))
        }
        (self.factors, self.terms, self.names) = (factors, terms, names)
    }

    private func value(_ factor: Int, column: Int, level: Int) -> Double {
        let last = factors[factor].levels.count - 1
        return level == last ? -1 : (level == column ? 1 : 0)
    }

    /// The row for one level of each factor; nil averages over a factor's levels.
    func row(_ levels: [Int?]) -> [Double] {
        var row = [1.0]
        row.reserveCapacity(names.count)
        for term in terms {
            let sizes = term.factors.map { factors[$0].levels.count - 1 }
            func code(_ index: Int, _ column: Int) -> Double {
                guard let level = levels[term.factors[index]] else { return 0 }
                return value(term.factors[index], column: column, level: level)
            }
            if sizes.count == 1 {
                for column in 0..<sizes[0] { row.append(code(0, column)) }
            } else {
                for first in 0..<sizes[0] {
                    for second in 0..<sizes[1] { row.append(code(0, first) * code(1, second)) }
                }
            }
        }
        return row
    }

    /// The rows of all observations.
    func rows(count: Int) -> [[Double]] {
        (0..<count).map { observation in row(factors.map { $0.codes[observation] }) }
    }
}
