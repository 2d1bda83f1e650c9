/// Reward against divergence: each method's policies as marks, and its hull with a band.
package struct FrontierChart: Chart {
    /// A policy, or the mean of several.
    package struct Mark: Sendable, Hashable {
        package var name: String
        package var x: Double
        package var y: Double
        /// Whether it is the mean of a setting's seeds; single trainings are drawn smaller.
        package var isMean: Bool

        package init(_ name: String, x: Double, y: Double, isMean: Bool) {
            self.name = name
            self.x = x
            self.y = y
            self.isMean = isMean
        }
    }

    /// A method.
    package struct Series: Sendable, Hashable {
        package var name: String
        package var marks: [Mark]
        /// The hull along the axis, each place with its band.
        package var hull: [LineChart.Point]

        package init(_ name: String, marks: [Mark], hull: [LineChart.Point]) {
            self.name = name
            self.marks = marks
            self.hull = hull
        }
    }

    package var title: String
    package var summary: String
    package var series: [Series]
    /// The base's reward, a line across.
    package var base: Double
    /// Divergences at which hulls were compared.
    package var bins: [Double]

    package init(
        title: String, summary: String, series: [Series], base: Double, bins: [Double]
    ) {
        self.title = title
        self.summary = summary
        self.series = series
        self.base = base
        self.bins = bins
    }

    package var table: Table {
        var table = Table(columns: [
            .init("method"), .init("policy"), .init("KL, nats", .trailing),
            .init("reward", .trailing),
        ])
        for line in series {
            for mark in line.marks {
                table.rows.append([
                    .init(line.name), .init(mark.name),
                    .init(NumberText.fixed(mark.x, decimals: 3)),
                    .init(NumberText.fixed(mark.y, decimals: 4)),
                ])
            }
        }
        return table
    }

    package func draw(width: Double, on canvas: inout ChartCanvas) -> Double {
        let marks = series.flatMap(\.marks)
        let furthest = max(
            marks.map(\.x).max() ?? 1, series.flatMap { $0.hull.map(\.x) }.max() ?? 1)
        let heights =
            marks.map(\.y) + [base]
            + series.flatMap { $0.hull.flatMap { [$0.low ?? $0.value, $0.high ?? $0.value] } }
        guard let low = heights.min(), let high = heights.max() else { return 20 }
        let top = ChartAxis.legend(series.map(\.name), width: width, y: 4, on: &canvas.svg) + 12
        let bottom = top + (width < 480 ? 220 : 300)
        let vertical = LinearScale(Ticks.niceRange(low...high), from: bottom, to: top)
        let left = ChartAxis.verticalLabelWidth(vertical, unit: .number)
        let horizontal = LinearScale(0...furthest, from: left + 6, to: width - 16)
        ChartAxis.vertical(vertical, unit: .number, left: left, right: width - 6, on: &canvas.svg)
        for bin in bins where bin <= furthest {
            canvas.svg.line(horizontal(bin), top, horizontal(bin), bottom, "c-grid")
        }
        canvas.svg.line(left, bottom, width - 6, bottom, "c-axis")
        canvas.svg.line(left, vertical(base), width - 6, vertical(base), "c-zero")
        let ticks = Ticks.nice(0...furthest, target: width < 480 ? 4 : 8)
        for tick in ticks {
            canvas.svg.text(
                ChartUnit.number.tick(tick, among: ticks), x: horizontal(tick), y: bottom + 16,
                "c-tick", anchor: .middle)
        }
        canvas.svg.text(
            "exact KL from the base, nats an answer", x: (left + width) / 2, y: bottom + 32,
            "c-tick", anchor: .middle)
        for (index, line) in series.enumerated() {
            let upper = line.hull.map { (horizontal($0.x), vertical($0.high ?? $0.value)) }
            let lower = line.hull.reversed().map {
                (horizontal($0.x), vertical($0.low ?? $0.value))
            }
            canvas.svg.group("hull of \(line.name)") { svg in
                svg.polygon(upper + lower, "c-band\(index % 6 + 1)")
                svg.polyline(
                    line.hull.map { (horizontal($0.x), vertical($0.value)) },
                    "c-link c-stroke\(index % 6 + 1)")
            }
        }
        // Marks lie above all bands.
        for (index, line) in series.enumerated() {
            for mark in line.marks {
                let text =
                    "\(line.name), \(mark.name): reward \(NumberText.significant(mark.y)) at "
                    + "\(NumberText.significant(mark.x)) nats"
                canvas.svg.group(text) { svg in
                    svg.mark(
                        series: index, x: horizontal(mark.x), y: vertical(mark.y),
                        radius: mark.isMean ? 4.5 : 2.8, hollow: !mark.isMean)
                }
            }
        }
        return bottom + 40
    }
}
