package import LanguageModel

/// What a training tells while it runs: the live view's and the metrics file's common source.
package enum TrainingEvent: Sendable, Hashable {
    /// Log-probabilities of the reference are computed.
    case preparing(done: Int, of: Int)
    /// A member continues after so many steps.
    case resumed(step: Int, member: Int)
    /// An optimiser step.
    case step(StepMetrics, member: Int)
    /// Samples drawn from the model as it is.
    case watched(WatchMetrics, step: Int, member: Int)
    /// The held-out data after a step.
    case heldOut(HeldOutMetrics, step: Int, member: Int)
    /// The checked suite on the model as it is.
    case checked(SuiteCheck, member: Int)
    /// A rule that ends the training.
    case stopped(TrainingStop, member: Int)

    /// The line of the metrics file; nil for what is only shown.
    package var json: JSONValue? {
        switch self {
        case .preparing, .resumed: nil
        case .step(let step, let member): step.json(member: member)
        case .watched(let watch, let step, let member):
            [
                "step": .integer(step), "member": .integer(member), "watch": watch.json,
            ]
        case .heldOut(let found, let step, let member):
            [
                "step": .integer(step), "member": .integer(member), "held_out": found.json,
            ]
        case .checked(let check, let member):
            [
                "step": .integer(check.step), "member": .integer(member), "check": check.json,
            ]
        case .stopped(let stop, let member):
            [
                "step": .integer(stop.step), "member": .integer(member), "stopped": stop.json,
            ]
        }
    }
}

/// A loss and what it shows on data that are not trained on.
package struct HeldOutMetrics: Sendable, Hashable {
    package var loss: Double
    package var preference: PreferenceMetrics?

    package init(loss: Double, preference: PreferenceMetrics?) {
        self.loss = loss
        self.preference = preference
    }

    package var json: JSONValue {
        var object: [String: JSONValue] = ["loss": .number(loss)]
        preference?.add(to: &object)
        return .object(object)
    }
}

extension StepMetrics {
    func json(member: Int) -> JSONValue {
        var object: [String: JSONValue] = [
            "step": .integer(step), "steps": .integer(stepCount), "member": .integer(member),
            "epoch": .integer(epoch), "learning_rate": .number(learningRate),
            "loss": .number(loss), "gradient_norm": .number(gradientNorm),
            "tokens": .integer(tokens), "seconds": .number(seconds),
            "tokens_per_second": .number(tokensPerSecond),
        ]
        preference?.add(to: &object)
        return .object(object)
    }
}

extension PreferenceMetrics {
    func add(to object: inout [String: JSONValue]) {
        object["reward_chosen"] = .number(rewardChosen)
        object["reward_rejected"] = .number(rewardRejected)
        object["margin"] = .number(margin)
        object["accuracy"] = .number(accuracy)
        object["logprob_chosen"] = .number(logprobChosen)
        object["logprob_rejected"] = .number(logprobRejected)
        object["drift_chosen"] = .number(driftChosen)
        object["drift_rejected"] = .number(driftRejected)
    }
}
