/// A run with its headline counts, without reading a sample.
package struct RunSummary: Sendable, Hashable, Identifiable {
    /// The run.
    package var run: Run
    /// How many samples are stored, failures included.
    package var samples: Int
    /// How many of them are failures to get an answer.
    package var failures: Int
    /// How many were reused from earlier runs.
    package var reused: Int
    /// Tokens of prompts and answers, reused ones left out.
    package var tokensIn: Int
    package var tokensOut: Int
    /// Billionths of a dollar over the samples whose cost is known.
    package var cost: Int
    /// How many samples were paid for at an unknown price.
    package var costUnknown: Int
    /// What each scorer of the run's own scoring says, by the scorer's name; overrides aside.
    package var verdicts: [ScorerCount]
    /// Who works on it, while it runs.
    package var lease: Lease?

    package var id: RecordID { run.id }

    /// How the run stands now: one whose process died without a word is interrupted, whatever it
    /// wrote last.
    package var status: RunStatus {
        guard run.status == .running else { return run.status }
        guard let lease, !lease.isDead(seenBy: .current(), at: .now) else { return .interrupted }
        return .running
    }
}

/// How often a scorer gave each verdict.
package struct ScorerCount: Sendable, Hashable {
    /// The scorer's name.
    package var scorer: String
    package var pass: Int
    package var fail: Int
    package var unscored: Int

    package init(scorer: String, pass: Int = 0, fail: Int = 0, unscored: Int = 0) {
        self.scorer = scorer
        self.pass = pass
        self.fail = fail
        self.unscored = unscored
    }
}
