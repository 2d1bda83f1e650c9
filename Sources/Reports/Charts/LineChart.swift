/// Values over a numeric axis, one line per series, each with a band of uncertainty where there
/// is one: learning curves, rates by day, reward against KL.
package struct LineChart: Chart {
    /// A value at a place on the axis.
    package struct Point: Sendable, Hashable {
        package var x: Double
        package var value: Double
        package var low: Double?
        package var high: Double?

        package init(x: Double, _ value: Double, low: Double? = nil, high: Double? = nil) {
            self.x = x
            self.value = value
            self.low = low
            self.high = high
        }
    }

    /// One line; its points rise in x.
    package struct Series: Sendable, Hashable {
        package var name: String
        package var points: [Point]

        package init(_ name: String, points: [Point]) {
            self.name = name
            self.points = points
        }
    }

    package var title: String
    package var summary: String
    package var series: [Series]
    package var xUnit: ChartUnit
    package var unit: ChartUnit
    package var axisLabel: String?
    package var domain: ClosedRange<Double>?

    package init(
        title: String, summary: String, series: [Series], xUnit: ChartUnit = .count,
        unit: ChartUnit = .number, axisLabel: String? = nil, domain: ClosedRange<Double>? = nil
    ) {
        self.title = title
        self.summary = summary
        self.series = series
        self.xUnit = xUnit
        self.unit = unit
        self.axisLabel = axisLabel
        self.domain = domain
    }

    package var table: Table {
        var table = Table(columns: [
            Table.Column("series"), Table.Column(axisLabel ?? "x", .trailing),
            Table.Column("value", .trailing), Table.Column("low", .trailing),
            Table.Column("high", .trailing),
        ])
        for line in series {
            for point in line.points {
                table.rows.append([
                    Table.Cell(line.name), Table.Cell(xUnit.text(point.x)),
                    Table.Cell(unit.text(point.value)), Table.Cell(point.low.map(unit.text) ?? ""),
                    Table.Cell(point.high.map(unit.text) ?? ""),
                ])
            }
        }
        return table.droppingEmptyColumns()
    }

    package func draw(width: Double, on canvas: inout ChartCanvas) -> Double {
        let points = series.flatMap(\.points)
        guard let firstX = points.map(\.x).min(), let lastX = points.map(\.x).max() else {
            canvas.svg.text("no values", x: 4, y: 18, "c-soft")
            return 28
        }
        let top = ChartAxis.legend(series.map(\.name), width: width, y: 4, on: &canvas.svg) + 12
        let bottom = top + 190
        let vertical = LinearScale(range(points), from: bottom, to: top)
        let left = ChartAxis.verticalLabelWidth(vertical, unit: unit)
        let horizontal = LinearScale(firstX...lastX, from: left + 6, to: width - 16)
        ChartAxis.vertical(vertical, unit: unit, left: left, right: width - 6, on: &canvas.svg)
        canvas.svg.line(left, bottom, width - 6, bottom, "c-axis")
        let ticks = Ticks.nice(firstX...lastX, target: width < 480 ? 4 : 7)
        for tick in ticks {
            canvas.svg.text(
                xUnit.tick(tick, among: ticks), x: horizontal(tick), y: bottom + 16, "c-tick",
                anchor: .middle)
        }
        if let axisLabel {
            canvas.svg.text(
                axisLabel, x: (left + width) / 2, y: bottom + 32, "c-tick", anchor: .middle)
        }
        for (index, line) in series.enumerated() {
            let banded = line.points.filter { $0.low != nil && $0.high != nil }
            let upper = banded.map { (horizontal($0.x), vertical($0.high ?? $0.value)) }
            let lower = banded.reversed().map { (horizontal($0.x), vertical($0.low ?? $0.value)) }
            canvas.svg.group(line.name) { svg in
                svg.polygon(upper + lower, "c-band\(index % 6 + 1)")
                svg.polyline(
                    line.points.map { (horizontal($0.x), vertical($0.value)) },
                    "c-link c-stroke\(index % 6 + 1)")
            }
            // Marks tell series apart in grey; on long lines only every few points carry one.
            let every = max(line.points.count / 12, 1)
            for (place, point) in line.points.enumerated() where place % every == 0 {
                let text =
                    "\(line.name), \(xUnit.text(point.x)): "
                    + unit.text(point.value, low: point.low, high: point.high)
                canvas.svg.group(text) { svg in
                    svg.mark(
                        series: index, x: horizontal(point.x), y: vertical(point.value), radius: 3.2
                    )
                }
            }
        }
        return bottom + (axisLabel == nil ? 24 : 40)
    }

    private func range(_ points: [Point]) -> ClosedRange<Double> {
        if let domain { return domain }
        let values = points.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }
        guard let low = values.min(), let high = values.max() else { return 0...1 }
        return Ticks.niceRange(low...high)
    }
}
