/// A person's correction of a verdict. Overrides append: the latest counts, all are kept.
///
/// It names its score by sample and scorer, so that it stays true after a rescore with the same
/// scorer and can be rebuilt from its annotator's file where the run itself is not at hand.
package struct Override: Sendable, Hashable, Codable, Identifiable {
    /// `ovr_…`.
    package var id: RecordID
    /// The run, so that a missing sample can be named.
    package var run: RecordID
    /// The sample.
    package var sample: RecordID
    /// The scorer whose verdict is corrected.
    package var scorer: String
    /// The score that the person saw, where there was one.
    package var score: RecordID?
    /// What the person says instead.
    package var verdict: Verdict
    /// The value instead, where there is one.
    package var value: Double?
    /// Why.
    package var note: String
    /// Who.
    package var author: String
    /// When.
    package var created: Timestamp

    package init(
        id: RecordID, run: RecordID, sample: RecordID, scorer: String, score: RecordID? = nil,
        verdict: Verdict, value: Double? = nil, note: String, author: String,
        created: Timestamp = .now
    ) {
        self.id = id
        self.run = run
        self.sample = sample
        self.scorer = scorer
        self.score = score
        self.verdict = verdict
        self.value = value
        self.note = note
        self.author = author
        self.created = created
    }
}
