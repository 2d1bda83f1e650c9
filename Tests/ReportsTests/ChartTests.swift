import Reports
import Testing

@Suite("Charts")
struct ChartTests {
    static let forest = ForestPlot(
        title: "Right answers by prompt", summary: "Three prompts under two scorers.",
        rows: [
            ForestPlot.Row(
                "plain", group: "choice.logprob", series: 0, value: 0.817, low: 0.701, high: 0.894),
            ForestPlot.Row(
                "candid, a prompt whose name is rather long", group: "choice.logprob", series: 1,
                value: 0.55, low: 0.425, high: 0.669, note: "2 unscored"),
            ForestPlot.Row(
                "plain", group: "choice.text", series: 0, value: 0.1, low: 0.047, high: 0.201),
            ForestPlot.Row("candid", group: "choice.text", series: 1, value: nil),
        ], seriesNames: ["plain", "candid"], reference: 0.5)

    static let differences = DifferencePlot(
        title: "Against plain", summary: "One found, one not.",
        rows: [
            DifferencePlot.Row(
                "candid", difference: 0.2, low: 0.096, high: 0.304, isFound: true, note: "p 0.002"),
            DifferencePlot.Row(
                "supportive", difference: 0.004, low: -0.06, high: 0.068, isFound: false,
                detectable: 0.09, note: "p 0.91"),
        ], axisLabel: "percentage points")

    static let slope = SlopeChart(
        title: "By pressure", summary: "Two prompts over four levels.",
        levels: ["plain", "claim", "expert", "twin"],
        series: [
            SlopeChart.Series(
                "plain",
                points: [
                    SlopeChart.Point(0.82, low: 0.7, high: 0.89), SlopeChart.Point(0.35),
                    SlopeChart.Point(0.15), SlopeChart.Point(0.95, low: 0.86, high: 0.98),
                ]),
            SlopeChart.Series(
                "candid", points: [SlopeChart.Point(0.82), SlopeChart.Point(0.55), nil, nil]),
        ])

    static let bars = BarChart(
        title: "Median latency", summary: "Two models.",
        bars: [
            BarChart.Bar("smollm2", value: 32_000, low: 32_000, high: 61_000),
            BarChart.Bar("claude", value: nil), BarChart.Bar("a third & <last>", value: 840),
        ], unit: .duration)

    static let dumbbell = DumbbellChart(
        title: "Before and after", summary: "Three clauses.",
        rows: [
            DumbbellChart.Row("correct-first", values: [0.34, 0.61]),
            DumbbellChart.Row("no-flattery", values: [0.5, 0.48]),
            DumbbellChart.Row("agree-when-right", values: [0.95, nil]),
        ], seriesNames: ["before", "after"])

    static let histogram = Histogram(
        title: "Margins", summary: "Sixty values.",
        values: (0..<60).map { (index: Int) -> Double in
            let spread = Double((index * 37) % 60) / 6
            return index == 59 ? spread + 3 : spread - 3
        },
        unit: .number, axisLabel: "log-probability of the right answer less the wrong")

    static let lines = LineChart(
        title: "Reward", summary: "Two runs over thirty steps.",
        series: [
            LineChart.Series(
                "beta 0.1",
                points: (0...30).map { (step: Int) -> LineChart.Point in
                    let value = 1 - 1 / (1 + Double(step) / 6)
                    return LineChart.Point(
                        x: Double(step), value, low: value - 0.08, high: value + 0.08)
                }),
            LineChart.Series(
                "beta 0.5",
                points: (0...30).map { (step: Int) -> LineChart.Point in
                    let x = Double(step)
                    return LineChart.Point(x: x, 0.4 - 0.3 / (x + 1))
                }),
        ], axisLabel: "step")

    static let matrix = HeatMatrix(
        title: "Scorer against scorer", summary: "Share of samples on which two scorers agree.",
        rows: ["logprob", "text", "judge"], columns: ["logprob", "text", "judge"],
        values: [[1, 0.675, 0.71], [0.675, 1, 0.92], [0.71, 0.92, nil]], domain: 0...1)

    static let spark = Sparkline(
        title: "Pass rate by run", values: [0.4, 0.5, 0.45, 0.6, 0.72], unit: .percent)

    static let all: [(name: String, chart: any Chart)] = [
        ("forest", forest), ("differences", differences), ("slope", slope), ("bars", bars),
        ("dumbbell", dumbbell), ("histogram", histogram), ("lines", lines), ("matrix", matrix),
        ("sparkline", spark),
    ]

    @Test("Each chart is its golden file, wide and narrow", arguments: all.indices)
    func golden(index: Int) throws {
        let (name, chart) = Self.all[index]
        let width = name == "sparkline" ? 120.0 : 720
        try expectGolden(chart.standaloneSVG(width: width), "\(name).svg")
        if name != "sparkline" {
            try expectGolden(chart.standaloneSVG(width: 330), "\(name)-narrow.svg")
        }
    }

    @Test(
        "Each chart names and describes itself and has its numbers as a table",
        arguments: all.indices)
    func accessible(index: Int) {
        let chart = Self.all[index].chart
        let svg = chart.svg(id: "x", width: 720)
        #expect(svg.contains("role=\"img\""))
        #expect(svg.contains("aria-labelledby=\"x-t x-d\""))
        #expect(svg.contains("<title id=\"x-t\">"))
        #expect(svg.contains("<desc id=\"x-d\">"))
        #expect(!chart.table.rows.isEmpty)
        #expect(chart.table.rows.allSatisfy { $0.count == chart.table.columns.count })
        // Nothing is styled inline, so that a strict content security policy holds.
        #expect(!svg.contains("style="))
    }

    @Test("Charts of nothing are drawn without a trap")
    func empty() {
        let charts: [any Chart] = [
            ForestPlot(title: "", summary: "", rows: []),
            DifferencePlot(title: "", summary: "", rows: []),
            SlopeChart(title: "", summary: "", levels: [], series: []),
            BarChart(title: "", summary: "", bars: [], unit: .count),
            DumbbellChart(title: "", summary: "", rows: [], seriesNames: []),
            Histogram(title: "", summary: "", values: [.nan], unit: .number),
            Histogram(title: "", summary: "", values: [3, 3, 3], unit: .number),
            LineChart(title: "", summary: "", series: []),
            HeatMatrix(title: "", summary: "", rows: [], columns: [], values: []),
            Sparkline(title: "", values: []),
            ForestPlot(
                title: "", summary: "",
                rows: [ForestPlot.Row("x", value: .infinity, low: -.infinity, high: .nan)],
                unit: .number),
        ]
        for chart in charts {
            for width in [330.0, 720] {
                let svg = chart.svg(id: "e", width: width)
                #expect(!svg.contains("nan") && !svg.contains("inf\""))
            }
        }
    }

    @Test(
        "Ticks are multiples of 1, 2 or 5 times a power of ten",
        arguments: [
            (0.0...1.0, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0...7, [0, 1, 2, 3, 4, 5, 6, 7]),
            (-0.13...0.31, [-0.1, 0, 0.1, 0.2, 0.3]),
            (0...1234, [0, 200, 400, 600, 800, 1000, 1200]),
            (3...3, [3]),
        ])
    func ticks(range: ClosedRange<Double>, expected: [Double]) {
        let ticks = Ticks.nice(range)
        #expect(ticks.count == expected.count)
        #expect(zip(ticks, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    }
}
