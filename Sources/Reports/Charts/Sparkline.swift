/// A word-sized line of values for tables and lists; the last value is marked.
package struct Sparkline: Chart {
    package var title: String
    package var values: [Double]
    package var unit: ChartUnit

    package init(title: String, values: [Double], unit: ChartUnit = .number) {
        self.title = title
        self.values = values.filter(\.isFinite)
        self.unit = unit
    }

    package var summary: String {
        guard let first = values.first, let last = values.last else { return "no values" }
        return "from \(unit.text(first)) to \(unit.text(last)) over \(values.count) values, "
            + "least \(unit.text(values.min() ?? first)), most \(unit.text(values.max() ?? first))"
    }

    package var table: Table {
        var table = Table(columns: [
            Table.Column("place", .trailing), Table.Column("value", .trailing),
        ])
        table.rows = values.enumerated().map { place, value in
            [Table.Cell(String(place + 1)), Table.Cell(unit.text(value))]
        }
        return table
    }

    package func draw(width: Double, on canvas: inout ChartCanvas) -> Double {
        let height = 24.0
        guard let low = values.min(), let high = values.max(), let last = values.last else {
            return height
        }
        let vertical = LinearScale(low...high, from: height - 4, to: 4)
        let horizontal = LinearScale(
            0...Double(max(values.count - 1, 1)), from: 4, to: width - 6)
        canvas.svg.polyline(
            values.enumerated().map { (horizontal(Double($0)), vertical($1)) },
            "c-spark c-stroke1")
        canvas.svg.mark(
            series: 0, x: horizontal(Double(values.count - 1)), y: vertical(last), radius: 2.6)
        return height
    }
}
