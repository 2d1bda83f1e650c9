import Statistics

/// Means and hulls of a frontier's policies, on the data or on cases and seeds drawn from them.
struct FrontierResampler {
    /// A policy's numbers by case, in one order for all.
    struct Row {
        let rewards: [Double]
        let divergences: [Double]
    }

    /// The policies of one setting.
    struct Group {
        let name: String
        var points: [FrontierPoint]
        var rows: [Row]
    }

    /// Cases, and for each method its seeds' places, as drawn.
    struct Draw {
        var cases: [Int]
        var seeds: [[Int]]
    }

    /// What follows from a draw, by method.
    struct Outcome {
        var base: Double
        var settings: [[ConcaveEnvelope.Corner]] = []
        var corners: [[ConcaveEnvelope.Corner]] = []
        var heights: [[Double]] = []
    }

    private let base: Row
    private let groups: [[Group]]
    private let seeds: [[Int]]
    private let caseCount: Int

    init(base: FrontierPoint, points: [FrontierPoint], order: [String], cases: [String]) {
        func row(_ point: FrontierPoint) -> Row {
            Row(
                rewards: cases.map { point.rewards[$0] ?? 0 },
                divergences: cases.map { point.divergences[$0] ?? 0 })
        }
        self.base = row(base)
        caseCount = cases.count
        groups = order.map { method in
            var groups: [Group] = []
            for point in points where point.method == method {
                if let place = groups.firstIndex(where: { $0.name == point.setting }) {
                    groups[place].points.append(point)
                    groups[place].rows.append(row(point))
                } else {
                    groups.append(Group(name: point.setting, points: [point], rows: [row(point)]))
                }
            }
            return groups
        }
        seeds = groups.map { Set($0.flatMap { $0.points.map(\.seed) }).sorted() }
    }

    /// All policies' rows.
    var points: [Row] { groups.flatMap { $0.flatMap(\.rows) } }

    func settings(of method: Int) -> [Group] { groups[method] }

    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

    func draw(_ generator: inout CounterGenerator) -> Draw {
        Draw(
            cases: (0..<caseCount).map { _ in generator.index(below: caseCount) },
            seeds: seeds.map { seeds in
                seeds.map { _ in seeds[generator.index(below: seeds.count)] }
            })
    }

    /// The hulls' heights; nil for the data themselves.
    func heights(_ draw: Draw?, at places: [Double]) throws(Undefined) -> Outcome {
        func mean(_ values: [Double]) -> Double {
            guard let draw else { return self.mean(values) }
            return draw.cases.reduce(0) { $0 + values[$1] } / Double(draw.cases.count)
        }
        var outcome = Outcome(base: mean(base.rewards))
        for (method, groups) in groups.enumerated() {
            var corners: [ConcaveEnvelope.Corner] = []
            for group in groups {
                let drawn =
                    draw.map { draw in
                        draw.seeds[method].flatMap { seed in
                            group.points.indices.filter { group.points[$0].seed == seed }
                        }
                    } ?? Array(group.rows.indices)
                // A setting that misses the seeds drawn keeps those it has.
                let places = drawn.isEmpty ? Array(group.rows.indices) : drawn
                let count = Double(places.count)
                corners.append(
                    ConcaveEnvelope.Corner(
                        x: places.reduce(0) { $0 + mean(group.rows[$1].divergences) } / count,
                        y: places.reduce(0) { $0 + mean(group.rows[$1].rewards) } / count))
            }
            let hull = try ConcaveEnvelope(
                [ConcaveEnvelope.Corner(x: 0, y: outcome.base)] + corners)
            outcome.settings.append(corners)
            outcome.corners.append(hull.corners)
            outcome.heights.append(places.map { hull($0) ?? outcome.base })
        }
        return outcome
    }
}
