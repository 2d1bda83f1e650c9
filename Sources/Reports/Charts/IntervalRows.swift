/// The drawing that the forest plot and the difference chart share: one row per estimate, a dot
/// and its interval along one axis.
struct IntervalRows {
    /// One estimate.
    struct Row {
        var label: String
        var series: Int
        var value: Double?
        var low: Double?
        var high: Double?
        var text: String
        var isHollow: Bool
        /// Half the width of the band that the data could not tell from the reference.
        var detectable: Double?
    }

    var groups: [(heading: String?, rows: [Row])]
    var legend: [String]
    var unit: ChartUnit
    var domain: ClosedRange<Double>
    var reference: Double?
    var axisLabel: String?

    func draw(width: Double, on svg: inout SVG) -> Double {
        let isNarrow = width < 480
        let labels = groups.flatMap { $0.rows.map { SVG.width(of: $0.label) } }
        let texts = groups.flatMap { $0.rows.map { SVG.width(of: $0.text) } }
        let labelWidth = isNarrow ? 0 : min(labels.max() ?? 0, width * 0.34)
        let textWidth = isNarrow ? 0 : min(texts.max() ?? 0, width * 0.34)
        let left = isNarrow ? 20 : labelWidth + 20
        let right = isNarrow ? width - 20 : width - textWidth - 18
        let scale = LinearScale(domain, from: left, to: right)
        let step = isNarrow ? 42.0 : 25.0
        let top = ChartAxis.legend(legend, width: width, y: 4, on: &svg) + 6

        var bottom = top
        for group in groups {
            if group.heading != nil { bottom += isNarrow ? 26 : 24 }
            bottom += Double(group.rows.count) * step
        }
        bottom += 4
        ChartAxis.horizontal(
            scale, unit: unit, top: top, bottom: bottom, label: axisLabel, on: &svg)
        if let reference, domain.contains(reference) {
            svg.line(scale(reference), top, scale(reference), bottom, "c-zero")
        }
        var y = top
        for group in groups {
            if let heading = group.heading {
                y += isNarrow ? 26 : 24
                svg.text(
                    SVG.fitted(heading, width: width - 8), x: 4, y: y - 7, "c-label c-head")
            }
            for row in group.rows {
                draw(row, y: y, step: step, scale: scale, width: width, isNarrow, on: &svg)
                y += step
            }
        }
        return bottom + (axisLabel == nil ? 22 : 38)
    }

    private func draw(
        _ row: Row, y: Double, step: Double, scale: LinearScale, width: Double, _ isNarrow: Bool,
        on svg: inout SVG
    ) {
        let middle = isNarrow ? y + step - 12 : y + step / 2
        let baseline = isNarrow ? y + 16 : middle + 4
        let color = row.series % 6 + 1
        svg.group("\(row.label): \(row.text)") { svg in
            if isNarrow {
                let room = width - SVG.width(of: row.text) - 18
                svg.text(SVG.fitted(row.label, width: room), x: 4, y: baseline)
                svg.text(row.text, x: width - 4, y: baseline, "c-soft", anchor: .end)
            } else {
                svg.text(
                    SVG.fitted(row.label, width: width * 0.34), x: scale.start - 12, y: baseline,
                    anchor: .end)
                svg.text(row.text, x: width - 4, y: baseline, "c-soft", anchor: .end)
            }
            guard let value = row.value else { return }
            if let detectable = row.detectable, let reference {
                let low = scale(reference - detectable)
                let high = scale(reference + detectable)
                svg.rect(x: low, y: middle - 8, width: high - low, height: 16, "c-mde", radius: 3)
            }
            if let low = row.low, let high = row.high {
                svg.line(scale(low), middle, scale(high), middle, "c-ci c-stroke\(color)")
                // An end that the axis cuts off is an arrow's shaft, without a cap.
                for end in [low, high] where !scale.isBeyond(end) {
                    svg.line(
                        scale(end), middle - 4, scale(end), middle + 4, "c-ci c-stroke\(color)")
                }
            }
            svg.mark(series: row.series, x: scale(value), y: middle, hollow: row.isHollow)
        }
    }
}
