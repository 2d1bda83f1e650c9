import Evaluation

extension ExperimentReport {
    /// Levels with their means, and each against the factor's first.
    package var levelTable: Table {
        var table = Table(columns: [
            .init("factor"), .init("level"), .init("mean", .trailing),
            .init("against the first", .trailing), .init("p", .trailing), .init("found"),
            .init("detectable", .trailing), .init("scored", .trailing),
            .init("unscored", .trailing),
        ])
        var last: String?
        for level in analysis.levels {
            if level.factor != last { table.beginGroup() }
            let effect = analysis.effects.first {
                $0.factor == level.factor && $0.level == level.level
            }
            let verdict =
                effect.map { effect in
                    (effect.isFound ? "found" : effect.isNegligible == true ? "negligible" : "no")
                        + (effect.isPlanned ? "" : ", exploratory")
                } ?? ""
            table.rows.append([
                .init(level.factor == last ? "" : level.factor, .strong), .init(level.level),
                .init(text(level.mean, levelUnit)),
                .init(effect.map { text($0.difference, differenceUnit) } ?? "first"),
                .init(effect?.adjustedPValue.map(NumberText.probability) ?? ""),
                .init(verdict),
                .init(effect?.minimumDetectable.map(differenceUnit.text) ?? ""),
                .init(NumberText.count(level.scored)), .init(NumberText.count(level.unscored)),
            ])
            last = level.factor
        }
        table.notes.append(
            "Means and differences with 95% intervals"
                + (analysis.method.isShare ? ", differences in percentage points" : "")
                + "; p corrected among the levels of a factor. Detectable: the difference that these "
                + "data would have found with power "
                + "\(NumberText.percent(analysis.method.power)).")
        if let margin = analysis.method.smallestEffect {
            table.notes.append(
                "Negligible: shown to be smaller than "
                    + (analysis.method.isShare
                        ? "\(NumberText.fixed(margin * 100, decimals: 1)) points"
                        : NumberText.significant(margin)) + " by two one-sided tests.")
        }
        return table
    }

    /// Tests of whole factors and interactions.
    func testTable(_ tests: [ExperimentAnalysis.Test]) -> Table {
        var table = Table(columns: [
            .init("test"), .init("F", .trailing), .init("df"), .init("p", .trailing),
            .init("corrected p", .trailing), .init("found"),
            .init("difference of differences", .trailing),
        ])
        for test in tests {
            table.rows.append([
                .init(test.name), .init(NumberText.significant(test.statistic)),
                .init(
                    "\(test.numeratorFreedom), "
                        + (test.freedom.map { NumberText.fixed($0, decimals: 0) } ?? "∞")),
                .init(NumberText.probability(test.pValue)),
                .init(NumberText.probability(test.adjustedPValue)),
                .init(
                    test.isFound ? "found" : "no", test.isFound ? .strong : .plain),
                .init(test.estimate.map { text($0, differenceUnit) } ?? ""),
            ])
        }
        if let correction = tests.first?.correction, correction != "none" {
            table.notes.append(
                "Corrected by \(Self.named(correction)) for \(NumberText.counted(tests.count, "test"))."
            )
        }
        return table.droppingEmptyColumns()
    }

    /// How effects differ between cases, and how many cases flipped.
    package var caseTable: Table {
        var table = Table(columns: [
            .init("effect"), .init("raised", .trailing), .init("lowered", .trailing),
            .init("unmoved", .trailing), .init("spread of differences", .trailing),
            .init("by repeats alone", .trailing), .init("beyond repeats", .trailing),
            .init("flips to pass", .trailing), .init("to fail", .trailing),
            .init("real", .trailing), .init("within noise", .trailing),
            .init("undetermined", .trailing),
        ])
        for effect in analysis.effects {
            let spread = effect.heterogeneity
            func written(_ value: Double?) -> String {
                value.map {
                    levelUnit == .percent
                        ? NumberText.fixed($0 * 100, decimals: 1) : levelUnit.text($0)
                }
                    ?? "unknown"
            }
            table.rows.append([
                .init("\(effect.factor): \(effect.level) – \(effect.reference)"),
                .init("\(spread.raised)"), .init("\(spread.lowered)"), .init("\(spread.unmoved)"),
                .init(written(spread.deviation)), .init(written(spread.noise)),
                .init(written(spread.trueDeviation)), .init("\(effect.flips.toPass)"),
                .init("\(effect.flips.toFail)"), .init("\(effect.flips.real)"),
                .init("\(effect.flips.withinNoise)"), .init("\(effect.flips.undetermined)"),
            ])
        }
        table.notes.append(
            "Spread: standard deviation of cases' differences"
                + (analysis.method.isShare ? " in points" : "")
                + ". A flip is real where Fisher's exact test on the case's samples rejects at α; "
                + "samples of other combinations count as repeats.")
        return table
    }

    /// The clearest flips.
    package var flipTable: Table {
        var table = Table(columns: [
            .init("case"), .init("effect"), .init("at the first level", .trailing),
            .init("at this level", .trailing), .init("p", .trailing), .init("kind"),
        ])
        let all = analysis.effects.flatMap { effect in
            effect.flips.clearest.map { (effect, $0) }
        }.sorted { ($0.1.pValue, $0.1.id) < ($1.1.pValue, $1.1.id) }
        for (effect, flip) in all.prefix(12) {
            table.rows.append([
                .init(flip.id), .init("\(effect.factor): \(effect.level)"),
                .init("\(flip.referencePassed) of \(flip.referenceScored)"),
                .init("\(flip.levelPassed) of \(flip.levelScored)"),
                .init(NumberText.probability(flip.pValue)),
                .init(flip.kind == .noise ? "within noise" : flip.kind.rawValue),
            ])
        }
        return table
    }

    /// Effects when wordings count as a random factor; without rows for one wording.
    package var wordingTable: Table {
        var table = Table(columns: [
            .init("effect"), .init("for these wordings", .trailing),
            .init("over wordings", .trailing),
        ])
        for effect in analysis.effects {
            guard let over = effect.overWordings else { continue }
            table.rows.append([
                .init("\(effect.factor): \(effect.level) – \(effect.reference)"),
                .init(text(effect.difference, differenceUnit)), .init(text(over, differenceUnit)),
            ])
        }
        table.notes.append(
            "Over wordings: standard errors clustered by case and by wording; t with wordings − 1 "
                + "degrees of freedom. It is what may be said of wordings that were not tried.")
        return table
    }

    /// Where the spread within combinations comes from.
    package var varianceTable: Table {
        var table = Table(columns: [
            .init("source"), .init("variance", .trailing), .init("share", .trailing),
        ])
        for part in analysis.variance {
            table.rows.append([
                .init(part.source), .init(NumberText.significant(part.variance)),
                .init(part.share.map { NumberText.percent($0) } ?? NumberText.missing),
            ])
        }
        return table
    }
}
