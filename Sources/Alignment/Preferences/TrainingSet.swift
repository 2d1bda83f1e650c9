package import LanguageModel
package import Workspace

/// Training data read, checked and turned into tokens.
package struct TrainingSet: Sendable {
    /// The examples, in the order of the rows; for a reward model one for each prompt.
    package var examples: [TrainingExample]
    /// The rows behind them.
    package var rows: [TrainingRow]
    /// What the data are like.
    package var report: DataReport
    /// SHA-256 of each file, by path.
    package var hashes: [String: String]

    /// The records that the rows came from, each once, in order.
    package var origins: [String] {
        var seen: Set<String> = []
        return rows.flatMap(\.origins).filter { seen.insert($0).inserted }
    }

    /// SHA-256 over the files' hashes.
    package var dataHash: String {
        ContentHash.of(.object(hashes.mapValues { .string($0) }))
    }

    /// Reads and checks a recipe's data.
    ///
    /// - Parameters:
    ///   - paths: the files.
    ///   - heldOut: questions that must not be in them, with how many cases they are.
    /// - Throws: `AlignmentError` that names every row that cannot be used, or that contains a
    ///   held-out case.
    package init(
        _ paths: [String], of recipe: Recipe, in folder: WorkspaceFolder, model: TransformerModel,
        heldOut: (questions: HeldOutQuestions, count: Int)? = nil
    ) throws {
        let reading = try RowReader.read(paths, in: folder, for: recipe.method)
        let encoder = RowEncoder(model, limit: recipe.maxLength)
        var faults = reading.faults
        var made: [(row: TrainingRow, example: TrainingExample)] = []
        for row in reading.rows {
            do throws(RowProblem) { made.append((row, try encoder.example(row))) } catch {
                faults.append(RowFault(file: row.file, line: row.line, reason: error.reason))
            }
        }
        faults.sort { ($0.file, $0.line) < ($1.file, $1.line) }
        if !faults.isEmpty, recipe.unusableRows == .refuse { throw Self.refusal(faults) }
        guard !made.isEmpty else {
            throw AlignmentError(
                .data, "\(paths.joined(separator: ", ")) has no row that can be trained on",
                advice: faults.first.map { "the first fault: \($0.description)" }
                    ?? "add rows to the file")
        }
        rows = made.map(\.row)
        report = DataReport(rows, made.map(\.example), unusable: faults)
        hashes = reading.hashes
        examples =
            recipe.method == .reward ? Self.byPrompt(made.map(\.example)) : made.map(\.example)
        if let heldOut {
            try Self.refuseContamination(heldOut.questions.hits(in: rows))
            report.heldOutQuestions = heldOut.count
        }
    }

    private static func refusal(_ faults: [RowFault]) -> AlignmentError {
        let shown = faults.prefix(20).map { "  " + $0.description }.joined(separator: "\n")
        let more = faults.count > 20 ? "\n  and \(faults.count - 20) more" : ""
        return AlignmentError(
            .data,
            "\(faults.count) \(faults.count == 1 ? "row" : "rows") cannot be trained on:\n\(shown)"
                + more + "\n",
            advice: "correct them, or write unusable-rows: skip in the recipe")
    }

    private static func refuseContamination(_ hits: [HeldOutQuestions.Hit]) throws(AlignmentError) {
        guard !hits.isEmpty else { return }
        let shown = hits.prefix(10).map { "  \($0.row.place): the case \($0.caseID)" }
        let more = hits.count > 10 ? "\n  and \(hits.count - 10) more" : ""
        throw AlignmentError(
            .contamination,
            "\(hits.count) rows contain cases of the held-out suite:\n"
                + shown.joined(separator: "\n") + more + "\n",
            advice: "take them out of the data, or hold out other cases")
    }

    /// All pairs of a prompt in one element: shuffled apart, they over-fit.
    private static func byPrompt(_ examples: [TrainingExample]) -> [TrainingExample] {
        var order: [[Int32]] = []
        var groups: [[Int32]: TrainingExample] = [:]
        for example in examples {
            let prompt = example.group.prompt
            guard var group = groups[prompt] else {
                order.append(prompt)
                groups[prompt] = example
                continue
            }
            func place(_ completion: TrainingGroup.Completion) -> Int {
                if let known = group.group.completions.firstIndex(of: completion) { return known }
                group.group.completions.append(completion)
                return group.group.completions.count - 1
            }
            for pair in example.pairs {
                let ranked = RankedPair(
                    chosen: place(example.group.completions[pair.chosen]),
                    rejected: place(example.group.completions[pair.rejected]), margin: pair.margin)
                if !group.pairs.contains(ranked) { group.pairs.append(ranked) }
            }
            groups[prompt] = group
        }
        return order.compactMap { groups[$0] }
    }
}
