import Evaluation

extension RunResults {
    /// What people's labels say about each judge: its corrected total with the wider interval, or
    /// that there is no calibration.
    func calibrationFindings() -> [Finding] {
        (calibrations ?? []).map { note in
            guard let run = note.calibratedOn else {
                return Finding(
                    .caution, "\(note.scorer) is not calibrated",
                    brief: "No person has judged a random sample, so its bias is unknown",
                    [
                        "No person has judged a random sample of its verdicts: its totals may be "
                            + "too high or too low by an unknown amount. conduct judge calibrate "
                            + "draws such a sample."
                    ])
            }
            let bias = note.bias.map { Wording.points($0) } ?? NumberText.missing
            guard let corrected = note.corrected else {
                return Finding(
                    .caution, "\(note.scorer) is calibrated on another run",
                    brief: "There it was off by \(bias) points; totals here are uncorrected",
                    [
                        "On \(run) it passed \(bias) points more than people did "
                            + "(\(NumberText.counted(note.labelled, "label"))); this run's totals "
                            + "are as the judge gave them."
                    ])
            }
            let judge = note.judgeOnly.map { NumberText.percent($0, decimals: 1) } ?? ""
            return Finding(
                .mixed, "\(note.scorer), corrected by people",
                brief: "\(Wording.rate(corrected)) instead of the judge's \(judge)",
                [
                    "Over the whole run \(Wording.rate(corrected)), where the judge says \(judge): "
                        + "it passes \(bias) points more than people did on "
                        + "\(NumberText.counted(note.labelled, "sample")) drawn at random "
                        + "(\(corrected.method))."
                ])
        }
    }
}
