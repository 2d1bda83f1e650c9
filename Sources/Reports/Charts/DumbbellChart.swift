/// Two or more values per row joined by a line: before and after, or one model beside another.
package struct DumbbellChart: Chart {
    /// One row.
    package struct Row: Sendable, Hashable {
        package var label: String
        /// One value per series; nil where nothing was scored.
        package var values: [Double?]

        package init(_ label: String, values: [Double?]) {
            self.label = label
            self.values = values
        }
    }

    package var title: String
    package var summary: String
    package var rows: [Row]
    package var seriesNames: [String]
    package var unit: ChartUnit
    package var domain: ClosedRange<Double>?

    package init(
        title: String, summary: String, rows: [Row], seriesNames: [String],
        unit: ChartUnit = .percent, domain: ClosedRange<Double>? = nil
    ) {
        self.title = title
        self.summary = summary
        self.rows = rows
        self.seriesNames = seriesNames
        self.unit = unit
        self.domain = domain
    }

    package var table: Table {
        var table = Table(
            columns: [Table.Column("what")] + seriesNames.map { Table.Column($0, .trailing) })
        table.rows = rows.map { row in
            [Table.Cell(row.label)]
                + row.values.map { Table.Cell($0.map(unit.text) ?? NumberText.missing) }
        }
        return table
    }

    package func draw(width: Double, on canvas: inout ChartCanvas) -> Double {
        let isNarrow = width < 480
        let labelWidth =
            isNarrow ? 0 : min(rows.map { SVG.width(of: $0.label) }.max() ?? 0, width * 0.34)
        let left = isNarrow ? 20 : labelWidth + 20
        let scale = LinearScale(range, from: left, to: width - 20)
        let step = isNarrow ? 42.0 : 26.0
        let top = ChartAxis.legend(seriesNames, width: width, y: 4, on: &canvas.svg) + 6
        let bottom = top + Double(rows.count) * step + 4
        ChartAxis.horizontal(
            scale, unit: unit, top: top, bottom: bottom, label: nil, on: &canvas.svg)
        for (index, row) in rows.enumerated() {
            let y = top + Double(index) * step
            let middle = isNarrow ? y + step - 12 : y + step / 2
            let texts = zip(seriesNames, row.values).map { name, value in
                "\(name) \(value.map(unit.text) ?? NumberText.missing)"
            }
            canvas.svg.group("\(row.label): \(texts.joined(separator: ", "))") { svg in
                svg.text(
                    SVG.fitted(row.label, width: isNarrow ? width - 8 : labelWidth),
                    x: isNarrow ? 4 : left - 12, y: isNarrow ? y + 16 : middle + 4,
                    anchor: isNarrow ? .start : .end)
                let places = row.values.compactMap { $0 }.map { scale($0) }
                if let low = places.min(), let high = places.max() {
                    svg.line(low, middle, high, middle, "c-zero")
                }
                for (series, value) in row.values.enumerated() {
                    if let value { svg.mark(series: series, x: scale(value), y: middle) }
                }
            }
        }
        return bottom + 22
    }

    private var range: ClosedRange<Double> {
        if let domain { return domain }
        if unit == .percent { return 0...1 }
        let values = rows.flatMap { $0.values.compactMap { $0 } }
        guard let low = values.min(), let high = values.max() else { return 0...1 }
        return Ticks.niceRange(low...high)
    }
}
