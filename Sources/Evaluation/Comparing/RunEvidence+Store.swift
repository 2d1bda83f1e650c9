package import Workspace

extension RunEvidence {
    /// Reads the evidence of a run, page by page and without texts.
    ///
    /// - Parameters:
    ///   - run: the run.
    ///   - scoring: the scoring to summarise; nil takes the one made with the run, else the
    ///     oldest. A run without any has no scores.
    /// - Throws: `StoreError`.
    package static func read(
        run id: RecordID, scoring: RecordID? = nil, from reader: StoreReader
    ) async throws -> RunEvidence {
        let scorings = try await reader.scorings(of: id)
        let chosen = scoring.flatMap { wanted in scorings.first { $0.id == wanted } }
        if let scoring, chosen == nil {
            throw StoreError(
                .notFound, "\(id) has no scoring \(scoring)",
                advice: "leave the scoring out, or name one of this run's")
        }
        let read = chosen ?? scorings.first
        var evidence = RunEvidence(run: try await reader.run(id), scoring: read)
        for model in try await reader.models(of: id) { evidence.add(model) }
        for prompt in try await reader.prompts(of: id) { evidence.add(prompt) }
        for heading in try await reader.caseHeadings(of: id) { evidence.add(heading) }
        for try await page in reader.measures(of: id) {
            for measure in page { evidence.add(measure) }
        }
        if let read {
            evidence.add(try await reader.scoreTable(of: read.id))
            let judging = try await reader.judgingCost(of: read.id)
            evidence.judgeCost = judging.known
            evidence.judgeCallsOfUnknownCost = judging.unknownCalls
        }
        return evidence
    }
}
