/// Writes whole models: adapters merged in, or tensors replaced by trained ones.
public enum ModelExport {
    /// Writes a model as a GGUF file.
    ///
    /// - Parameters:
    ///   - model: the model; its adapters are merged into the matrices.
    ///   - path: the file.
    ///   - type: how matrices are stored: F32, F16 or Q8_0; norms stay F32, and so do matrices
    ///     whose rows are no whole blocks of the type.
    ///   - replacements: tensors that take the place of the model's, by name, row after row; no
    ///     adapter is merged into these.
    /// - Throws: `ModelFileError` when the disk refuses.
    public static func write(
        _ model: TransformerModel, to path: String, type: TensorType,
        replacing replacements: [String: [Float]] = [:]
    ) throws(ModelFileError) {
        try writer(model, type: type, replacing: replacements).write(to: path)
    }

    static func writer(
        _ model: TransformerModel, type: TensorType, replacing replacements: [String: [Float]]
    ) throws(ModelFileError) -> GGUFWriter {
        guard type == .f32 || type == .f16 || type == .q8_0 else {
            throw ModelFileError(
                .unsupported, path: model.file.path, "models are not written as \(type.name)",
                advice: "write F32, F16 or Q8_0, or quantise the F16 file with llama.cpp")
        }
        let file = model.file
        var writer = GGUFWriter(alignment: file.alignment)
        for key in file.metadataKeys where key != "general.alignment" {
            if let value = file.metadata[key] { writer.set(key, value) }
        }
        // llama.cpp's numbers for mostly F32, F16 and Q8_0.
        writer.set("general.file_type", .uint32(type == .f32 ? 0 : type == .f16 ? 1 : 7))
        for tensor in file.tensorsInOrder {
            let isMatrix = tensor.dimensions.count > 1
            let stored = isMatrix && tensor.rowLength % type.blockSize == 0 ? type : .f32
            writer.add(tensor.name, dimensions: tensor.dimensions, type: stored) {
                () throws(ModelFileError) in
                if let values = replacements[tensor.name] { return stored.quantized(values) }
                return stored.quantized(try merged(tensor, of: model))
            }
        }
        return writer
    }

    /// W + Σ weight · scale · B · A.
    private static func merged(_ tensor: TensorInfo, of model: TransformerModel)
        throws(ModelFileError) -> [Float]
    {
        var values = try model.file.dequantized(tensor.name)
        let width = tensor.rowLength
        for applied in model.adapters {
            let scale = applied.adapter.scale * applied.weight
            for (target, pair) in applied.adapter.pairs where target.tensorName == tensor.name {
                var (up, down) = (pair.up, pair.down)
                values.withUnsafeMutableBufferPointer { values in
                    up.withUnsafeMutableBufferPointer { up in
                        down.withUnsafeMutableBufferPointer { down in
                            guard let w = values.baseAddress, let b = up.baseAddress,
                                let a = down.baseAddress
                            else { return }
                            MatrixLibrary.multiply(
                                .plain, MatrixView(b, pair.rank), MatrixView(a, width),
                                into: MatrixView(w, width), rows: tensor.rowCount, columns: width,
                                inner: pair.rank, factor: scale, keep: 1)
                        }
                    }
                }
            }
        }
        return values
    }
}

extension TrainingModel {
    /// Writes the model as trained so far, its own tensors and the adapter in it, as a GGUF file.
    ///
    /// - Throws: `ModelFileError` when the disk refuses, or `EngineError` for an adapter that does
    ///   not fit.
    public func writeModel(to path: String, type: TensorType) throws {
        var replacements: [String: [Float]] = [:]
        for name in parts.tensors { replacements[name] = parameters.copy(of: name) }
        // Tensors that are trained whole are written as they are, not as a change.
        let adapter = parts.adapter == nil ? nil : adapter
        let adapters = adapter.map { [AppliedAdapter($0)] } ?? []
        let whole = try model.applying(model.adapters + adapters)
        for (target, _) in adapter?.pairs ?? [:] where replacements[target.tensorName] != nil {
            throw ModelFileError(
                .unsupported, path: path,
                "'\(target.tensorName)' is trained whole and has an adapter too",
                advice: "train one or the other")
        }
        try ModelExport.write(whole, to: path, type: type, replacing: replacements)
    }
}
