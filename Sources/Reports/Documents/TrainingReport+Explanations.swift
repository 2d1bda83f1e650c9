import LanguageModel

extension TrainingReport {
    /// What the curves mean, where they show something that people ask about.
    package func explanations() -> [Finding] {
        [
            stopped, elsewhere, fallingChosen, overfitting, runaway, divergence, collapse,
            shorterOrLonger,
            rewardModel,
        ].compactMap { $0 }
    }

    private func values(_ key: String) -> [Double] { steps.compactMap { $0[key]?.double } }

    /// The mean of the first and of the last quarter, which single batches do not decide.
    private func ends(_ key: String) -> (first: Double, last: Double)? {
        let all = values(key)
        guard all.count >= 4 else { return nil }
        let size = max(1, all.count / 4)
        return (
            all.prefix(size).reduce(0, +) / Double(size),
            all.suffix(size).reduce(0, +) / Double(size)
        )
    }

    private var fallingChosen: Finding? {
        guard method == "dpo", let drift = ends("drift_chosen"), drift.last < -0.01,
            let margin = ends("margin"), margin.last > margin.first
        else { return nil }
        let change = NumberText.significant(drift.last, digits: 2)
        return Finding(
            .caution, "Preferred answers became less likely",
            brief: "\(change) nats a token against the base",
            [
                "The preferred answers lost \(change) nats a token against the base model, although "
                    + "they are preferred. DPO rewards only the difference: it lowers both and the "
                    + "other one more, most of all where the two share words.",
                "A small fall is normal. A large one moves probability to answers that are in no "
                    + "pair: look at the samples, raise beta, or train fewer steps.",
            ])
    }

    private var overfitting: Finding? {
        guard let after = body["held_out_after"], let held = after["accuracy"]?.double,
            let train = ends("accuracy")?.last, train - held > 0.15
        else { return nil }
        return Finding(
            .caution, "Better on the training pairs than on held-out ones",
            brief: "\(NumberText.percent(train)) against \(NumberText.percent(held))",
            [
                "The last quarter of the training ranked \(NumberText.percent(train)) of its pairs "
                    + "right, the held-out pairs are right in \(NumberText.percent(held)). More or "
                    + "more varied pairs help, more epochs do not."
            ])
    }

    private var runaway: Finding? {
        guard let margin = ends("margin")?.last, margin > 15, method == "dpo" else { return nil }
        return Finding(
            .caution, "The margin ran away", brief: NumberText.significant(margin),
            [
                "A margin of \(NumberText.significant(margin)) leaves nothing to learn from the "
                    + "pairs and much room to leave the base model: raise beta or lower the "
                    + "learning rate."
            ])
    }

    private var divergence: Finding? {
        guard let last = watches.last?["watch"]?["kl_sequence"]?.double else { return nil }
        let text = NumberText.significant(last)
        if last > 15 {
            return Finding(
                .caution, "Far from the base model", brief: "KL \(text) nats an answer",
                [
                    "An answer that the trained model samples is \(text) nats from the base model's "
                        + "distribution. Beyond about 15 most gains are won by exploiting the "
                        + "reward or the pairs."
                ])
        }
        return Finding(
            .absent, "Near the base model", brief: "KL \(text) nats an answer",
            ["An answer that the trained model samples is \(text) nats from the base model's."])
    }

    private var collapse: Finding? {
        guard let watch = watches.last?["watch"], let repetition = watch["repetition"]?.double,
            let distinct = watch["distinct_2"]?.double, repetition > 0.2 || distinct < 0.4
        else { return nil }
        return Finding(
            .fall, "The samples repeat themselves",
            brief: "\(NumberText.percent(repetition)) repeated 4-grams",
            [
                "\(NumberText.percent(repetition)) of an answer's 4-grams occurred in it before, "
                    + "and \(NumberText.percent(distinct)) of all bigrams are distinct. That is how "
                    + "a collapse begins: train less, or further from the edge."
            ])
    }

    private var shorterOrLonger: Finding? {
        guard let first = watches.first?["watch"]?["length"]?.double,
            let last = watches.last?["watch"]?["length"]?.double, watches.count > 1,
            first > 0, last / first > 1.5 || last / first < 0.67
        else { return nil }
        let gap = (body["report"]?["chosen_tokens"]?.double).flatMap { chosen in
            (body["report"]?["rejected_tokens"]?.double).map { chosen - $0 }
        }
        var lines = [
            "Samples went from \(NumberText.significant(first)) to "
                + "\(NumberText.significant(last)) tokens."
        ]
        if let gap {
            lines.append(
                "Preferred answers are \(NumberText.significant(gap, signed: true)) tokens longer "
                    + "in the data: the model may have learnt the length.")
        }
        return Finding(
            .caution, "The answers' length changed",
            brief: "\(NumberText.significant(first)) → \(NumberText.significant(last)) tokens",
            lines)
    }

    private var rewardModel: Finding? {
        guard let rewards = body["rewards"]?.array?.first,
            let error = rewards["calibration_error"]?.double
        else { return nil }
        var lines = [
            "Its odds are off by \(NumberText.percent(error)) on average, over "
                + "\(NumberText.counted(rewards["pairs"]?.int ?? 0, "pair"))."
        ]
        if let correlation = rewards["length_correlation"]?.double, correlation.magnitude > 0.4 {
            lines.append(
                "Reward and length correlate at \(NumberText.significant(correlation, digits: 2)): "
                    + "what is trained against it may learn the length.")
            return Finding(
                .caution, "The reward follows length",
                brief: "r = \(NumberText.significant(correlation, digits: 2))", lines)
        }
        return Finding(.absent, "Calibration", brief: NumberText.percent(error), lines)
    }
}
