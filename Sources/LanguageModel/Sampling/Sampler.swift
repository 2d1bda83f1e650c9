import CKernels
import Statistics

/// How a token is drawn, checked.
///
/// In this order: the repetition penalty (Keskar et al. 2019, arXiv:1909.05858), the temperature,
/// top-k (Fan et al. 2018, arXiv:1805.04833), top-p (Holtzman et al. 2020, arXiv:1904.09751) and
/// min-p (Nguyen et al. 2024, arXiv:2407.01082), each on what the one before left, as in
/// transformers.
package struct SamplingSettings: Sendable, Hashable {
    /// 0 is greedy.
    package var temperature: Double = 0
    package var topK: Int?
    package var topP: Double?
    package var minP: Double?
    /// 1 is off.
    package var repetitionPenalty: Double = 1

    /// Greedy.
    package init() {}

    /// Checks the ranges that `GenerationParameters` states.
    package init(_ parameters: GenerationParameters) throws(EngineError) {
        func check(_ isValid: Bool, _ name: String, _ range: String) throws(EngineError) {
            guard !isValid else { return }
            throw EngineError(
                .invalidParameter, "\(name) is out of range", advice: "give a number \(range)")
        }
        temperature = parameters.temperature ?? 0
        try check(temperature >= 0 && temperature.isFinite, "the temperature", "of at least 0")
        topK = parameters.topK
        try check(topK ?? 1 >= 1, "top-k", "of at least 1")
        topP = parameters.topP
        try check(topP.map { $0 > 0 && $0 <= 1 } ?? true, "top-p", "above 0 and at most 1")
        minP = parameters.minP
        try check(minP.map { $0 >= 0 && $0 <= 1 } ?? true, "min-p", "from 0 to 1")
        repetitionPenalty = parameters.repetitionPenalty ?? 1
        try check(
            repetitionPenalty > 0 && repetitionPenalty.isFinite, "the repetition penalty",
            "above 0 (1 is off)")
    }
}

/// Draws the tokens of one sequence.
///
/// The n-th token is drawn with the n-th stream of the sample's seed, so the same seed gives the
/// same text whatever else the engine computes at the time.
package struct Sampler: Sendable {
    let settings: SamplingSettings
    let seed: UInt64
    private let kernels = Kernels.best

    /// Makes a sampler for one sample.
    package init(settings: SamplingSettings, seed: UInt64) {
        self.settings = settings
        self.seed = seed
    }

    /// Draws a token and returns it with the model's own logit; the logits are left changed where
    /// there is a penalty.
    ///
    /// - Parameters:
    ///   - logits: the model's logits, one for each token of the vocabulary.
    ///   - seen: the tokens that the repetition penalty holds against.
    ///   - index: which token of the output this is, from 0.
    package func draw(
        from logits: UnsafeMutableBufferPointer<Float>, seen: Set<Int32>, index: Int
    ) -> (token: Int32, logit: Float) {
        let isPlain = settings.repetitionPenalty == 1
        let penalized = isPlain ? [:] : penalize(logits, seen)
        guard settings.temperature > 0, settings.topK != 1 else {
            let token = Int32(kernels.table.pointee.argmax(logits.baseAddress, logits.count))
            return (token, penalized[token] ?? logits[Int(token)])
        }
        var generator = CounterGenerator(seed: seed, stream: UInt64(index))
        let point = generator.uniform()
        let token: Int32
        if let survivors = truncated(logits) {
            token = pick(survivors, at: point)
        } else {
            token = pick(logits, at: point)
        }
        return (token, penalized[token] ?? logits[Int(token)])
    }

    /// Lowers the logits of tokens seen; returns what they were.
    private func penalize(_ logits: UnsafeMutableBufferPointer<Float>, _ seen: Set<Int32>)
        -> [Int32: Float]
    {
        let penalty = Float(settings.repetitionPenalty)
        var before: [Int32: Float] = [:]
        for id in seen where logits.indices.contains(Int(id)) {
            let logit = logits[Int(id)]
            before[id] = logit
            logits[Int(id)] = logit > 0 ? logit / penalty : logit * penalty
        }
        return before
    }

    /// Draws from the whole vocabulary, in the order of the ids.
    private func pick(_ logits: UnsafeMutableBufferPointer<Float>, at point: Double) -> Int32 {
        let scale = Float(1 / settings.temperature)
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: logits.count) { weights in
            for i in logits.indices { weights[i] = logits[i] * scale }
            let total = kernels.table.pointee.exponentiate(weights.baseAddress, weights.count)
            var left = point * Double(total)
            var last = 0
            for i in weights.indices where weights[i] > 0 {
                left -= Double(weights[i])
                last = i
                if left < 0 { break }
            }
            return Int32(last)
        }
    }

    /// What top-k, top-p and min-p leave, most likely first, with weights relative to the first;
    /// nil where none of them is set.
    private func truncated(_ logits: UnsafeMutableBufferPointer<Float>)
        -> [(id: Int32, weight: Double)]?
    {
        let topP = settings.topP.flatMap { $0 < 1 ? $0 : nil }
        let minP = settings.minP.flatMap { $0 > 0 ? $0 : nil }
        guard settings.topK != nil || topP != nil || minP != nil else { return nil }
        let readable = UnsafeBufferPointer(logits)
        var greatest = -Float.infinity
        for logit in readable where logit > greatest { greatest = logit }
        func weigh(_ entries: [TopTokens.Entry]) -> [(id: Int32, weight: Double)] {
            entries.map { ($0.id, weight(of: $0.logit - greatest)) }
        }
        var kept: [(id: Int32, weight: Double)]
        if let topK = settings.topK {
            kept = weigh(TopTokens.select(topK, of: readable))
            if let topP { kept = nucleus(kept, topP * kept.reduce(0) { $0 + $1.weight }) ?? kept }
        } else if let topP {
            var total = 0.0
            for logit in readable { total += weight(of: logit - greatest) }
            // The nucleus is usually small: look among ever more of the likeliest.
            var count = 64
            while true {
                kept = weigh(TopTokens.select(count, of: readable))
                if let nucleus = nucleus(kept, topP * total) {
                    kept = nucleus
                    break
                }
                if count >= readable.count { break }
                count *= 8
            }
        } else {
            let bound = greatest + Float(logarithm(minP ?? 1) * settings.temperature) - 0.001
            kept = weigh(
                readable.indices.filter { readable[$0] >= bound }
                    .map { TopTokens.Entry(id: Int32($0), logit: readable[$0]) })
        }
        if let minP { kept.removeAll { $0.weight < minP } }
        return kept
    }

    /// The weight of a token whose logit lies so far from the greatest.
    private func weight(of difference: Float) -> Double {
        exponential(Double(difference) / settings.temperature)
    }

    /// The fewest leading entries whose weights reach `wanted`; nil where all together don't.
    private func nucleus(_ entries: [(id: Int32, weight: Double)], _ wanted: Double)
        -> [(id: Int32, weight: Double)]?
    {
        var sum = 0.0
        for (index, entry) in entries.enumerated() {
            sum += entry.weight
            if sum >= wanted { return Array(entries[...index]) }
        }
        return nil
    }

    private func pick(_ entries: [(id: Int32, weight: Double)], at point: Double) -> Int32 {
        var left = point * entries.reduce(0) { $0 + $1.weight }
        for entry in entries {
            left -= entry.weight
            if left < 0 { return entry.id }
        }
        return entries.last?.id ?? 0
    }
}
