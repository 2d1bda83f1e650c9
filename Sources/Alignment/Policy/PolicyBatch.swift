import LanguageModel
import Workspace

/// One optimiser step's share of a rollout: the clipped losses and their gradient.
struct PolicyBatch {
    let rollout: Rollout
    let targets: TokenTargets
    /// Indices of prompts.
    let batch: [Int]
    let recipe: Recipe
    let weight: Double

    struct Sums {
        var ratio = 0.0
        var approximateKL = 0.0
        var clippedShare = 0.0
        var policyLoss = 0.0
        var valueLoss = 0.0
        var valueClippedShare = 0.0
    }

    /// Computes the batch and adds its gradient to the parameters'.
    func accumulate(in trained: TrainingModel) -> Sums {
        let sampling = recipe.sampling
        let isPPO = recipe.method == .ppo
        let count = batch.reduce(0) { sum, prompt in
            sum + rollout.old[prompt].reduce(0) { $0 + $1.logprobs.count }
        }
        let policy = ClippedPolicyLoss(range: sampling.clipRange)
        let value = ClippedValueLoss(range: sampling.valueClipRange)
        var sums = Sums()
        _ = trained.differentiate(
            batch.map { rollout.groups[$0] }, heads: isPPO ? .predicting : .none
        ) { part, results in
            zip(part, results).map { place, results in
                let prompt = batch[place]
                return results.indices.map { sample in
                    let old = rollout.old[prompt][sample]
                    let found = policy(
                        logprobs: results[sample].logprobs, old: old.logprobs,
                        advantages: targets.advantages[prompt][sample], count: count)
                    sums.ratio += found.meanRatio
                    sums.approximateKL += found.approximateKL
                    sums.clippedShare += found.clippedShare
                    sums.policyLoss += found.loss
                    var gradient = CompletionGradient(logprobs: found.slopes)
                    if recipe.method == .grpo, weight > 0 {
                        add(results[sample], prompt, sample, count, &gradient, &sums)
                    }
                    if isPPO, let values = results[sample].heads["value"] {
                        let loss = value(
                            values: values, old: old.heads["value"] ?? values,
                            returns: targets.returns[prompt][sample], count: count)
                        sums.valueLoss += loss.loss
                        sums.valueClippedShare += loss.clippedShare
                        gradient.heads["value"] = loss.slopes.map { $0 * sampling.valueWeight }
                    }
                    return gradient
                }
            }
        }
        return sums
    }

    /// GRPO's divergence stands in the loss, by the estimator k3.
    private func add(
        _ result: CompletionResult, _ prompt: Int, _ sample: Int, _ count: Int,
        _ gradient: inout CompletionGradient, _ sums: inout Sums
    ) {
        let reference = rollout.reference[prompt][sample].logprobs
        for token in result.logprobs.indices {
            let policy = result.logprobs[token]
            let share = weight / Double(max(1, count))
            sums.policyLoss +=
                share * DivergenceEstimator.k3(policy: policy, reference: reference[token])
            gradient.logprobs[token] +=
                share * DivergenceEstimator.k3.slope(policy: policy, reference: reference[token])
        }
    }
}
