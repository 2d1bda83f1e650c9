import Statistics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension TrainableParameters {
    /// Names the parameters of a training in their order, and checks that the model has them.
    ///
    /// The factors A of projections that share an input lie together, so that one product gives
    /// all their gradients.
    convenience init(_ parts: TrainableParts, of model: TransformerModel) throws(TrainingError) {
        self.init()
        try Self.check(parts, against: model)
        let blocks = model.weights.blocks
        if let adapter = parts.adapter {
            for block in blocks.indices where adapter.blocks?.contains(block) ?? true {
                for kind in FusedKind.allCases {
                    let adapted = kind.projections.filter(adapter.projections.contains)
                    for projection in adapted {
                        let matrix = blocks[block].matrix(projection)
                        add(
                            "blk.\(block).\(projection.rawValue).weight.lora_a",
                            [adapter.rank, matrix.columns])
                    }
                    for projection in adapted {
                        let matrix = blocks[block].matrix(projection)
                        add(
                            "blk.\(block).\(projection.rawValue).weight.lora_b",
                            [matrix.rows, adapter.rank])
                    }
                }
            }
        }
        for tensor in model.file.tensorsInOrder where parts.tensors.contains(tensor.name) {
            add(tensor.name, tensor.dimensions.reversed())
        }
        for head in parts.heads {
            add("\(head).weight", [model.configuration.embeddingLength])
            add("\(head).bias", [1])
        }
        allocate()
    }

    /// Fills A with numbers uniform in ±√(1 / inputs), which is Kaiming's range at a = √5, and B
    /// with zeros, as PEFT does; a stream of its own for each tensor.
    func initialiseAdapter(seed: UInt64) {
        for (stream, entry) in entries.enumerated() where entry.name.hasSuffix(".lora_a") {
            var generator = CounterGenerator(seed: seed, stream: UInt64(stream))
            let bound = 1 / Double(entry.shape[1]).squareRoot()
            let target = values(entry)
            for i in 0..<entry.count {
                target[i] = Float((2 * generator.uniform() - 1) * bound)
            }
        }
    }

    private static func check(_ parts: TrainableParts, against model: TransformerModel)
        throws(TrainingError)
    {
        if let adapter = parts.adapter {
            guard (1...1024).contains(adapter.rank), adapter.alpha > 0, adapter.alpha.isFinite
            else {
                throw TrainingError(
                    .invalidSetting,
                    "an adapter of rank \(adapter.rank) and alpha \(adapter.alpha)",
                    advice: "give a rank of 1 to 1024 and a positive alpha")
            }
            let count = model.configuration.blockCount
            if let wrong = adapter.blocks?.filter({ !(0..<count).contains($0) }).min() {
                throw TrainingError(
                    .invalidSetting, "an adapter for block \(wrong) of a model of \(count)",
                    advice: "name blocks from 0 to \(count - 1)")
            }
            guard !adapter.projections.isEmpty, adapter.blocks?.isEmpty != true else {
                throw TrainingError(
                    .invalidSetting, "an adapter that changes nothing",
                    advice: "name at least one projection and one block")
            }
        }
        for name in parts.tensors.sorted() where model.file.tensors[name] == nil {
            throw TrainingError(
                .invalidSetting, "the model has no tensor '\(name)'",
                advice: "name tensors of the model's file")
        }
        if let name = parts.tensors.sorted().first(where: { $0.hasPrefix("rope_freqs") }) {
            throw TrainingError(
                .invalidSetting, "'\(name)' cannot be trained", advice: "leave it out")
        }
        if let name = parts.heads.first(where: { $0.isEmpty || $0.contains(".") }) {
            throw TrainingError(
                .invalidSetting, "a head cannot be named '\(name)'",
                advice: "name it with letters, such as reward")
        }
        if Set(parts.heads).count < parts.heads.count {
            throw TrainingError(
                .invalidSetting, "two heads have the same name", advice: "name them apart")
        }
        guard parts.adapter != nil || !parts.tensors.isEmpty || !parts.heads.isEmpty else {
            throw TrainingError(
                .invalidSetting, "nothing is to be trained",
                advice: "give an adapter, tensors or a head")
        }
    }
}
