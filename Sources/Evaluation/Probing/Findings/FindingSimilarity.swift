package import Workspace

/// How alike two findings are.
///
/// Definition: the mean of two Jaccard similarities, one over the prompts and one over the
/// observed answers, each taken over the sets of single lower-case words and of pairs of
/// neighbouring words. Range 0 to 1; 1 for equal words in equal order. (P. Jaccard 1901,
/// doi:10.5169/seals-266450; word shingles: A. Broder 1997, doi:10.1109/SEQUEN.1997.666900.)
///
/// Worked number: "the earth is flat" and "the earth is round" share 3 words and 2 pairs of 5
/// words and 4 pairs: 5/9.
package enum FindingSimilarity {
    /// From which value on two findings are shown as perhaps the same.
    package static let threshold = 0.6

    /// A pair of findings that may tell the same failure.
    package struct Pair: Sendable, Hashable {
        package var first: FindingDocument
        package var second: FindingDocument
        package var similarity: Double
    }

    /// The similarity of two findings.
    package static func between(_ left: FindingDocument, _ right: FindingDocument) -> Double {
        (jaccard(left.prompt, right.prompt) + jaccard(left.observed, right.observed)) / 2
    }

    /// All pairs that reach the threshold, the most alike first; merged findings are left out.
    ///
    /// - Complexity: quadratic in the findings.
    package static func pairs(
        _ findings: [FindingDocument], threshold: Double = threshold
    ) -> [Pair] {
        let open = findings.filter { $0.status != .merged }
        let sets = open.map { (shingles($0.prompt), shingles($0.observed)) }
        var pairs: [Pair] = []
        for first in open.indices {
            for second in open.indices where second > first {
                let value =
                    (jaccard(sets[first].0, sets[second].0)
                        + jaccard(sets[first].1, sets[second].1)) / 2
                if value >= threshold {
                    pairs.append(
                        Pair(first: open[first], second: open[second], similarity: value))
                }
            }
        }
        return pairs.sorted { $0.similarity > $1.similarity }
    }

    static func jaccard(_ left: String, _ right: String) -> Double {
        jaccard(shingles(left), shingles(right))
    }

    private static func jaccard(_ left: Set<String>, _ right: Set<String>) -> Double {
        if left.isEmpty, right.isEmpty { return 1 }
        let shared = left.intersection(right).count
        return Double(shared) / Double(left.count + right.count - shared)
    }

    private static func shingles(_ text: String) -> Set<String> {
        let words = PlacedWord.words(of: text).map(\.text)
        var set = Set(words)
        for index in words.indices.dropFirst() { set.insert(words[index - 1] + " " + words[index]) }
        return set
    }
}
