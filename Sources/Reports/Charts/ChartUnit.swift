/// What a chart's numbers are, and so how they are written.
package enum ChartUnit: Sendable, Hashable {
    /// Fractions from 0 to 1 shown as percentages.
    case percent
    /// Differences of fractions shown as percentage points.
    case points
    /// Plain numbers, with three significant digits.
    case number
    /// Differences of plain numbers, signed.
    case difference
    /// Microseconds.
    case duration
    /// US dollars.
    case dollars
    /// Whole numbers.
    case count

    /// The value as text beside a mark.
    package func text(_ value: Double) -> String {
        switch self {
        case .percent: NumberText.percent(value, decimals: 1)
        case .points: NumberText.points(value)
        case .number: NumberText.significant(value)
        case .difference: NumberText.significant(value, signed: true)
        case .duration: NumberText.duration(microseconds: value)
        case .dollars: NumberText.dollars(value)
        case .count: NumberText.fixed(value, decimals: 0)
        }
    }

    /// A value with its interval: `81.7% [70.1, 89.4]`.
    package func text(_ value: Double, low: Double?, high: Double?) -> String {
        guard let low, let high else { return text(value) }
        return text(value) + " [" + bare(low) + ", " + bare(high) + "]"
    }

    /// The value as text on an axis with these ticks.
    package func tick(_ value: Double, among ticks: [Double]) -> String {
        switch self {
        case .percent:
            NumberText.percent(value, decimals: max(Ticks.decimals(for: ticks) - 2, 0))
        case .points:
            NumberText.points(value, decimals: max(Ticks.decimals(for: ticks) - 2, 0))
        case .number: NumberText.fixed(value, decimals: Ticks.decimals(for: ticks))
        case .difference:
            NumberText.fixed(value, decimals: Ticks.decimals(for: ticks), signed: true)
        case .duration, .dollars: text(value)
        case .count: NumberText.fixed(value, decimals: Ticks.decimals(for: ticks))
        }
    }

    /// The value without the unit's sign, for the ends of an interval.
    package func bare(_ value: Double) -> String {
        switch self {
        case .percent: NumberText.fixed(value * 100, decimals: 1)
        default: text(value)
        }
    }
}
