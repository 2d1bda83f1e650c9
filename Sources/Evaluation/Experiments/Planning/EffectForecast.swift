import Statistics
package import Workspace

/// What effect a design could detect, before anything runs: by formula, and by simulating the
/// planned analysis on made-up answers.
package struct EffectForecast: Codable, Sendable, Hashable {
    /// The power at one true effect.
    package struct PowerPoint: Codable, Sendable, Hashable {
        /// The difference between the two extreme levels, in the outcome's own units.
        package var effect: Double
        /// The share of simulated studies that found it, with its 95 % interval.
        package var power: Double
        package var low: Double
        package var high: Double
    }

    /// The test: one factor.
    package var test: String
    /// How many levels it has.
    package var levels: Int
    /// The smallest difference of two levels found with the wanted power: by the formula for paired
    /// cases at the level that the correction leaves to the first test.
    package var formula: Double?
    /// The same, interpolated between simulated studies; nil where none of them was enough.
    package var simulated: Double?
    /// The simulated power over effects; the first is the false-positive rate at no effect.
    package var curve: [PowerPoint]
    /// Why the formula has no value; nil where it has one.
    package var reason: String?
}

/// Computes what a design could detect.
package struct EffectForecaster: Sendable {
    /// The size of a study.
    package struct Study: Sendable, Hashable {
        package var design: ExperimentDesign
        package var analysis: PlannedAnalysis
        package var assumptions: PlanAssumptions
        package var cases: Int
        package var repeats: Int
        package var wordings: Int
        package var seed: Int
        /// The cluster of each case; empty where every case is its own.
        package var clusters: [Int]

        package init(
            design: ExperimentDesign, analysis: PlannedAnalysis, assumptions: PlanAssumptions,
            cases: Int, repeats: Int, wordings: Int, seed: Int, clusters: [Int] = []
        ) {
            self.clusters = clusters
            self.design = design
            self.analysis = analysis
            self.assumptions = assumptions
            self.cases = cases
            self.repeats = repeats
            self.wordings = wordings
            self.seed = seed
        }
    }

    private let study: Study
    private let simulations: Int

    /// - Parameter simulations: made-up studies for each effect; 0 leaves simulation out.
    package init(_ study: Study, simulations: Int) {
        self.study = study
        self.simulations = simulations
    }

    /// One forecast for each confirmatory test of one factor, made on a thread of its own.
    package func forecasts() async -> [EffectForecast] {
        let tested = study.analysis.tests.filter { $0.count == 1 }.compactMap { test in
            study.design.factors.firstIndex(of: test[0])
        }
        return await OwnThread.run { tested.map { forecast(of: $0) } }
    }

    private func forecast(of factor: Int) -> EffectForecast {
        var forecast = EffectForecast(
            test: study.design.factors[factor], levels: study.design.levels[factor].count,
            formula: nil, simulated: nil, curve: [], reason: nil)
        do { forecast.formula = try formula(factor) } catch { forecast.reason = error.cause }
        guard simulations > 0 else { return forecast }
        let unit = forecast.formula ?? 0.2
        let room = 0.98 * 2 * min(study.assumptions.rate, 1 - study.assumptions.rate)
        let effects = Set([0, 0.5, 0.75, 1, 1.25, 1.5].map { min($0 * unit, room) }).sorted()
        forecast.curve = effects.compactMap { effect in
            let simulation = SimulatedStudy(study, factor: factor, effect: effect)
            let count = simulation.power.run(0..<simulations)
            guard let power = try? count.power(), let interval = power.interval else { return nil }
            return .init(
                effect: effect, power: power.value, low: interval.lower, high: interval.upper)
        }
        forecast.simulated = Self.crossing(forecast.curve, at: study.analysis.power)
        return forecast
    }

    /// Where the power first reaches what is wanted, linear between two simulated effects.
    private static func crossing(_ curve: [EffectForecast.PowerPoint], at wanted: Double)
        -> Double?
    {
        for (before, after) in zip(curve, curve.dropFirst())
        where before.power < wanted && after.power >= wanted {
            let share = (wanted - before.power) / (after.power - before.power)
            return before.effect + share * (after.effect - before.effect)
        }
        return nil
    }

    /// The paired formula for the difference of two levels, each averaged over its combinations,
    /// wordings and repeats within every case.
    private func formula(_ factor: Int) throws(Undefined) -> Double {
        let cells = study.design.cells
        let perLevel = (0..<study.design.levels[factor].count).map { level in
            cells.count { $0[factor] == level } * study.wordings * study.repeats
        }.sorted()
        let (first, second) = (perLevel.first ?? 1, perLevel.dropFirst().first ?? 1)
        let assumed = study.assumptions
        let population = CasePopulation(
            rate: assumed.rate, deviation: assumed.caseDeviation)
        let within = population.meanVariance
        // An effect on log odds moves a case's rate by p(1 − p) as much.
        let between =
            assumed.effectDeviation * assumed.effectDeviation * population.meanSlopeSquared
        return try MinimumDetectableEffect.paired(
            betweenVariance: between, firstVariance: within, secondVariance: within,
            firstSamples: first, secondSamples: second, cases: study.cases,
            alpha: study.analysis.strictestAlpha, power: study.analysis.power)
    }
}

extension PlannedAnalysis {
    /// The level at which the smallest p-value of the family is judged.
    var strictestAlpha: Double {
        switch correction {
        case .holm, .bonferroni, .benjaminiHochberg: alpha / Double(max(1, tests.count))
        case .none: alpha
        }
    }

    /// The correction as the library has it; nil for none.
    var multiplicity: Multiplicity? {
        switch correction {
        case .holm: .holm
        case .benjaminiHochberg: .benjaminiHochberg
        case .bonferroni: .bonferroni
        case .none: nil
        }
    }
}
