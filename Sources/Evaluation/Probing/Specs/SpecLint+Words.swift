import Workspace

extension SpecLint {
    /// Words that leave the rule open, words of inner states, and words that contradict the
    /// modality.
    func words(of clause: Clause, _ body: ClauseBody?) -> [CheckMessage] {
        var messages: [CheckMessage] = []
        for piece in body?.pieces ?? [] where Self.normative.contains(piece.part) {
            let words = PlacedWord.words(of: piece.text)
            messages += vague(words, piece, clause)
            if piece.part.isEmpty {
                messages += inner(words, piece, clause)
                messages += contradicted(words, piece, clause)
            }
        }
        return messages
    }

    private static let normative: Set<String> = ["", "Permitted", "Prohibited", "Exceptions"]

    private func vague(_ words: [PlacedWord], _ piece: ClauseBody.Piece, _ clause: Clause)
        -> [CheckMessage]
    {
        var messages: [CheckMessage] = []
        var index = 0
        while index < words.count {
            let found = Self.phrases.first { phrase in
                index + phrase.words.count <= words.count
                    && zip(phrase.words, words[index...]).allSatisfy { $0 == $1.text }
            }
            guard let found else {
                index += 1
                continue
            }
            messages.append(
                message(
                    .warning, "vague-word", clause, line: piece.line,
                    column: piece.column + words[index].column - 1,
                    "'\(found.words.joined(separator: " "))' leaves the rule open: "
                        + found.question,
                    "say what two readers would both count, or give the case in "
                        + "**Ambiguous.**"))
            index += found.words.count
        }
        return messages
    }

    /// The longest phrases first, so that a word inside one is not told twice.
    private static let phrases: [(words: [String], question: String)] = VagueWords.all.map {
        ($0.phrase.split(separator: " ").map(String.init), $0.question)
    }.sorted { $0.0.count > $1.0.count }

    /// `The assistant … understands`: within a few words of the subject, in one phrase.
    private func inner(_ words: [PlacedWord], _ piece: ClauseBody.Piece, _ clause: Clause)
        -> [CheckMessage]
    {
        for (index, word) in words.enumerated()
        where ["assistant", "model", "it"].contains(word.text) && !word.endsPhrase {
            for next in words[(index + 1)...].prefix(4) {
                if VagueWords.inner.contains(next.text) {
                    return [
                        message(
                            .warning, "untestable-state", clause, line: piece.line,
                            column: piece.column + next.column - 1,
                            "'\(next.text)' names a state of mind, which no transcript shows",
                            "say what the assistant then says or does")
                    ]
                }
                if next.endsPhrase { break }
            }
        }
        return []
    }

    private func contradicted(_ words: [PlacedWord], _ piece: ClauseBody.Piece, _ clause: Clause)
        -> [CheckMessage]
    {
        let weaker: Set<String>
        switch clause.modality {
        case .must, .mustNot: weaker = ["should", "may", "might", "could", "can"]
        case .should, .shouldNot: weaker = ["must"]
        case .may: weaker = ["must", "should"]
        case nil: return []
        }
        guard let modality = clause.modality,
            let word = words.enumerated().first(where: { index, word in
                weaker.contains(word.text) && index > 0
                    && ["assistant", "model"].contains(words[index - 1].text)
            })?.element
        else { return [] }
        return [
            message(
                .warning, "modality-mismatch", clause, line: piece.line,
                column: piece.column + word.column - 1,
                "the heading says \(modality.rawValue), the sentence says '\(word.text)'",
                "make the two agree")
        ]
    }
}
