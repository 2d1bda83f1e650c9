/// The parts that charts share: a horizontal or vertical axis with its grid, and a legend.
enum ChartAxis {
    /// A horizontal axis below the marks, grid lines through them.
    static func horizontal(
        _ scale: LinearScale, unit: ChartUnit, top: Double, bottom: Double, label: String?,
        on svg: inout SVG
    ) {
        let room = (scale.end - scale.start).magnitude
        let ticks = Ticks.nice(scale.domain, target: room < 220 ? 4 : 5)
        for tick in ticks {
            let x = scale(tick)
            svg.line(x, top, x, bottom, "c-grid")
            // Text at the ends is kept inside the picture.
            let text = unit.tick(tick, among: ticks)
            svg.text(text, x: x, y: bottom + 14, "c-tick", anchor: .middle)
        }
        svg.line(scale.start, bottom, scale.end, bottom, "c-axis")
        if let label {
            svg.text(
                label, x: (scale.start + scale.end) / 2, y: bottom + 30, "c-tick", anchor: .middle)
        }
    }

    /// A vertical axis at the left of the marks, grid lines through them.
    static func vertical(
        _ scale: LinearScale, unit: ChartUnit, left: Double, right: Double, on svg: inout SVG
    ) {
        let ticks = Ticks.nice(scale.domain, target: 4)
        for tick in ticks {
            let y = scale(tick)
            svg.line(left, y, right, y, "c-grid")
            svg.text(
                unit.tick(tick, among: ticks), x: left - 8, y: y + 4, "c-tick", anchor: .end)
        }
    }

    /// How much room the labels of a vertical axis need.
    static func verticalLabelWidth(_ scale: LinearScale, unit: ChartUnit) -> Double {
        let ticks = Ticks.nice(scale.domain, target: 4)
        let widest = ticks.map { SVG.width(of: unit.tick($0, among: ticks), size: 11) }.max() ?? 0
        // A percent sign is half as wide again as the average glyph.
        return widest + 14
    }

    /// Names of series with their marks, wrapped to the width.
    ///
    /// - Returns: the height used.
    static func legend(_ names: [String], width: Double, y: Double, on svg: inout SVG) -> Double {
        guard names.count > 1 else { return 0 }
        var x = 4.0
        var line = y + 10
        for (series, name) in names.enumerated() {
            let text = SVG.fitted(name, width: width - 30)
            let needed = SVG.width(of: text) + 30
            if x > 4, x + needed > width {
                x = 4
                line += 18
            }
            svg.mark(series: series, x: x + 5, y: line - 4)
            svg.text(text, x: x + 15, y: line)
            x += needed
        }
        return line - y + 12
    }
}
