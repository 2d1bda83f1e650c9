import LanguageModel
package import Statistics
package import Workspace

/// What a user says about a table of two systems; nil is for the program to find.
package struct ComparisonColumns: Sendable, Hashable {
    /// The two systems: columns of a wide table, or values of the system column.
    package var first: String?
    package var second: String?
    /// The column of the case.
    package var unit: String?
    /// The column of the system in a long table.
    package var system: String?
    /// The column of the outcome in a long table.
    package var value: String?
    /// The column of clusters of cases.
    package var cluster: String?
    /// Whether the two samples are separate.
    package var isUnpaired = false

    package init() {}
}

/// The outcomes of two systems as they were found in a table, repeats of a case averaged.
package struct ComparedColumns: Sendable {
    /// How the table was read.
    package let reading: [String]
    package let firstName: String
    package let secondName: String
    /// The first system's outcome of each case.
    package let first: [Double]
    /// The second system's, of the same cases when paired.
    package let second: [Double]
    package let isPaired: Bool
    /// The cluster of each pair.
    package let clusters: Grouping?
    /// Every outcome of each case before averaging, where paired: for planning.
    package let repeats: [(first: [Double], second: [Double])]
    /// Cases without an outcome of both systems.
    package let leftOut: Int

    /// Reads the outcomes of two systems.
    package init(_ data: DataTable, _ wanted: ComparisonColumns = ComparisonColumns())
        throws(DocumentError)
    {
        let found = ColumnNames.find(ColumnNames.system, in: data.columns)
        let wide =
            wanted.system == nil
            && (wanted.first.map { data.columns.contains($0) } ?? (found == nil))
        if wide {
            try self.init(wide: data, wanted)
        } else {
            try self.init(long: data, wanted)
        }
    }

    private init(wide data: DataTable, _ wanted: ComparisonColumns) throws(DocumentError) {
        var said = ["wide table: a column for each system"]
        var taken: Set<Int> = []
        for name in [wanted.unit, wanted.cluster].compactMap({ $0 }) {
            taken.insert(try data.column(name))
        }
        let pair: (Int, Int)
        if let first = wanted.first, let second = wanted.second {
            pair = (try data.column(first), try data.column(second))
        } else {
            let usual = ColumnNames.find(ColumnNames.unit, in: data.columns, but: taken)
            let numeric = data.columns.indices.filter {
                !taken.contains($0) && $0 != usual && data.isNumeric($0)
            }
            guard numeric.count == 2 else {
                throw DocumentError(
                    .missingKey, file: data.path, line: 1,
                    "expected two columns of numbers, found \(numeric.count)",
                    suggestion: "name them with --first and --second, or for a row per outcome "
                        + "name --unit, --system and --value")
            }
            pair = (numeric[0], numeric[1])
            said.append(
                "first = '\(data.columns[pair.0])', second = '\(data.columns[pair.1])' (guessed)")
        }
        let one = try data.outcomes(pair.0)
        let two = try data.outcomes(pair.1)
        (firstName, secondName) = (data.columns[pair.0], data.columns[pair.1])
        isPaired = !wanted.isUnpaired
        if wanted.isUnpaired {
            (first, second) = (one.compactMap { $0 }, two.compactMap { $0 })
            (clusters, repeats, leftOut) = (nil, [], 0)
            reading = said
            try Self.refuseClusters(wanted, data)
            return
        }
        taken.formUnion([pair.0, pair.1])
        let cases = try Self.cases(data, wanted.unit, taken: taken, &said)
        var outcomes = [(first: [Double], second: [Double])](
            repeating: ([], []), count: cases.count)
        var firstRows = [Int](repeating: -1, count: cases.count)
        for row in 0..<data.rows {
            let code = cases.codes[row]
            if firstRows[code] < 0 { firstRows[code] = row }
            if let outcome = one[row] { outcomes[code].first.append(outcome) }
            if let outcome = two[row] { outcomes[code].second.append(outcome) }
        }
        let kept = outcomes.indices.filter {
            !outcomes[$0].first.isEmpty && !outcomes[$0].second.isEmpty
        }
        repeats = kept.map { outcomes[$0] }
        first = repeats.map { Self.mean($0.first) }
        second = repeats.map { Self.mean($0.second) }
        leftOut = cases.count - kept.count
        if let name = wanted.cluster {
            let column = try data.column(name)
            let labels = try data.fullTexts(column)
            try Self.checkClusters(labels, column, cases, firstRows, data)
            clusters = Grouping(kept.map { labels[firstRows[$0]] })
        } else {
            clusters = nil
        }
        reading = said
        try Self.checkPairs(first.count, data)
    }

    private init(long data: DataTable, _ wanted: ComparisonColumns) throws(DocumentError) {
        var said = ["long table: a row for each outcome"]
        var taken: Set<Int> = []
        if let name = wanted.cluster { taken.insert(try data.column(name)) }
        let system = try data.find(
            wanted.system, ColumnNames.system, "system", "--system", but: taken, reading: &said)
        taken.insert(system)
        let value = try data.find(
            wanted.value, ColumnNames.value, "value", "--value", but: taken, reading: &said)
        taken.insert(value)
        let systems = try data.fullTexts(system)
        let names = Grouping(systems).members.map { systems[$0[0]] }
        let chosen = try Self.chosen(names, wanted, data, system)
        let values = try data.outcomes(value)
        (firstName, secondName) = chosen
        isPaired = !wanted.isUnpaired
        var caseNames: [String] = []
        if wanted.isUnpaired, wanted.unit == nil {
            caseNames = data.lines.map { "line \($0)" }
        } else {
            let unit = try data.find(
                wanted.unit, ColumnNames.unit, "unit", "--unit", but: taken, reading: &said)
            caseNames = try data.fullTexts(unit)
        }
        let cases = Grouping(caseNames)
        var outcomes = [(first: [Double], second: [Double])](
            repeating: ([], []), count: cases.count)
        var firstRows = [Int](repeating: -1, count: cases.count)
        for (row, outcome) in values.enumerated() {
            let code = cases.codes[row]
            if firstRows[code] < 0 { firstRows[code] = row }
            guard let outcome else { continue }
            if systems[row] == chosen.0 { outcomes[code].first.append(outcome) }
            if systems[row] == chosen.1 { outcomes[code].second.append(outcome) }
        }
        if outcomes.contains(where: { $0.first.count > 1 || $0.second.count > 1 }) {
            said.append("several outcomes of a case were averaged")
        }
        if wanted.isUnpaired {
            first = outcomes.filter { !$0.first.isEmpty }.map { Self.mean($0.first) }
            second = outcomes.filter { !$0.second.isEmpty }.map { Self.mean($0.second) }
            (clusters, repeats, leftOut) = (nil, [], 0)
            reading = said
            try Self.refuseClusters(wanted, data)
            return
        }
        let kept = outcomes.indices.filter {
            !outcomes[$0].first.isEmpty && !outcomes[$0].second.isEmpty
        }
        let touched = outcomes.count { !$0.first.isEmpty || !$0.second.isEmpty }
        repeats = kept.map { outcomes[$0] }
        first = repeats.map { Self.mean($0.first) }
        second = repeats.map { Self.mean($0.second) }
        leftOut = touched - kept.count
        if let name = wanted.cluster {
            let column = try data.column(name)
            let labels = try data.fullTexts(column)
            try Self.checkClusters(labels, column, cases, firstRows, data)
            clusters = Grouping(kept.map { labels[firstRows[$0]] })
        } else {
            clusters = nil
        }
        reading = said
        try Self.checkPairs(kept.count, data)
    }

    private static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    /// The cases of a wide table's rows: each row its own, unless a case stands on several.
    private static func cases(
        _ data: DataTable, _ unit: String?, taken: Set<Int>, _ said: inout [String]
    ) throws(DocumentError) -> Grouping {
        let column =
            try unit.map { name throws(DocumentError) in try data.column(name) }
            ?? ColumnNames.find(ColumnNames.unit, in: data.columns, but: taken)
        guard let column else { return Grouping(0..<data.rows) }
        let cases = Grouping(try data.fullTexts(column))
        if cases.count < data.rows {
            said.append(
                "rows of one case are averaged, case = '\(data.columns[column])'"
                    + (unit == nil ? " (guessed)" : ""))
        }
        return cases
    }

    private static func checkClusters(
        _ labels: [String], _ column: Int, _ cases: Grouping, _ firstRows: [Int],
        _ data: DataTable
    ) throws(DocumentError) {
        for row in 0..<data.rows where labels[row] != labels[firstRows[cases.codes[row]]] {
            throw data.error(
                .invalidValue, row: row, column: column,
                "this case is in another cluster on line "
                    + "\(data.lines[firstRows[cases.codes[row]]])",
                suggestion: "a case belongs to one cluster")
        }
    }

    private static func chosen(
        _ names: [String], _ wanted: ComparisonColumns, _ data: DataTable, _ column: Int
    ) throws(DocumentError) -> (String, String) {
        for name in [wanted.first, wanted.second].compactMap({ $0 }) where !names.contains(name) {
            throw DocumentError(
                .invalidValue, file: data.path, line: 1,
                "the column '\(data.columns[column])' never says '\(name)'",
                suggestion: Spelling.suggestion(for: name, among: names, naming: "it says"))
        }
        if let first = wanted.first, let second = wanted.second, first != second {
            return (first, second)
        }
        if names.count == 2 {
            if let first = wanted.first, let other = names.first(where: { $0 != first }) {
                return (first, other)
            }
            if let second = wanted.second, let other = names.first(where: { $0 != second }) {
                return (other, second)
            }
            return (names[0], names[1])
        }
        throw DocumentError(
            .invalidValue, file: data.path, line: 1,
            "the column '\(data.columns[column])' names \(names.count) systems: "
                + names.prefix(12).joined(separator: ", "),
            suggestion: "choose two with --first and --second")
    }

    private static func checkPairs(_ count: Int, _ data: DataTable) throws(DocumentError) {
        guard count > 0 else {
            throw DocumentError(
                .invalidValue, file: data.path, "no case has an outcome of both systems",
                suggestion: "check --unit; for separate samples use --unpaired")
        }
    }

    private static func refuseClusters(_ wanted: ComparisonColumns, _ data: DataTable)
        throws(DocumentError)
    {
        guard wanted.cluster == nil else {
            throw DocumentError(
                .invalidValue, file: data.path,
                "--cluster belongs to paired comparisons; separate samples have none here",
                suggestion: "leave out --unpaired or --cluster")
        }
    }
}
