import Evaluation

/// A rate that a threshold looks at.
struct ThresholdRate {
    var scorer: String
    var prompt: String
    var model: String
    var rate: Double
}

extension RunResults {
    /// Every cell's rate with unscored samples counted as failures: the weighted mean where
    /// scorers are weighted, else each scorer.
    var ratesCountingUnscoredAsFailures: [ThresholdRate] {
        let cells = weighted.isEmpty ? self.cells : weighted
        return cells.compactMap { cell in
            guard let rate = cell.allFail ?? cell.rate?.value else {
                return ThresholdRate(
                    scorer: cell.scorer, prompt: cell.prompt, model: cell.model, rate: 0)
            }
            return ThresholdRate(
                scorer: cell.scorer, prompt: cell.prompt, model: cell.model, rate: rate)
        }
    }
}
