/// Estimates with their intervals, one row each, along one axis.
package struct ForestPlot: Chart {
    /// One estimate.
    package struct Row: Sendable, Hashable {
        /// What was estimated.
        package var label: String
        /// The heading that the row stands under; rows of one group follow each other.
        package var group: String?
        /// The index of the series, for colour and shape.
        package var series: Int
        /// The estimate; nil where nothing could be scored.
        package var value: Double?
        /// The interval's ends, where there is one.
        package var low: Double?
        package var high: Double?
        /// What stands beside the numbers, such as how many were scored.
        package var note: String

        package init(
            _ label: String, group: String? = nil, series: Int = 0, value: Double?,
            low: Double? = nil, high: Double? = nil, note: String = ""
        ) {
            self.label = label
            self.group = group
            self.series = series
            self.value = value
            self.low = low
            self.high = high
            self.note = note
        }
    }

    package var title: String
    package var summary: String
    package var rows: [Row]
    /// Names of the series, for the legend; it is left out for fewer than two.
    package var seriesNames: [String]
    package var unit: ChartUnit
    /// The range of the axis; nil takes 0 to 1 for percentages, else what the data need.
    package var domain: ClosedRange<Double>?
    /// A value to mark with a line, such as chance.
    package var reference: Double?
    package var axisLabel: String?

    package init(
        title: String, summary: String, rows: [Row], seriesNames: [String] = [],
        unit: ChartUnit = .percent, domain: ClosedRange<Double>? = nil, reference: Double? = nil,
        axisLabel: String? = nil
    ) {
        self.title = title
        self.summary = summary
        self.rows = rows
        self.seriesNames = seriesNames
        self.unit = unit
        self.domain = domain
        self.reference = reference
        self.axisLabel = axisLabel
    }

    package var table: Table {
        var table = Table(columns: [
            Table.Column("group"), Table.Column("what"), Table.Column("estimate", .trailing),
            Table.Column("low", .trailing), Table.Column("high", .trailing), Table.Column("note"),
        ])
        for row in rows {
            table.rows.append([
                Table.Cell(row.group ?? ""), Table.Cell(row.label),
                Table.Cell(row.value.map(unit.text) ?? NumberText.missing),
                Table.Cell(row.low.map(unit.text) ?? ""),
                Table.Cell(row.high.map(unit.text) ?? ""), Table.Cell(row.note),
            ])
        }
        return table.droppingEmptyColumns()
    }

    package func draw(width: Double, on canvas: inout ChartCanvas) -> Double {
        let drawn = IntervalRows(
            groups: rows.grouped(by: \.group).map { heading, rows in
                (
                    heading,
                    rows.map { row in
                        IntervalRows.Row(
                            label: row.label, series: row.series, value: row.value, low: row.low,
                            high: row.high,
                            text: row.value.map { unit.text($0, low: row.low, high: row.high) }
                                ?? "not scored",
                            isHollow: false, detectable: nil)
                    }
                )
            }, legend: seriesNames, unit: unit, domain: range, reference: reference,
            axisLabel: axisLabel)
        return drawn.draw(width: width, on: &canvas.svg)
    }

    private var range: ClosedRange<Double> {
        if let domain { return domain }
        if unit == .percent { return 0...1 }
        let values =
            rows.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }
            + (reference.map { [$0] } ?? [])
        guard let low = values.min(), let high = values.max() else { return 0...1 }
        return Ticks.niceRange(low...high)
    }
}
