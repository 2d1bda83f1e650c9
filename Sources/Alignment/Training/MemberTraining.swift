import LanguageModel
import Workspace

/// The training of one model on one thread: its steps, checkpoints, metrics and samples.
struct MemberTraining {
    let plan: TrainingPlan
    let workspace: WorkspaceFolder
    let folder: TrainingFolder
    /// Which of an ensemble, from 0.
    let member: Int
    let interval: Duration
    let threads: Int?
    let suiteRun: SuiteRun?
    let flag: StopFlag
    let onEvent: @Sendable (TrainingEvent) -> Void

    func run() throws -> MemberOutcome {
        let seed = UInt64(plan.recipe.seed) &+ UInt64(member) &* 0x9E37
        let trained = try TrainingModel(
            plan.base.model, training: plan.parts, seed: seed, threads: threads)
        // One head begins at zero, where the loss is ln 2; an ensemble's must begin apart.
        if plan.members > 1 { trained.randomiseHead("reward", seed: seed) }
        var settings = plan.settings
        settings.seed = seed
        let trainer = try Trainer(trained, plan.objective, plan.data.examples, settings)
        trainer.failureFolder = folder.path
        if plan.recipe.method == .reward, FileAccess.exists(folder.partsPath(member: member)) {
            try trained.loadParts(from: folder.partsPath(member: member))
            return try finished(trainer, isSaved: true)
        }
        try begin(trainer)
        var stop = folder.stop
        var overseer = try TrainingOverseer(
            plan.recipe, base: plan.base, in: workspace, suiteRun: suiteRun,
            stepCount: trainer.stepCount, after: folder.metrics)
        if stop == nil, trainer.stepsDone < trainer.stepCount { try overseer.begin() }
        var lastSave = ContinuousClock.now
        while stop == nil, !flag.isSet, let metrics = try trainer.step() {
            try tell(.step(metrics, member: member))
            stop = try oversee(&overseer, metrics, trained)
            if ContinuousClock.now - lastSave > interval {
                try trainer.saveCheckpoint(to: folder.checkpointPath(member: member))
                lastSave = .now
            }
        }
        // Until the product is kept, the end itself is a checkpoint.
        try trainer.saveCheckpoint(to: folder.checkpointPath(member: member))
        guard trainer.stepsDone == trainer.stepCount || stop != nil else {
            return MemberOutcome(isFinished: false, steps: trainer.stepsDone)
        }
        return try finished(trainer, isSaved: false, stop: stop)
    }

    /// Draws samples and runs the checked suite where it is time.
    ///
    /// - Returns: the rule that calls for an end before the last step.
    private func oversee(
        _ overseer: inout TrainingOverseer, _ metrics: StepMetrics, _ trained: TrainingModel
    ) throws -> TrainingStop? {
        var stop: TrainingStop?
        let step = metrics.step
        let isWatching = watchEvery > 0 && plan.recipe.method != .reward
        if isWatching, step % watchEvery == 0 || step == metrics.stepCount,
            let watch = try watch(trained, step: step)
        {
            stop = overseer.see(SampleSigns(watch), step: step)
        }
        if overseer.isDue(after: step), let check = try overseer.check(trained, step: step) {
            try tell(.checked(check, member: member))
            stop = stop ?? overseer.see(check)
        }
        guard let stop, step < metrics.stepCount else { return nil }
        try tell(.stopped(stop, member: member))
        return stop
    }

    /// Every how many steps samples are drawn.
    private var watchEvery: Int {
        plan.recipe.watchEvery ?? max(1, (plan.stepCount + 7) / 8)
    }

    private func begin(_ trainer: Trainer) throws {
        let checkpoint = folder.checkpointPath(member: member)
        if FileAccess.exists(checkpoint) {
            try trainer.loadCheckpoint(from: checkpoint)
            try folder.truncateMetrics(afterStep: trainer.stepsDone, member: member)
            onEvent(.resumed(step: trainer.stepsDone, member: member))
            return
        }
        try folder.truncateMetrics(afterStep: -1, member: member)
        trainer.prepare { done, count in onEvent(.preparing(done: done, of: count)) }
        if let heldOut = plan.heldOut {
            let found = try trainer.measure(heldOut.examples)
            try tell(
                .heldOut(
                    HeldOutMetrics(loss: found.loss, preference: found.preference), step: 0,
                    member: member))
        }
    }

    private func finished(
        _ trainer: Trainer, isSaved: Bool, stop: TrainingStop? = nil
    ) throws -> MemberOutcome {
        let steps = isSaved ? trainer.stepCount : trainer.stepsDone
        var outcome = MemberOutcome(
            isFinished: true, steps: steps, stop: stop, adapter: trainer.trained.adapter)
        if let heldOut = plan.heldOut {
            let found = try trainer.measure(heldOut.examples)
            let metrics = HeldOutMetrics(loss: found.loss, preference: found.preference)
            outcome.heldOut = metrics
            if !isSaved {
                try tell(.heldOut(metrics, step: steps, member: member))
            }
        }
        if plan.recipe.method == .reward {
            if !isSaved {
                try centre(trainer)
                try trainer.trained.saveParts(to: folder.partsPath(member: member))
            }
            outcome.rewards = RewardSummary(
                trainer.trained, on: (plan.heldOut ?? plan.data).examples)
        }
        return outcome
    }

    /// Shifts the head's bias so that the mean reward of preferred answers is 0: only differences
    /// are learnt, and a scorer needs a zero.
    private func centre(_ trainer: Trainer) throws {
        guard let bias = trainer.trained.parameters["reward.bias"] else { return }
        let rewards = RewardSummary.rewards(trainer.trained, plan.data.examples)
        let chosen = zip(plan.data.examples, rewards).flatMap { example, values in
            example.pairs.map { values[$0.chosen] }
        }
        guard !chosen.isEmpty else { return }
        trainer.trained.parameters.values[bias.offset] -= Float(
            chosen.reduce(0, +) / Double(chosen.count))
        trainer.trained.refresh()
    }

    private func watch(_ trained: TrainingModel, step: Int) throws -> WatchMetrics? {
        let examples = plan.data.examples
        let count = min(plan.recipe.watchPrompts, examples.count)
        let prompts = (0..<count).map { examples[$0 * examples.count / count].group.prompt }
        let limit = trained.model.configuration.contextLength
        let usable = prompts.filter { $0.count + plan.recipe.watchTokens < limit }
        guard !usable.isEmpty else { return nil }
        let answers = try TrainingSampler.sample(
            trained, prompts: usable,
            parameters: GenerationParameters(maxTokens: plan.recipe.watchTokens, temperature: 1),
            seeds: usable.indices.map { [UInt64(plan.recipe.seed) &+ UInt64($0)] })
        let groups = zip(usable, answers).map { prompt, answers in
            TrainingGroup(prompt: prompt, completions: answers.map(\.ids))
        }
        let metrics = WatchMetrics(
            groups, ended: answers.flatMap { $0.map(\.hasEnded) }, trained: trained)
        try tell(.watched(metrics, step: step, member: member))
        return metrics
    }

    private func tell(_ event: TrainingEvent) throws {
        if let line = event.json { try LineWriter(path: folder.metricsPath).append(line) }
        onEvent(event)
    }
}
