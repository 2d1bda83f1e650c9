import LanguageModel
import Statistics
import Workspace

/// The loop of a policy on one thread: sample, score, and take steps, round after round.
struct PolicyTraining {
    let plan: PolicyPlan
    let workspace: WorkspaceFolder
    let folder: TrainingFolder
    let threads: Int?
    let suiteRun: SuiteRun?
    let flag: StopFlag
    let onCheck: @Sendable (SuiteCheck) -> Void
    let onUpdate: @Sendable (PolicyMetrics) -> Void

    private var recipe: Recipe { plan.recipe }
    private var sampling: Recipe.Sampling { plan.recipe.sampling }

    /// What a loop that stopped or ended has.
    struct Outcome: Sendable {
        var isFinished: Bool
        var updates: Int
        /// The rule that ended it early; nil for none.
        var stop: TrainingStop?
        var adapter: LoRAAdapter?
    }

    func run() throws -> Outcome {
        let trained = try TrainingModel(
            plan.base.model, training: plan.parts, seed: UInt64(recipe.seed), threads: threads)
        trained.temperature = sampling.temperature
        let optimiser = Optimiser(recipe.settings.optimiser, for: trained.parameters)
        var weight = AdaptiveDivergenceWeight(
            weight: sampling.divergenceWeight, target: sampling.divergenceTarget ?? 1,
            horizon: sampling.divergenceHorizon)
        var update = try resume(trained, optimiser, &weight)
        var stop = folder.stop
        var overseer = try TrainingOverseer(
            recipe, base: plan.base, in: workspace, suiteRun: suiteRun,
            stepCount: sampling.updates, after: folder.metrics)
        if stop == nil, update < sampling.updates { try overseer.begin() }
        while stop == nil, update < sampling.updates, !flag.isSet {
            let clock = ContinuousClock.now
            let rollout = try makeRollout(trained, update: update)
            var metrics = describe(rollout, trained, weight: weight.weight)
            let targets = TokenTargets(rollout, recipe: recipe, weight: weight.weight)
            metrics.reward = targets.meanReward
            metrics.update = update + 1
            metrics.updates = sampling.updates
            try learn(rollout, targets, trained, optimiser, weight.weight, &metrics, update)
            if sampling.divergenceTarget != nil {
                weight.update(divergence: metrics.klExact, samples: rollout.places.count)
            }
            update += 1
            metrics.seconds = (ContinuousClock.now - clock) / .seconds(1)
            try LineWriter(path: folder.metricsPath).append(metrics.json)
            onUpdate(metrics)
            stop = try oversee(&overseer, metrics, trained)
            try trained.saveState(
                of: optimiser, to: folder.checkpointPath(member: 0),
                metadata: ["update": "\(update)", "weight": "\(weight.weight)"])
        }
        return Outcome(
            isFinished: update == sampling.updates || stop != nil, updates: update, stop: stop,
            adapter: trained.adapter)
    }

    /// Shows the overseer an update, and runs the checked suite where it is time.
    ///
    /// - Returns: the rule that calls for an end before the last update.
    private func oversee(
        _ overseer: inout TrainingOverseer, _ metrics: PolicyMetrics, _ trained: TrainingModel
    ) throws -> TrainingStop? {
        let step = metrics.update
        var stop = overseer.see(SampleSigns(metrics), step: step)
        if overseer.isDue(after: step), let check = try overseer.check(trained, step: step) {
            try LineWriter(path: folder.metricsPath).append([
                "step": .integer(step), "member": 0, "check": check.json,
            ])
            onCheck(check)
            stop = stop ?? overseer.see(check)
        }
        guard let stop, step < sampling.updates else { return nil }
        try LineWriter(path: folder.metricsPath).append([
            "step": .integer(step), "member": 0, "stopped": stop.json,
        ])
        return stop
    }

    private func resume(
        _ trained: TrainingModel, _ optimiser: Optimiser, _ weight: inout AdaptiveDivergenceWeight
    ) throws -> Int {
        let path = folder.checkpointPath(member: 0)
        guard FileAccess.exists(path) else {
            try folder.truncateMetrics(afterStep: -1, member: 0)
            return 0
        }
        let metadata = try trained.loadState(of: optimiser, from: path)
        guard let update = metadata["update"].flatMap({ Int($0) }),
            let kept = metadata["weight"].flatMap(Double.init)
        else {
            throw TrainingError(
                .file, "\(path) does not say its update", advice: "start the training anew")
        }
        weight = AdaptiveDivergenceWeight(
            weight: kept, target: weight.target, horizon: weight.horizon)
        try folder.truncateMetrics(afterStep: update, member: 0)
        return update
    }

    // MARK: sampling

    /// The prompts of a round: consecutive pieces of an order of their own for each pass.
    private func chosen(_ update: Int) -> [PolicyPrompt] {
        let count = plan.prompts.count
        let first = update * sampling.promptsPerUpdate
        return (0..<sampling.promptsPerUpdate).map { offset in
            let (pass, place) = (first + offset).quotientAndRemainder(dividingBy: count)
            var order = Array(0..<count)
            var generator = CounterGenerator(
                seed: UInt64(recipe.seed), stream: 1 << 34 + UInt64(pass))
            for index in order.indices.dropFirst().reversed() {
                order.swapAt(index, generator.index(below: index + 1))
            }
            return plan.prompts[order[place]]
        }
    }

    private func makeRollout(_ trained: TrainingModel, update: Int) throws -> Rollout {
        let prompts = chosen(update)
        let seeds = prompts.indices.map { prompt in
            (0..<sampling.samplesPerPrompt).map { sample -> UInt64 in
                let serial =
                    (update * prompts.count + prompt) * sampling.samplesPerPrompt + sample
                return UInt64(recipe.seed) << 32 ^ UInt64(serial + 1)
            }
        }
        // Neither top-k nor top-p: what is sampled from must be what probabilities are taken of.
        let answers = try TrainingSampler.sample(
            trained, prompts: prompts.map(\.ids),
            parameters: GenerationParameters(
                maxTokens: sampling.maxTokens, temperature: sampling.temperature),
            seeds: seeds)
        let groups = zip(prompts, answers).map { prompt, answers in
            TrainingGroup(prompt: prompt.ids, completions: answers.map(\.ids))
        }
        let scores = try PolicyReward.scores(prompts, answers, groups, plan.rewardModel)
        trained.keepTrunk(of: groups, heads: .none)
        let compared = trained.compare(
            groups, heads: recipe.method == .ppo ? .predicting : .none, entropies: true)
        return Rollout(
            groups: groups,
            scores: zip(scores, answers).map { scores, answers in
                zip(scores, answers).map {
                    Advantages.penalised(
                        $0 ?? 0, hasEnd: $1.hasEnded, penalty: sampling.missingEndPenalty)
                }
            }, hasEnded: answers.map { $0.map(\.hasEnded) },
            old: compared.policy, reference: compared.reference, divergences: compared.divergences,
            unscored: scores.joined().count { $0 == nil })
    }

    private func describe(_ rollout: Rollout, _ trained: TrainingModel, weight: Double)
        -> PolicyMetrics
    {
        var metrics = PolicyMetrics()
        let places = rollout.places
        let count = Double(max(1, places.count))
        let answers = rollout.groups.flatMap(\.completions).map(\.ids)
        let tokens = Double(max(1, answers.reduce(0) { $0 + $1.count }))
        func total(_ estimator: DivergenceEstimator) -> Double {
            places.reduce(0) {
                $0 + rollout.estimates(estimator, $1.prompt, $1.sample).reduce(0, +)
            }
        }
        let exact = rollout.divergences.joined().reduce(0) { $0 + $1.reduce(0, +) }
        metrics.score = rollout.scores.joined().reduce(0, +) / count
        metrics.unscored = rollout.unscored
        metrics.klK1 = total(.k1) / count
        metrics.klK3 = total(.k3) / count
        metrics.klExact = exact / count
        metrics.klPerToken = exact / tokens
        metrics.klWeight = weight
        metrics.entropy =
            rollout.old.joined().reduce(0) { $0 + $1.entropies.reduce(0, +) } / tokens
        metrics.length = tokens / count
        metrics.ended = Double(rollout.hasEnded.joined().count { $0 }) / count
        metrics.repetition = answers.reduce(0) { $0 + WatchMetrics.repetition($1) } / count
        metrics.distinct2 = WatchMetrics.distinct(answers, length: 2)
        metrics.example = answers.first.map { trained.model.tokenizer.decode($0) } ?? ""
        metrics.tokens = rollout.groups.reduce(0) { $0 + $1.unsharedTokenCount }
        return metrics
    }

    // MARK: learning

    private func learn(
        _ rollout: Rollout, _ targets: TokenTargets, _ trained: TrainingModel,
        _ optimiser: Optimiser, _ weight: Double, _ metrics: inout PolicyMetrics, _ update: Int
    ) throws {
        let size = min(recipe.batchSize, rollout.groups.count)
        let perPass = (rollout.groups.count + size - 1) / size
        let steps = perPass * sampling.innerEpochs
        let schedule = recipe.settings.schedule
        if recipe.method == .ppo {
            let values = rollout.old.joined().flatMap { $0.heads["value"] ?? [] }
            let found = Advantages.explainedVariance(
                values: values, returns: targets.returns.flatMap { $0.flatMap(\.self) })
            metrics.explainedVariance = found.isFinite ? found : nil
        }
        for step in 0..<steps {
            let first = step % perPass * size
            let batch = Array(first..<min(first + size, rollout.groups.count))
            trained.parameters.clearGradients()
            let sums = PolicyBatch(
                rollout: rollout, targets: targets, batch: batch, recipe: recipe, weight: weight
            ).accumulate(in: trained)
            if let mix = PretrainingMix(plan) {
                let loss = mix.accumulate(in: trained, step: update * steps + step)
                metrics.pretrainingLoss = (metrics.pretrainingLoss ?? 0) + loss / Double(steps)
            }
            let norm = trained.parameters.clipGradients(to: recipe.clip)
            guard norm.isFinite, sums.policyLoss.isFinite else {
                throw TrainingError(
                    .notFinite,
                    "the policy's loss of update \(update + 1) is \(sums.policyLoss) and its "
                        + "gradient's length \(norm); the last good state is kept in "
                        + folder.path, advice: "lower the learning rate")
            }
            let rate = schedule.rate(
                at: update * steps + step, of: sampling.updates * steps)
            optimiser.step(trained.parameters, learningRate: rate)
            trained.refresh()
            if step == 0 { metrics.firstRatio = sums.ratio }
            let share = 1 / Double(steps)
            metrics.ratio += share * sums.ratio
            metrics.approximateKL += share * sums.approximateKL
            metrics.clippedShare += share * sums.clippedShare
            metrics.policyLoss += share * sums.policyLoss
            metrics.valueLoss += share * sums.valueLoss
            metrics.valueClippedShare += share * sums.valueClippedShare
            metrics.gradientNorm += share * norm
            metrics.learningRate = rate
        }
    }
}
