package import Evaluation

/// The phrases with which numbers are told, so that every document says the same thing alike.
package enum Wording {
    /// `57.1% [51.0, 63.1]`, or why there is no number.
    package static func rate(_ estimate: SummaryEstimate?) -> String {
        guard let estimate else { return "not scored" }
        return ChartUnit.percent.text(estimate.value, low: estimate.low, high: estimate.high)
    }

    /// `0.63 [0.55, 0.71]`.
    package static func number(_ estimate: SummaryEstimate?) -> String {
        guard let estimate else { return NumberText.missing }
        return ChartUnit.number.text(estimate.value, low: estimate.low, high: estimate.high)
    }

    /// `−66.7 [−79.0, −54.4]`, in percentage points.
    package static func points(_ estimate: SummaryEstimate) -> String {
        ChartUnit.points.text(estimate.value, low: estimate.low, high: estimate.high)
    }

    /// What could have been found where nothing was: `≥ 14.2`, in percentage points.
    package static func detectable(_ contrast: Contrast) -> String {
        guard let least = contrast.minimumDetectable else { return NumberText.missing }
        return least > 1 ? "none" : "≥ " + NumberText.fixed(least * 100, decimals: 1)
    }

    /// What could have been found, as a clause; too few cases may show not even a change from
    /// none to all.
    static func limit(_ least: Double) -> String {
        least > 1
            ? "so few cases could not have shown any"
            : "\(NumberText.fixed(least * 100, decimals: 1)) points would have shown"
    }

    /// One scorer's comparison as a clause: the change, or that none was found and what would
    /// have been.
    package static func clause(_ contrast: Contrast) -> String {
        let change =
            "\(NumberText.percent(contrast.firstRate)) → \(NumberText.percent(contrast.secondRate))"
        if contrast.isFound {
            return "\(points(contrast.difference)) points (\(change))"
        }
        if contrast.onlyFirst == 0, contrast.onlySecond == 0 {
            return "no difference: the same outcome in all "
                + "\(NumberText.counted(contrast.difference.cases, "pair"))"
        }
        let low = contrast.difference.low ?? 0
        let high = contrast.difference.high ?? 0
        // An interval by itself may leave zero out where the corrected test does not; what a
        // single test could have shown then says nothing.
        if low > 0 || high < 0 {
            return "not found once corrected for the number of comparisons, "
                + "\(points(contrast.difference)) points (\(change))"
        }
        let limit =
            contrast.minimumDetectable.map { "; " + Self.limit($0) } ?? ""
        return "no difference found, \(points(contrast.difference)) points (\(change))\(limit)"
    }

    /// `p 0.012 after Holm over 9`.
    package static func pValue(_ contrast: Contrast, in family: ContrastFamily) -> String {
        let adjusted = "p \(NumberText.probability(contrast.adjustedPValue))"
        return family.contrasts.count > 1
            ? "\(adjusted) after Holm over \(family.contrasts.count)" : adjusted
    }

    /// `3 unscored: 55.9–57.1%`, or nothing when all were scored.
    package static func bounds(_ cell: SummaryCell) -> String {
        guard cell.unscored > 0, let low = cell.allFail, let high = cell.allPass else { return "" }
        return "\(NumberText.count(cell.unscored)) unscored: "
            + "\(NumberText.fixed(low * 100, decimals: 1))–\(NumberText.percent(high, decimals: 1))"
    }

    /// The cost, unknown where any part is: `$0.42`, `≥ $0.10 (12 calls of unknown price)`.
    package static func cost(known: Double, unknownCalls: Int) -> String {
        if unknownCalls == 0 { return NumberText.dollars(known) }
        if known == 0 { return "unknown" }
        return "≥ \(NumberText.dollars(known)) "
            + "(\(NumberText.counted(unknownCalls, "call")) of unknown price)"
    }
}
