/// Horizontal bars from zero, with an interval where there is one: for amounts such as tokens,
/// time and money, whose length means something.
package struct BarChart: Chart {
    /// One amount.
    package struct Bar: Sendable, Hashable {
        package var label: String
        package var series: Int
        /// The amount; nil is unknown and drawn as such.
        package var value: Double?
        package var low: Double?
        package var high: Double?

        package init(
            _ label: String, series: Int = 0, value: Double?, low: Double? = nil,
            high: Double? = nil
        ) {
            self.label = label
            self.series = series
            self.value = value
            self.low = low
            self.high = high
        }
    }

    package var title: String
    package var summary: String
    package var bars: [Bar]
    package var unit: ChartUnit

    package init(title: String, summary: String, bars: [Bar], unit: ChartUnit) {
        self.title = title
        self.summary = summary
        self.bars = bars
        self.unit = unit
    }

    package var table: Table {
        var table = Table(columns: [
            Table.Column("what"), Table.Column("amount", .trailing), Table.Column("low", .trailing),
            Table.Column("high", .trailing),
        ])
        table.rows = bars.map { bar in
            [
                Table.Cell(bar.label), Table.Cell(bar.value.map(unit.text) ?? "unknown"),
                Table.Cell(bar.low.map(unit.text) ?? ""), Table.Cell(bar.high.map(unit.text) ?? ""),
            ]
        }
        return table.droppingEmptyColumns()
    }

    package func draw(width: Double, on canvas: inout ChartCanvas) -> Double {
        let isNarrow = width < 480
        let labelWidth = isNarrow ? 0 : min(bars.map { SVG.width(of: $0.label) }.max() ?? 0, 240)
        let texts = bars.map { $0.value.map(unit.text) ?? "unknown" }
        let textWidth = texts.map { SVG.width(of: $0) }.max() ?? 0
        let left = isNarrow ? 4 : labelWidth + 16
        let scale = LinearScale(0...largest, from: left, to: width - textWidth - 14)
        let step = isNarrow ? 42.0 : 26.0
        for (index, bar) in bars.enumerated() {
            let y = Double(index) * step + 4
            let middle = isNarrow ? y + 28 : y + step / 2
            canvas.svg.group("\(bar.label): \(texts[index])") { svg in
                let label = SVG.fitted(bar.label, width: isNarrow ? width - 8 : labelWidth)
                svg.text(
                    label, x: isNarrow ? 4 : left - 10, y: isNarrow ? y + 14 : middle + 4,
                    anchor: isNarrow ? .start : .end)
                let end = bar.value.map { scale($0) } ?? left
                svg.rect(
                    x: left, y: middle - 7, width: end - left, height: 14,
                    "c-bar c-fill\(bar.series % 6 + 1)", radius: 2)
                var reach = end
                if let low = bar.low, let high = bar.high {
                    svg.line(scale(low), middle, scale(high), middle, "c-zero")
                    reach = max(reach, scale(high))
                }
                svg.text(texts[index], x: reach + 6, y: middle + 4, "c-soft")
            }
        }
        canvas.svg.line(left, 2, left, Double(bars.count) * step + 6, "c-axis")
        return Double(bars.count) * step + 10
    }

    private var largest: Double {
        max(bars.flatMap { [$0.value, $0.high].compactMap { $0 } }.max() ?? 1, 1e-12)
    }
}
