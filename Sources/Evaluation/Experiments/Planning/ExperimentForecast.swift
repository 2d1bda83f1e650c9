import FoundationEssentials
package import LanguageModel
import Providers
package import Workspace

/// What running an experiment takes, and what it could detect; nothing is run for it.
package struct ExperimentForecast: Codable, Sendable, Hashable {
    /// One model's share.
    package struct ModelShare: Codable, Sendable, Hashable {
        package var model: String
        package var calls: Int
        package var inputTokens: Int
        package var outputTokens: Int
        /// Where the token counts come from.
        package var tokensFrom: String
        /// Nil where no price is known.
        package var dollars: Double?
        /// Nil where nothing was measured or stated.
        package var minutes: Double?
        /// Where the speed comes from; `unknown` without one.
        package var speedFrom: String

        package enum CodingKeys: String, CodingKey {
            case model, calls, dollars, minutes
            case inputTokens = "input_tokens"
            case outputTokens = "output_tokens"
            case tokensFrom = "tokens_from"
            case speedFrom = "speed_from"
        }
    }

    package var experiment: String
    package var design: String
    package var resolution: Int?
    package var aliases: [String]
    package var cells: Int
    package var wordings: Int
    package var cases: Int
    package var heldOutCases: Int
    package var repeats: Int
    package var samples: Int
    package var calls: Int
    package var models: [ModelShare]
    package var effects: [EffectForecast]
    /// What was assumed for the effects, and what a reader should know.
    package var notes: [String]

    package enum CodingKeys: String, CodingKey {
        case experiment, design, resolution, aliases, cells, wordings, cases, repeats, samples,
            calls, models, effects, notes
        case heldOutCases = "held_out_cases"
    }

    /// The sum of dollars; nil where any part is unknown.
    package var dollars: Double? {
        models.reduce(0.0) { sum, share in share.dollars.flatMap { cost in sum.map { $0 + cost } } }
    }

    /// The sum of minutes; nil where any part is unknown.
    package var minutes: Double? {
        models.reduce(0.0) { sum, share in share.minutes.flatMap { time in sum.map { $0 + time } } }
    }

    /// The forecast as JSON.
    package func json() throws -> JSONValue { try JSONValue(encoding: self) }

    /// Reads a forecast that was stored with a lock.
    package init(json: JSONValue) throws {
        self = try json.decoded(as: ExperimentForecast.self)
    }
}

extension JSONValue {
    /// A value as its encoder writes it.
    init(encoding value: some Encodable) throws {
        let data = try JSONEncoder().encode(value)
        try self.init(parsing: String(decoding: data, as: UTF8.self))
    }

    /// Decodes a value.
    func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(serialized().utf8))
    }
}

extension ExperimentForecast {
    /// Forecasts a planned experiment.
    ///
    /// - Parameters:
    ///   - simulations: made-up studies for each effect; 0 leaves simulation out.
    ///   - reader: where earlier runs of the same models tell tokens and speed.
    package init(
        _ plan: ExperimentPlan, simulations: Int, reader: StoreReader
    ) async throws {
        let document = plan.document
        let eval = plan.eval
        experiment = document.name
        design = document.design.kind.rawValue
        resolution = plan.design.fraction?.resolution
        aliases = (plan.design.fraction?.aliasSets ?? []).map {
            "\($0.effect) = \($0.others.joined(separator: " = "))"
        }
        cells = plan.design.cells.count
        wordings = max(1, document.prompts.count)
        cases = plan.caseCount
        heldOutCases = plan.split.heldOut.count
        repeats = eval.epochs
        samples = eval.sampleCount
        var shares: [ModelShare] = []
        for index in eval.models.indices {
            shares.append(try await Self.share(of: index, plan, reader))
        }
        models = shares
        calls = shares.reduce(0) { $0 + $1.calls }
        let study = EffectForecaster.Study(
            design: plan.design, analysis: document.analysis, assumptions: document.assumptions,
            cases: plan.caseCount, repeats: eval.epochs, wordings: wordings,
            seed: document.design.seed, clusters: Self.clusters(plan))
        effects = await EffectForecaster(study, simulations: simulations).forecasts()
        notes = Self.notes(plan, simulations: simulations)
    }

    /// The cluster of each case as codes; empty where cases are independent.
    private static func clusters(_ plan: ExperimentPlan) -> [Int] {
        guard plan.document.analysis.cluster == .group else { return [] }
        var codes: [String: Int] = [:]
        return plan.eval.cases.map { item in
            let key = item.groupKey.map { "group:" + $0 } ?? "case:" + item.id
            let code = codes[key] ?? codes.count
            codes[key] = code
            return code
        }
    }

    private static func share(
        of index: Int, _ plan: ExperimentPlan, _ reader: StoreReader
    ) async throws -> ModelShare {
        let eval = plan.eval
        let model = eval.models[index]
        let prompts = eval.promptsOfModel?[index] ?? Array(eval.prompts.indices)
        var inputBytes = 0
        var calls = 0
        for item in eval.cases {
            let turns = 1 + item.turns.count
            for prompt in prompts {
                let rendered = try eval.prompts[prompt].render(item)
                let bytes = rendered.messages.reduce(0) { $0 + $1.text.utf8.count }
                inputBytes += bytes * (rendered.turns.count + 1) * eval.epochs
                calls += min(turns, rendered.turns.count + 1) * eval.epochs
            }
        }
        let assumed = plan.document.assumptions
        let measured = try await MeasuredSpeed.latest(
            of: model, suites: [plan.document.name, plan.document.outcome.suite.name],
            answerTokens: assumed.answerTokens ?? model.parameters.maxTokens, in: reader)
        // English runs at about four bytes a token.
        let input = inputBytes / 4
        let answer: (tokens: Double, from: String)
        if let tokens = assumed.answerTokens {
            answer = (Double(tokens), "answer length as assumed, four bytes a token of prompts")
        } else if let measured {
            answer = (
                measured.answerTokens,
                "answers of \(measured.run), four bytes a token of prompts"
            )
        } else {
            answer = (
                Double(model.parameters.maxTokens ?? 256),
                "the most allowed for an answer, four bytes a token of prompts"
            )
        }
        let output = Int((Double(calls) * answer.tokens).rounded())
        let cost = model.price?.cost(of: TokenUsage(input: input, output: output))
        var share = ModelShare(
            model: model.alias, calls: calls, inputTokens: input, outputTokens: output,
            tokensFrom: answer.from, dollars: cost.map { Double($0) / 1e9 }, minutes: nil,
            speedFrom: "unknown")
        if let speed = assumed.tokensPerSecond {
            share.minutes = Double(output) / speed / 60
            share.speedFrom = "stated, \(speed) tokens a second"
        } else if let measured {
            share.minutes = Double(calls) * measured.secondsPerSample / 60
            share.speedFrom = "measured in \(measured.run)"
        }
        return share
    }

    private static func notes(_ plan: ExperimentPlan, simulations: Int) -> [String] {
        let assumed = plan.document.assumptions
        var notes = [
            "Effects assume a mean outcome of \(assumed.rate), cases whose log odds spread by "
                + "\(assumed.caseDeviation), and effects that spread by "
                + "\(assumed.effectDeviation) between cases."
        ]
        if simulations > 0 {
            notes.append("\(simulations) simulated studies for each effect.")
        }
        if plan.eval.epochs > 1,
            plan.eval.models.contains(where: { ($0.parameters.temperature ?? 1) == 0 })
        {
            notes.append(
                "At temperature 0 repeats may be identical: they then add calls and no information."
            )
        }
        if plan.isPilot {
            notes.append("A pilot: fewer cases than the design has.")
        }
        return notes
    }
}

/// How long samples of a model took, and how many tokens answers had, in an earlier run.
struct MeasuredSpeed: Sendable, Hashable {
    var run: String
    var secondsPerSample: Double
    var answerTokens: Double

    /// The newest complete run of this model alone that made at least ten samples anew and is like
    /// what is planned: of one of these suites, or with answers at most twice as long or short.
    static func latest(
        of model: EvalPlan.Model, suites: [String], answerTokens: Int?, in reader: StoreReader
    ) async throws -> MeasuredSpeed? {
        let identity = model.provider.identity.json
        for summary in try await reader.runs(limit: 40) {
            let made = summary.samples - summary.reused - summary.failures
            guard summary.run.status == .complete, made >= 10, summary.tokensOut > 0,
                let finished = summary.run.finished, summary.reused == 0
            else { continue }
            let tokens = Double(summary.tokensOut) / Double(made)
            let isSimilar = answerTokens.map { (0.5...2).contains(tokens / Double($0)) } ?? false
            guard isSimilar || suites.contains(summary.run.suite) else { continue }
            let models = try await reader.models(of: summary.id)
            guard models.allSatisfy({ $0.identity == identity }) else { continue }
            let elapsed = finished.milliseconds - summary.run.created.milliseconds
            return MeasuredSpeed(
                run: summary.id.description,
                secondsPerSample: Double(elapsed) / 1000 / Double(made), answerTokens: tokens)
        }
        return nil
    }
}
