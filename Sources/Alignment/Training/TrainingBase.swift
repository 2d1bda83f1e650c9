import Evaluation
package import LanguageModel
package import Workspace

/// A model that can be trained: a file that runs in this process, with adapters that are merged
/// into it.
package struct TrainingBase: Sendable {
    /// The alias as given, adapters after `+`.
    package var alias: String
    /// The model with its adapters applied.
    package var model: TransformerModel
    /// SHA-256 of the model's file.
    package var sha256: String
    /// What other programs are told the base model is.
    package var name: String
    /// How the alias generates by default.
    package var parameters: GenerationParameters

    /// Opens the model of an alias such as `smollm2` or `smollm2+no-flattery*0.5`, with the adapters
    /// that its alias and its entry in `conduct.yaml` name.
    ///
    /// - Throws: `AlignmentError` for a model that does not run here or is not known, or an adapter
    ///   that is not there; `ModelFileError`, `EngineError` for an adapter of another model.
    package static func open(
        _ alias: String, in folder: WorkspaceFolder?, _ configuration: WorkspaceConfiguration
    ) throws -> TrainingBase {
        guard let document = configuration.model(alias) else {
            let known = configuration.aliases.joined(separator: ", ")
            throw AlignmentError(
                .model, "no model is called '\(alias)'",
                advice: "name one of: \(known), with adapters after '+'")
        }
        guard case .embedded(let source) = document.source else {
            throw AlignmentError(
                .model, "'\(document.alias)' is asked over \(document.source.kind.rawValue)",
                advice: "train a model that runs here: a GGUF file with provider: embedded")
        }
        let path: String
        if let given = source.path {
            path = given.hasPrefix("/") ? given : try folder?.resolve(given) ?? given
        } else {
            path = EmbeddedModel.path
        }
        let base = try TransformerModel(path: path, template: source.template)
        let stem = path.split(separator: "/").last.map { String($0.dropLast(5)) } ?? ""
        let isEmbedded = stem == EmbeddedModel.sha256
        let sha256 = isEmbedded ? stem : try FileAccess.hash(path, path: source.path ?? path)
        let applied = try source.adapters.map {
            try adapter($0, of: base, sha256: sha256, in: folder)
        }
        return TrainingBase(
            alias: alias, model: applied.isEmpty ? base : try base.applying(applied),
            sha256: sha256,
            name: isEmbedded ? "HuggingFaceTB/\(EmbeddedModel.name)" : document.alias,
            parameters: document.parameters)
    }

    private static func adapter(
        _ adapter: ModelDocument.Embedded.Adapter, of base: TransformerModel, sha256: String,
        in folder: WorkspaceFolder?
    ) throws -> AppliedAdapter {
        // A name is looked up on the shelf, which says what there is; anything else is a path.
        guard !adapter.path.contains("/"), !adapter.path.hasSuffix(".gguf") else {
            return try AdapterFiles(folder: folder).load(adapter, for: base, baseSHA256: sha256)
        }
        guard let folder else {
            throw AlignmentError(
                .name, "the adapter '\(adapter.path)' needs a workspace to lie in",
                advice: "run this in a workspace, or give --workspace")
        }
        return AppliedAdapter(
            try AdapterShelf(folder).read(
                adapter.path, for: base.configuration, baseSHA256: sha256),
            weight: Float(adapter.strength))
    }
}
