package import Workspace

extension FindingBook {
    /// What a re-run of a finding's case asks.
    package struct Repeat: Sendable {
        /// The suite with the one case.
        package var suite: Suite
        package var options: EvalOptions
        /// The scorers that decide whether the failure shows.
        package var scorers: [String]
        /// Whether the case or the prompt reads otherwise than when the finding was made.
        package var changes: [String]
    }

    /// Prepares a re-run with the suite as it is now: the finding's case, prompt and model.
    ///
    /// - Parameters:
    ///   - scorer: the scorer that decides; nil takes those that failed the finding's sample.
    ///   - seed: another one than the run's, so that nothing is merely repeated.
    package func prepareRepeat(
        _ document: FindingDocument, count: Int, scorer: String?, seed: Int,
        scorers vocabulary: ScorerVocabulary, configuration: WorkspaceConfiguration
    ) async throws -> Repeat {
        guard let sampleID = document.sample.flatMap({ RecordID($0) }) else {
            throw EvalError(
                "\(document.file) names no sample, so there is nothing to run again",
                advice: "give its sample: in the front matter")
        }
        let reader = store.reader
        let sample = try await reader.sample(sampleID)
        let run = try await reader.run(sample.run)
        guard let path = run.suitePath else {
            throw EvalError(
                "the run \(run.id) came from no suite file of this workspace",
                advice: "write its case into a suite first: conduct finding case")
        }
        var suite = try Suite.read(
            path, in: folder, scorers: vocabulary, configuration: configuration)
        suite.cases = suite.cases.filter { $0.id == sample.caseID }
        guard let one = suite.cases.first else {
            throw EvalError(
                "\(path) has no case '\(sample.caseID)' any more",
                advice: "put it back, or make one: conduct finding case")
        }
        // Clusters of one case say nothing, and its tag may be gone.
        suite.groupBy = nil
        var changes: [String] = []
        let snapshot = try await reader.cases(of: run.id).first { $0.caseID == sample.caseID }
        if let snapshot, snapshot.contentHash != one.contentHash {
            changes.append("the case '\(one.id)' changed since the finding was made")
        }
        let hasPrompt = suite.prompts.contains { $0.id == sample.promptID }
        if let prompt = suite.prompts.first(where: { $0.id == sample.promptID }),
            let stored = try await reader.prompts(of: run.id).first(where: {
                $0.promptID == sample.promptID
            }), stored.contentHash != ContentHash.of(prompt.content)
        {
            changes.append("the prompt '\(prompt.id)' changed since the finding was made")
        }
        if !suite.prompts.isEmpty, !hasPrompt {
            throw EvalError(
                "\(path) has no prompt '\(sample.promptID)' any more",
                advice: "put it back under prompts:")
        }
        return Repeat(
            suite: suite,
            options: EvalOptions(
                models: [sample.model], prompts: hasPrompt ? [sample.promptID] : nil,
                epochs: count, seed: seed),
            scorers: try await deciding(scorer, sampleID), changes: changes)
    }

    private func deciding(_ scorer: String?, _ sample: RecordID) async throws -> [String] {
        if let scorer { return [scorer] }
        let scores = try await store.reader.scores(ofSample: sample)
        var failed: [String] = []
        for score in scores where score.verdict == .fail && !failed.contains(score.scorer) {
            failed.append(score.scorer)
        }
        guard failed.isEmpty else { return failed }
        var names: [String] = []
        for score in scores where !names.contains(score.scorer) { names.append(score.scorer) }
        throw EvalError(
            "no scorer failed the finding's sample, so none can count how often it shows",
            advice: names.isEmpty
                ? "score the run first: conduct rescore"
                : "name the scorer that should: --scorer \(names.joined(separator: " or "))")
    }
}
