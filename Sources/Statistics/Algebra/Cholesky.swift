/// The factor L of a symmetric positive definite matrix, A = L Lᵀ.
///
/// The matrix is scaled to a unit diagonal first, so that columns of very different sizes do not
/// look dependent; a pivot below 1e-11 of it is a dependence and `singular` names its column.
///
/// - Complexity: O(n³/3), O(n²) for each solution.
struct Cholesky: Sendable {
    private let size: Int
    private let factor: Matrix
    private let scale: [Double]

    init(_ matrix: Matrix, names: [String] = []) throws(Undefined) {
        size = matrix.rows
        func name(_ index: Int) -> String {
            names.indices.contains(index) ? names[index] : "column \(index + 1)"
        }
        var scale = [Double](repeating: 0, count: size)
        for i in 0..<size {
            guard matrix[i, i] > 0, matrix[i, i].isFinite else {
                throw .singular("\(name(i)) does not vary")
            }
            scale[i] = 1 / matrix[i, i].squareRoot()
        }
        var lower = Matrix(rows: size, columns: size)
        for i in 0..<size {
            for j in 0...i {
                var sum = matrix[i, j] * scale[i] * scale[j]
                for k in 0..<j { sum -= lower[i, k] * lower[j, k] }
                if i == j {
                    guard sum > 1e-11 else {
                        throw .singular("\(name(i)) follows from the columns before it")
                    }
                    lower[i, i] = sum.squareRoot()
                } else {
                    lower[i, j] = sum / lower[j, j]
                }
            }
        }
        factor = lower
        self.scale = scale
    }

    /// The solution of A x = b.
    func solve(_ right: [Double]) -> [Double] {
        var x = right
        for i in 0..<size {
            var sum = right[i] * scale[i]
            for k in 0..<i { sum -= factor[i, k] * x[k] }
            x[i] = sum / factor[i, i]
        }
        for i in stride(from: size - 1, through: 0, by: -1) {
            var sum = x[i]
            for k in (i + 1)..<max(size, i + 1) { sum -= factor[k, i] * x[k] }
            x[i] = sum / factor[i, i]
        }
        for i in 0..<size { x[i] *= scale[i] }
        return x
    }

    /// The inverse.
    var inverse: Matrix {
        var result = Matrix(rows: size, columns: size)
        var unit = [Double](repeating: 0, count: size)
        for j in 0..<size {
            unit[j] = 1
            let column = solve(unit)
            unit[j] = 0
            for i in 0..<size { result[i, j] = column[i] }
        }
        return result
    }
}
