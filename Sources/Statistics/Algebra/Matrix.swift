/// A small dense matrix, row after row.
struct Matrix: Sendable, Hashable {
    let rows: Int
    let columns: Int
    var elements: [Double]

    /// A matrix of zeros.
    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        elements = [Double](repeating: 0, count: rows * columns)
    }

    /// The identity.
    static func identity(_ size: Int) -> Matrix {
        var matrix = Matrix(rows: size, columns: size)
        for i in 0..<size { matrix[i, i] = 1 }
        return matrix
    }

    subscript(row: Int, column: Int) -> Double {
        get { elements[row * columns + column] }
        set { elements[row * columns + column] = newValue }
    }

    /// The product of two matrices that fit.
    static func * (left: Matrix, right: Matrix) -> Matrix {
        var product = Matrix(rows: left.rows, columns: right.columns)
        for i in 0..<left.rows {
            for k in 0..<left.columns {
                let factor = left[i, k]
                if factor == 0 { continue }
                for j in 0..<right.columns { product[i, j] += factor * right[k, j] }
            }
        }
        return product
    }

    /// The product with a column.
    static func * (left: Matrix, right: [Double]) -> [Double] {
        (0..<left.rows).map { i in
            var sum = 0.0
            for j in 0..<left.columns { sum += left[i, j] * right[j] }
            return sum
        }
    }

    /// Rows and columns exchanged.
    var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
        return result
    }

    /// Adds weight · v vᵀ.
    mutating func addOuter(_ v: [Double], weight: Double = 1) {
        for i in v.indices where v[i] != 0 {
            let factor = weight * v[i]
            let row = i * columns
            for j in v.indices { elements[row + j] += factor * v[j] }
        }
    }

    /// vᵀ M v.
    func quadratic(_ v: [Double]) -> Double {
        var sum = 0.0
        for i in v.indices where v[i] != 0 {
            for j in v.indices { sum += v[i] * self[i, j] * v[j] }
        }
        return sum
    }

    /// Every element times a number.
    func scaled(by factor: Double) -> Matrix {
        var result = self
        for index in result.elements.indices { result.elements[index] *= factor }
        return result
    }
}
