import Workspace

/// Answers that say nearly the same.
struct AnswerGroup: Sendable {
    /// The first stands for the others.
    var samples: [SampleListing]
    private let words: Set<String>

    /// The share of words that two answers have in common (Jaccard) from which they are alike.
    static let likeness = 0.7

    /// Groups answers: each joins the first group whose first answer it is like. The largest group
    /// comes first, equal ones in the order of their first answers.
    static func groups(_ samples: [SampleListing]) -> [AnswerGroup] {
        var groups: [AnswerGroup] = []
        for sample in samples {
            let words = words(sample.preview)
            if let place = groups.firstIndex(where: { isAlike($0.words, words) }) {
                groups[place].samples.append(sample)
            } else {
                groups.append(AnswerGroup(samples: [sample], words: words))
            }
        }
        return groups.enumerated()
            .sorted {
                ($1.element.samples.count, $0.offset) < ($0.element.samples.count, $1.offset)
            }
            .map(\.element)
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }

    private static func isAlike(_ one: Set<String>, _ two: Set<String>) -> Bool {
        if one == two { return true }
        let common = one.intersection(two).count
        let all = one.count + two.count - common
        return all > 0 && Double(common) / Double(all) >= likeness
    }
}
