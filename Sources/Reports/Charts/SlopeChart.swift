/// How an estimate moves over the levels of a condition, one line per series: two levels make a
/// slope chart, more make a profile. Every point carries its interval.
package struct SlopeChart: Chart {
    /// An estimate at one level.
    package struct Point: Sendable, Hashable {
        package var value: Double
        package var low: Double?
        package var high: Double?

        package init(_ value: Double, low: Double? = nil, high: Double? = nil) {
            self.value = value
            self.low = low
            self.high = high
        }
    }

    /// One line.
    package struct Series: Sendable, Hashable {
        package var name: String
        /// One point per level; nil where nothing was scored.
        package var points: [Point?]

        package init(_ name: String, points: [Point?]) {
            self.name = name
            self.points = points
        }
    }

    package var title: String
    package var summary: String
    package var levels: [String]
    package var series: [Series]
    package var unit: ChartUnit
    package var domain: ClosedRange<Double>?

    package init(
        title: String, summary: String, levels: [String], series: [Series],
        unit: ChartUnit = .percent, domain: ClosedRange<Double>? = nil
    ) {
        self.title = title
        self.summary = summary
        self.levels = levels
        self.series = series
        self.unit = unit
        self.domain = domain
    }

    package var table: Table {
        var table = Table(
            columns: [Table.Column("series")] + levels.map { Table.Column($0, .trailing) })
        for line in series {
            table.rows.append(
                [Table.Cell(line.name)]
                    + line.points.map { point in
                        Table.Cell(
                            point.map { unit.text($0.value, low: $0.low, high: $0.high) }
                                ?? NumberText.missing)
                    })
        }
        return table
    }

    package func draw(width: Double, on canvas: inout ChartCanvas) -> Double {
        let isNarrow = width < 480
        let top = ChartAxis.legend(series.map(\.name), width: width, y: 4, on: &canvas.svg) + 12
        let bottom = top + (isNarrow ? 220 : 240)
        let vertical = LinearScale(range, from: bottom, to: top)
        let left = ChartAxis.verticalLabelWidth(vertical, unit: unit)
        let right = width - 6
        ChartAxis.vertical(vertical, unit: unit, left: left, right: right, on: &canvas.svg)
        canvas.svg.line(left, bottom, right, bottom, "c-axis")
        let band = (right - left) / Double(max(levels.count, 1))
        for (index, level) in levels.enumerated() {
            canvas.svg.text(
                SVG.fitted(level, width: band - 4), x: left + band * (Double(index) + 0.5),
                y: bottom + 18, anchor: .middle)
        }
        // Series stand side by side within a level, so that intervals do not cover each other.
        let spread = min(band * 0.5, Double(series.count - 1) * 14)
        for (index, line) in series.enumerated() {
            let offset =
                series.count > 1
                ? -spread / 2 + spread * Double(index) / Double(series.count - 1) : 0
            let places = line.points.enumerated().compactMap {
                level, point -> (level: Int, x: Double, point: Point)? in
                point.map { (level, left + band * (Double(level) + 0.5) + offset, $0) }
            }
            let color = index % 6 + 1
            canvas.svg.polyline(
                places.map { ($0.x, vertical($0.point.value)) }, "c-link c-stroke\(color)")
            for place in places {
                let text = unit.text(
                    place.point.value, low: place.point.low, high: place.point.high)
                canvas.svg.group("\(line.name), \(levels[place.level]): \(text)") { svg in
                    if let low = place.point.low, let high = place.point.high {
                        svg.line(
                            place.x, vertical(low), place.x, vertical(high),
                            "c-ci c-stroke\(color)")
                    }
                    svg.mark(series: index, x: place.x, y: vertical(place.point.value))
                }
            }
        }
        return bottom + 28
    }

    private var range: ClosedRange<Double> {
        if let domain { return domain }
        if unit == .percent { return 0...1 }
        let values = series.flatMap { line in
            line.points.compactMap { $0 }.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }
        }
        guard let low = values.min(), let high = values.max() else { return 0...1 }
        return Ticks.niceRange(low...high)
    }
}
