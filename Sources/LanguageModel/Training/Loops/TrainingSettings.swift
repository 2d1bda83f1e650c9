/// How a training goes.
public struct TrainingSettings: Sendable, Hashable {
    /// The learning rate's course; its steps are optimiser steps.
    public var schedule: LearningRateSchedule
    /// The optimiser.
    public var optimiser: OptimiserRule
    /// The greatest length of a step's gradient; nil leaves it as it is.
    public var clip: Double?
    /// Examples per batch.
    public var batchSize: Int
    /// Batches whose mean gradient makes one optimiser step.
    public var accumulation: Int
    /// How often each example is seen.
    public var epochs: Int
    /// Of the adapter's first values and of the order of examples.
    public var seed: UInt64
    /// Whether each epoch has an order of its own; otherwise the order given.
    public var shuffles: Bool

    /// Makes settings; the defaults are those of recipes.
    public init(
        schedule: LearningRateSchedule, optimiser: OptimiserRule = .adamW(), clip: Double? = 1,
        batchSize: Int = 4, accumulation: Int = 1, epochs: Int = 1, seed: UInt64 = 0,
        shuffles: Bool = true
    ) {
        self.schedule = schedule
        self.optimiser = optimiser
        self.clip = clip
        self.batchSize = batchSize
        self.accumulation = accumulation
        self.epochs = epochs
        self.seed = seed
        self.shuffles = shuffles
    }

    /// How many optimiser steps a training on `examples` examples has: the last of an epoch may be
    /// smaller.
    public func stepCount(examples: Int) -> Int {
        let perStep = batchSize * accumulation
        return (examples + perStep - 1) / perStep * epochs
    }

    func check() throws(TrainingError) {
        func refuse(_ what: String, _ advice: String) -> TrainingError {
            TrainingError(.invalidSetting, what, advice: advice)
        }
        guard schedule.rate > 0, schedule.rate.isFinite, schedule.warmup >= 0 else {
            throw refuse(
                "a learning rate of \(schedule.rate) with \(schedule.warmup) warm-up steps",
                "give a positive rate and no negative number of steps")
        }
        guard batchSize >= 1, accumulation >= 1, epochs >= 1 else {
            throw refuse(
                "batches of \(batchSize), \(accumulation) of them a step, \(epochs) epochs",
                "give numbers of at least 1")
        }
        if let clip, !(clip > 0) {
            throw refuse("a clip of \(clip)", "give a positive length, or none")
        }
    }
}
