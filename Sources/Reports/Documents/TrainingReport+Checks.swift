import LanguageModel

extension TrainingReport {
    /// The checked suite while it trained, one line for each run.
    var checks: [(step: Int, check: JSONValue)] {
        (body["checks"]?.array ?? []).compactMap { line in
            line["check"].map { (line["step"]?.int ?? 0, $0) }
        }
    }

    /// Why a rule of the recipe ended the training.
    var stopped: Finding? {
        guard let stop = body["stopped"], let reason = stop["reason"]?.string else { return nil }
        let step = stop["step"]?.int ?? 0
        return Finding(
            .fall, "A rule of the recipe stopped it", brief: "after step \(step)",
            [
                "After step \(step) of \(body["planned_steps"]?.int ?? step), \(reason) "
                    + "(\(stop["rule"]?.string ?? "")). The adapter is kept as it was then."
            ])
    }

    /// What became of behaviour elsewhere.
    var elsewhere: Finding? {
        guard let (step, check) = checks.last, let base = check["base_rate"]?.double,
            let rate = check["rate"]?.double, let difference = check["difference"]?.double
        else { return nil }
        let isWorse = check["is_worse"]?.bool == true
        var line =
            "\(NumberText.percent(base)) before, \(NumberText.percent(rate)) after step \(step), "
            + "over \(NumberText.counted(check["cases"]?.int ?? 0, "case")) "
            + "(\(check["broken"]?.int ?? 0) broken, \(check["fixed"]?.int ?? 0) fixed)"
        if let low = check["low"]?.double, let high = check["high"]?.double,
            let level = check["level"]?.double
        {
            line +=
                "; the difference is between \(NumberText.points(low)) and "
                + "\(NumberText.points(high)) points at the level "
                + "\(NumberText.percent(level, decimals: 1)), which the number of looks calls for"
        }
        let worst = checks.min { left, right in
            (left.check["difference"]?.double ?? 0) < (right.check["difference"]?.double ?? 0)
        }
        var lines = [line + "."]
        if let worst, worst.step != step, (worst.check["difference"]?.double ?? 0) < difference {
            lines.append(
                "It was lowest after step \(worst.step), at "
                    + "\(NumberText.percent(worst.check["rate"]?.double ?? 0)).")
        }
        return Finding(
            isWorse ? .fall : .absent,
            isWorse ? "The checked suite got worse" : "The checked suite held",
            brief: "\(NumberText.percent(base)) → \(NumberText.percent(rate))", lines)
    }

    /// The rate of the checked suite over the steps, with intervals of the difference.
    var checkChart: LineChart? {
        guard let first = checks.first?.check["base_rate"]?.double, let last = checks.last else {
            return nil
        }
        let points =
            [LineChart.Point(x: 0, first)]
            + checks.compactMap { step, check in
                check["rate"]?.double.map { LineChart.Point(x: Double(step), $0) }
            }
        return LineChart(
            title: "The checked suite",
            summary: "From \(NumberText.percent(first)) to "
                + "\(NumberText.percent(last.check["rate"]?.double ?? 0)).",
            series: [LineChart.Series(last.check["scorer"]?.string ?? "rate", points: points)],
            unit: .percent, axisLabel: "step")
    }
}
