package import LanguageModel
import Providers
package import Workspace

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Finds and reads the adapters that models name.
package struct AdapterFiles: Sendable {
    /// The workspace; nil outside of one, where only paths are found.
    let folder: WorkspaceFolder?

    package init(folder: WorkspaceFolder?) { self.folder = folder }

    /// Reads an adapter for a model.
    ///
    /// - Parameters:
    ///   - adapter: a name in `.conduct/adapters/`, or a path: a PEFT folder, its safetensors file,
    ///     or a GGUF adapter.
    ///   - baseSHA256: the hash of the model's file; an adapter that was trained on another is
    ///     refused.
    /// - Throws: `ModelFileError` for a file that is no adapter or does not fit, `ProviderError`
    ///   for one that is not there, `DocumentError` for a path out of the workspace.
    package func load(
        _ adapter: ModelDocument.Embedded.Adapter, for model: TransformerModel, baseSHA256: String
    ) throws -> AppliedAdapter {
        let path = try place(of: adapter.path)
        let shape = model.configuration
        var read: LoRAAdapter
        if FileAccess.isFolder(path) {
            read = try PEFTAdapter.read(path, for: shape, baseSHA256: baseSHA256)
            read.sha256 = try Self.hash(
                path + "/adapter_config.json", path + "/adapter_model.safetensors")
        } else {
            read = try GGUFAdapter.read(
                GGUFFile(path: path), for: shape, baseSHA256: baseSHA256)
            read.sha256 = try FileAccess.hash(path, path: path)
        }
        return AppliedAdapter(read, weight: Float(adapter.strength))
    }

    /// SHA-256 over the hashes of the files that decide what a PEFT adapter computes.
    private static func hash(_ paths: String...) throws -> String {
        SHA256.hex(
            try paths.map { try FileAccess.hash($0, path: $0) }.joined(separator: "\n"))
    }

    /// Where an adapter lies: a PEFT folder or a GGUF file.
    private func place(of name: String) throws -> String {
        if let folder, !name.contains("/") {
            let here = folder.adaptersPath + "/" + name
            for path in [here, here + ".gguf"] where FileAccess.exists(path) {
                return try folderOrFile(path, name)
            }
        }
        let path = try folder?.resolve(name) ?? name
        guard FileAccess.exists(path) else {
            throw ProviderError(
                .invalidRequest, "there is no adapter '\(name)'", advice: advice())
        }
        return try folderOrFile(path, name)
    }

    private func folderOrFile(_ path: String, _ name: String) throws -> String {
        if FileAccess.isFolder(path) || path.hasSuffix(".gguf") { return path }
        let suffix = "/adapter_model.safetensors"
        guard path.hasSuffix(suffix) else {
            throw ProviderError(
                .invalidRequest,
                "'\(name)' is neither a PEFT folder, its adapter_model.safetensors nor a .gguf file",
                advice: "name the folder that holds adapter_config.json")
        }
        return String(path.dropLast(suffix.count))
    }

    /// What adapters there are.
    private func advice() -> String {
        let names =
            folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0.adaptersPath) }
            ?? []
        let shown = names.filter { !$0.hasPrefix(".") }.sorted().prefix(12)
        return shown.isEmpty
            ? "train one, or lay a PEFT folder into .conduct/adapters"
            : "there are " + shown.joined(separator: ", ")
    }
}
