/// A sequence on its way through the model.
///
/// A class because the lists of the scheduler share it. Only the engine's thread touches it, save
/// that workers draw its tokens while that thread waits.
final class EngineSequence {
    /// What is to become of the sequence.
    enum Purpose {
        /// Generate by a plan.
        case generate(GenerationPlan)
        /// Score the tokens from an index on.
        case score(first: Int)
        /// Compute the beginning that other sequences of the job share.
        case share([ScoringRequest])
    }

    let job: EngineJob
    /// Which outcome of the job this is.
    let index: Int
    let purpose: Purpose
    var ids: [Int32]
    var cache = SequenceCache()
    /// How many tokens have their keys and values in the cache.
    var computed = 0
    /// How many pages the prefix tree knows already.
    var remembered = 0
    /// Whether the prefix tree has been asked for this sequence.
    var isMatched = false
    /// Pages that the sequence may come to need in all.
    let pageLimit: Int

    // Generation.
    var generation = Generation()
    var text: TextStream
    var seen: Set<Int32> = []
    let promptCount: Int

    // Scoring.
    var logprobs: [Double] = []

    init(_ job: EngineJob, index: Int, purpose: Purpose, ids: [Int32]) {
        self.job = job
        self.index = index
        self.purpose = purpose
        self.ids = ids
        promptCount = ids.count
        var longest = ids.count
        var stops: [String] = []
        if case .generate(let plan) = purpose {
            longest += plan.limit
            stops = plan.stops
            if plan.sampler.settings.repetitionPenalty != 1 { seen = Set(ids) }
        }
        text = TextStream(stops: stops)
        let size = KeyValueLayout.positions
        pageLimit = (longest + size - 1) / size + 1
    }

    /// The tokens that are context only: their logits are never needed. They are what the prefix
    /// tree shares and what BLAS computes.
    var contextCount: Int {
        switch purpose {
        case .generate: promptCount - 1
        case .score(let first): first - 1
        case .share: ids.count
        }
    }

    /// The tokens that have to go through the model, up to now.
    var needed: Int {
        switch purpose {
        case .generate, .share: ids.count
        case .score: ids.count - 1
        }
    }
}
