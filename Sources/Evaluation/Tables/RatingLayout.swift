import Statistics
import Workspace

/// One rating with its place in the file.
struct RatingCell {
    let unit: Int
    let rater: Int
    let text: String
    let row: Int
    let column: Int
}

/// The ratings of a table as codes and texts.
struct RatingCells {
    var units: [String]
    var raters: [String]
    /// Every rating, in the file's order.
    var all: [RatingCell]
    /// The row on which each unit first stands.
    var firstRows: [Int]
    /// The positions in `all` that count.
    var kept: [Int] = []
}

/// Which columns of a table are what.
struct RatingLayout {
    let isLong: Bool
    let reading: [String]
    private let unit: Int?
    private let rater: Int
    private let value: Int
    private let raters: [Int]
    private let cluster: Int?

    init(_ data: DataTable, _ wanted: RatingColumns) throws(DocumentError) {
        let cluster = try wanted.cluster.map { name throws(DocumentError) in try data.column(name) }
        var taken = Set([cluster].compactMap { $0 })
        let named = (wanted.rater != nil || wanted.value != nil)
        let foundRater = ColumnNames.find(ColumnNames.rater, in: data.columns, but: taken)
        let foundValue = ColumnNames.find(ColumnNames.value, in: data.columns, but: taken)
        if named, wanted.raters != nil {
            throw DocumentError(
                .invalidValue, file: data.path, "a table is long or wide, not both",
                suggestion: "name --unit, --rater and --value, or --unit and --raters")
        }
        isLong = named || (wanted.raters == nil && foundRater != nil && foundValue != nil)
        var said: [String] = []
        func pick(_ name: String?, _ found: Int?, _ what: String, _ option: String)
            throws(DocumentError) -> Int
        {
            if let name { return try data.column(name) }
            guard let found else {
                throw DocumentError(
                    .missingKey, file: data.path, line: 1, "no column looks like the \(what)",
                    suggestion: "name it with \(option); the columns are: "
                        + data.columns.prefix(24).joined(separator: ", "))
            }
            said.append("\(what) = '\(data.columns[found])' (guessed)")
            return found
        }
        if isLong {
            rater = try pick(wanted.rater, foundRater, "rater", "--rater")
            taken.insert(rater)
            let valueFound = ColumnNames.find(ColumnNames.value, in: data.columns, but: taken)
            value = try pick(wanted.value, valueFound, "value", "--value")
            taken.insert(value)
            let unitFound = ColumnNames.find(ColumnNames.unit, in: data.columns, but: taken)
            unit = try pick(wanted.unit, unitFound, "unit", "--unit")
            raters = []
            said.insert("long table: a row for each rating", at: 0)
        } else {
            (rater, value) = (-1, -1)
            let chosen = try (wanted.raters ?? []).map { name throws(DocumentError) in
                try data.column(name)
            }
            taken.formUnion(chosen)
            if let name = wanted.unit {
                unit = try data.column(name)
            } else {
                unit = Self.guessUnit(data, but: taken)
                if let unit { said.append("unit = '\(data.columns[unit])' (guessed)") }
            }
            taken.formUnion([unit].compactMap { $0 })
            raters =
                wanted.raters != nil ? chosen : data.columns.indices.filter { !taken.contains($0) }
            guard raters.count >= 2 else {
                throw DocumentError(
                    .missingKey, file: data.path, line: 1,
                    "a wide table needs a column for each of at least two raters; found "
                        + "\(raters.count)",
                    suggestion: "for a row per rating name --unit, --rater and --value")
            }
            let names = raters.prefix(12).map { "'\(data.columns[$0])'" }.joined(separator: ", ")
            said.insert("wide table: a column for each rater", at: 0)
            said.append(
                "raters = \(names)\(raters.count > 12 ? ", …" : "")"
                    + (wanted.raters == nil ? " (all other columns)" : ""))
            for column in raters { try data.checkNotEmpty(column) }
        }
        self.cluster = cluster
        reading = said
    }

    /// A column with a known name, or a first column that numbers the rows while no other does.
    private static func guessUnit(_ data: DataTable, but taken: Set<Int>) -> Int? {
        if let found = ColumnNames.find(ColumnNames.unit, in: data.columns, but: taken) {
            return found
        }
        func isDistinct(_ column: Int) -> Bool {
            let texts = data.texts(column).compactMap { $0 }
            return texts.count == data.rows && Set(texts).count == texts.count
        }
        let others = data.columns.indices.dropFirst()
        guard data.rows > 3, !taken.contains(0), isDistinct(0), !others.contains(where: isDistinct)
        else { return nil }
        return 0
    }

    func longCells(_ data: DataTable) throws(DocumentError) -> RatingCells {
        let unitNames = try data.fullTexts(unit ?? 0)
        let raterNames = try data.fullTexts(rater)
        try data.checkNotEmpty(value)
        let units = Grouping(unitNames)
        let raters = Grouping(raterNames)
        var cells = RatingCells(
            units: [String](repeating: "", count: units.count),
            raters: [String](repeating: "", count: raters.count), all: [],
            firstRows: [Int](repeating: -1, count: units.count))
        cells.all.reserveCapacity(data.rows)
        for (row, text) in data.texts(value).enumerated() {
            let (unit, rater) = (units.codes[row], raters.codes[row])
            if cells.firstRows[unit] < 0 {
                cells.firstRows[unit] = row
                cells.units[unit] = unitNames[row]
            }
            cells.raters[rater] = raterNames[row]
            guard let text else { continue }
            cells.all.append(
                RatingCell(unit: unit, rater: rater, text: text, row: row, column: value))
        }
        return cells
    }

    func wideCells(_ data: DataTable) throws(DocumentError) -> RatingCells {
        var names = (1...data.rows).map { "row \($0)" }
        if let unit { names = try data.fullTexts(unit) }
        let units = Grouping(names)
        var cells = RatingCells(
            units: [String](repeating: "", count: units.count),
            raters: raters.map { data.columns[$0] }, all: [],
            firstRows: [Int](repeating: -1, count: units.count))
        for row in 0..<data.rows {
            let code = units.codes[row]
            if cells.firstRows[code] < 0 {
                cells.firstRows[code] = row
                cells.units[code] = names[row]
            }
        }
        for (rater, column) in raters.enumerated() {
            for (row, text) in data.texts(column).enumerated() {
                guard let text else { continue }
                cells.all.append(
                    RatingCell(
                        unit: units.codes[row], rater: rater, text: text, row: row, column: column))
            }
        }
        return cells
    }

    /// The cluster of each unit; a unit has one.
    func clusters(_ data: DataTable, _ cells: RatingCells) throws(DocumentError) -> Grouping? {
        guard let cluster else { return nil }
        let names = try data.fullTexts(cluster)
        for cell in cells.all where names[cell.row] != names[cells.firstRows[cell.unit]] {
            throw data.error(
                .invalidValue, row: cell.row, column: cluster,
                "unit '\(cells.units[cell.unit])' is in cluster '\(names[cell.row])' here and in "
                    + "'\(names[cells.firstRows[cell.unit]])' on line "
                    + "\(data.lines[cells.firstRows[cell.unit]])",
                suggestion: "a unit belongs to one cluster")
        }
        return Grouping(cells.firstRows.map { names[$0] })
    }
}
