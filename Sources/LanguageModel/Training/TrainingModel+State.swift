extension TrainingModel {
    /// Saves the trained numbers with an optimiser's memory: all that a loop of one's own needs to
    /// go on to the same bits. (`Trainer` has checkpoints of its own.)
    ///
    /// One safetensors file, written under a temporary name and renamed into place.
    ///
    /// - Parameters:
    ///   - optimiser: the optimiser of these parameters.
    ///   - metadata: what the loop wants to find again, such as its step.
    /// - Throws: `ModelFileError` when the disk refuses.
    public func saveState(
        of optimiser: Optimiser, to path: String, metadata: [String: String] = [:]
    ) throws(ModelFileError) {
        var all = metadata
        all["format"] = "pt"
        all["kind"] = "conduct-training-state"
        all["optimiser_steps"] = "\(optimiser.stepCount)"
        var writer = SafetensorsWriter(metadata: all)
        for entry in parameters.entries {
            writer.add(
                "parameter." + entry.name, shape: entry.shape, parameters.values[entry.range])
        }
        for (index, moments) in (optimiser.first + [optimiser.second]).enumerated() {
            writer.add(
                "moment.\(index)", shape: [parameters.count],
                UnsafeBufferPointer(start: moments.start, count: parameters.count))
        }
        try writer.write(to: path)
    }

    /// Takes what `saveState` wrote for the same parts and optimiser.
    ///
    /// - Returns: the file's metadata.
    /// - Throws: `ModelFileError` for a file that cannot be read, `TrainingError` of the code
    ///   `otherModel` when it has other parts.
    public func loadState(of optimiser: Optimiser, from path: String) throws -> [String: String] {
        let file = try SafetensorsFile(path: path)
        let buffers = optimiser.first + [optimiser.second]
        let names =
            parameters.entries.map { "parameter." + $0.name }
            + buffers.indices.map { "moment.\($0)" }
        guard file.metadata["kind"] == "conduct-training-state",
            let steps = file.metadata["optimiser_steps"].flatMap({ Int($0) }),
            Set(file.tensors.keys) == Set(names),
            parameters.entries.allSatisfy({
                file.tensors["parameter." + $0.name]?.shape == $0.shape
            })
        else {
            throw TrainingError(
                .otherModel, "\(path) is no state of this training",
                advice: "use the recipe that it was begun with, or start anew")
        }
        // Everything is read before anything is changed.
        let values = try parameters.entries.map { try file.floats("parameter." + $0.name) }
        let moments = try buffers.indices.map { try file.floats("moment.\($0)") }
        for (entry, values) in zip(parameters.entries, values) {
            parameters.values(entry).update(from: values, count: values.count)
        }
        for (buffer, moments) in zip(buffers, moments) {
            buffer.start.update(from: moments, count: moments.count)
        }
        optimiser.stepCount = steps
        refresh()
        return file.metadata
    }
}
