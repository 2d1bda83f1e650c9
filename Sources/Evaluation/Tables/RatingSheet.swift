import LanguageModel
package import Statistics
package import Workspace

/// What a user says about the columns of a table of ratings; nil is for the program to find.
package struct RatingColumns: Sendable, Hashable {
    /// The column that names the unit.
    package var unit: String?
    /// The column that names the rater: says that the table is long.
    package var rater: String?
    /// The column of the rating in a long table.
    package var value: String?
    /// The raters' columns of a wide table.
    package var raters: [String]?
    /// The column of the clusters of units, such as the prompt.
    package var cluster: String?
    /// The declared scale, used or not, in its order.
    package var scale: [String]?
    /// Whether ratings are names even where all are numbers.
    package var areNames = false
    /// Which of several ratings of a unit by a rater counts.
    package var repeats = Repeats.refuse

    package init() {}

    /// What several ratings of one unit by one rater mean.
    package enum Repeats: String, Sendable, CaseIterable {
        /// An error.
        case refuse
        /// The last in the file's order counts; all count for intra-rater agreement.
        case latest
        /// The first counts.
        case first
    }
}

/// Ratings as they were found in a table.
package struct RatingSheet: Sendable {
    /// How the table was read, for people: the columns and what was guessed.
    package let reading: [String]
    /// Whether the table had a row for each rating.
    package let isLong: Bool
    package let units: [String]
    package let raters: [String]
    /// The categories in the scale's order.
    package let categories: [String]
    /// Whether categories are numbers.
    package let isNumeric: Bool
    /// The ratings, one of each rater for each unit.
    package let table: RatingTable
    /// Every rating as codes, repeats included, in the file's order.
    package let all: (unit: [Int], rater: [Int], category: [Int])
    /// Whether a rater rated a unit more than once.
    package let hasRepeats: Bool
    /// The cluster of each unit, where a column was named.
    package let clusters: Grouping?

    /// The number of ratings that stand in a unit with at least one other.
    package var pairable: Int {
        counts.reduce(0) { $0 + ($1 >= 2 ? $1 : 0) }
    }

    /// The number of units with at least two ratings.
    package var pairableUnits: Int { counts.count { $0 >= 2 } }

    private let counts: [Int]

    /// The most different texts that can be categories; more are free text or ids.
    package static let mostNames = 1_000
    /// The most different numbers.
    package static let mostNumbers = 100_000

    /// Reads ratings from a table.
    package init(_ data: DataTable, _ wanted: RatingColumns = RatingColumns())
        throws(DocumentError)
    {
        let layout = try RatingLayout(data, wanted)
        var cells = try layout.isLong ? layout.longCells(data) : layout.wideCells(data)
        let hadRepeats = try Self.settleRepeats(&cells, data, wanted.repeats)
        let scale = try RatingScale(cells.all, data, wanted)
        let codes = try scale.codes(cells.all, data)
        isLong = layout.isLong
        reading = layout.reading + scale.reading
        units = cells.units
        raters = cells.raters
        categories = scale.names
        isNumeric = scale.values != nil
        hasRepeats = hadRepeats
        all = (cells.all.map(\.unit), cells.all.map(\.rater), codes)
        clusters = try layout.clusters(data, cells)
        let kept = cells.kept
        var counts = [Int](repeating: 0, count: cells.units.count)
        for position in kept { counts[cells.all[position].unit] += 1 }
        self.counts = counts
        do {
            table = try RatingTable(
                unit: kept.map { cells.all[$0].unit }, rater: kept.map { cells.all[$0].rater },
                category: kept.map { codes[$0] }, units: cells.units.count,
                raters: cells.raters.count, categories: scale.names.count, values: scale.values)
        } catch {
            throw DocumentError(.invalidValue, file: data.path, "\(error.cause)")
        }
    }

    /// Chooses among several ratings of a unit by a rater.
    private static func settleRepeats(
        _ cells: inout RatingCells, _ data: DataTable, _ rule: RatingColumns.Repeats
    ) throws(DocumentError) -> Bool {
        var place: [Int: Int] = [:]
        place.reserveCapacity(cells.all.count)
        var kept: [Int] = []
        kept.reserveCapacity(cells.all.count)
        var hadRepeats = false
        for (position, cell) in cells.all.enumerated() {
            let key = cell.unit * cells.raters.count + cell.rater
            guard let slot = place[key] else {
                place[key] = kept.count
                kept.append(position)
                continue
            }
            hadRepeats = true
            switch rule {
            case .first: break
            case .latest: kept[slot] = position
            case .refuse:
                let before = data.lines[cells.all[kept[slot]].row]
                throw data.error(
                    .duplicate, row: cell.row, column: cell.column,
                    "'\(cells.raters[cell.rater])' rated '\(cells.units[cell.unit])' before, on "
                        + "line \(before)",
                    suggestion: "--repeats latest keeps the last one and shows intra-rater "
                        + "agreement; --repeats first keeps the first")
            }
        }
        cells.kept = kept
        return hadRepeats
    }
}
