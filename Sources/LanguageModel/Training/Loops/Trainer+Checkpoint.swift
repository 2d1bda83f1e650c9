extension Trainer {
    /// Saves everything that the rest of the training depends on.
    ///
    /// One safetensors file, written under a temporary name and renamed into place: at any moment
    /// the path holds a whole checkpoint or none, whatever kills the process.
    ///
    /// - Throws: `ModelFileError` when the disk refuses.
    public func saveCheckpoint(to path: String) throws(ModelFileError) {
        var writer = SafetensorsWriter(metadata: [
            "format": "pt", "kind": "conduct-training-checkpoint", "version": "1",
            "step": "\(stepsDone)", "fingerprint": fingerprint,
        ])
        let parameters = trained.parameters
        for entry in parameters.entries {
            writer.add(
                "parameter." + entry.name, shape: entry.shape, parameters.values[entry.range])
        }
        for (index, moments) in (optimiser.first + [optimiser.second]).enumerated() {
            writer.add(
                "moment.\(index)", shape: [parameters.count],
                UnsafeBufferPointer(start: moments.start, count: parameters.count))
        }
        let flat = references.flatMap(\.self)
        writer.add("references", shape: [flat.count], doubles: flat)
        try writer.write(to: path)
    }

    /// Continues from a checkpoint: the next step is the one that would have come.
    ///
    /// - Throws: `ModelFileError` for a file that cannot be read, `TrainingError` of the code
    ///   `otherModel` for a checkpoint of another training.
    public func loadCheckpoint(from path: String) throws {
        let file = try SafetensorsFile(path: path)
        guard file.metadata["kind"] == "conduct-training-checkpoint",
            let step = file.metadata["step"].flatMap({ Int($0) }), (0...stepCount).contains(step)
        else {
            throw TrainingError(
                .file, "\(path) is no checkpoint of this training",
                advice: "give a file that a training saved, or start anew")
        }
        guard file.metadata["fingerprint"] == fingerprint else {
            throw TrainingError(
                .otherModel,
                "\(path) belongs to a training with another model, data or settings",
                advice: "use the recipe and data that it was begun with, or start anew")
        }
        // Everything is read before anything is changed.
        let parameters = trained.parameters
        let values = try parameters.entries.map { entry in
            try read("parameter." + entry.name, count: entry.count, from: file)
        }
        let buffers = optimiser.first + [optimiser.second]
        let moments = try buffers.indices.map {
            try read("moment.\($0)", count: parameters.count, from: file)
        }
        let flat = try file.doubles("references")
        let counts = examples.map(\.group.completions.count)
        guard flat.isEmpty || flat.count == counts.reduce(0, +) else {
            throw TrainingError(
                .file, "\(path) has \(flat.count) reference values",
                advice: "start the training anew")
        }
        for (entry, values) in zip(parameters.entries, values) {
            parameters.values(entry).update(from: values, count: values.count)
        }
        for (buffer, moments) in zip(buffers, moments) {
            buffer.start.update(from: moments, count: moments.count)
        }
        var next = flat[...]
        references =
            flat.isEmpty
            ? []
            : counts.map { count in
                defer { next = next.dropFirst(count) }
                return Array(next.prefix(count))
            }
        optimiser.stepCount = step
        trained.refresh()
    }

    private func read(_ name: String, count: Int, from file: SafetensorsFile) throws -> [Float] {
        let values = try file.floats(name)
        guard values.count == count else {
            throw TrainingError(
                .file, "\(file.path): '\(name)' has \(values.count) numbers instead of \(count)",
                advice: "start the training anew")
        }
        return values
    }

    /// What a checkpoint must have been made with: model, parts, objective, settings and data.
    var fingerprint: String {
        var hash = SHA256()
        func add(_ text: String) {
            var text = text + "\n"
            text.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
        }
        func add(_ ids: [Int32]) {
            add("\(ids.count)")
            ids.withUnsafeBytes { hash.update($0) }
        }
        let file = trained.model.file
        for tensor in file.tensorsInOrder {
            add("\(tensor.name) \(tensor.shape) \(tensor.type.name)")
            // A sample of each tensor tells models of the same shape apart without reading all.
            hash.update(UnsafeRawBufferPointer(rebasing: file.bytes(of: tensor).prefix(256)))
        }
        for applied in trained.model.adapters {
            add("adapter \(applied.weight) \(applied.adapter.sha256 ?? "\(applied.adapter.scale)")")
        }
        for entry in trained.parameters.entries { add("\(entry.name) \(entry.shape)") }
        add("scale \(trained.parts.adapter?.scale ?? 0)")
        add("\(objective)")
        add("\(settings)")
        add("rows \(trained.rowLimit)")
        for example in examples {
            add(example.group.prompt)
            for completion in example.group.completions {
                add(completion.ids)
                add(completion.counted.map { "\($0)" } ?? "all")
            }
            add("\(example.pairs) \(example.isDesirable.map { "\($0)" } ?? "-")")
        }
        return hash.finish().hexadecimal
    }
}
