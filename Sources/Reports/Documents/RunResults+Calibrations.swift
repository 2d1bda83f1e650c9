import Evaluation

extension RunResults {
    /// What people's labels say about each judge: its corrected totals with their wider intervals,
    /// or that there is no calibration.
    func calibrationFindings() -> [Finding] {
        (calibrations ?? []).map { note in
            guard let place = note.calibratedOn, let first = note.totals.first else {
                return Finding(
                    .caution, "\(note.scorer) is not calibrated",
                    brief: "No person has judged a random sample, so its bias is unknown",
                    [
                        "No person has judged a random sample of its verdicts: its totals may be "
                            + "too high or too low by an unknown amount. conduct judge calibrate "
                            + "draws such a sample."
                    ])
            }
            let labels = NumberText.counted(note.labelled, "label")
            guard note.isOwn else {
                let bias = Wording.points(first.bias)
                return Finding(
                    .caution, "\(note.scorer) is calibrated on other scores",
                    brief: "There it was off by \(bias) points; totals here are uncorrected",
                    [
                        "On \(place) it passed \(bias) points more than people did "
                            + "(\(labels)); the totals here are as the judge gave them."
                    ])
            }
            return Finding(
                .mixed, "\(note.scorer), corrected by people",
                brief: "\(Wording.rate(first.corrected)) instead of the judge's "
                    + NumberText.percent(first.judgeOnly, decimals: 1),
                note.totals.map { note.sentence($0) } + [
                    "People judged \(NumberText.counted(note.labelled, "sample")) drawn at random; "
                        + "the corrected totals use their labels and all of the judge's verdicts "
                        + "(\(first.corrected.method))."
                ])
        }
    }
}

extension CalibrationNote {
    /// One corrected total in words.
    fileprivate func sentence(_ total: Total) -> String {
        var place = "Over the whole run"
        if let model = total.model, let prompt = total.prompt {
            place = "\(model) with \(prompt) (\(NumberText.counted(total.labelled, "label")))"
        }
        guard total.measure == CalibrationTotal.Measure.grade.rawValue else {
            return "\(place): \(Wording.rate(total.corrected)) pass, where the judge says "
                + "\(NumberText.percent(total.judgeOnly, decimals: 1)); it passes "
                + "\(Wording.points(total.bias)) points more than people did."
        }
        let ends = scale ?? [0, 1]
        return "\(place): mean grade \(Wording.number(graded(total.corrected))), where the judge "
            + "gives \(NumberText.fixed(grade(total.judgeOnly), decimals: 2)), on a scale from "
            + "\(NumberText.significant(ends[0])) to \(NumberText.significant(ends[1])); it grades "
            + "\(Wording.number(difference(total.bias))) higher than people did."
    }

    private var span: Double { scale.map { $0[1] - $0[0] } ?? 1 }

    /// A share on the judge's own scale.
    private func grade(_ share: Double) -> Double { (scale?[0] ?? 0) + share * span }

    private func graded(_ estimate: SummaryEstimate) -> SummaryEstimate {
        turned(estimate) { grade($0) }
    }

    private func difference(_ estimate: SummaryEstimate) -> SummaryEstimate {
        turned(estimate) { $0 * span }
    }

    private func turned(
        _ estimate: SummaryEstimate, _ change: (Double) -> Double
    ) -> SummaryEstimate {
        var result = estimate
        result.value = change(estimate.value)
        let ends = [estimate.low, estimate.high].compactMap { $0.map(change) }.sorted()
        (result.low, result.high) = (ends.first, ends.count == 2 ? ends.last : nil)
        return result
    }
}
