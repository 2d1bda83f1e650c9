/// Which samples to list.
package struct SampleQuery: Sendable, Hashable {
    /// Only of this run; nil for all runs.
    package var run: RecordID?
    /// The scoring that `verdict` and the listed scores refer to; nil for each run's own.
    package var scoring: RecordID?
    /// Only samples with a score of this verdict. An override stands in the scorer's place.
    package var verdict: Verdict?
    /// Only scores of this scorer count for `verdict`; without a verdict, samples that have one.
    package var scorer: String?
    /// Only failures to get an answer (true), or only answers (false).
    package var isFailure: Bool?
    /// Only cases with all of these tags.
    package var tags: [String: String]
    /// Only cases that test this clause.
    package var clause: String?
    /// Only of this model.
    package var model: String?
    /// Only of this prompt.
    package var promptID: String?
    /// Only of this case.
    package var caseID: String?
    /// Only where all of these words occur in the rendered prompt, or all in the output.
    package var text: String?
    /// Whether the last stored come first.
    package var newestFirst: Bool

    package init(
        run: RecordID? = nil, scoring: RecordID? = nil, verdict: Verdict? = nil,
        scorer: String? = nil, isFailure: Bool? = nil, tags: [String: String] = [:],
        clause: String? = nil, model: String? = nil, promptID: String? = nil,
        caseID: String? = nil, text: String? = nil, newestFirst: Bool = false
    ) {
        self.run = run
        self.scoring = scoring
        self.verdict = verdict
        self.scorer = scorer
        self.isFailure = isFailure
        self.tags = tags
        self.clause = clause
        self.model = model
        self.promptID = promptID
        self.caseID = caseID
        self.text = text
        self.newestFirst = newestFirst
    }
}

/// A sample as a row of a list.
package struct SampleListing: Sendable, Hashable, Identifiable {
    package var id: RecordID
    package var run: RecordID
    package var caseID: String
    package var promptID: String
    package var model: String
    package var epoch: Int
    /// The output's first 240 Unicode scalars.
    package var preview: String
    /// The failure's code, where there is no usable answer.
    package var failure: String?
    /// Microseconds.
    package var latency: Int?
    /// Billionths of a dollar; nil where unknown.
    package var cost: Int?
    /// Whether its calls came from the store.
    package var isReused: Bool
    /// Its scores, by scorers' names.
    package var scores: [ListedScore]
}

/// A score as a cell of a list.
package struct ListedScore: Sendable, Hashable {
    package var scorer: String
    /// The verdict that counts.
    package var verdict: Verdict
    /// The value that counts.
    package var value: Double?
    /// Whether a person's override stands in the scorer's place.
    package var isOverridden: Bool
}

/// A piece of a list.
package struct SamplePage: Sendable, Hashable {
    package var samples: [SampleListing]
    /// Give it as `after` for the next page; nil at the end.
    package var next: RecordID?
}
