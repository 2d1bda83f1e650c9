/// A matrix of values, each cell tinted by its value and written with it: confusion tables,
/// scorer against scorer, level against level.
package struct HeatMatrix: Chart {
    package var title: String
    package var summary: String
    package var rows: [String]
    package var columns: [String]
    /// Values by row, then column; nil where there is none.
    package var values: [[Double?]]
    package var unit: ChartUnit
    /// The values of the palest and the strongest tint; nil takes those of the data from zero.
    package var domain: ClosedRange<Double>?

    package init(
        title: String, summary: String, rows: [String], columns: [String], values: [[Double?]],
        unit: ChartUnit = .percent, domain: ClosedRange<Double>? = nil
    ) {
        self.title = title
        self.summary = summary
        self.rows = rows
        self.columns = columns
        self.values = values
        self.unit = unit
        self.domain = domain
    }

    package var table: Table {
        var table = Table(
            columns: [Table.Column("")] + columns.map { Table.Column($0, .trailing) })
        table.rows = zip(rows, values).map { name, row in
            [Table.Cell(name)] + row.map { Table.Cell($0.map(unit.text) ?? NumberText.missing) }
        }
        return table
    }

    package func draw(width: Double, on canvas: inout ChartCanvas) -> Double {
        let isNarrow = width < 480
        let labelWidth = min(
            rows.map { SVG.width(of: $0) }.max() ?? 0, width * (isNarrow ? 0.3 : 0.28))
        let left = labelWidth + 14
        let cell = min((width - left - 4) / Double(max(columns.count, 1)), 110)
        let height = 30.0
        let top = 24.0
        let range = domain ?? 0...max(values.joined().compactMap { $0 }.max() ?? 1, 1e-12)
        let tint = LinearScale(range, from: 0.06, to: 0.92)
        for (index, column) in columns.enumerated() {
            canvas.svg.text(
                SVG.fitted(column, width: cell - 4, size: 11),
                x: left + cell * (Double(index) + 0.5), y: top - 8, "c-tick", anchor: .middle)
        }
        for (rowIndex, row) in rows.enumerated() {
            let y = top + height * Double(rowIndex)
            canvas.svg.text(
                SVG.fitted(row, width: labelWidth), x: left - 10, y: y + height / 2 + 4,
                anchor: .end)
            for columnIndex in columns.indices {
                let value =
                    values.indices.contains(rowIndex)
                        && values[rowIndex].indices.contains(columnIndex)
                    ? values[rowIndex][columnIndex] : nil
                let x = left + cell * Double(columnIndex)
                let text = value.map(short) ?? NumberText.missing
                canvas.svg.group("\(row), \(columns[columnIndex]): \(value.map(unit.text) ?? "–")")
                { svg in
                    let opacity = value.map { tint($0) }
                    svg.rect(
                        x: x + 1, y: y + 1, width: cell - 2, height: height - 2,
                        value == nil ? "c-empty" : "c-heat", radius: 3, opacity: opacity)
                    let onColour = (opacity ?? 0) > 0.55
                    svg.text(
                        SVG.fitted(text, width: cell - 4, size: 11), x: x + cell / 2,
                        y: y + height / 2 + 4, onColour ? "c-oncolour" : "c-cell",
                        anchor: .middle)
                }
            }
        }
        return top + height * Double(rows.count) + 6
    }

    private func short(_ value: Double) -> String {
        unit == .percent ? NumberText.percent(value) : unit.text(value)
    }
}
