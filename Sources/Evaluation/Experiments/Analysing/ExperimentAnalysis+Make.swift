import LanguageModel
import Statistics
package import Workspace

/// What an analysis is made of.
package struct AnalysisInput: Sendable {
    /// The run's evidence.
    package var evidence: RunEvidence
    /// The lock that is followed; nil where there was none.
    package var lock: StoredRecord?
    /// Earlier locks of the same experiment.
    package var earlierLocks: Int
    /// Runs of the same part, this one included.
    package var runs: Int
    /// Looks at the held-out cases, this one included.
    package var looks: Int
    /// Files of the lock that have changed on disk since, by path.
    package var changedFiles: [String]

    package init(
        evidence: RunEvidence, lock: StoredRecord? = nil, earlierLocks: Int = 0, runs: Int = 1,
        looks: Int = 0, changedFiles: [String] = []
    ) {
        self.evidence = evidence
        self.lock = lock
        self.earlierLocks = earlierLocks
        self.runs = runs
        self.looks = looks
        self.changedFiles = changedFiles
    }
}

extension ExperimentAnalysis {
    /// Analyses a run as its lock says; without a lock, as the run's own document said.
    ///
    /// - Throws: `EvalError` where the run is no experiment's or holds too little to analyse.
    package init(_ input: AnalysisInput) throws(EvalError) {
        let run = input.evidence.run
        guard let content = run.manifest["experiment"]?["registration"] else {
            throw EvalError(
                "\(run.id) is no run of an experiment",
                advice: "make one with: conduct experiment run")
        }
        let registration = Registration(content: content)
        let locked = input.lock?.lockedRegistration
        let followed = (locked ?? registration).content["analysis"] ?? .null
        guard let design = ExperimentDesign(registered: registration),
            let analysis = PlannedAnalysis(registered: followed),
            let scorer = followed["scorer"]?.string,
            let measure = followed["measure"]?.string
                .flatMap(ExperimentDocument.Measure.init(rawValue:))
        else {
            throw EvalError(
                "the registration of \(run.id) cannot be read",
                advice: "it was made by another version of conduct; run the experiment again")
        }
        let observations = try Observations(
            input.evidence, design: design, scorer: scorer, measure: measure)
        let isConfirmatory = input.lock.map { $0.created <= run.created } ?? false
        let isRepeatable = Self.isRepeatable(registration)
        let results = try Results(
            observations, analysis, isConfirmatory: isConfirmatory, isRepeatable: isRepeatable)
        experiment = content["experiment"]?.string ?? run.suite
        question = content["question"]?.string ?? ""
        hypotheses = (content["hypotheses"]?.array ?? []).compactMap(\.string)
        evidence = Evidence(input, registration: registration)
        self.isConfirmatory = isConfirmatory
        deviations = Self.deviations(input, registration, locked, observations)
        method = Method(
            design, analysis, registration, scorer: scorer, measure: measure, observations)
        let list = input.evidence
        counts = Counts(
            planned: run.planned ?? list.samples.count, samples: list.samples.count,
            failures: list.samples.count(where: \.hasFailed),
            scored: observations.rows.count, unscored: observations.unscored.reduce(0, +),
            cases: Set(observations.rows.map(\.caseIndex)).count, clusters: results.clusters)
        overall = results.overall
        levels = results.levels
        tests = results.tests
        effects = results.effects
        variance = results.variance
        notes = results.notes
    }

    /// Whether asking again gives the same answer: embedded models that decode greedily.
    private static func isRepeatable(_ registration: Registration) -> Bool {
        let models = registration.content["controls"]?["models"]?.array ?? []
        return !models.isEmpty
            && models.allSatisfy { model in
                model["identity"]?["kind"]?.string == "embedded"
                    && model["parameters"]?["temperature"]?.double == 0
            }
    }

    /// The statistics alone.
    private struct Results {
        var overall: Number?
        var levels: [Level] = []
        var tests: [Test] = []
        var effects: [Effect] = []
        var variance: [VariancePart] = []
        var notes: [String] = []
        var clusters = 0

        init(
            _ observations: Observations, _ analysis: PlannedAnalysis, isConfirmatory: Bool,
            isRepeatable: Bool
        ) throws(EvalError) {
            let single = analysis.effect != .none && analysis.scale == .logit
            let data = observations.modelData(cluster: analysis.cluster, single: single)
            let means = observations.modelData(cluster: analysis.cluster, single: false)
            let planned: ConfirmatoryModel
            let linear: FactorialAnalysis
            do throws(Undefined) {
                planned = try ConfirmatoryModel.fit(
                    outcome: data.outcome, factors: data.factors, cases: data.cases,
                    clusters: data.clusters, analysis: analysis, level: 0.95)
                linear = try FactorialAnalysis(
                    outcome: means.outcome, factors: means.factors, cases: means.cases,
                    clusters: means.clusters, scale: .linear)
            } catch {
                throw EvalError(
                    "the planned analysis is \(error)",
                    advice: "finish the run, or plan a linear model, which needs less")
            }
            clusters = means.clusters.count
            overall = (try? linear.mean(at: [:])).map(Number.init)
            let reading = EffectReading(
                observations: observations, analysis: analysis, planned: planned, linear: linear,
                isRepeatable: isRepeatable, isConfirmatory: isConfirmatory)
            for factor in observations.design.factors.indices {
                levels += reading.levels(of: factor)
                effects += reading.effects(of: factor)
            }
            let interactions = InteractionReading(
                observations: observations, analysis: analysis, planned: planned,
                isConfirmatory: isConfirmatory)
            let explored = interactions.exploredTests()
            tests = interactions.declaredTests() + explored.tests
            if let reason = explored.reason {
                notes.append("Nothing was explored beside the declared tests: \(reason).")
            }
            variance = Self.variance(observations)
            if clusters < 20 {
                notes.append(
                    "There are \(clusters) clusters: intervals that rest on fewer than about 20 "
                        + "are too narrow.")
            }
        }

        /// The spread of outcomes around the mean of their combination.
        private static func variance(_ observations: Observations) -> [VariancePart] {
            let rows = observations.rows
            guard rows.count <= 100_000, observations.wordings > 1 || hasRepeats(rows) else {
                return []
            }
            var sums = [(sum: Double, count: Double)](
                repeating: (0, 0), count: observations.design.cells.count)
            for row in rows {
                sums[row.cell].sum += row.value
                sums[row.cell].count += 1
            }
            var taken: [SIMD2<Int>: Int] = [:]
            let scores = rows.map { row -> FacetedScore in
                let prompt = observations.wordings > 1 ? row.wording : row.cell
                let key = SIMD2(row.caseIndex, prompt)
                let sample = taken[key] ?? 0
                taken[key] = sample + 1
                return FacetedScore(
                    caseID: row.caseIndex, prompt: prompt, sample: sample,
                    value: row.value - sums[row.cell].sum / sums[row.cell].count)
            }
            guard let components = try? VarianceComponents(scores) else { return [] }
            let prompt = observations.wordings > 1 ? "wording" : "combination"
            return VarianceSource.allCases.compactMap { source in
                guard let variance = components.variances[source] else { return nil }
                let name: String
                switch source {
                case .prompts: name = prompt
                case .casesByPrompts: name = "case × \(prompt)"
                case .residual: name = "repeats"
                default: name = source.rawValue
                }
                return VariancePart(
                    source: name, variance: variance, share: components.share(source))
            }
        }

        private static func hasRepeats(_ rows: [Observations.Row]) -> Bool {
            zip(rows, rows.dropFirst()).contains {
                $0.caseIndex == $1.caseIndex && $0.cell == $1.cell && $0.wording == $1.wording
            }
        }
    }
}

extension ExperimentAnalysis.Evidence {
    fileprivate init(_ input: AnalysisInput, registration: Registration) {
        let evidence = input.evidence
        self.init(
            run: evidence.run.id.description, manifestHash: evidence.run.manifestHash,
            registrationHash: registration.hash, scoring: evidence.scoring?.id.description,
            scorersHash: evidence.scoring?.scorersHash, lock: input.lock?.id.description,
            lockHash: input.lock?.lockedRegistration?.hash,
            lockedMilliseconds: input.lock?.created.milliseconds,
            runMilliseconds: evidence.run.created.milliseconds,
            part: evidence.run.manifest["experiment"]?["part"]?.string ?? "working",
            looks: input.looks, models: evidence.models.map(\.alias),
            simulatedModels: evidence.models.filter(\.isSimulated).map(\.alias))
    }
}

extension ExperimentAnalysis.Method {
    fileprivate init(
        _ design: ExperimentDesign, _ analysis: PlannedAnalysis, _ registration: Registration,
        scorer: String, measure: ExperimentDocument.Measure, _ observations: Observations
    ) {
        let method = registration.content["methodology"]
        self.init(
            design: design.kind.rawValue, factors: design.factors, levels: design.levels,
            resolution: method?["resolution"]?.int,
            aliases: Self.aliases(method?["aliases"]?.array ?? []), scorer: scorer,
            measure: measure.rawValue, model: analysis.model.rawValue,
            cluster: analysis.cluster.rawValue, caseEffect: analysis.caseEffect.rawValue,
            correction: analysis.correction.rawValue, alpha: analysis.alpha,
            power: analysis.power, smallestEffect: analysis.smallestEffect,
            repeats: registration.content["sample_size"]?["repeats"]?.int ?? 1,
            wordings: observations.wordings,
            isShare: observations.rows.allSatisfy { $0.value >= 0 && $0.value <= 1 })
    }

    /// Each set of effects that cannot be told apart, once: a registration has it for every one of
    /// its effects.
    private static func aliases(_ list: [JSONValue]) -> [String] {
        var seen: Set<Set<String>> = []
        return list.compactMap { alias in
            let effects =
                [alias["effect"]?.string ?? ""]
                + (alias["others"]?.array ?? []).compactMap(\.string)
            return seen.insert(Set(effects)).inserted ? effects.joined(separator: " = ") : nil
        }
    }
}
