import FoundationEssentials
package import LanguageModel
package import Workspace

/// The adapters of a workspace: one folder in PEFT's form for each name, under
/// `.conduct/adapters`.
package struct AdapterShelf: Sendable {
    private let folder: WorkspaceFolder

    package init(_ folder: WorkspaceFolder) { self.folder = folder }

    /// Where the adapter of a name lies or would lie.
    package func path(of name: String) -> String { folder.adaptersPath + "/" + name }

    /// The names of all adapters, sorted.
    package var names: [String] {
        let found =
            (try? FileManager.default.contentsOfDirectory(atPath: folder.adaptersPath)) ?? []
        return found.filter { FileAccess.exists(weights($0)) }.sorted()
    }

    /// The hash of an adapter's numbers: SHA-256 of its safetensors file.
    package func hash(of name: String) throws(DocumentError) -> String {
        try FileAccess.hash(weights(name), path: ".conduct/adapters/\(name)")
    }

    /// Reads an adapter for a model of this shape.
    ///
    /// - Throws: `AlignmentError` where there is none, `ModelFileError` for one of another model.
    package func read(_ name: String, for shape: LlamaConfiguration, baseSHA256: String?) throws
        -> LoRAAdapter
    {
        guard FileAccess.exists(weights(name)) else {
            let known = names
            throw AlignmentError(
                .name, "there is no adapter '\(name)'",
                advice: known.isEmpty
                    ? "train one with conduct align, or import one with conduct adapter import"
                    : "name one of: \(known.joined(separator: ", "))")
        }
        var adapter = try PEFTAdapter.read(
            path(of: name), for: shape, baseSHA256: baseSHA256)
        adapter.sha256 = try hash(of: name)
        return adapter
    }

    /// Writes an adapter under a name; one that is there is replaced.
    ///
    /// - Returns: the hash of its numbers.
    package func write(
        _ adapter: LoRAAdapter, as name: String, for shape: LlamaConfiguration, base: String,
        baseSHA256: String
    ) throws -> String {
        let path = path(of: name)
        try FileAccess.makeFolder(path, path: ".conduct/adapters/\(name)")
        try PEFTAdapter.write(adapter, to: path, for: shape, base: base, baseSHA256: baseSHA256)
        return try hash(of: name)
    }

    private func weights(_ name: String) -> String {
        path(of: name) + "/adapter_model.safetensors"
    }
}
