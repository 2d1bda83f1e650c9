package import LanguageModel

/// A model that the server can speak for.
package protocol ServedModel: Sendable {
    /// The name by which clients ask for it.
    var name: String { get }
    /// The ids that end a turn; their log-probabilities are not shown.
    var endIDs: Set<Int32> { get }
    /// The most tokens of prompt and answer together.
    var contextLength: Int { get }

    /// The ids of a prompt.
    func encode(_ prompt: Prompt) throws -> [Int32]

    /// The bytes of a token.
    func bytes(of id: Int32) -> [UInt8]

    /// Generates text; honours cancellation.
    ///
    /// - Parameter onToken: called with each token on any thread.
    func generate(
        _ request: GenerationRequest, onToken: (@Sendable (GeneratedToken) -> Void)?
    ) async throws -> Generation

    /// ln p of each token after the first, given all before it.
    func logprobs(of ids: [Int32]) async throws -> [Double]
}

/// The engine behind the server.
package struct ServedEngine: ServedModel {
    package let name: String
    private let engine: InferenceEngine

    /// - Parameters:
    ///   - engine: shared with whoever else uses it.
    ///   - name: the name by which clients ask for the model.
    package init(_ engine: InferenceEngine, name: String) {
        self.engine = engine
        self.name = name
    }

    package var endIDs: Set<Int32> { engine.model.tokenizer.endIDs }
    package var contextLength: Int { engine.model.configuration.contextLength }

    package func encode(_ prompt: Prompt) throws -> [Int32] { try engine.encode(prompt) }

    package func bytes(of id: Int32) -> [UInt8] { engine.model.tokenizer.bytes(of: id) }

    package func generate(
        _ request: GenerationRequest, onToken: (@Sendable (GeneratedToken) -> Void)?
    ) async throws -> Generation { try await engine.generate(request, onToken: onToken) }

    package func logprobs(of ids: [Int32]) async throws -> [Double] {
        ids.count < 2 ? [] : try await engine.score(ScoringRequest(ids: ids)).logprobs
    }
}
