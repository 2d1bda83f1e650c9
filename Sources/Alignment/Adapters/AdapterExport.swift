package import LanguageModel
package import Workspace

/// A form in which other programs take adapters.
package enum AdapterForm: String, Sendable, Hashable, CaseIterable {
    /// Hugging Face's PEFT: a folder.
    case peft
    /// llama.cpp: a file.
    case gguf
    /// mlx-lm: a folder.
    case mlx
}

/// Takes adapters out of a workspace and into it, each time with the logit check done.
package struct AdapterExchange: Sendable {
    private let folder: WorkspaceFolder
    private let base: TrainingBase

    /// - Parameter base: the model that the adapters belong to.
    package init(_ folder: WorkspaceFolder, base: TrainingBase) {
        self.folder = folder
        self.base = base
    }

    private var shape: LlamaConfiguration { base.model.configuration }

    /// Writes an adapter, reads the file back and compares what the two compute.
    ///
    /// - Parameter path: the folder or file to write; a folder is made.
    /// - Throws: `AlignmentError` where the check fails: the files are then not to be used.
    package func export(_ name: String, to form: AdapterForm, path: String) async throws
        -> LogitCheck
    {
        let adapter = try AdapterShelf(folder).read(
            name, for: shape, baseSHA256: base.sha256)
        let written: LoRAAdapter
        switch form {
        case .peft:
            try FileAccess.makeFolder(path, path: path)
            try PEFTAdapter.write(
                adapter, to: path, for: shape, base: base.name, baseSHA256: base.sha256)
            written = try PEFTAdapter.read(path, for: shape, baseSHA256: base.sha256)
        case .gguf:
            try GGUFAdapter.write(adapter, to: path, for: shape, baseSHA256: base.sha256)
            written = try GGUFAdapter.read(
                GGUFFile(path: path), for: shape, baseSHA256: base.sha256)
        case .mlx:
            try FileAccess.makeFolder(path, path: path)
            try MLXAdapter.write(adapter, to: path, for: shape, base: base.name)
            written = try MLXReader.read(path, for: shape)
        }
        return try await check(adapter, written, path: path)
    }

    /// Takes in an adapter of another program under a name.
    ///
    /// - Parameter path: a PEFT folder, an mlx-lm folder or a GGUF file; which is seen from it.
    /// - Returns: the check that the copy computes what the original does, and its record.
    package func take(_ path: String, as name: String, store: Store) async throws
        -> (check: LogitCheck, record: StoredRecord)
    {
        let shelf = AdapterShelf(folder)
        guard !shelf.names.contains(name) else {
            throw AlignmentError(
                .name, "there is an adapter '\(name)' already", advice: "choose another name")
        }
        let (adapter, form) = try read(path)
        let hash = try shelf.write(
            adapter, as: name, for: shape, base: base.name, baseSHA256: base.sha256)
        let copy = try shelf.read(name, for: shape, baseSHA256: base.sha256)
        let check = try await check(adapter, copy, path: path)
        let record = StoredRecord(
            id: store.ids.next(.adapter), name: name,
            links: [RecordLink("adapts", "model:\(base.alias)")],
            body: [
                "name": .string(name), "sha256": .string(hash), "kind": "adapter",
                "base": .string(base.alias), "base_sha256": .string(base.sha256),
                "imported": .string(path), "form": .string(form.rawValue),
                "path": .string(".conduct/adapters/\(name)"),
            ])
        try await store.append(record)
        return (check, record)
    }

    /// Writes the model with adapters merged in as a GGUF file, and compares the two.
    ///
    /// - Parameter type: how matrices are stored; Q8_0 rounds, so its check is told, not enforced.
    package func merge(_ names: [String], to path: String, type: TensorType) async throws
        -> LogitCheck
    {
        let shelf = AdapterShelf(folder)
        let adapters = try names.map {
            AppliedAdapter(try shelf.read($0, for: shape, baseSHA256: base.sha256))
        }
        let model = try base.model.applying(base.model.adapters + adapters)
        try await ComputeThread.run { try ModelExport.write(model, to: path, type: type) }
        let check = try await LogitCheck.run(
            base: base.model, expected: model, found: try TransformerModel(path: path))
        guard check.holds || type == .q8_0 else { throw Self.failed(check, path) }
        return check
    }

    private func read(_ path: String) throws -> (LoRAAdapter, AdapterForm) {
        guard FileAccess.isFolder(path) else {
            return (
                try GGUFAdapter.read(GGUFFile(path: path), for: shape, baseSHA256: base.sha256),
                .gguf
            )
        }
        if FileAccess.exists(path + "/adapters.safetensors") {
            return (try MLXReader.read(path, for: shape), .mlx)
        }
        return (try PEFTAdapter.read(path, for: shape, baseSHA256: base.sha256), .peft)
    }

    private func check(_ adapter: LoRAAdapter, _ other: LoRAAdapter, path: String) async throws
        -> LogitCheck
    {
        let stack = base.model.adapters
        let check = try await LogitCheck.run(
            base: base.model, expected: try base.model.applying(stack + [AppliedAdapter(adapter)]),
            found: try base.model.applying(stack + [AppliedAdapter(other)]))
        guard check.holds else { throw Self.failed(check, path) }
        return check
    }

    private static func failed(_ check: LogitCheck, _ path: String) -> AlignmentError {
        AlignmentError(
            .model,
            "\(path) computes log-probabilities that differ by \(check.greatest), more than "
                + "\(LogitCheck.tolerance)",
            advice: "do not use these files, and report this as a defect")
    }
}
