import LanguageModel
package import Workspace

/// Which combinations of tags a set of cases covers: intent × surface × severity × failure, or any
/// other tags.
package struct CoverageMatrix: Codable, Sendable, Hashable {
    /// A tag with the values that it can take.
    package struct Axis: Codable, Sendable, Hashable {
        package var tag: String
        package var levels: [String]

        package init(tag: String, levels: [String]) {
            self.tag = tag
            self.levels = levels
        }
    }

    /// One combination of levels.
    package struct Cell: Codable, Sendable, Hashable {
        /// A level for each axis, in their order.
        package var levels: [String]
        package var cases: [String]
        /// Whether the matrix says that it cannot occur.
        package var isImpossible: Bool

        package enum CodingKeys: String, CodingKey {
            case levels, cases
            case isImpossible = "is_impossible"
        }
    }

    package var name: String
    package var axes: [Axis]
    /// All combinations; the empty ones first, in the order of the levels.
    package var cells: [Cell]
    /// Cases that lack a tag or have a value that its axis does not list.
    package var outside: [String]
    /// How many pairs of levels of two axes some case covers, and how many there are without the
    /// impossible ones: the strength-2 coverage of combinatorial testing
    /// (D. R. Kuhn and others, NIST SP 800-142, 2010).
    package var pairsCovered: Int
    package var pairs: Int

    package enum CodingKeys: String, CodingKey {
        case name, axes, cells, outside
        case pairsCovered = "pairs_covered"
        case pairs
    }

    /// The most combinations of a matrix.
    package static let limit = 20_000

    /// Counts cases.
    ///
    /// - Parameter impossible: combinations that cannot occur: every cell that has all of its
    ///   levels.
    /// - Throws: `EvalError` for no axis, an axis without levels, or too many combinations.
    package init(
        name: String, axes: [Axis], cases: [Case], impossible: [[String: String]] = []
    ) throws {
        guard !axes.isEmpty, axes.allSatisfy({ !$0.levels.isEmpty }) else {
            throw EvalError(
                "there is nothing to cover", advice: "tag the cases, or name tags with --axes")
        }
        let size = axes.reduce(1) { $0 > Self.limit ? $0 : $0 * $1.levels.count }
        guard size <= Self.limit else {
            throw EvalError(
                "the matrix has more than \(Self.limit) combinations",
                advice: "take fewer axes or levels")
        }
        var members: [[String]: [String]] = [:]
        var outside: [String] = []
        for one in cases {
            let levels = axes.map { one.tags[$0.tag] }
            if zip(axes, levels).allSatisfy({ $0.levels.contains($1 ?? "\u{0}") }) {
                members[levels.map { $0 ?? "" }, default: []].append(one.id)
            } else {
                outside.append(one.id)
            }
        }
        func isImpossible(_ levels: [String]) -> Bool {
            impossible.contains { rule in
                !rule.isEmpty
                    && rule.allSatisfy { tag, value in
                        axes.firstIndex { $0.tag == tag }.map { levels[$0] == value } ?? false
                    }
            }
        }
        var combinations: [[String]] = [[]]
        for axis in axes {
            combinations = combinations.flatMap { first in axis.levels.map { first + [$0] } }
        }
        let all = combinations.map {
            Cell(levels: $0, cases: members[$0] ?? [], isImpossible: isImpossible($0))
        }
        self.name = name
        self.axes = axes
        self.outside = outside
        cells =
            all.filter { $0.cases.isEmpty && !$0.isImpossible }
            + all.filter { !$0.cases.isEmpty || $0.isImpossible }
        (pairsCovered, pairs) = Self.pairs(all, axes)
    }

    private static func pairs(_ cells: [Cell], _ axes: [Axis]) -> (Int, Int) {
        var possible: Set<[String]> = []
        var covered: Set<[String]> = []
        for cell in cells where !cell.isImpossible || !cell.cases.isEmpty {
            for first in axes.indices {
                for second in axes.indices where second > first {
                    let pair = ["\(first)", cell.levels[first], "\(second)", cell.levels[second]]
                    possible.insert(pair)
                    if !cell.cases.isEmpty { covered.insert(pair) }
                }
            }
        }
        return (covered.count, possible.count)
    }

    /// Combinations that could occur and that no case covers.
    package var empty: [Cell] { cells.filter { $0.cases.isEmpty && !$0.isImpossible } }

    /// How many combinations could occur.
    package var possible: Int { cells.count { !$0.isImpossible || !$0.cases.isEmpty } }

    /// How many cases have both levels, by row and column.
    package func counts(rows: Axis, columns: Axis) -> [[Int]] {
        guard let row = axes.firstIndex(of: rows), let column = axes.firstIndex(of: columns) else {
            return []
        }
        return rows.levels.map { first in
            columns.levels.map { second in
                cells.filter { $0.levels[row] == first && $0.levels[column] == second }
                    .reduce(0) { $0 + $1.cases.count }
            }
        }
    }

    /// The matrix as canonical JSON: what `--json` prints.
    package func jsonText() throws -> String { try canonicalJSON(of: self) }
}
