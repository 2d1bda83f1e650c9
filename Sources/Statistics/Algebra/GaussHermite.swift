/// Nodes and weights of Gauss–Hermite quadrature, ∫ e^{−x²} f(x) dx.
enum GaussHermite {
    /// The 15-point rule.
    static let fifteen = rule(15)

    /// The rule of any size, by Newton's method on the orthonormal Hermite polynomials.
    static func rule(_ count: Int) -> [(node: Double, weight: Double)] {
        // Sturm's theorem would bracket the roots; scanning for sign changes is enough here.
        func polynomial(_ x: Double) -> (value: Double, previous: Double) {
            var (before, now) = (0.0, 0.7511255444649425)
            for j in 0..<count {
                let k = Double(j + 1)
                let next =
                    x * (2 / k).squareRoot() * now - (Double(j) / k).squareRoot() * before
                (before, now) = (now, next)
            }
            return (now, before)
        }
        let reach = (2 * Double(count) + 2).squareRoot()
        let cells = count * 40
        var result: [(node: Double, weight: Double)] = []
        var left = -reach - 1e-3
        var leftValue = polynomial(left).value
        for cell in 1...cells {
            let right = -reach - 1e-3 + 2 * (reach + 1e-3) * (Double(cell) + 0.137) / Double(cells)
            let rightValue = polynomial(right).value
            if (leftValue < 0) != (rightValue < 0) {
                let node = Root.bracketed(left, right) { polynomial($0).value }
                let slope = (2 * Double(count)).squareRoot() * polynomial(node).previous
                result.append((node, 2 / (slope * slope)))
            }
            (left, leftValue) = (right, rightValue)
        }
        return result
    }
}
