/// How values are distributed: bars over equal bins, the median marked, and under them the values
/// themselves as ticks while there are few enough to see.
package struct Histogram: Chart {
    /// How many bins and values are drawn singly at most.
    static let mostBins = 60
    static let mostTicks = 400

    package var title: String
    package var summary: String
    package var values: [Double]
    package var unit: ChartUnit
    package var axisLabel: String?

    package init(
        title: String, summary: String, values: [Double], unit: ChartUnit,
        axisLabel: String? = nil
    ) {
        self.title = title
        self.summary = summary
        self.values = values.filter(\.isFinite).sorted()
        self.unit = unit
        self.axisLabel = axisLabel
    }

    package var table: Table {
        var table = Table(columns: [
            Table.Column("from", .trailing), Table.Column("to", .trailing),
            Table.Column("values", .trailing),
        ])
        for bin in bins {
            table.rows.append([
                Table.Cell(unit.text(bin.low)), Table.Cell(unit.text(bin.high)),
                Table.Cell(NumberText.count(bin.count)),
            ])
        }
        return table
    }

    /// Bins of a round width near the Freedman–Diaconis rule, 2·IQR/n^⅓.
    var bins: [(low: Double, high: Double, count: Int)] {
        guard let least = values.first, let most = values.last else { return [] }
        guard most > least else { return [(least - 0.5, least + 0.5, values.count)] }
        let spread = values[values.count * 3 / 4] - values[values.count / 4]
        var cubeRoot = 1.0
        while cubeRoot * cubeRoot * cubeRoot < Double(values.count) { cubeRoot += 1 }
        let ideal = spread > 0 ? 2 * spread / cubeRoot : (most - least) / 12
        let target = min(max(Int(((most - least) / ideal).rounded()), 8), Self.mostBins / 2)
        var edges = Ticks.nice(Ticks.niceRange(least...most, target: target), target: target)
        guard edges.count > 1 else { return [(least, most, values.count)] }
        // The round range may have been cut for another step; every value lies in some bin.
        let step = edges[1] - edges[0]
        while edges[0] > least { edges.insert(edges[0] - step, at: 0) }
        while edges[edges.count - 1] < most { edges.append(edges[edges.count - 1] + step) }
        var counts = Array(repeating: 0, count: edges.count - 1)
        var bin = 0
        for value in values {
            while bin < counts.count - 1, value >= edges[bin + 1] { bin += 1 }
            counts[bin] += 1
        }
        return counts.indices.map { (edges[$0], edges[$0 + 1], counts[$0]) }
    }

    package func draw(width: Double, on canvas: inout ChartCanvas) -> Double {
        let bins = bins
        guard let first = bins.first, let last = bins.last else {
            canvas.svg.text("no values", x: 4, y: 18, "c-soft")
            return 28
        }
        let top = 22.0
        let bottom = 150.0
        let scale = LinearScale(first.low...last.high, from: 14, to: width - 14)
        let height = LinearScale(
            0...Double(bins.map(\.count).max() ?? 1), from: bottom, to: top)
        let showsTicks = values.count <= Self.mostTicks
        let axis = bottom + (showsTicks ? 14 : 2)
        for bin in bins where bin.count > 0 {
            let text =
                "\(unit.text(bin.low)) to \(unit.text(bin.high)): \(NumberText.count(bin.count))"
            canvas.svg.group(text) { svg in
                let y = height(Double(bin.count))
                svg.rect(
                    x: scale(bin.low) + 0.5, y: y, width: scale(bin.high) - scale(bin.low) - 1,
                    height: bottom - y, "c-bar c-fill1")
            }
        }
        if showsTicks {
            for value in values {
                canvas.svg.line(scale(value), bottom + 3, scale(value), bottom + 11, "c-axis")
            }
        }
        let median = values[values.count / 2]
        canvas.svg.line(scale(median), top - 4, scale(median), bottom, "c-zero")
        let text = "median \(unit.text(median))"
        let fits = scale(median) + SVG.width(of: text, size: 11) + 6 < width
        canvas.svg.text(
            text, x: scale(median) + (fits ? 4 : -4), y: top - 8, "c-tick",
            anchor: fits ? .start : .end)
        let ticks = Ticks.nice(first.low...last.high, target: width < 480 ? 4 : 6)
        canvas.svg.line(14, axis, width - 14, axis, "c-axis")
        for tick in ticks {
            canvas.svg.text(
                unit.tick(tick, among: ticks), x: scale(tick), y: axis + 14, "c-tick",
                anchor: .middle)
        }
        if let axisLabel {
            canvas.svg.text(axisLabel, x: width / 2, y: axis + 30, "c-tick", anchor: .middle)
        }
        return axis + (axisLabel == nil ? 22 : 38)
    }
}
