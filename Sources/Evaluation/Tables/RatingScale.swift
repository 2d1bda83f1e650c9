import Workspace

/// The categories of ratings, from the ratings or declared.
struct RatingScale {
    let names: [String]
    /// The categories' numbers, increasing; nil for names.
    let values: [Double]?
    let reading: [String]
    private let codeOfName: [String: Int]
    private let codeOfValue: [Double: Int]

    init(_ cells: [RatingCell], _ data: DataTable, _ wanted: RatingColumns) throws(DocumentError) {
        guard !cells.isEmpty else {
            throw DocumentError(.missingKey, file: data.path, "there are no ratings")
        }
        let isNumeric = try Self.isNumeric(cells, data, wanted)
        if isNumeric {
            var declared: [Double] = []
            for text in wanted.scale ?? [] {
                guard let number = DataTable.number(text) else {
                    throw DocumentError(
                        .wrongKind, file: data.path, "the scale's '\(text)' is not a number",
                        suggestion: "use --names for categories that are names")
                }
                declared.append(number)
            }
            if wanted.scale == nil { declared = try Self.usedNumbers(cells, data) }
            let sorted = Set(declared).sorted()
            values = sorted
            names = sorted.map(Self.name)
            codeOfName = [:]
            codeOfValue = Dictionary(uniqueKeysWithValues: zip(sorted, sorted.indices))
        } else {
            var used = wanted.scale ?? []
            if wanted.scale == nil { used = try Self.usedNames(cells, data).sorted() }
            names = used
            values = nil
            codeOfValue = [:]
            codeOfName = Dictionary(
                zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        }
        let shown = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
        reading = [
            "\(names.count) \(isNumeric ? "numbers" : "names")"
                + " \(wanted.scale == nil ? "found" : "declared"): \(shown)"
        ]
    }

    private static func isNumeric(
        _ cells: [RatingCell], _ data: DataTable, _ wanted: RatingColumns
    ) throws(DocumentError) -> Bool {
        if wanted.areNames { return false }
        var firstText: RatingCell?
        var numbers = 0
        for cell in cells {
            if DataTable.number(cell.text) == nil {
                if firstText == nil { firstText = cell }
            } else {
                numbers += 1
            }
        }
        guard let text = firstText else { return true }
        if numbers == 0 { return false }
        throw data.error(
            .wrongKind, row: text.row, column: text.column,
            "'\(text.text.prefix(40))' is not a number, and \(numbers) "
                + "other ratings are",
            suggestion: "declare what stands for a missing value with --missing, or take all "
                + "ratings as names with --names")
    }

    private static func usedNumbers(_ cells: [RatingCell], _ data: DataTable)
        throws(DocumentError) -> [Double]
    {
        var seen: Set<Double> = []
        for cell in cells {
            guard let number = DataTable.number(cell.text) else { continue }
            if seen.insert(number).inserted, seen.count > RatingSheet.mostNumbers {
                throw tooMany(cell, data, RatingSheet.mostNumbers, "numbers")
            }
        }
        return Array(seen)
    }

    private static func usedNames(_ cells: [RatingCell], _ data: DataTable)
        throws(DocumentError) -> [String]
    {
        var seen: Set<String> = []
        for cell in cells where seen.insert(cell.text).inserted {
            if seen.count > RatingSheet.mostNames {
                throw tooMany(cell, data, RatingSheet.mostNames, "names")
            }
        }
        return Array(seen)
    }

    private static func tooMany(
        _ cell: RatingCell, _ data: DataTable, _ limit: Int, _ what: String
    ) -> DocumentError {
        data.error(
            .limit, row: cell.row, column: cell.column,
            "more than \(limit) different \(what): these look like free text or ids, not ratings",
            suggestion: "name the column of the ratings with --value or --raters")
    }

    /// The code of every rating.
    func codes(_ cells: [RatingCell], _ data: DataTable) throws(DocumentError) -> [Int] {
        var codes: [Int] = []
        codes.reserveCapacity(cells.count)
        for cell in cells {
            let code: Int?
            if values == nil {
                code = codeOfName[cell.text]
            } else {
                code = DataTable.number(cell.text).flatMap { codeOfValue[$0] }
            }
            guard let code else {
                throw data.error(
                    .invalidValue, row: cell.row, column: cell.column,
                    "'\(cell.text.prefix(40))' is not on the declared "
                        + "scale",
                    suggestion: "the scale is: \(names.prefix(24).joined(separator: ", "))")
            }
            codes.append(code)
        }
        return codes
    }

    private static func name(_ value: Double) -> String {
        let whole = value.rounded()
        return whole == value && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    }
}
