import LanguageModel
import Statistics
import Workspace

/// PPO-ptx: the gradient of γ times the mean −ln p of rows, mixed into each step, so that a policy
/// keeps what it knew (Ouyang et al. 2022, arXiv:2203.02155, equation 2).
///
/// The paper's γ = 27.8 goes with its own batches; here the mean is over the tokens that count of
/// a step's rows, and the policy's loss is a mean over tokens as well.
struct PretrainingMix {
    private let examples: [TrainingExample]
    private let weight: Double
    private let rows: Int
    private let seed: UInt64

    /// nil for a recipe without a mix.
    init?(_ plan: PolicyPlan) {
        guard let set = plan.pretraining else { return nil }
        examples = set.examples
        weight = plan.recipe.sampling.pretrainingWeight
        rows = plan.recipe.sampling.pretrainingRows
        seed = UInt64(plan.recipe.seed)
    }

    /// Adds the gradient of a step's rows.
    ///
    /// - Parameter step: counted from the first update on; rows go through an order of their own
    ///   for each pass.
    /// - Returns: the rows' mean −ln p of a token.
    func accumulate(in trained: TrainingModel, step: Int) -> Double {
        let groups = chosen(step).map { examples[$0].group }
        let count = Double(
            max(1, groups.reduce(0) { $0 + $1.completions.reduce(0) { $0 + $1.countedCount } }))
        // Rows are texts, not samples: their likelihood is that of the model as it is.
        let temperature = trained.temperature
        trained.temperature = 1
        defer { trained.temperature = temperature }
        var loss = 0.0
        _ = trained.differentiate(groups) { _, results in
            results.map { group in
                group.map { result in
                    loss -= result.logprob / count
                    return CompletionGradient(
                        logprob: -weight / count, count: result.logprobs.count)
                }
            }
        }
        return loss
    }

    private func chosen(_ step: Int) -> [Int] {
        (0..<min(rows, examples.count)).map { offset in
            let serial = step * min(rows, examples.count) + offset
            let (pass, place) = serial.quotientAndRemainder(dividingBy: examples.count)
            var order = Array(examples.indices)
            var generator = CounterGenerator(seed: seed, stream: 1 << 35 + UInt64(pass))
            generator.shuffle(&order)
            return order[place]
        }
    }
}
