package import Workspace

/// A sample with all that a report shows of it.
package struct ShownSample: Sendable, Hashable {
    package var sample: Sample
    /// What each scorer said.
    package var scores: [Score]
    /// Corrections by people, oldest first; the last for a scorer counts.
    package var overrides: [Override]
    /// The case's tags by name.
    package var tags: [String: String]
    /// The clauses that the case tests.
    package var clauses: [String]

    package init(
        sample: Sample, scores: [Score], overrides: [Override] = [], tags: [String: String] = [:],
        clauses: [String] = []
    ) {
        self.sample = sample
        self.scores = scores
        self.overrides = overrides
        self.tags = tags
        self.clauses = clauses
    }

    /// The verdict that counts for a score: a person's where there is one.
    package func verdict(of score: Score) -> Verdict {
        overrides.last { $0.scorer == score.scorer }?.verdict ?? score.verdict
    }
}

extension RunEvidence {
    /// The ids of the samples that a report shows: failing ones first, then those that could not
    /// be scored, then the rest; within each, models and prompts take turns.
    package func samplesToShow(limit: Int) -> [RecordID] {
        var rank = samples.map { $0.hasFailed ? 1 : 2 }
        for score in scores {
            let index = Int(score.sampleIndex)
            switch score.verdict {
            case .fail: rank[index] = 0
            case .unscored: rank[index] = min(rank[index], 1)
            case .pass: break
            }
        }
        var chosen: [RecordID] = []
        for wanted in 0...2 where chosen.count < limit {
            var lanes: [[Int]] = Array(repeating: [], count: models.count * prompts.count)
            for (index, sample) in samples.enumerated() where rank[index] == wanted {
                lanes[Int(sample.modelIndex) * prompts.count + Int(sample.promptIndex)]
                    .append(index)
            }
            let longest = lanes.map(\.count).max() ?? 0
            for turn in 0..<longest {
                for lane in lanes where turn < lane.count && chosen.count < limit {
                    chosen.append(sampleIDs[lane[turn]])
                }
                if chosen.count >= limit { break }
            }
        }
        return chosen
    }

    /// Reads the samples that a report shows, with their texts.
    ///
    /// - Throws: `StoreError`.
    package func readSamples(limit: Int, from reader: StoreReader) async throws -> [ShownSample] {
        let facts = Dictionary(
            cases.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let overrides = Dictionary(
            grouping: try await reader.overrides(of: run.id), by: \.sample)
        var shown: [ShownSample] = []
        for id in samplesToShow(limit: limit) {
            let sample = try await reader.sample(id)
            let scores = try await reader.scores(ofSample: id, scoring: scoring?.id)
            shown.append(
                ShownSample(
                    sample: sample, scores: scores, overrides: overrides[id] ?? [],
                    tags: facts[sample.caseID]?.tags ?? [:],
                    clauses: facts[sample.caseID]?.clauses ?? []))
        }
        return shown
    }
}
