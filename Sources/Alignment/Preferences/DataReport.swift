import LanguageModel

/// What a training set is like, and what may be wrong with it.
package struct DataReport: Sendable, Hashable, Codable {
    /// Rows that are trained on.
    package var rows = 0
    /// Tokens as a trainer without prefix sharing counts them.
    package var tokens = 0
    /// The most tokens of a prompt with one answer.
    package var longest = 0
    /// The mean tokens of preferred or good answers, and of the others.
    package var chosenTokens: Double?
    package var rejectedTokens: Double?
    /// The share of pairs whose preferred answer is the longer one.
    package var chosenLonger: Double?
    /// The share of pairs whose preferred answer is the shorter one; the rest are as long.
    package var chosenShorter: Double?
    /// Labelled rows of each kind.
    package var desirable: Int?
    package var undesirable: Int?
    /// Rows that repeat an earlier one, as "file:line repeats file:line", at most 20 of them.
    package var duplicates: [String] = []
    package var duplicateCount = 0
    /// Pairs that say the opposite of an earlier one.
    package var contradictions: [String] = []
    package var contradictionCount = 0
    /// Rows left out.
    package var unusable: [RowFault] = []
    /// How many held-out questions were looked for; nil where none were named.
    package var heldOutQuestions: Int?

    package enum CodingKeys: String, CodingKey {
        case rows, tokens, longest
        case chosenTokens = "chosen_tokens"
        case rejectedTokens = "rejected_tokens"
        case chosenLonger = "chosen_longer"
        case chosenShorter = "chosen_shorter"
        case desirable, undesirable, duplicates
        case duplicateCount = "duplicate_count"
        case contradictions
        case contradictionCount = "contradiction_count"
        case unusable
        case heldOutQuestions = "held_out_questions"
    }

    init(_ rows: [TrainingRow], _ examples: [TrainingExample], unusable: [RowFault]) {
        self.unusable = unusable
        self.rows = rows.count
        tokens = examples.reduce(0) { $0 + $1.group.unsharedTokenCount }
        longest = examples.reduce(0) { longest, example in
            example.group.completions.reduce(longest) {
                max($0, example.group.prompt.count + $1.ids.count)
            }
        }
        measureLengths(examples)
        findRepeats(rows)
    }

    private mutating func measureLengths(_ examples: [TrainingExample]) {
        var (good, bad): ([Int], [Int]) = ([], [])
        var (longer, shorter) = (0, 0)
        for example in examples {
            let counts = example.group.completions.map(\.ids.count)
            for pair in example.pairs {
                good.append(counts[pair.chosen])
                bad.append(counts[pair.rejected])
                let gap = counts[pair.chosen] - counts[pair.rejected]
                if gap > 0 { longer += 1 } else if gap < 0 { shorter += 1 }
            }
            if let isDesirable = example.isDesirable {
                if isDesirable { good += counts } else { bad += counts }
            }
        }
        func mean(_ counts: [Int]) -> Double? {
            counts.isEmpty ? nil : Double(counts.reduce(0, +)) / Double(counts.count)
        }
        guard !good.isEmpty || !bad.isEmpty else { return }
        chosenTokens = mean(good)
        rejectedTokens = mean(bad)
        if examples.contains(where: { !$0.pairs.isEmpty }) {
            chosenLonger = Double(longer) / Double(max(1, good.count))
            chosenShorter = Double(shorter) / Double(max(1, good.count))
        } else {
            desirable = examples.count { $0.isDesirable == true }
            undesirable = examples.count { $0.isDesirable == false }
        }
    }

    private mutating func findRepeats(_ rows: [TrainingRow]) {
        var seen: [TrainingRow.Content: String] = [:]
        for row in rows {
            if let first = seen[row.content] {
                duplicateCount += 1
                if duplicates.count < 20 { duplicates.append("\(row.place) repeats \(first)") }
            } else {
                seen[row.content] = row.place
            }
            if case .preference(let prompt, let chosen, let rejected, let margin) = row.content,
                let other = seen[
                    .preference(
                        prompt: prompt, chosen: rejected, rejected: chosen, margin: margin)]
            {
                contradictionCount += 1
                if contradictions.count < 20 {
                    contradictions.append("\(row.place) says the opposite of \(other)")
                }
            }
            if case .labelled(let prompt, let completion, let label) = row.content,
                let other = seen[
                    .labelled(prompt: prompt, completion: completion, isDesirable: !label)]
            {
                contradictionCount += 1
                if contradictions.count < 20 {
                    contradictions.append("\(row.place) says the opposite of \(other)")
                }
            }
        }
    }

    /// The findings in words, for people: one sentence each.
    package var sentences: [String] {
        var lines = ["\(rows) rows, \(tokens) tokens, the longest \(longest)."]
        if let chosenTokens, let rejectedTokens {
            let gap = chosenTokens - rejectedTokens
            var line =
                "Answers: \(Self.tenth(chosenTokens)) tokens where "
                + (chosenLonger == nil ? "good" : "preferred")
                + ", \(Self.tenth(rejectedTokens)) where not (\(gap >= 0 ? "+" : "")\(Self.tenth(gap)))"
            if let chosenLonger, let chosenShorter {
                func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
                let equal = max(0, 1 - chosenLonger - chosenShorter)
                line +=
                    "; the preferred one is longer in \(percent(chosenLonger)) %, shorter in "
                    + "\(percent(chosenShorter)) %"
                if equal > 0 { line += ", as long in \(percent(equal)) %" }
                // Pairs of equal length give length nothing to separate.
                if max(chosenLonger, chosenShorter) > 0.7 {
                    line += ". Length alone nearly separates them: watch the answers' length"
                }
            }
            lines.append(line + ".")
        }
        if let desirable, let undesirable {
            lines.append("\(desirable) good and \(undesirable) bad answers.")
        }
        if duplicateCount > 0 {
            lines.append(
                "\(duplicateCount) rows repeat earlier ones: "
                    + duplicates.prefix(3).joined(separator: ", ") + ".")
        }
        if contradictionCount > 0 {
            lines.append(
                "\(contradictionCount) rows contradict earlier ones: "
                    + contradictions.prefix(3).joined(separator: ", ") + ".")
        }
        if !unusable.isEmpty {
            lines.append(
                "\(unusable.count) rows are left out: "
                    + unusable.prefix(3).map(\.description).joined(separator: "; ") + ".")
        }
        if let heldOutQuestions {
            lines.append("None of the \(heldOutQuestions) held-out cases is in the data.")
        }
        return lines
    }

    private static func tenth(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "−" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
