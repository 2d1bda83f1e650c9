/// Newton's method with halved steps on a concave function.
enum Newton {
    /// A function's value, gradient and negative second derivatives at a point.
    struct Point {
        var value: Double
        var gradient: [Double]
        var information: Matrix
    }

    /// The maximum.
    ///
    /// No coordinate moves by more than `longest` in a step. Stops when the expected gain (half of
    /// gradient times step) falls below `tolerance` of 1 + |value|. A coordinate beyond `bound` in
    /// size means that the maximum is at infinity, which is `separated`.
    static func maximize(
        start: [Double], names: [String] = [], bound: Double = 30, steps: Int = 100,
        tolerance: Double = 1e-14, longest: Double = .infinity,
        _ evaluate: ([Double], _ wantsCurvature: Bool) -> Point
    ) throws(Undefined) -> [Double] {
        var x = start
        var point = evaluate(x, true)
        for _ in 0..<steps {
            let factor: Cholesky
            do {
                factor = try Cholesky(point.information, names: names)
            } catch {
                if x.contains(where: { abs($0) > bound / 2 }) { throw separation(x, names) }
                throw error
            }
            var step = factor.solve(point.gradient)
            let reach = step.map(abs).max() ?? 0
            if reach > longest { for i in step.indices { step[i] *= longest / reach } }
            var gain = 0.0
            for i in step.indices { gain += step[i] * point.gradient[i] }
            if gain / 2 <= tolerance * (1 + abs(point.value)) {
                for i in x.indices { x[i] += step[i] }
                return x
            }
            var length = 1.0
            var next = x
            var moved = false
            for _ in 0..<40 {
                for i in x.indices { next[i] = x[i] + length * step[i] }
                let value = evaluate(next, false).value
                if value >= point.value { moved = true }
                if moved { break }
                length /= 2
            }
            guard moved else {
                // At the top rounding leaves no step that gains; anywhere else it is a failure.
                if gain <= 1e-7 * (1 + abs(point.value)) { return x }
                throw .notConverged(iterations: steps)
            }
            x = next
            if x.contains(where: { abs($0) > bound }) { throw separation(x, names) }
            point = evaluate(x, true)
        }
        throw .notConverged(iterations: steps)
    }

    private static func separation(_ x: [Double], _ names: [String]) -> Undefined {
        let worst = x.indices.max { abs(x[$0]) < abs(x[$1]) } ?? 0
        let name = names.indices.contains(worst) ? names[worst] : "column \(worst + 1)"
        return .separated("\(name) predicts some outcomes perfectly")
    }
}
