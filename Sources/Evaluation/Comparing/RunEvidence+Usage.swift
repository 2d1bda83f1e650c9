import LanguageModel
import Statistics
import Workspace

extension RunEvidence {
    /// What each model spent under each prompt.
    func usage() -> [UsageSummary] {
        var members: [[Int]] = Array(repeating: [], count: models.count * prompts.count)
        for (index, sample) in samples.enumerated() {
            members[Int(sample.modelIndex) * prompts.count + Int(sample.promptIndex)].append(index)
        }
        return models.indices.flatMap { model in
            prompts.indices.compactMap { prompt in
                let indices = members[model * prompts.count + prompt]
                guard !indices.isEmpty else { return nil }
                return usage(
                    of: indices, model: models[model].alias, prompt: prompts[prompt].promptID)
            }
        }
    }

    private func usage(of indices: [Int], model: String, prompt: String) -> UsageSummary {
        var summary = UsageSummary(model: model, prompt: prompt, samples: indices.count)
        var latencies: [Double] = []
        var firstTokens: [Double] = []
        for index in indices {
            let sample = samples[index]
            if sample.hasFailed { summary.failed += 1 }
            if sample.isReused {
                summary.reused += 1
                continue
            }
            if let usage = sample.usage {
                summary.inputTokens = (summary.inputTokens ?? 0) + usage.input
                summary.outputTokens = (summary.outputTokens ?? 0) + usage.output
            } else if !sample.hasFailed {
                summary.callsWithoutTokens += 1
            }
            if let latency = sample.latency { latencies.append(Double(latency)) }
            if let first = sample.timeToFirstToken { firstTokens.append(Double(first)) }
            if let cost = sample.cost {
                summary.knownCostUSD += Double(cost) / 1e9
            } else if !sample.hasFailed {
                summary.callsOfUnknownCost += 1
            }
        }
        latencies.sort()
        firstTokens.sort()
        summary.latencyP50Microseconds = SampleQuantile.ofSorted(latencies, 0.5)
        summary.latencyP90Microseconds = SampleQuantile.ofSorted(latencies, 0.9)
        summary.latencyP99Microseconds = SampleQuantile.ofSorted(latencies, 0.99)
        summary.firstTokenP50Microseconds = SampleQuantile.ofSorted(firstTokens, 0.5)
        return summary
    }
}
