/// All that a run begins with: what it asks, whom, and what will score the answers.
package struct RunPlan: Sendable, Hashable {
    /// The run; its status is ignored, a run begins running.
    package var run: Run
    /// The cases, each with its own ordinal.
    package var cases: [CaseSnapshot]
    /// The prompts; a run without templates has one that stands for "as the case says".
    package var prompts: [PromptSnapshot]
    /// The models.
    package var models: [ModelSnapshot]
    /// The scoring that is filled together with the samples; nil for none.
    package var scoring: Scoring?
    /// Further scorings that are filled with it: for runs that are copied from elsewhere.
    package var otherScorings: [Scoring]

    package init(
        run: Run, cases: [CaseSnapshot], prompts: [PromptSnapshot], models: [ModelSnapshot],
        scoring: Scoring? = nil, otherScorings: [Scoring] = []
    ) {
        self.run = run
        self.cases = cases
        self.prompts = prompts
        self.models = models
        self.scoring = scoring
        self.otherScorings = otherScorings
    }
}

/// What is committed together: a sample, the scores it got, and the calls that it made.
package struct SampleEntry: Sendable, Hashable {
    /// The sample.
    package var sample: Sample
    /// Its scores, in scorings that the run began with.
    package var scores: [Score]
    /// Calls to be found again by their key: the model's, and judges'.
    package var calls: [StoredCall]

    package init(sample: Sample, scores: [Score] = [], calls: [StoredCall] = []) {
        self.sample = sample
        self.scores = scores
        self.calls = calls
    }
}
