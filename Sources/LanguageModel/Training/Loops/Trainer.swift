/// Takes a model through a training set, one optimiser step at a time.
///
/// ```swift
/// let trainer = try Trainer(trained, .preference(.dpo(beta: 0.1)), examples, settings)
/// try trainer.prepare()
/// while let metrics = try trainer.step() { print(metrics.loss) }
/// ```
///
/// The same model, examples, settings and seed give the same parameters to the bit, on any number
/// of threads and through any number of interruptions. A class because it goes on from step to
/// step; it belongs to one thread at a time (see `ComputeThread`).
public final class Trainer {
    /// The model in training.
    public let trained: TrainingModel
    /// What is made smaller.
    public let objective: TrainingObjective
    /// The training set.
    public let examples: [TrainingExample]
    /// How the training goes.
    public let settings: TrainingSettings
    /// Where a batch that gives no finite loss is saved; nowhere by default.
    public var failureFolder: String?

    /// How many optimiser steps were taken.
    public var stepsDone: Int { optimiser.stepCount }
    /// How many there are in all.
    public var stepCount: Int { settings.stepCount(examples: examples.count) }
    /// ln π_ref of each completion of each example, summed; empty until `prepare`.
    public internal(set) var references: [[Double]] = []

    let optimiser: Optimiser
    private var isTrunkKept = false
    /// ln π_ref of the completions that `measure` was last given: it never changes.
    private var held: (groups: [TrainingGroup], references: [[Double]])?

    /// Sets a training up; nothing is computed yet.
    ///
    /// - Throws: `TrainingError` when the settings or the examples do not fit the objective or
    ///   the model.
    public init(
        _ trained: TrainingModel, _ objective: TrainingObjective, _ examples: [TrainingExample],
        _ settings: TrainingSettings
    ) throws(TrainingError) {
        try settings.check()
        try trained.check(examples.map(\.group))
        self.trained = trained
        self.objective = objective
        // A reward is read at one state; log-probabilities would cost the head for nothing.
        self.examples =
            objective.heads == .last ? examples.map(\.withoutCountedTokens) : examples
        self.settings = settings
        optimiser = Optimiser(settings.optimiser, for: trained.parameters)
        try checkExamples()
    }

    /// Computes what has to be known before the first step: the reference's log-probabilities.
    ///
    /// Not needed when a checkpoint is loaded, which has them.
    public func prepare(onExample: ((_ done: Int, _ of: Int) -> Void)? = nil) {
        guard objective.needsReference, references.isEmpty else { return }
        keepTrunk()
        var found = [[Double]](repeating: [], count: examples.count)
        // In the batches of the first epoch: an untrained adapter then has the reference's bits.
        let batches = steps(inEpoch: 0).flatMap { self.batches($0) }
        var done = 0
        for batch in batches {
            let results = trained.evaluate(batch.map { examples[$0].group }, policy: .reference)
            for (index, result) in zip(batch, results) { found[index] = result.map(\.logprob) }
            done += batch.count
            onExample?(done, examples.count)
        }
        references = found
    }

    /// Takes the next step.
    ///
    /// - Returns: what it showed; nil when the training is over.
    /// - Throws: `TrainingError` of the code `notFinite` when the loss or the gradient is NaN or
    ///   infinite; the parameters are then as before the step.
    public func step() throws(TrainingError) -> StepMetrics? {
        let step = stepsDone
        guard step < stepCount else { return nil }
        keepTrunk()
        let clock = ContinuousClock()
        let start = clock.now
        let perEpoch = stepCount / settings.epochs
        let (epoch, place) = step.quotientAndRemainder(dividingBy: perEpoch)
        let chosen = steps(inEpoch: epoch)[place]

        trained.parameters.clearGradients()
        var loss = 0.0
        var metrics: PreferenceMetrics?
        // Every batch of a step counts alike, whatever its size, as in TRL.
        let batches = self.batches(chosen)
        for batch in batches {
            let value = accumulate(batch, share: 1 / Double(batches.count))
            loss += value.loss
            if let found = value.metrics {
                var sum = metrics ?? PreferenceMetrics()
                sum.add(found, share: 1 / Double(batches.count))
                metrics = sum
            }
        }
        let norm = trained.parameters.clipGradients(to: settings.clip)
        guard loss.isFinite, norm.isFinite else {
            throw failure(step: step, loss: loss, norm: norm, batch: chosen)
        }
        let rate = settings.schedule.rate(at: step, of: stepCount)
        optimiser.step(trained.parameters, learningRate: rate)
        trained.refresh()
        return StepMetrics(
            step: step + 1, stepCount: stepCount, epoch: epoch + 1, learningRate: rate, loss: loss,
            gradientNorm: norm,
            tokens: chosen.reduce(0) { $0 + examples[$1].group.unsharedTokenCount },
            seconds: (clock.now - start).seconds, preference: metrics)
    }

    /// The loss and what it shows on examples that are not trained on.
    ///
    /// - Parameter held: examples of the same kind as the training's.
    /// - Throws: `TrainingError` when they cannot be computed.
    public func measure(_ held: [TrainingExample]) throws(TrainingError)
        -> (loss: Double, preference: PreferenceMetrics?)
    {
        try trained.check(held.map(\.group))
        var loss = 0.0
        var metrics: PreferenceMetrics?
        let units = held.reduce(0) { $0 + BatchObjective.units(objective, $1) }
        let groups = (objective.heads == .last ? held.map(\.withoutCountedTokens) : held).map(
            \.group)
        let results = trained.evaluate(groups, heads: objective.heads)
        let references = objective.needsReference ? references(of: groups, results) : []
        let batch = BatchObjective(
            objective: objective, references: references, divisor: Double(max(1, units)),
            baseline: 0)
        for index in held.indices {
            let value = batch(held[index], at: index, results[index])
            loss += value.loss
            if let found = value.metrics {
                var sum = metrics ?? PreferenceMetrics()
                sum.add(found, share: 1)
                metrics = sum
            }
        }
        return (loss, metrics)
    }

    /// Computes once what the frozen blocks make of the examples, where two passes or more need it.
    ///
    /// In the examples' own order, whether a training begins or goes on: the bits are the same.
    private func keepTrunk() {
        guard !isTrunkKept, settings.epochs > 1 || objective.needsReference else { return }
        isTrunkKept = true
        trained.keepTrunk(of: examples.map(\.group), heads: objective.heads)
    }

    /// ln π_ref of held-out completions, taken from the policy's results where it still is the
    /// reference.
    private func references(of groups: [TrainingGroup], _ results: [[CompletionResult]])
        -> [[Double]]
    {
        if let held, held.groups == groups { return held.references }
        let found =
            trained.isReference ? results : trained.evaluate(groups, policy: .reference)
        let references = found.map { $0.map(\.logprob) }
        held = (groups, references)
        return references
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
