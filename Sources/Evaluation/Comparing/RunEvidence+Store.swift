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
        for try await page in reader.caseHeadings(of: id) {
            for heading in page { evidence.add(heading) }
        }
        let scorers = if let read { try await reader.scorers(of: read.id) } else { [String]() }
        if let planned = evidence.run.planned {
            evidence.reserveCapacity(samples: planned, scorers: scorers.count)
        }
        for try await page in reader.measures(of: id) {
            for measure in page { evidence.add(measure) }
        }
        if let read {
            for try await page in reader.scoreRows(of: read.id) {
                evidence.add(page, of: scorers)
            }
            let judging = try await reader.judgingCost(of: read.id)
            evidence.judgeCost = judging.known
            evidence.judgeCallsOfUnknownCost = judging.unknownCalls
        }
        return evidence
    }
}
