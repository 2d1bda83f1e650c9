import LanguageModel
package import Workspace

/// Pairs with known preferences as a reward head on frozen states sees them: for each pair the
/// difference of the two answers' states, the preferred one first.
package struct QueryPool: Sendable {
    /// The numbers of a pair: the preferred answer's state less the other's, each scaled by its
    /// standard deviation over all answers.
    package var differences: [[Float]]
    /// For each pair which prompt it belongs to: prompts are never split between pool and test.
    package var prompts: [Int]
    package var promptCount: Int
    /// SHA-256 of the data's files.
    package var dataHash: String
    /// SHA-256 of the base model.
    package var baseHash: String

    /// A pool from numbers that are known already.
    package init(
        differences: [[Float]], prompts: [Int], dataHash: String = "", baseHash: String = ""
    ) {
        self.differences = differences
        self.prompts = prompts
        promptCount = (prompts.max() ?? -1) + 1
        self.dataHash = dataHash
        self.baseHash = baseHash
    }

    /// Reads pairs and computes the states of all answers once. Blocks: call it on a thread of
    /// ours.
    ///
    /// - Parameters:
    ///   - paths: JSONL files of pairs; their preferences are the hidden truth.
    ///   - onGroup: told after each prompt.
    /// - Throws: `AlignmentError` for rows that are no pairs, or where fewer than ten prompts are.
    package init(
        _ paths: [String], base: TrainingBase, in folder: WorkspaceFolder, threads: Int?,
        onGroup: (_ done: Int, _ of: Int) -> Void
    ) throws {
        let recipe = try Recipe(
            DocumentNode(
                [
                    "method": "reward", "model": .string(base.alias),
                    "data": .array(paths.map { .string($0) }),
                ], file: paths[0]))
        let set = try TrainingSet(paths, of: recipe, in: folder, model: base.model)
        guard set.examples.count >= 10 else {
            throw AlignmentError(
                .data, "there are pairs of \(set.examples.count) prompts, and ten are the least",
                advice: "make pairs of more cases, with conduct align pairs")
        }
        let trained = try TrainingModel(
            base.model, training: TrainableParts(adapter: LoRASettings(rank: 1)), threads: threads)
        var states: [[[Float]]] = []
        for example in set.examples {
            states += trained.lastStates([example.group], policy: .reference)
            onGroup(states.count, set.examples.count)
        }
        let scale = Self.scale(states.flatMap(\.self))
        var differences: [[Float]] = []
        var prompts: [Int] = []
        for (place, example) in set.examples.enumerated() {
            for pair in example.pairs {
                let (good, bad) = (states[place][pair.chosen], states[place][pair.rejected])
                differences.append(scale.indices.map { (good[$0] - bad[$0]) * scale[$0] })
                prompts.append(place)
            }
        }
        self.init(
            differences: differences, prompts: prompts, dataHash: set.dataHash,
            baseHash: base.sha256)
    }

    /// One over the standard deviation of each number, over all answers; it needs no label.
    private static func scale(_ states: [[Float]]) -> [Float] {
        guard let width = states.first?.count, states.count > 1 else { return [] }
        let count = Float(states.count)
        return (0..<width).map { place in
            let mean = states.reduce(0) { $0 + $1[place] } / count
            let variance = states.reduce(0) { $0 + ($1[place] - mean) * ($1[place] - mean) } / count
            return variance > 1e-12 ? 1 / variance.squareRoot() : 0
        }
    }
}
