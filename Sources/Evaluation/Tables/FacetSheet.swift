package import Statistics
package import Workspace

/// What a user says about a table of scores and what they were measured on.
package struct FacetColumns: Sendable, Hashable {
    package var value: String?
    package var unit: String?
    /// The column of the prompt's wording.
    package var prompt: String?
    /// The column of the repeat; without it rows of one case and wording are counted up.
    package var sample: String?
    package var judge: String?

    package init() {}
}

/// Scores with the case, wording, repeat and judge they belong to, as found in a table.
package struct FacetSheet: Sendable {
    /// How the table was read.
    package let reading: [String]
    package let scores: [FacetedScore]
    /// Rows without a score.
    package let unscored: Int

    /// The most wordings, samples of a case, or judges.
    private static let mostLevels = 2_000

    private static let promptNames = ["prompt", "prompt_id", "wording", "variant", "template"]
    private static let sampleNames = ["sample", "sample_id", "epoch", "repeat", "replicate", "run"]
    private static let judgeNames = ["judge", "rater", "annotator", "scorer"]
    private static let caseNames = ["case", "case_id", "item", "unit", "question", "task", "id"]

    /// Reads scores from a table.
    package init(_ data: DataTable, _ wanted: FacetColumns = FacetColumns())
        throws(DocumentError)
    {
        var said: [String] = []
        var taken: Set<Int> = []
        for name in [wanted.unit, wanted.prompt, wanted.sample, wanted.judge].compactMap({ $0 }) {
            taken.insert(try data.column(name))
        }
        let value = try data.find(
            wanted.value, ColumnNames.value, "value", "--value", but: taken, reading: &said)
        taken.insert(value)
        let unit = try data.find(
            wanted.unit, Self.caseNames, "case", "--unit", but: taken, reading: &said)
        taken.insert(unit)
        func facet(_ name: String?, _ usual: [String], _ what: String) throws(DocumentError)
            -> Grouping?
        {
            var column = ColumnNames.find(usual, in: data.columns, but: taken)
            if let name {
                column = name == "none" ? nil : try data.column(name)
            } else if let column {
                said.append("\(what) = '\(data.columns[column])' (guessed)")
            }
            guard let column else { return nil }
            taken.insert(column)
            let grouping = Grouping(try data.fullTexts(column))
            guard grouping.count <= Self.mostLevels else {
                throw DocumentError(
                    .invalidValue, file: data.path, line: 1,
                    "the column '\(data.columns[column])' names \(grouping.count) of \(what); at "
                        + "most \(Self.mostLevels) are told apart",
                    suggestion: "these look like ids: name the right column with --\(what), or "
                        + "--\(what) none")
            }
            return grouping
        }
        let cases = Grouping(try data.fullTexts(unit))
        let prompts = try facet(wanted.prompt, Self.promptNames, "prompt")
        let judges = try facet(wanted.judge, Self.judgeNames, "judge")
        let samples = try facet(wanted.sample, Self.sampleNames, "sample")
        let values = try data.outcomes(value)
        var seen: [SIMD4<Int>: Int] = [:]
        var firstRow: [SIMD4<Int>: Int] = [:]
        var scores: [FacetedScore] = []
        for (row, score) in values.enumerated() {
            guard let score else { continue }
            let prompt = prompts?.codes[row] ?? 0
            let judge = judges?.codes[row] ?? 0
            let key = SIMD4(cases.codes[row], prompt, judge, samples?.codes[row] ?? 0)
            let before = seen[key, default: 0]
            seen[key] = before + 1
            if samples != nil, before > 0 {
                throw data.error(
                    .duplicate, row: row, column: value,
                    "the same case, wording, sample and judge have a score on line "
                        + "\(data.lines[firstRow[key] ?? 0])",
                    suggestion: "name what tells the two apart with --sample or --judge")
            }
            firstRow[key] = row
            scores.append(
                FacetedScore(
                    caseID: cases.codes[row], prompt: prompt,
                    sample: samples?.codes[row] ?? before, judge: judge, value: score))
        }
        if samples == nil, seen.values.contains(where: { $0 > 1 }) {
            said.append("rows of one case, wording and judge are counted up as samples")
        }
        reading = said
        self.scores = scores
        unscored = data.rows - scores.count
    }
}
