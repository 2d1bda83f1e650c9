/// How well raters agree with themselves on units they rated more than once.
///
/// Definition: a rater's units become the units of a table whose columns are the first, second, …
/// rating; any coefficient then measures the rater against themselves. Units rated once take no
/// part in it. Assumes that the rater does not remember the first rating. Edge cases: a rater
/// without repeats is `tooFew`. Range: that of the coefficient chosen. Gwet 2014, chapter 10, ISBN
/// 978-0970806284. Worked number: first ratings 1, 2, 1, 2 and second ratings 1, 2, 1, 1 agree on
/// 0.75.
public enum IntraRater {
    /// The table of one rater's repeated ratings.
    ///
    /// - Parameters: ratings in time order, one entry for each, of all raters.
    /// - Complexity: O(ratings).
    public static func table(
        of wanted: Int, unit: [Int], rater: [Int], category: [Int], categories: Int,
        values: [Double]? = nil
    ) throws(Undefined) -> RatingTable {
        try Check.lengths(unit.count, rater.count)
        try Check.lengths(unit.count, category.count)
        let rows = unit.indices.filter { rater[$0] == wanted }
        let units = Grouping(rows.map { unit[$0] })
        var seen = [Int](repeating: 0, count: units.count)
        var occasions: [Int] = []
        for code in units.codes {
            occasions.append(seen[code])
            seen[code] += 1
        }
        let most = seen.max() ?? 0
        guard most > 1 else {
            throw .tooFew(things: "ratings of one unit by the rater", needed: 2, found: most)
        }
        return try RatingTable(
            unit: units.codes, rater: occasions, category: rows.map { category[$0] },
            units: units.count, raters: most, categories: categories, values: values)
    }
}
