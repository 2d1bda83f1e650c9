import Statistics

extension Trainer {
    /// The order of an epoch: a permutation by a random stream of its own.
    func order(epoch: Int) -> [Int] {
        var order = Array(examples.indices)
        guard settings.shuffles else { return order }
        // Stream 0 and those after it are the adapter's.
        var generator = CounterGenerator(seed: settings.seed, stream: 1 << 32 + UInt64(epoch))
        for index in order.indices.dropFirst().reversed() {
            order.swapAt(index, generator.index(below: index + 1))
        }
        return order
    }

    /// The examples of each step of an epoch.
    func steps(inEpoch epoch: Int) -> [[Int]] {
        pieces(order(epoch: epoch), of: settings.batchSize * settings.accumulation)
    }

    /// The batches of a step.
    func batches(_ step: [Int]) -> [[Int]] { pieces(step, of: settings.batchSize) }

    private func pieces(_ all: [Int], of size: Int) -> [[Int]] {
        stride(from: 0, to: all.count, by: size).map {
            Array(all[$0..<min(all.count, $0 + size)])
        }
    }

    /// Computes a batch and adds its share of the gradient.
    func accumulate(_ batch: [Int], share: Double) -> (loss: Double, metrics: PreferenceMetrics?) {
        let chosen = batch.map { examples[$0] }
        let units = chosen.reduce(0) { $0 + BatchObjective.units(objective, $1) }
        let value = BatchObjective(
            objective: objective,
            references: objective.needsReference ? batch.map { references[$0] } : [],
            divisor: Double(max(1, units)), baseline: baseline(chosen))
        var loss = 0.0
        var metrics: PreferenceMetrics?
        _ = trained.differentiate(chosen.map(\.group), heads: objective.heads) { part, results in
            zip(part, results).map { index, results in
                let one = value(chosen[index], at: index, results)
                loss += share * one.loss
                if let found = one.metrics {
                    var sum = metrics ?? PreferenceMetrics()
                    sum.add(found, share: 1)
                    metrics = sum
                }
                return one.gradients.map { $0.scaled(by: share) }
            }
        }
        return (loss, metrics)
    }

    /// KTO's z: each completion under the next example's prompt.
    private func baseline(_ batch: [TrainingExample]) -> Double {
        guard case .labelled = objective, batch.count > 1 else { return 0 }
        let mismatched = batch.indices.map { index in
            TrainingGroup(
                prompt: batch[(index + 1) % batch.count].group.prompt,
                completions: batch[index].group.completions)
        }
        let policy = trained.evaluate(mismatched)
        let reference = trained.evaluate(mismatched, policy: .reference)
        return LabelledLoss.baseline(
            zip(policy, reference).flatMap { policy, reference in
                zip(policy, reference).map {
                    LogRatio(
                        policy: $0.logprob, reference: $1.logprob, tokens: $0.logprobs.count)
                }
            })
    }

    /// Checks that every example is of the objective's kind.
    func checkExamples() throws(TrainingError) {
        guard !examples.isEmpty else {
            throw TrainingError(
                .invalidData, "there are no examples", advice: "give at least one")
        }
        if case .labelled = objective {
            guard settings.batchSize > 1 else {
                throw TrainingError(
                    .invalidSetting, "KTO with batches of one",
                    advice: "set a batch size of 2 or more, which its baseline needs")
            }
        }
        if case .reward = objective, !trained.parts.heads.contains("reward") {
            throw TrainingError(
                .invalidSetting, "a reward model without the head 'reward'",
                advice: "add the head to what is trained")
        }
        for (index, example) in examples.enumerated() {
            if let reason = defect(of: example) {
                throw TrainingError(
                    .invalidData, "example \(index + 1) \(reason)",
                    advice: "correct or remove it")
            }
        }
    }

    private func defect(of example: TrainingExample) -> String? {
        let completions = example.group.completions
        switch objective {
        case .supervised:
            return completions.contains { $0.countedCount > 0 } ? nil : "has no token that counts"
        case .labelled:
            return example.isDesirable == nil ? "has no label" : nil
        case .preference, .reward:
            guard !example.pairs.isEmpty else { return "has no preferred completion" }
            for pair in example.pairs {
                guard completions.indices.contains(pair.chosen),
                    completions.indices.contains(pair.rejected)
                else { return "ranks a completion that is not there" }
                if pair.chosen == pair.rejected
                    || completions[pair.chosen].ids == completions[pair.rejected].ids
                {
                    return "prefers a completion to itself"
                }
            }
            return nil
        }
    }

    /// The error of a step that is not finite, its batch saved where there is a folder for it.
    func failure(step: Int, loss: Double, norm: Double, batch: [Int]) -> TrainingError {
        var message =
            "the loss of step \(step + 1) is \(loss) and its gradient's length \(norm)"
        var advice = "lower the learning rate, or look at the batch's examples"
        if let folder = failureFolder {
            let path = "\(folder)/batch-not-finite-step-\(step + 1).json"
            let bytes = [UInt8](batchDocument(step: step, loss: loss, norm: norm, batch).utf8)
            if (try? PartialFile.save(bytes, to: path)) != nil {
                message += "; its batch is saved in \(path)"
                advice = "look at the saved batch, or lower the learning rate"
            }
        } else {
            message += " (examples \(batch.map { String($0 + 1) }.joined(separator: ", ")))"
        }
        return TrainingError(.notFinite, message, advice: advice)
    }

    private func batchDocument(step: Int, loss: Double, norm: Double, _ batch: [Int]) -> String {
        let saved = batch.map { index -> JSONValue in
            let group = examples[index].group
            return [
                "example": .integer(index + 1),
                "prompt": .string(trained.model.tokenizer.decode(group.prompt)),
                "prompt_ids": .array(group.prompt.map { .integer(Int($0)) }),
                "completions": .array(
                    group.completions.map {
                        .string(trained.model.tokenizer.decode($0.ids))
                    }),
                "completion_ids": .array(
                    group.completions.map { .array($0.ids.map { .integer(Int($0)) }) }),
            ]
        }
        let document: JSONValue = [
            "step": .integer(step + 1), "loss": .string("\(loss)"),
            "gradient_norm": .string("\(norm)"), "batch": .array(saved),
        ]
        return document.serializedPretty() + "\n"
    }
}

extension CompletionGradient {
    fileprivate func scaled(by factor: Double) -> CompletionGradient {
        if factor == 1 { return self }
        return CompletionGradient(
            logprobs: logprobs.map { $0 * factor },
            heads: heads.mapValues { $0.map { $0 * factor } })
    }
}

extension TrainingExample {
    /// The same with no token's log-probability wanted.
    var withoutCountedTokens: TrainingExample {
        var copy = self
        for index in copy.group.completions.indices {
            let count = copy.group.completions[index].ids.count
            copy.group.completions[index].counted = Array(repeating: false, count: count)
        }
        return copy
    }
}
