package import Workspace

/// How precise agreement will be, before anybody has judged.
///
/// Definition: with agreement p between two raters and chance agreement 1/q of q options used
/// alike, alpha is (p − 1/q) / (1 − 1/q), and over n items its standard error is
/// √(p (1 − p) / n) / (1 − 1/q): a share's, stretched by what chance leaves. Chance is taken as
/// known, which makes the interval a little too narrow where options are used unevenly.
///
/// Worked number: 2 options, p = 0.8, 30 items: alpha 0.6 ± 0.286; ± 0.1 takes 246 items.
package struct AgreementForecast: Sendable, Hashable {
    /// How many options there are, 2 at least.
    package let options: Int
    /// The agreement that is taken for granted, above 0 and below 1.
    package let agreement: Double

    /// - Returns: nil for a question whose answers are no options.
    package init?(_ question: LabelQuestion, agreement: Double = 0.8) {
        switch question.kind {
        case .choice(let options), .rating(let options): self.options = options.count
        case .pairwise(let choices): options = choices.count
        case .choices, .number, .ranking, .spans, .text, .taxonomy: return nil
        }
        guard options > 1, agreement > 0, agreement < 1 else { return nil }
        self.agreement = agreement
    }

    private var chance: Double { 1 / Double(options) }

    /// Alpha at that agreement.
    package var alpha: Double { (agreement - chance) / (1 - chance) }

    /// Half the width of alpha's 95 % interval over so many items with two judgments each.
    package func halfWidth(items: Int) -> Double {
        let share = agreement * (1 - agreement) / Double(max(1, items))
        return 1.959_963_984_540_054 * share.squareRoot() / (1 - chance)
    }

    /// Items with two judgments each that bring half the width down to a value.
    package func items(forHalfWidth width: Double) -> Int {
        let one = halfWidth(items: 1)
        return Int((one * one / (width * width)).rounded(.up))
    }
}
