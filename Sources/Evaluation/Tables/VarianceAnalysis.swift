package import LanguageModel
package import Statistics

/// Where the spread of scores comes from, and what more budget would buy.
package struct VarianceAnalysis: Sendable {
    package let sheet: FacetSheet
    package let components: VarianceComponents
    /// Each separable component with its interval, largest share first.
    package let figures: [(source: VarianceSource, figure: StatisticFigure, share: Double?)]
    /// What doubling each facet buys, best value first; facets that cannot help are left out.
    package let advice: [BudgetAdvice]
    /// The standard error of the mean under the present design.
    package let standardError: Double

    /// Splits the variance of a sheet.
    ///
    /// - Parameter judgeCost: the price of a judgment, in prices of a model call.
    package init(_ sheet: FacetSheet, level: Double = 0.95, judgeCost: Double = 0)
        throws(Undefined)
    {
        self.sheet = sheet
        let components = try VarianceComponents(sheet.scores)
        let intervals = try VarianceComponents.intervals(of: sheet.scores, level: level)
        self.components = components
        figures = VarianceSource.allCases.filter { components.variances[$0] != nil }.map { source in
            let figure = StatisticFigure(source.rawValue, source.rawValue) {
                () throws(Undefined) in
                guard let estimate = intervals[source] else { throw .noData }
                return estimate
            }
            return (source, figure, components.share(source))
        }.sorted { ($1.2 ?? 0, $0.0.rawValue) < ($0.2 ?? 0, $1.0.rawValue) }
        standardError = components.standardError(of: components.design)
        advice = components.advice(judgeCost: judgeCost).filter { $0.reduction > 0 }
    }
}

extension VarianceAnalysis {
    /// The analysis as `--json` prints it.
    package var json: JSONValue {
        let design = components.design
        return [
            "read_as": .array(sheet.reading.map { .string($0) }),
            "scores": .integer(sheet.scores.count), "unscored": .integer(sheet.unscored),
            "design": [
                "cases": .number(design.cases), "prompts": .number(design.prompts),
                "samples": .number(design.samples), "judges": .number(design.judges),
            ],
            "components": .array(
                figures.map { source, figure, share in
                    var object = figure.json().object ?? [:]
                    object["share"] = share.map { .number($0) } ?? .null
                    object["raw"] = components.raw[source].map { .number($0) } ?? .null
                    return .object(object)
                }),
            "not_separable": .array(components.notSeparable.map { .string($0.rawValue) }),
            "standard_error": .number(standardError),
            "advice": .array(
                advice.map { item in
                    [
                        "double": .string(item.facet.rawValue),
                        "standard_error": .number(item.standardError),
                        "reduction": .number(item.reduction), "cost": .number(item.costRatio),
                    ]
                }),
        ]
    }
}
