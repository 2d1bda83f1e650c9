import LanguageModel
import Workspace

extension RunEvidence {
    /// One cell for each (scorer, model, prompt), over the cases that meet a condition; with the
    /// run's own reducer over epochs.
    ///
    /// Unlike `RunResults` this tests no hypotheses, so it is quick enough to be asked often.
    package func cells(
        options: SummaryOptions = SummaryOptions(),
        where isIncluded: (CaseFacts) -> Bool = { _ in true }
    ) -> [SummaryCell] {
        maker(options).cells(of: cases.indices.filter { isIncluded(cases[$0]) })
    }

    /// The cells of each level of a tag, or of each clause for the key `clause`, over the cases
    /// that meet a condition; levels in the order in which the cases bring them.
    package func slices(
        by key: String, options: SummaryOptions = SummaryOptions(),
        where isIncluded: (CaseFacts) -> Bool = { _ in true }
    ) -> [Breakdown.Slice] {
        var levels: [String] = []
        var members: [String: [Int]] = [:]
        for index in cases.indices where isIncluded(cases[index]) {
            let facts = cases[index]
            for level in key == "clause" ? facts.clauses : facts.tags[key].map({ [$0] }) ?? [] {
                if members[level] == nil { levels.append(level) }
                members[level, default: []].append(index)
            }
        }
        let maker = maker(options)
        return levels.map { level in
            let cases = members[level] ?? []
            return Breakdown.Slice(level: level, cases: cases.count, cells: maker.cells(of: cases))
        }
    }

    private func maker(_ options: SummaryOptions) -> SummaryMaker {
        let mean: EpochReduction = { values in
            values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
        let reducing = EpochReductions.named(run.reducer)
        var matrix = caseScores(reducing: reducing ?? mean)
        if reducing != nil {
            for index in matrix.indices { matrix[index].mostEpochs = 1 }
        }
        return SummaryMaker(evidence: self, matrix: matrix, options: options)
    }
}
