package import Evaluation
import Workspace

/// Two runs compared, as a document.
package struct CompareReport: Sendable {
    package var comparison: RunComparison
    /// The most flips listed; the rest is counted.
    package var flipLimit: Int

    package init(_ comparison: RunComparison, flipLimit: Int = 200) {
        self.comparison = comparison
        self.flipLimit = flipLimit
    }

    /// What was compared, in one sentence.
    var asked: String {
        let pairing = comparison.pairing
        return "The second run (\(comparison.second.id)) against the first "
            + "(\(comparison.first.id)), paired on "
            + "\(NumberText.counted(pairing.pairedCases, "case"))."
    }

    /// What must be known about the pairing before the numbers are believed.
    var cautions: [String] {
        let pairing = comparison.pairing
        var lines: [String] = []
        if !comparison.simulatedModels.isEmpty {
            lines.append(
                "Simulated, with written answers: "
                    + comparison.simulatedModels.joined(separator: ", ") + ".")
        }
        if pairing.pairedCases == 0 {
            lines.append("The runs share no case id, so nothing can be compared.")
        }
        if !pairing.changedContent.isEmpty {
            lines.append(
                "The content of \(NumberText.counted(pairing.changedContent.count, "case")) changed "
                    + "between the runs: \(Self.some(pairing.changedContent)).")
        }
        if !pairing.onlyFirst.isEmpty {
            lines.append(
                "\(NumberText.counted(pairing.onlyFirst.count, "case")) only in the first run: "
                    + "\(Self.some(pairing.onlyFirst)).")
        }
        if !pairing.onlySecond.isEmpty {
            lines.append(
                "\(NumberText.counted(pairing.onlySecond.count, "case")) only in the second run: "
                    + "\(Self.some(pairing.onlySecond)).")
        }
        if !pairing.unpaired.isEmpty {
            lines.append("Without a counterpart: \(pairing.unpaired.joined(separator: ", ")).")
        }
        for (name, run) in [("first", comparison.first), ("second", comparison.second)]
        where run.status != .complete {
            lines.append("The \(name) run is \(run.status.rawValue).")
        }
        return lines
    }

    /// The verdicts in words, one for each difference.
    package func findings() -> [Finding] {
        comparison.differences.map { difference in
            let contrast = difference.contrast
            let change =
                "\(NumberText.percent(contrast.firstRate, decimals: 1)) → "
                + "\(NumberText.percent(contrast.secondRate, decimals: 1)), "
                + "\(Wording.points(contrast.difference)) points, "
                + "p \(NumberText.probability(contrast.adjustedPValue))"
            var lines = [change + "."]
            let flips =
                "\(NumberText.counted(difference.fixed, "case")) fixed, "
                + "\(NumberText.count(difference.broken)) broken"
            if let within = difference.withinRunDisagreement {
                lines.append(
                    "\(flips). Two repeats within a run differ in "
                        + "\(NumberText.percent(within, decimals: 1)) of cases, one of each run in "
                        + "\(NumberText.percent(difference.betweenRunDisagreement, decimals: 1)).")
            } else {
                lines.append("\(flips).")
            }
            let who = "\(contrast.scorer), \(difference.lane.model), \(difference.lane.prompt)"
            switch difference.outcome {
            case .better:
                return Finding(.rise, "\(who): better", brief: change, lines)
            case .worse:
                return Finding(.fall, "\(who): worse", brief: change, lines)
            case .unchanged:
                return Finding(.absent, "\(who): no case changed", brief: change, lines)
            case .withinNoise:
                if let detectable = contrast.minimumDetectable, detectable > 1 {
                    lines.append("So few cases could not have shown a difference of any size.")
                } else if let detectable = contrast.minimumDetectable {
                    lines.append(
                        "A true difference of \(NumberText.fixed(detectable * 100, decimals: 1)) "
                            + "points would have shown with probability "
                            + "\(NumberText.significant(comparison.options.power, digits: 2)).")
                }
                return Finding(.absent, "\(who): within noise", brief: change, lines)
            }
        }
    }

    /// Every difference with its test.
    ///
    /// - Parameter isCompact: leaves out what the findings say anyway, for a terminal.
    package func differencesTable(isCompact: Bool = false) -> Table {
        let hasModels = Set(comparison.differences.map(\.lane.model)).count > 1
        var table = Table(columns: [
            Table.Column("scorer"), Table.Column("model"), Table.Column("prompt"),
            Table.Column("pairs", .trailing), Table.Column("rates", .trailing),
            Table.Column("difference, points", .trailing), Table.Column("p, Holm", .trailing),
            Table.Column("fixed", .trailing), Table.Column("broken", .trailing),
            Table.Column("verdict"), Table.Column("detectable", .trailing),
        ])
        for difference in comparison.differences {
            let contrast = difference.contrast
            let (verdict, tone): (String, Table.Tone) =
                switch difference.outcome {
                case .better: ("better", .good)
                case .worse: ("worse", .bad)
                case .withinNoise: ("within noise", .muted)
                case .unchanged: ("no case changed", .muted)
                }
            table.rows.append([
                Table.Cell(contrast.scorer),
                Table.Cell(hasModels || !isCompact ? difference.lane.model : ""),
                Table.Cell(difference.lane.prompt),
                Table.Cell(isCompact ? "" : NumberText.count(contrast.difference.cases)),
                Table.Cell(
                    "\(NumberText.percent(contrast.firstRate, decimals: 1)) → "
                        + NumberText.percent(contrast.secondRate, decimals: 1)),
                Table.Cell(
                    Wording.points(contrast.difference), contrast.isFound ? .strong : .plain),
                Table.Cell(NumberText.probability(contrast.adjustedPValue)),
                Table.Cell(NumberText.count(difference.fixed)),
                Table.Cell(NumberText.count(difference.broken)), Table.Cell(verdict, tone),
                Table.Cell(
                    contrast.isFound || isCompact ? "" : Wording.detectable(contrast), .muted),
            ])
        }
        var tests: [String] = []
        for difference in comparison.differences where !tests.contains(difference.contrast.test) {
            tests.append(difference.contrast.test)
        }
        if !tests.isEmpty {
            table.notes.append(
                "Second run minus first, paired by case, with "
                    + "\(NumberText.percent(comparison.options.level)) interval; "
                    + "\(tests.joined(separator: "; ")); Holm over "
                    + "\(NumberText.counted(comparison.differences.count, "comparison")).")
        }
        return table.droppingEmptyColumns()
    }

    /// The cases that flipped in one direction.
    package func flipsTable(_ direction: Flip.Direction) -> Table {
        let flips = comparison.flips.filter { $0.direction == direction }
        var table = Table(columns: [
            Table.Column("case"), Table.Column("scorer"), Table.Column("model"),
            Table.Column("prompt"), Table.Column("first", .trailing),
            Table.Column("second", .trailing), Table.Column("kind"), Table.Column("why"),
        ])
        for flip in flips.prefix(flipLimit) {
            let kind: (String, Table.Tone) =
                switch flip.kind {
                case .real: ("real", .strong)
                case .noise: ("within repeat noise", .muted)
                case .undetermined: ("not known", .muted)
                }
            table.rows.append([
                Table.Cell(flip.caseID), Table.Cell(flip.scorer), Table.Cell(flip.model),
                Table.Cell(flip.prompt), Table.Cell("\(flip.firstPassed)/\(flip.firstScored)"),
                Table.Cell("\(flip.secondPassed)/\(flip.secondScored)"),
                Table.Cell(kind.0, kind.1),
                Table.Cell(flip.reason + (flip.hasChangedContent ? "; its content changed" : "")),
            ])
        }
        if flips.count > flipLimit {
            table.notes.append(
                "\(NumberText.count(flips.count - flipLimit)) more are left out; --json has all.")
        }
        return table
    }

    /// How the numbers came about, in one paragraph.
    var method: String {
        let options = comparison.options
        func told(_ run: RunFacts) -> String {
            "\(run.id) (Conduct \(run.toolVersion), "
                + "\(NumberText.time(milliseconds: run.createdMilliseconds)), seed \(run.seed), "
                + "\(NumberText.counted(run.epochs, "epoch")), manifest sha256 "
                + "\(run.manifestSHA256))"
        }
        return "First run \(told(comparison.first)); second run \(told(comparison.second)). Cases "
            + "are paired by id and epochs averaged within a case. Intervals cover "
            + "\(NumberText.percent(options.level)); single 0/1 outcomes of independent cases are "
            + "tested by McNemar's mid-p, others by flipping signs of cases or whole groups; Holm "
            + "corrects over all rows. A case flips when its majority of epochs does; a flip is "
            + "called real when Fisher's exact test on its epochs gives p of at most "
            + "\(NumberText.significant(options.alpha, digits: 2)), or when nothing varies between "
            + "repeats, and is not corrected for the number of cases."
    }

    private static func some(_ names: [String]) -> String {
        let shown = names.prefix(8).joined(separator: ", ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }
}
