/// How a judge's categories compare with a human's on the same units.
///
/// Definition: the cross table of human (rows) and judge (columns) and the coefficients that follow
/// from it. Report alpha or AC1 with percent agreement: a judge that always says the frequent
/// category agrees often. Assumes that the units are a random sample of what the judge will see.
/// Range: that of each coefficient. Edge cases: no unit labelled by both is `noData`; coefficients
/// that are undefined say why. Krippendorff 2011; Gwet 2008, doi:10.1348/000711006X126600. Worked
/// number: [20 20/10 50] has percent agreement 0.7 and Cohen's kappa 0.347826.
///
/// - Complexity: O(units + categories²).
public struct JudgeAgreement: Sendable {
    /// Counts, human category after human category.
    public let confusion: [[Int]]
    /// The table of two raters: the human is rater 0, the judge rater 1.
    public let table: RatingTable

    /// Compares categories; nil is unlabelled.
    public init(human: [Int?], judge: [Int?], categories: Int) throws(Undefined) {
        try Check.lengths(human.count, judge.count)
        try Check.atLeast(2, "categories", found: categories)
        var confusion = [[Int]](
            repeating: [Int](repeating: 0, count: categories), count: categories)
        var (unit, rater, category): ([Int], [Int], [Int]) = ([], [], [])
        for (position, labels) in zip(human, judge).enumerated() {
            guard let h = labels.0, let j = labels.1 else { continue }
            guard (0..<categories).contains(h), (0..<categories).contains(j) else {
                throw .outOfRange(
                    what: "a category of unit \(position + 1)", allowed: "below \(categories)")
            }
            confusion[h][j] += 1
            unit += [position, position]
            rater += [0, 1]
            category += [h, j]
        }
        table = try RatingTable(
            unit: unit, rater: rater, category: category, units: human.count, raters: 2,
            categories: categories)
        self.confusion = confusion
    }

    /// The share of units with the human's category that the judge gives it too, by Wilson: for
    /// category 1 of a pass/fail judge the sensitivity, for category 0 the specificity.
    public func recall(of category: Int, level: Double = 0.95) throws(Undefined) -> Estimate {
        try .rate(
            successes: confusion[category][category], trials: confusion[category].reduce(0, +),
            level: level)
    }

    /// The share of units with the judge's category to which the human gave it too, by Wilson.
    public func precision(of category: Int, level: Double = 0.95) throws(Undefined) -> Estimate {
        try .rate(
            successes: confusion[category][category],
            trials: confusion.map { $0[category] }.reduce(0, +), level: level)
    }

    /// Whether the judge is more lenient or stricter: its share of a category less the human's, on
    /// the same units.
    public func shift(of category: Int, level: Double = 0.95) throws(Undefined) -> Estimate {
        var (judge, human): ([Double], [Double]) = ([], [])
        for (h, row) in confusion.enumerated() {
            for (j, count) in row.enumerated() {
                judge += [Double](repeating: j == category ? 1 : 0, count: count)
                human += [Double](repeating: h == category ? 1 : 0, count: count)
            }
        }
        return try .pairedDifference(judge, human, level: level)
    }
}
