extension TrainingModel {
    /// The model's final, normalised state at each completion's last token: what a reward head
    /// reads, for heads that are learnt elsewhere on frozen states.
    ///
    /// - Returns: for each group and completion, as many numbers as the model is wide.
    public func lastStates(_ groups: [TrainingGroup], policy: Policy = .trained) -> [[[Float]]] {
        let width = model.configuration.embeddingLength
        return groups.map { group in
            let layout = BatchLayout([group], heads: .last)
            pass.forward(layout, adapted: policy == .trained, keeping: false)
            guard let states = pass.finalStates?.start else { return [] }
            return layout.places[0].map { place in
                guard let row = place.states.first else { return [] }
                return (0..<width).map { states[row * width + $0] }
            }
        }
    }
}
