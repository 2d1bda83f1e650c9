/// An objective applied to some examples: the loss, its gradient and what it shows.
struct BatchObjective {
    let objective: TrainingObjective
    /// ln π_ref of each completion of each example.
    let references: [[Double]]
    /// What this batch's loss is divided by: tokens, pairs, completions or prompts.
    let divisor: Double
    /// KTO's z.
    let baseline: Double

    struct Value {
        var loss = 0.0
        var gradients: [CompletionGradient] = []
        var metrics: PreferenceMetrics?
    }

    /// How many units the divisor counts in an example.
    static func units(_ objective: TrainingObjective, _ example: TrainingExample) -> Int {
        switch objective {
        case .supervised: example.group.completions.reduce(0) { $0 + $1.countedCount }
        case .preference: example.pairs.count
        case .labelled: example.group.completions.count
        case .reward: 1
        }
    }

    /// An example's share of the batch's loss, of its gradient and of the metrics' means.
    func callAsFunction(
        _ example: TrainingExample, at index: Int, _ results: [CompletionResult]
    ) -> Value {
        switch objective {
        case .supervised: supervised(results)
        case .preference(let loss): preference(loss, example, index, results)
        case .labelled(let loss): labelled(loss, example, index, results)
        case .reward(let loss): reward(loss, example, results)
        }
    }

    private func supervised(_ results: [CompletionResult]) -> Value {
        var value = Value()
        for result in results {
            value.loss -= result.logprob / divisor
            value.gradients.append(
                CompletionGradient(logprob: -1 / divisor, count: result.logprobs.count))
        }
        return value
    }

    private func ratio(_ results: [CompletionResult], _ completion: Int, _ index: Int) -> LogRatio {
        LogRatio(
            policy: results[completion].logprob, reference: references[index][completion],
            tokens: results[completion].logprobs.count)
    }

    private func preference(
        _ loss: PairLoss, _ example: TrainingExample, _ index: Int, _ results: [CompletionResult]
    ) -> Value {
        var value = Value()
        var slopes = [Double](repeating: 0, count: results.count)
        var metrics = PreferenceMetrics()
        for pair in example.pairs {
            let chosen = ratio(results, pair.chosen, index)
            let rejected = ratio(results, pair.rejected, index)
            let one = loss(chosen: chosen, rejected: rejected)
            value.loss += one.loss / divisor
            slopes[pair.chosen] += one.chosen / divisor
            slopes[pair.rejected] += one.rejected / divisor
            metrics.add(
                PreferenceMetrics(
                    rewardChosen: loss.beta * chosen.value,
                    rewardRejected: loss.beta * rejected.value,
                    accuracy: chosen.value > rejected.value ? 1 : 0,
                    logprobChosen: chosen.policy, logprobRejected: rejected.policy,
                    driftChosen: chosen.value / Double(max(1, chosen.tokens)),
                    driftRejected: rejected.value / Double(max(1, rejected.tokens))),
                share: 1 / divisor)
        }
        value.gradients = zip(slopes, results).map {
            CompletionGradient(logprob: $0, count: $1.logprobs.count)
        }
        value.metrics = metrics
        return value
    }

    private func labelled(
        _ loss: LabelledLoss, _ example: TrainingExample, _ index: Int,
        _ results: [CompletionResult]
    ) -> Value {
        var value = Value()
        for completion in results.indices {
            let one = loss(
                ratio(results, completion, index), isDesirable: example.isDesirable ?? true,
                baseline: baseline)
            value.loss += one.loss / divisor
            value.gradients.append(
                CompletionGradient(
                    logprob: one.slope / divisor, count: results[completion].logprobs.count))
        }
        return value
    }

    private func reward(
        _ loss: RewardLoss, _ example: TrainingExample, _ results: [CompletionResult]
    ) -> Value {
        let rewards = results.map { $0.heads["reward"]?.first ?? 0 }
        let one = loss(rewards, pairs: example.pairs)
        var metrics = PreferenceMetrics()
        for pair in example.pairs {
            let (chosen, rejected) = (rewards[pair.chosen], rewards[pair.rejected])
            metrics.add(
                PreferenceMetrics(
                    rewardChosen: chosen, rewardRejected: rejected,
                    accuracy: chosen > rejected ? 1 : 0),
                share: 1 / (divisor * Double(example.pairs.count)))
        }
        return Value(
            loss: one.loss / divisor,
            gradients: one.slopes.map {
                CompletionGradient(heads: ["reward": [$0 / divisor]])
            }, metrics: metrics)
    }
}
