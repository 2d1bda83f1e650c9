import LanguageModel
package import Workspace

/// Scores the stored samples of a run anew: no model is asked, the run stays as it is.
package struct Rescorer: Sendable {
    private let store: Store
    private let scorers: [any Scorer]
    private let judgeCalls: CallLog?

    package init(store: Store, scorers: [any Scorer], judgeCalls: CallLog? = nil) {
        self.store = store
        self.scorers = scorers
        self.judgeCalls = judgeCalls
    }

    /// Adds a scoring with all its scores, the whole of it or nothing.
    ///
    /// - Parameters:
    ///   - note: kept with the scoring.
    ///   - onProgress: called with the number of samples scored so far.
    /// - Returns: the scoring's id.
    package func rescore(
        _ run: RecordID, note: String = "", onProgress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> RecordID {
        let reader = store.reader
        let cases = Dictionary(
            try await reader.cases(of: run).map { ($0.caseID, $0) },
            uniquingKeysWith: { first, _ in first })
        let id = store.ids.next(.scoring)
        var scores: [Score] = []
        var done = 0
        for try await page in reader.samples(of: run) {
            try Task.checkCancellation()
            for sample in page {
                guard let snapshot = cases[sample.caseID] else { continue }
                let subject = ScoringSubject(sample, of: snapshot)
                for scorer in scorers {
                    let outcome = await scorer.score(subject)
                    scores.append(
                        Score(
                            scoring: id, sample: sample.id, scorer: scorer.name,
                            verdict: outcome.verdict, value: outcome.value,
                            reason: outcome.reason, detail: outcome.detail,
                            weight: scorer.weight, latency: outcome.latency))
                }
            }
            done += page.count
            onProgress(done)
        }
        let scoring = Scoring(
            id: id, run: run,
            scorers: .array(
                scorers.map { scorer in
                    [
                        "name": .string(scorer.name), "sha256": .string(scorer.contentHash),
                        "weight": .number(scorer.weight), "unit": .string(scorer.unit.rawValue),
                        "configuration": scorer.configuration,
                    ]
                }),
            isPrimary: false, note: note)
        try await store.addScoring(
            scoring, scores: scores, calls: judgeCalls?.takeMade() ?? [])
        return id
    }
}
