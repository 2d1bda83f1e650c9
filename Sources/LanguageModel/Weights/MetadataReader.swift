/// Reads the `llama.*` keys of a file's metadata, each with an error of its own.
struct MetadataReader {
    let file: GGUFFile

    /// Accepts model files of the Llama architecture.
    init(_ file: GGUFFile) throws(ModelFileError) {
        self.file = file
        if let type = file.metadata["general.type"]?.string, type != "model" {
            throw ModelFileError(
                .unsupported, path: file.path, "is a file of the type '\(type)', not a model",
                advice: "give the model's own file")
        }
        guard let architecture = file.metadata["general.architecture"]?.string else {
            throw ModelFileError(
                .malformed, path: file.path, "does not name its general.architecture")
        }
        guard architecture == "llama" else {
            throw ModelFileError(
                .unsupported, path: file.path,
                "has the architecture '\(architecture)', but Conduct runs 'llama' alone")
        }
        if let parts = file.metadata["split.count"]?.int, parts > 1 {
            throw ModelFileError(
                .unsupported, path: file.path, "is one of \(parts) parts",
                advice: "join them with llama-gguf-split --merge")
        }
    }

    func refuseWhatIsNotImplemented() throws(ModelFileError) {
        if try whole("expert_count", default: 0) > 0 {
            throw unsupported("a mixture of experts (llama.expert_count)")
        }
        for (key, what) in [
            ("attention.causal", "attention that is not causal"),
            ("use_parallel_residual", "parallel residuals"),
        ] where file.metadata["llama." + key]?.bool == (key == "use_parallel_residual") {
            throw unsupported(what + " (llama.\(key))")
        }
        for key in [
            "logit_scale", "embedding_scale", "residual_scale", "attention.scale",
            "attn_logit_softcapping", "final_logit_softcapping",
        ] where has(key) {
            throw unsupported("the setting llama.\(key)")
        }
    }

    func has(_ key: String) -> Bool { file.metadata["llama." + key] != nil }

    /// A whole number of at least 1; a list is accepted where all layers agree.
    func positive(_ key: String, default fallback: Int? = nil) throws(ModelFileError) -> Int {
        let value = try whole(key, default: fallback)
        guard (1...1 << 30).contains(value) else {
            throw malformed("llama.\(key) is \(value), but a number from 1 to 2^30 was expected")
        }
        return value
    }

    /// A number of any kind.
    func number(_ key: String, default fallback: Double? = nil) throws(ModelFileError) -> Double {
        guard let value = file.metadata["llama." + key] else {
            guard let fallback else { throw malformed("lacks the metadata key llama.\(key)") }
            return fallback
        }
        guard let number = value.double else {
            throw malformed("llama.\(key) is a \(value.kind), but a number was expected")
        }
        return number
    }

    private func whole(_ key: String, default fallback: Int? = nil) throws(ModelFileError) -> Int {
        guard let value = file.metadata["llama." + key] else {
            guard let fallback else { throw malformed("lacks the metadata key llama.\(key)") }
            return fallback
        }
        if let list = value.ints, let first = list.first {
            guard list.allSatisfy({ $0 == first }) else {
                throw unsupported("layers of different shapes (llama.\(key))")
            }
            return first
        }
        guard let number = value.int else {
            throw malformed("llama.\(key) is a \(value.kind), but a whole number was expected")
        }
        return number
    }

    func malformed(_ message: String) -> ModelFileError {
        ModelFileError(.malformed, path: file.path, message)
    }

    func unsupported(_ what: String) -> ModelFileError {
        ModelFileError(.unsupported, path: file.path, "uses \(what), which Conduct does not run")
    }
}
