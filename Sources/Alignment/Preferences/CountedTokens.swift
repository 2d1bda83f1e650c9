package import LanguageModel

/// A row's text with the tokens that count in the loss told from those that do not.
package struct CountedTokens: Sendable, Hashable {
    /// Consecutive tokens that all count, or none of them.
    package struct Run: Sendable, Hashable {
        package var text: String
        package var tokens: Int
        package var counts: Bool
    }

    /// Where the row stands, and which of its answers this is.
    package var title: String
    package var runs: [Run]

    package var json: JSONValue {
        [
            "row": .string(title),
            "runs": .array(
                runs.map {
                    [
                        "text": .string($0.text), "tokens": .integer($0.tokens),
                        "counts": .bool($0.counts),
                    ]
                }),
        ]
    }

    /// The first rows of a training set.
    package static func list(_ set: TrainingSet, tokenizer: Tokenizer, limit: Int)
        -> [CountedTokens]
    {
        var list: [CountedTokens] = []
        for (index, example) in set.examples.prefix(limit).enumerated() {
            let place =
                set.rows.count == set.examples.count ? set.rows[index].place : "\(index + 1)"
            for (number, completion) in example.group.completions.enumerated() {
                let counted = completion.counted ?? completion.ids.map { _ in true }
                var runs = [
                    Run(
                        text: tokenizer.decode(example.group.prompt),
                        tokens: example.group.prompt.count, counts: false)
                ]
                var start = 0
                while start < counted.count {
                    let end = counted[start...].firstIndex { $0 != counted[start] } ?? counted.count
                    runs.append(
                        Run(
                            text: tokenizer.decode(Array(completion.ids[start..<end])),
                            tokens: end - start, counts: counted[start]))
                    start = end
                }
                let total = counted.count(where: \.self)
                let name = example.group.completions.count > 1 ? ", answer \(number + 1)" : ""
                list.append(
                    CountedTokens(
                        title: "\(place)\(name): \(total) of "
                            + "\(example.group.prompt.count + counted.count) tokens count",
                        runs: runs))
            }
        }
        return list
    }
}
