import Statistics
package import Workspace

/// The combinations of levels that an experiment asks, with what they can and cannot tell.
package struct ExperimentDesign: Sendable, Hashable {
    /// The most combinations of a design: beyond it a fraction is the better idea.
    static let mostCells = 4096

    /// One combination: a position among each factor's levels.
    package typealias Cell = [Int]

    /// The kind.
    package var kind: DesignDocument.Kind
    /// Names of the factors.
    package var factors: [String]
    /// Names of the levels by factor.
    package var levels: [[String]]
    /// The combinations, in a fixed order.
    package var cells: [Cell]
    /// What a fraction confuses; nil for designs that are none.
    package var fraction: FractionalFactorial?

    /// Lays out a document's design.
    ///
    /// - Throws: `EvalError` where there are too many combinations or there is no such fraction.
    package init(_ document: ExperimentDocument) throws(EvalError) {
        try self.init(
            document.design, factors: document.factors.map(\.name),
            levels: document.factors.map { $0.levels.map(\.label) })
    }

    /// Lays out a design of factors with these levels.
    package init(
        _ design: DesignDocument, factors: [String], levels: [[String]]
    ) throws(EvalError) {
        (kind, self.factors, self.levels) = (design.kind, factors, levels)
        let sizes = levels.map(\.count)
        switch design.kind {
        case .fullFactorial:
            var count = 1
            for size in sizes {
                count = count.multipliedReportingOverflow(by: size).partialValue
                guard count > 0, count <= Self.mostCells else {
                    throw EvalError(
                        "the factors have more than \(Self.mostCells) combinations",
                        advice: "use kind: fractional-factorial or one-factor")
                }
            }
            cells = Self.product(sizes)
        case .oneFactor:
            var cells: [Cell] = [sizes.map { _ in 0 }]
            for (factor, size) in sizes.enumerated() {
                for level in 1..<max(size, 1) {
                    var cell = sizes.map { _ in 0 }
                    cell[factor] = level
                    cells.append(cell)
                }
            }
            self.cells = cells
        case .latinSquare:
            cells = Self.square(of: sizes.first ?? 0, seed: design.seed)
        case .fractionalFactorial:
            let fraction = try FractionalFactorial(factors: factors, design.fraction)
            self.fraction = fraction
            cells = fraction.runs
        }
    }

    /// Every combination, the last factor changing fastest.
    private static func product(_ sizes: [Int]) -> [Cell] {
        var cells: [Cell] = [[]]
        for size in sizes {
            cells = cells.flatMap { cell in (0..<size).map { cell + [$0] } }
        }
        return cells
    }

    /// The cyclic square with rows, columns and letters in random order (Fisher and Yates 1934):
    /// each pair of levels of two factors meets once.
    private static func square(of size: Int, seed: Int) -> [Cell] {
        var generator = CounterGenerator(seed: UInt64(seed), stream: 0x1A71)
        func order() -> [Int] {
            var order = Array(0..<size)
            generator.shuffle(&order)
            return order
        }
        let (rows, columns, letters) = (order(), order(), order())
        return (0..<size).flatMap { row in
            (0..<size).map { column in
                [row, column, letters[(rows[row] + columns[column]) % max(size, 1)]]
            }
        }
    }

    /// Pairs of factors whose interaction the design can tell from main effects and from the
    /// pairs before them.
    package var estimablePairs: [[Int]] {
        switch kind {
        case .fullFactorial: return FactorialAnalysis.allPairs(factors.count)
        case .oneFactor, .latinSquare: return []
        case .fractionalFactorial:
            // Two columns of signs tell the same where they are equal or opposite throughout.
            let columns = factors.indices.map { factor in cells.map { $0[factor] } }
            var taken = columns
            return FactorialAnalysis.allPairs(factors.count).filter { pair in
                let column = zip(columns[pair[0]], columns[pair[1]]).map { $0 ^ $1 }
                let opposite = column.map { 1 - $0 }
                guard !taken.contains(column), !taken.contains(opposite) else { return false }
                taken.append(column)
                return true
            }
        }
    }

    /// How a cell is called: `length=short,tone=formal`.
    package func name(of cell: Cell, only: (Int) -> Bool = { _ in true }) -> String {
        zip(factors.indices, cell).filter { only($0.0) }.map { index, level in
            "\(factors[index])=\(levels[index][level])"
        }.joined(separator: ",")
    }
}
