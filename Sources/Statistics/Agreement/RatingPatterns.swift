/// Units that were rated alike, counted together.
///
/// A pattern is the sorted multiset of a unit's categories, with their raters where those matter.
/// Everything an agreement coefficient needs is a sum over patterns, so the cost of a resample
/// depends on how many different patterns there are and not on how many units.
struct RatingPatterns: Sendable {
    /// Where each pattern's ratings start; one more entry than patterns.
    private(set) var offsets: [Int] = [0]
    private(set) var raterOf: [Int32] = []
    private(set) var categoryOf: [Int32] = []
    /// How many units have each pattern.
    private(set) var weights: [Int] = []
    /// The pattern of each unit that takes part.
    private(set) var patternOf: [Int] = []
    /// Which units of the table take part, in order.
    private(set) var unitOf: [Int] = []

    var count: Int { weights.count }
    func ratings(of pattern: Int) -> Range<Int> { offsets[pattern]..<offsets[pattern + 1] }

    private struct Key: Hashable {
        let words: [Int64]
    }

    /// Patterns of the units with at least `fewest` ratings.
    ///
    /// - Complexity: O(ratings) expected, plus sorting within units.
    init(_ table: RatingTable, fewest: Int, knowsRaters: Bool) {
        var small: [UInt64: Int] = [:]
        var large: [Key: Int] = [:]
        let base = UInt64(table.categories + 1)
        let perRater = knowsRaters ? UInt64(table.raters) : 1
        let digit = base.multipliedReportingOverflow(by: perRater)
        let buffer = (table.raterOf, table.categoryOf)
        var scratch: [(rater: Int32, category: Int32)] = []
        for unit in 0..<table.units {
            let range = table.ratings(of: unit)
            guard range.count >= fewest else { continue }
            scratch.removeAll(keepingCapacity: true)
            for place in range { scratch.append((buffer.0[place], buffer.1[place])) }
            if !knowsRaters { scratch.insertionSort() }
            // Patterns that fit a machine word are found by it; others by all their numbers.
            var word: UInt64 = 0
            var fits = !digit.overflow
            if fits {
                for item in scratch {
                    let rater = knowsRaters ? UInt64(item.rater) : 0
                    let code = rater * base + UInt64(item.category) + 1
                    let (shifted, overflow) = word.multipliedReportingOverflow(
                        by: digit.partialValue + 1)
                    fits = fits && !overflow && shifted <= UInt64.max - code
                    word = shifted &+ code
                }
            }
            let found: Int?
            let key =
                fits
                ? Key(words: [])
                : Key(
                    words: scratch.map { item in
                        Int64(knowsRaters ? item.rater : 0) << 32 | Int64(item.category)
                    })
            found = fits ? small[word] : large[key]
            let pattern: Int
            if let found {
                pattern = found
                weights[pattern] += 1
            } else {
                pattern = weights.count
                weights.append(1)
                if fits { small[word] = pattern } else { large[key] = pattern }
                for item in scratch {
                    raterOf.append(item.rater)
                    categoryOf.append(item.category)
                }
                offsets.append(categoryOf.count)
            }
            patternOf.append(pattern)
            unitOf.append(unit)
        }
    }
}

extension [(rater: Int32, category: Int32)] {
    /// Sorts few items by category.
    fileprivate mutating func insertionSort() {
        guard count > 1 else { return }
        if count > 24 {
            sort { $0.category < $1.category }
            return
        }
        for i in 1..<count {
            var j = i
            while j > 0, self[j].category < self[j - 1].category {
                swapAt(j, j - 1)
                j -= 1
            }
        }
    }
}
