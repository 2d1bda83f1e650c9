import Statistics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension TrainingModel {
    /// Saves all trained numbers, heads included, as a safetensors file under their own names and
    /// in GGUF's row order: what a reward model is kept as.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - metadata: what the file's `__metadata__` says besides.
    /// - Throws: `ModelFileError` when the disk refuses.
    public func saveParts(to path: String, metadata: [String: String] = [:])
        throws(ModelFileError)
    {
        var all = metadata
        all["format"] = "pt"
        all["kind"] = "conduct-trained-parts"
        if let adapter = parts.adapter { all["scale"] = "\(adapter.scale)" }
        var writer = SafetensorsWriter(metadata: all)
        for entry in parameters.entries {
            writer.add(entry.name, shape: entry.shape, parameters.values[entry.range])
        }
        try writer.write(to: path)
    }

    /// Takes the numbers of a file that `saveParts` wrote for the same parts.
    ///
    /// - Returns: the file's metadata.
    /// - Throws: `ModelFileError` for a file that cannot be read, `TrainingError` of the code
    ///   `otherModel` when it has other parts.
    @discardableResult
    public func loadParts(from path: String) throws -> [String: String] {
        let file = try SafetensorsFile(path: path)
        let names = Set(parameters.entries.map(\.name))
        let scale = file.metadata["scale"].flatMap(Float.init)
        guard file.metadata["kind"] == "conduct-trained-parts",
            scale == parts.adapter?.scale, Set(file.tensors.keys) == names,
            parameters.entries.allSatisfy({ file.tensors[$0.name]?.shape == $0.shape })
        else {
            throw TrainingError(
                .otherModel, "\(path) has other parts than those in training",
                advice: "set the adapter, tensors and heads that it was trained with")
        }
        let values = try parameters.entries.map { try file.floats($0.name) }
        for (entry, values) in zip(parameters.entries, values) {
            parameters.values(entry).update(from: values, count: values.count)
        }
        refresh()
        return file.metadata
    }

    /// Fills a head's weights with normal numbers of variance 1 / (d + 1), d the state's width, as
    /// reward models begin (Stiennon et al. 2020, arXiv:2009.01325); heads begin at zero
    /// otherwise. Ensembles need members that begin apart.
    public func randomiseHead(_ name: String, seed: UInt64) {
        guard let entry = parameters[name + ".weight"] else { return }
        var generator = CounterGenerator(seed: seed, stream: 1 << 33)
        let deviation = 1 / Double(entry.count + 1).squareRoot()
        let target = parameters.values(entry)
        for i in 0..<entry.count {
            // Box and Muller 1958, doi:10.1214/aoms/1177706645; 1 − u is never 0.
            let radius = (-2 * log(1 - generator.uniform())).squareRoot()
            target[i] = Float(deviation * radius * cos(2 * Double.pi * generator.uniform()))
        }
    }
}
