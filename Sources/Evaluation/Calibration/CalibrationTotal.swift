package import LanguageModel
package import Statistics

/// A judge's total over a run, or over one model and prompt of it, corrected by people's labels.
package struct CalibrationTotal: Sendable {
    /// What is totalled.
    package enum Measure: String, Sendable, Hashable, CaseIterable {
        /// The share that passes.
        case pass
        /// The mean grade, as a share of the scale.
        case grade
    }

    /// Labels below which one model and prompt have no total of their own: their interval would
    /// rest on a handful.
    package static let fewestLabels = 10

    package let measure: Measure
    /// The model's alias and the prompt's id; nil over the whole run.
    package let model: String?
    package let prompt: String?
    /// How many of its samples people judged.
    package let labelled: Int
    /// The total by PPI++, with what led to it; shares 0...1.
    package let corrected: Result<PredictionPowered, Undefined>

    /// An estimate of a share, its interval kept within 0...1.
    package static func share(_ estimate: Estimate) -> Estimate {
        var kept = estimate
        kept.interval = estimate.interval?.clamped(to: 0...1)
        return kept
    }

    /// The total as `--json` prints it and as it is stored.
    package var json: [String: JSONValue] {
        var body: [String: JSONValue] = [
            "measure": .string(measure.rawValue), "labelled": .integer(labelled),
        ]
        body["model"] = model.map { .string($0) }
        body["prompt"] = prompt.map { .string($0) }
        switch corrected {
        case .success(let result):
            body["corrected"] = Self.share(result.estimate).json()
            body["human_only"] = Self.share(result.humanOnly).json()
            body["judge_only"] = Self.share(result.judgeOnly).json()
            body["bias"] = result.bias.json()
            body["lambda"] = .number(result.lambda)
        case .failure(let reason): body["undefined_because"] = .string(reason.cause)
        }
        return body
    }
}
