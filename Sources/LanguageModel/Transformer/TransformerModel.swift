/// A loaded model: the mapped weights, the shape, the tokenizer, the chat template and the
/// adapters applied to it.
///
/// Loading maps the file and checks it; the weights stay on disk until they are first used. A class
/// because the engine, the trainer and the caller share one.
public final class TransformerModel: Sendable {
    /// The file that the weights are mapped from.
    public let file: GGUFFile
    /// The model's shape.
    public let configuration: LlamaConfiguration
    /// The file's tokenizer.
    public let tokenizer: Tokenizer
    /// The template of conversations, or why there is none: a model without one still continues
    /// and scores raw text.
    public let templateResult: Result<ChatTemplate, ModelFileError>
    /// The adapters, in the order in which their products are added.
    public let adapters: [AppliedAdapter]

    let weights: LlamaWeights
    let rotary: RotaryTable
    let adapterWeights: AdapterWeights

    /// Loads a model.
    ///
    /// - Parameters:
    ///   - path: a GGUF file of the Llama architecture.
    ///   - template: the name of a known template, for a file whose own is not recognised.
    /// - Throws: `ModelFileError` that says what is wrong with the file.
    public convenience init(path: String, template: String? = nil) throws(ModelFileError) {
        try self.init(GGUFFile(path: path), template: template)
    }

    /// Loads a model from an open file.
    ///
    /// - Parameters:
    ///   - file: a GGUF file of the Llama architecture.
    ///   - template: the name of a known template, for a file whose own is not recognised.
    /// - Throws: `ModelFileError` that says what is wrong with the file.
    public init(_ file: GGUFFile, template: String? = nil) throws(ModelFileError) {
        self.file = file
        configuration = try LlamaConfiguration(file)
        tokenizer = try Tokenizer(file)
        if let template {
            guard let known = ChatTemplate.named(template, for: file) else {
                let names = ChatTemplate.Family.allCases.map(\.rawValue).joined(separator: ", ")
                throw ModelFileError(
                    .unsupported, path: file.path, "no chat template is named '\(template)'",
                    advice: "name one of \(names)")
            }
            templateResult = .success(known)
        } else {
            templateResult = Result { () throws(ModelFileError) in
                try ChatTemplate.recognise(file)
            }
        }
        weights = try LlamaWeights(file, configuration)
        rotary = RotaryTable(configuration)
        adapters = []
        adapterWeights = .none
    }

    private init(_ base: TransformerModel, adapters: [AppliedAdapter]) throws(EngineError) {
        file = base.file
        configuration = base.configuration
        tokenizer = base.tokenizer
        templateResult = base.templateResult
        weights = base.weights
        rotary = base.rotary
        self.adapters = adapters
        adapterWeights = try AdapterWeights(adapters, for: base.weights)
    }

    /// The same model, sharing the mapped weights, with adapters in place of those it has.
    ///
    /// - Throws: `EngineError` of the code `adapter` when one does not fit.
    public func applying(_ adapters: [AppliedAdapter]) throws(EngineError) -> TransformerModel {
        try TransformerModel(self, adapters: adapters)
    }

    /// The token ids of a conversation, ready for the assistant's answer.
    ///
    /// - Throws: `EngineError` of the code `template` when the conversation does not fit.
    public func encode(_ messages: [Message]) throws(EngineError) -> [Int32] {
        do {
            return try templateResult.get().encode(messages, with: tokenizer)
        } catch let error as ChatTemplateError {
            throw EngineError(
                .template, "\(error)", advice: "change the conversation, or name another template")
        } catch {
            throw EngineError(
                .template, "\(error)", advice: "name a template in the model's configuration")
        }
    }
}
