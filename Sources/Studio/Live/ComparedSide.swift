import Evaluation
import Workspace

/// One side of a comparison: a run, or what a run has under one prompt.
struct ComparedSide: Hashable, Sendable, CustomStringConvertible {
    var run: RecordID
    /// The prompt alone; nil for all.
    var prompt: String?

    /// As addresses write it: the run's id, and behind a slash the prompt's.
    var description: String { prompt.map { "\(run)/\($0)" } ?? run.description }

    /// Reads an address's word.
    ///
    /// - Throws: `StoreError` for an unknown run, `StudioFailure` for an unknown prompt.
    init(_ text: String, reader: StoreReader) async throws {
        let parts = text.split(separator: "/", maxSplits: 1)
        run = try await reader.resolve(String(parts.first ?? ""), as: .run)
        prompt = parts.count > 1 ? String(parts[1]) : nil
        guard let prompt else { return }
        let known = try await reader.prompts(of: run).map(\.promptID)
        guard known.contains(prompt) else {
            throw StudioFailure(
                404,
                "The run has no prompt \(prompt.prefix(80)); it has "
                    + known.joined(separator: ", ") + ".")
        }
    }

    init(run: RecordID, prompt: String? = nil) {
        self.run = run
        self.prompt = prompt
    }

    /// The side's evidence.
    func evidence(_ reader: StoreReader) async throws -> RunEvidence {
        let whole = try await RunEvidence.read(run: run, from: reader)
        return prompt.map { whole.only(prompt: $0) } ?? whole
    }
}

extension RunEvidence {
    /// The evidence under one prompt alone, as if the run had had no other.
    fileprivate func only(prompt: String) -> RunEvidence {
        guard let place = prompts.firstIndex(where: { $0.promptID == prompt }) else { return self }
        var part = self
        part.prompts = [prompts[place]]
        part.samples = []
        part.sampleIDs = []
        part.scores = []
        var places: [Int32: Int32] = [:]
        for (index, sample) in samples.enumerated() where Int(sample.promptIndex) == place {
            var sample = sample
            sample.promptIndex = 0
            places[Int32(index)] = Int32(part.samples.count)
            part.samples.append(sample)
            part.sampleIDs.append(sampleIDs[index])
        }
        for score in scores {
            guard let index = places[score.sampleIndex] else { continue }
            var score = score
            score.sampleIndex = index
            part.scores.append(score)
        }
        return part
    }
}
