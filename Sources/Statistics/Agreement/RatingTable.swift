/// Categories that raters chose for units, with any pattern of missing ratings.
///
/// Ratings lie unit after unit in three flat arrays, so memory is proportional to the number of
/// ratings whatever the number of raters. A skip is a missing rating unless it is declared a
/// category. One unit has at most one rating of each rater: keep the latest and use `IntraRater`
/// for repeats.
public struct RatingTable: Sendable, Hashable {
    /// The number of units, rated or not.
    public let units: Int
    /// The number of raters.
    public let raters: Int
    /// The number of categories of the declared scale, used or not.
    public let categories: Int
    /// The value of each category, increasing where given; nil for names without order.
    public let values: [Double]?
    /// Where each unit's ratings start; one more entry than units.
    let offsets: [Int]
    /// The rater of each rating, increasing within a unit.
    let raterOf: [Int32]
    /// The category of each rating.
    let categoryOf: [Int32]

    /// The number of ratings.
    public var count: Int { categoryOf.count }

    /// A table from one row for each rating.
    ///
    /// - Parameters:
    ///   - unit: The unit of each rating, in 0..<units.
    ///   - rater: The rater of each rating, in 0..<raters.
    ///   - category: The category of each rating, in 0..<categories.
    ///   - categories: The size of the declared scale: coefficients that correct for chance by the
    ///     scale (Gwet, Brennan–Prediger) change with it, so unused categories count.
    ///   - values: The categories' numeric values, in increasing order, for interval and ratio
    ///     metrics; positions stand in when absent.
    /// - Throws: `outOfRange` for a code outside its range or a second rating of a unit by a rater.
    ///
    /// - Complexity: O(ratings + units).
    public init(
        unit: [Int], rater: [Int], category: [Int], units: Int, raters: Int, categories: Int,
        values: [Double]? = nil
    ) throws(Undefined) {
        try Check.lengths(unit.count, rater.count)
        try Check.lengths(unit.count, category.count)
        guard !unit.isEmpty else { throw .noData }
        guard (1...Int(Int32.max)).contains(units), (1...Int(Int32.max)).contains(raters) else {
            throw .outOfRange(what: "the number of units or raters", allowed: "1 to 2³¹ − 1")
        }
        guard (1...10_000_000).contains(categories) else {
            throw .outOfRange(what: "the number of categories", allowed: "1 to 10,000,000")
        }
        if let values {
            try Check.lengths(values.count, categories)
            try Check.finite(values)
            for (low, high) in zip(values, values.dropFirst()) where !(low < high) {
                throw .outOfRange(what: "the order of category values", allowed: "increasing")
            }
        }
        var offsets = [Int](repeating: 0, count: units + 1)
        for row in unit.indices {
            guard (0..<units).contains(unit[row]), (0..<raters).contains(rater[row]),
                (0..<categories).contains(category[row])
            else {
                throw .outOfRange(
                    what: "the unit, rater or category of rating \(row + 1)",
                    allowed: "within the declared numbers")
            }
            offsets[unit[row] + 1] += 1
        }
        for index in 0..<units { offsets[index + 1] += offsets[index] }
        // Two counting sorts, by rater and then by unit, leave each unit's raters in order.
        let byRater = Self.sortedRows(rater, bound: raters)
        var next = offsets
        var raterOf = [Int32](repeating: 0, count: unit.count)
        var categoryOf = raterOf
        for row in byRater {
            let place = next[unit[row]]
            next[unit[row]] += 1
            if place > offsets[unit[row]], raterOf[place - 1] == Int32(rater[row]) {
                throw .outOfRange(
                    what: "the ratings of unit \(unit[row] + 1) by rater \(rater[row] + 1)",
                    allowed: "at most one")
            }
            raterOf[place] = Int32(rater[row])
            categoryOf[place] = Int32(category[row])
        }
        (self.units, self.raters, self.categories, self.values) =
            (units, raters, categories, values)
        (self.offsets, self.raterOf, self.categoryOf) = (offsets, raterOf, categoryOf)
    }

    private static func sortedRows(_ keys: [Int], bound: Int) -> [Int] {
        var starts = [Int](repeating: 0, count: bound + 1)
        for key in keys { starts[key + 1] += 1 }
        for index in 0..<bound { starts[index + 1] += starts[index] }
        var rows = [Int](repeating: 0, count: keys.count)
        for (row, key) in keys.enumerated() {
            rows[starts[key]] = row
            starts[key] += 1
        }
        return rows
    }

    /// A table of numbers, one column of units for each rater; nil is missing.
    ///
    /// The scale is the set of numbers in use, or `scale` in increasing order.
    public init(columns: [[Double?]], scale: [Double]? = nil) throws(Undefined) {
        let used = Set(columns.joined().compactMap { $0 }).sorted()
        try Check.data(used)
        let values = scale ?? used
        let codes = Dictionary(zip(values, values.indices), uniquingKeysWith: { first, _ in first })
        try self.init(columns: columns, codes: codes, categories: values.count, values: values)
    }

    /// A table of names, one column of units for each rater; nil is missing.
    ///
    /// The scale is the sorted set of names in use, or `scale` in its own order.
    public init(labels columns: [[String?]], scale: [String]? = nil) throws(Undefined) {
        let names = scale ?? Set(columns.joined().compactMap { $0 }).sorted()
        guard !names.isEmpty else { throw .noData }
        let codes = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        try self.init(columns: columns, codes: codes, categories: names.count, values: nil)
    }

    private init<Label: Hashable>(
        columns: [[Label?]], codes: [Label: Int], categories: Int, values: [Double]?
    ) throws(Undefined) {
        let units = columns.first?.count ?? 0
        var (unit, rater, category): ([Int], [Int], [Int]) = ([], [], [])
        for (column, labels) in columns.enumerated() {
            try Check.lengths(units, labels.count)
            for (row, label) in labels.enumerated() {
                guard let label else { continue }
                guard let code = codes[label] else {
                    throw .outOfRange(
                        what: "the rating \(label) of unit \(row + 1)",
                        allowed: "one of the declared categories")
                }
                unit.append(row)
                rater.append(column)
                category.append(code)
            }
        }
        try self.init(
            unit: unit, rater: rater, category: category, units: units, raters: columns.count,
            categories: categories, values: values)
    }

    /// The positions of a unit's ratings.
    func ratings(of unit: Int) -> Range<Int> { offsets[unit]..<offsets[unit + 1] }

    /// One category against all others, as a table of two categories (0 is the rest).
    public func collapsed(to category: Int) -> RatingTable {
        RatingTable(
            copying: self, raters: raters, categories: 2, values: nil, offsets: offsets,
            raterOf: raterOf, categoryOf: categoryOf.map { $0 == Int32(category) ? 1 : 0 })
    }

    /// The ratings of two raters only; the first becomes rater 0.
    public func restricted(to first: Int, _ second: Int) -> RatingTable {
        var (offsets, raterOf, categoryOf): ([Int], [Int32], [Int32]) = ([0], [], [])
        offsets.reserveCapacity(units + 1)
        for unit in 0..<units {
            for rater in [first, second] {
                for place in ratings(of: unit) where self.raterOf[place] == Int32(rater) {
                    raterOf.append(rater == first ? 0 : 1)
                    categoryOf.append(self.categoryOf[place])
                }
            }
            offsets.append(raterOf.count)
        }
        return RatingTable(
            copying: self, raters: 2, categories: categories, values: values, offsets: offsets,
            raterOf: raterOf, categoryOf: categoryOf)
    }

    private init(
        copying table: RatingTable, raters: Int, categories: Int, values: [Double]?,
        offsets: [Int], raterOf: [Int32], categoryOf: [Int32]
    ) {
        units = table.units
        (self.raters, self.categories, self.values) = (raters, categories, values)
        (self.offsets, self.raterOf, self.categoryOf) = (offsets, raterOf, categoryOf)
    }
}
