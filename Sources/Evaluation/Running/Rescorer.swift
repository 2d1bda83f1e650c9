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
        let id = store.ids.next(.scoring)
        let cases = try await store.reader.cases(of: run)
        let scores =
            scorers.allSatisfy(\.readsOutputAlone)
            ? try await scoreOutputs(of: run, cases, as: id, onProgress)
            : try await scoreSamples(of: run, cases, as: id, onProgress)
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

    private func scoreSamples(
        of run: RecordID, _ cases: [CaseSnapshot], as id: RecordID,
        _ onProgress: @Sendable (Int) -> Void
    ) async throws -> [Score] {
        let places = Dictionary(
            zip(cases.lazy.map(\.caseID), cases.indices), uniquingKeysWith: { first, _ in first })
        var scores: [Score] = []
        var done = 0
        for try await page in store.reader.samples(of: run) {
            try Task.checkCancellation()
            for sample in page {
                guard let place = places[sample.caseID] else { continue }
                await score(
                    ScoringSubject(sample, of: cases[place]), sample.id, as: id, into: &scores)
            }
            done += page.count
            onProgress(done)
        }
        return scores
    }

    /// The same without reading conversations, for scorers that look at the last answer alone.
    private func scoreOutputs(
        of run: RecordID, _ cases: [CaseSnapshot], as id: RecordID,
        _ onProgress: @Sendable (Int) -> Void
    ) async throws -> [Score] {
        var scores: [Score] = []
        var done = 0
        for try await page in store.reader.outputs(of: run) {
            try Task.checkCancellation()
            for stored in page where cases.indices.contains(stored.caseIndex) {
                let snapshot = cases[stored.caseIndex]
                let subject = ScoringSubject(
                    caseID: snapshot.caseID, variables: snapshot.vars, tags: snapshot.tags,
                    promptCount: 0, output: stored.output, failure: stored.failure)
                await score(subject, stored.sample, as: id, into: &scores)
            }
            done += page.count
            onProgress(done)
        }
        return scores
    }

    private func score(
        _ subject: ScoringSubject, _ sample: RecordID, as id: RecordID, into scores: inout [Score]
    ) async {
        for scorer in scorers {
            let outcome = await scorer.score(subject)
            scores.append(
                Score(
                    scoring: id, sample: sample, scorer: scorer.name, verdict: outcome.verdict,
                    value: outcome.value, reason: outcome.reason, detail: outcome.detail,
                    weight: scorer.weight, latency: outcome.latency))
        }
    }
}
