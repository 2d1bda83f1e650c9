import Statistics

/// The published and cross-checked rating tables that agreement is tested on.
enum AgreementCases {
    /// Digits as ratings, `*` missing; one string for each rater.
    static func digits(_ rows: [String], scale: [Double]? = nil) throws -> RatingTable {
        try RatingTable(
            columns: rows.map { row in row.map { $0.wholeNumberValue.map(Double.init) } },
            scale: scale)
    }

    /// A square table of counts of two raters' categories.
    static func counts(_ rows: [[Int]]) throws -> RatingTable {
        var (unit, rater, category): ([Int], [Int], [Int]) = ([], [], [])
        var next = 0
        for (first, row) in rows.enumerated() {
            for (second, count) in row.enumerated() {
                for _ in 0..<count {
                    unit += [next, next]
                    rater += [0, 1]
                    category += [first, second]
                    next += 1
                }
            }
        }
        return try RatingTable(
            unit: unit, rater: rater, category: category, units: next, raters: 2,
            categories: rows.count)
    }

    /// One string of digits for each unit, one digit for each rater.
    static func units(_ rows: [String], scale: [Double]? = nil) throws -> RatingTable {
        let width = rows.first?.count ?? 0
        let columns = (0..<width).map { rater in
            String(rows.map { Array($0)[rater] })
        }
        return try digits(columns, scale: scale)
    }

    /// Krippendorff 2011, section C, four observers of twelve units.
    static func exampleC() throws -> RatingTable {
        try digits(["123321412***", "1233224125*3", "*3332342251*", "12332441251*"])
    }

    /// Fleiss 1971, table 1.
    static let fleiss = """
        444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 \
        144444 224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 \
        111155 224444 133333 555555
        """.split(separator: " ").map(String.init)

    /// Dawid and Skene 1979: 45 patients, three ratings of observer 1, then observers 2 to 5.
    static let dawidSkene = """
        1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 \
        2223343 1111111 2223212 1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 \
        2223222 2212222 1111111 1111111 2322222 1111111 1111111 1121121 1111111 3333233 1111111 \
        2222222 2223232 4334343 2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 \
        2222222
        """.split(separator: " ").map(String.init)
}
