/// Paired differences with their intervals around zero.
///
/// A filled mark is a difference that its test found; a hollow one was not found, and the grey
/// band behind it is what the data could not have told from zero (the minimum detectable effect).
package struct DifferencePlot: Chart {
    /// One difference.
    package struct Row: Sendable, Hashable {
        /// What was compared.
        package var label: String
        /// The heading that the row stands under.
        package var group: String?
        /// The index of the series, for colour and shape.
        package var series: Int
        /// Second minus first.
        package var difference: Double?
        package var low: Double?
        package var high: Double?
        /// Whether the test, corrected for its family, found a difference.
        package var isFound: Bool
        /// The minimum detectable effect, shown where nothing was found.
        package var detectable: Double?
        /// What stands beside the numbers, such as p.
        package var note: String

        package init(
            _ label: String, group: String? = nil, series: Int = 0, difference: Double?,
            low: Double? = nil, high: Double? = nil, isFound: Bool, detectable: Double? = nil,
            note: String = ""
        ) {
            self.label = label
            self.group = group
            self.series = series
            self.difference = difference
            self.low = low
            self.high = high
            self.isFound = isFound
            self.detectable = detectable
            self.note = note
        }
    }

    package var title: String
    package var summary: String
    package var rows: [Row]
    package var seriesNames: [String]
    package var unit: ChartUnit
    package var axisLabel: String?

    package init(
        title: String, summary: String, rows: [Row], seriesNames: [String] = [],
        unit: ChartUnit = .points, axisLabel: String? = nil
    ) {
        self.title = title
        self.summary = summary
        self.rows = rows
        self.seriesNames = seriesNames
        self.unit = unit
        self.axisLabel = axisLabel
    }

    package var table: Table {
        var table = Table(columns: [
            Table.Column("group"), Table.Column("compared"),
            Table.Column("difference", .trailing), Table.Column("low", .trailing),
            Table.Column("high", .trailing), Table.Column("found"),
            Table.Column("detectable", .trailing), Table.Column("note"),
        ])
        for row in rows {
            table.rows.append([
                Table.Cell(row.group ?? ""), Table.Cell(row.label),
                Table.Cell(row.difference.map(unit.text) ?? NumberText.missing),
                Table.Cell(row.low.map(unit.text) ?? ""),
                Table.Cell(row.high.map(unit.text) ?? ""),
                Table.Cell(row.difference == nil ? "" : row.isFound ? "yes" : "no"),
                Table.Cell(
                    row.isFound ? "" : row.detectable.map { "≥ " + detectableText($0) } ?? ""),
                Table.Cell(row.note),
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
                            label: row.label, series: row.series, value: row.difference,
                            low: row.low, high: row.high,
                            text: row.difference.map { unit.text($0, low: row.low, high: row.high) }
                                ?? "not comparable",
                            isHollow: !row.isFound,
                            detectable: row.isFound ? nil : row.detectable)
                    }
                )
            }, legend: seriesNames, unit: unit, domain: range, reference: 0, axisLabel: axisLabel)
        return drawn.draw(width: width, on: &canvas.svg)
    }

    private func detectableText(_ value: Double) -> String {
        unit == .points
            ? NumberText.fixed(value * 100, decimals: 1) : NumberText.significant(value)
    }

    private var range: ClosedRange<Double> {
        let values = rows.flatMap { row in
            [row.difference, row.low, row.high].compactMap { $0 }
                + (row.isFound ? [] : row.detectable.map { [-$0, $0] } ?? [])
        }
        guard let low = values.min(), let high = values.max() else { return -1...1 }
        return Ticks.niceRange(min(low, 0)...max(high, 0))
    }
}
