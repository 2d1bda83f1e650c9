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

    /// Opens the model of an alias such as `smollm2` or `smollm2+no-flattery`.
    ///
    /// - Throws: `AlignmentError` for a model that does not run here or is not known,
    ///   `ModelFileError`, `EngineError` for an adapter of another model.
    package static func open(
        _ alias: String, in folder: WorkspaceFolder?, _ configuration: WorkspaceConfiguration
    ) throws -> TrainingBase {
        let parts = alias.split(separator: "+").map(String.init)
        let exact = configuration.models[alias]
        guard let document = exact ?? parts.first.flatMap({ configuration.models[$0] }) else {
            let known = configuration.aliases.joined(separator: ", ")
            throw AlignmentError(
                .model, "no model is called '\(alias)'", advice: "name one of: \(known)")
        }
        guard case .embedded(let source) = document.source else {
            throw AlignmentError(
                .model, "'\(document.alias)' is asked over \(document.source.kind.rawValue)",
                advice: "train a model that runs here: a GGUF file with provider: embedded")
        }
        guard source.adapters.isEmpty else {
            throw AlignmentError(
                .model, "'\(document.alias)' has adapters in conduct.yaml",
                advice: "name the model without them, and the adapters after '+'")
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
        var applied: [AppliedAdapter] = []
        for name in exact == nil ? Array(parts.dropFirst()) : [] {
            guard let folder else {
                throw AlignmentError(
                    .name, "the adapter '\(name)' needs a workspace to lie in",
                    advice: "run this in a workspace, or give --workspace")
            }
            applied.append(
                AppliedAdapter(
                    try AdapterShelf(folder).read(
                        name, for: base.configuration, baseSHA256: sha256)))
        }
        return TrainingBase(
            alias: alias, model: applied.isEmpty ? base : try base.applying(applied),
            sha256: sha256,
            name: isEmbedded ? "HuggingFaceTB/\(EmbeddedModel.name)" : document.alias,
            parameters: document.parameters)
    }
}
