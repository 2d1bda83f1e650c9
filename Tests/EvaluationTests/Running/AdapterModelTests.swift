import Evaluation
import Foundation
import LanguageModel
import Providers
import TestSupport
import Testing
import Workspace

@Suite("Embedded models with adapters", .serialized)
struct AdapterModelTests {
    private static let continuations = [" eight", " six", " a hundred"]
    private static let context = ScoringContext.messages([
        Message(.user, "How many legs has a spider?")
    ])

    /// Factors of rank 2 in one block, big enough to change every answer.
    private static func adapter(_ shape: LlamaConfiguration, seed: UInt64 = 1) -> LoRAAdapter {
        var state = seed
        func floats(_ count: Int) -> [Float] {
            (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Float(Int32(truncatingIfNeeded: state >> 33)) / Float(1 << 30) * 0.1 - 0.1
            }
        }
        var pairs: [LoRAAdapter.Target: LoRAAdapter.Pair] = [:]
        for (projection, outputs) in [
            (LoRAAdapter.Projection.query, shape.queryLength), (.value, shape.keyValueLength),
        ] {
            pairs[LoRAAdapter.Target(block: 3, projection: projection)] = LoRAAdapter.Pair(
                rank: 2, down: floats(2 * shape.embeddingLength), up: floats(2 * outputs))
        }
        return LoRAAdapter(pairs: pairs, scale: 4)
    }

    /// A workspace with a PEFT adapter `tiny`, another as `other.gguf`, and one for another model.
    private static func lab(
        _ body: (WorkspaceFolder, ModelCatalogue, TransformerModel) async throws -> Void
    ) async throws {
        let model = try TransformerModel(path: EmbeddedModelFile.path())
        try await Folder.with { root in
            let shape = model.configuration
            for (name, base) in [("tiny", EmbeddedModel.sha256), ("foreign", "0123456789abcdef")] {
                let folder = "\(root)/.conduct/adapters/\(name)"
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true)
                try PEFTAdapter.write(
                    adapter(shape), to: folder, for: shape, base: "smollm2", baseSHA256: base)
            }
            try GGUFAdapter.write(
                adapter(shape, seed: 7), to: root + "/other.gguf", for: shape,
                baseSHA256: EmbeddedModel.sha256)
            try """
            models:
              half: {provider: embedded, adapter: {path: tiny, strength: 0.5}}
              none: {provider: embedded, adapter: {path: tiny, strength: 0}}
              both: {provider: embedded, adapters: [tiny, {path: other.gguf, strength: -1}]}
              file: {provider: embedded, adapter: .conduct/adapters/tiny/adapter_model.safetensors}
              echo: {provider: echo}

            """.write(toFile: root + "/conduct.yaml", atomically: true, encoding: .utf8)
            let folder = try WorkspaceFolder(root: root)
            let catalogue = ModelCatalogue(
                try folder.configuration(), folder: folder,
                environment: ProcessInfo.processInfo.environment, recordedRun: { _ in [] })
            try await body(folder, catalogue, model)
            await catalogue.close()
        }
    }

    private static func sums(_ provider: any ModelProvider) async throws -> [Double] {
        try await provider.score(continuations, after: context).map(\.logprob)
    }

    /// What LanguageModel itself gives with adapters applied.
    private static func direct(
        _ model: TransformerModel, _ adapters: [AppliedAdapter]
    ) async throws -> [Double] {
        guard case .messages(let messages) = context else { return [] }
        let engine = InferenceEngine(model: try model.applying(adapters))
        return try await engine.score(continuations, after: .messages(messages)).map(\.sum)
    }

    @Test("An alias plus an adapter is the model with that adapter, as LanguageModel applies it")
    func sum() async throws {
        try await Self.lab { folder, catalogue, model in
            let path = folder.adaptersPath + "/tiny"
            let read = try PEFTAdapter.read(path, for: model.configuration)
            let plain = try await catalogue.open("smollm2").provider
            let tuned = try await catalogue.open("smollm2+tiny").provider
            let base = try await Self.sums(plain)
            let scored = try await Self.sums(tuned)
            #expect(scored == (try await Self.direct(model, [AppliedAdapter(read)])))
            #expect(zip(scored, base).contains { abs($0 - $1) > 0.05 }, "the adapter matters")
            let half = try await Self.sums(catalogue.open("smollm2+tiny*0.5").provider)
            #expect(half == (try await Self.direct(model, [AppliedAdapter(read, weight: 0.5)])))
            #expect(half == (try await Self.sums(catalogue.open("half").provider)))
            #expect(scored == (try await Self.sums(catalogue.open("file").provider)))
            #expect(base == (try await Self.sums(catalogue.open("none").provider)))
        }
    }

    @Test("Several adapters are applied in order, PEFT and GGUF alike")
    func several() async throws {
        try await Self.lab { folder, catalogue, model in
            let first = try PEFTAdapter.read(
                folder.adaptersPath + "/tiny", for: model.configuration)
            let second = try GGUFAdapter.read(
                GGUFFile(path: folder.root + "/other.gguf"), for: model.configuration)
            let scored = try await Self.sums(catalogue.open("both").provider)
            #expect(
                scored
                    == (try await Self.direct(
                        model, [AppliedAdapter(first), AppliedAdapter(second, weight: -1)])))
        }
    }

    @Test("Adapters and their strength are part of the identity and of every call's key")
    func identity() async throws {
        try await Self.lab { _, catalogue, _ in
            var identities: [ModelIdentity] = []
            for alias in ["smollm2", "smollm2+tiny", "smollm2+tiny*0.5", "both"] {
                identities.append(try await catalogue.open(alias).provider.identity)
            }
            #expect(identities.map(\.adapterSHA256.count) == [0, 1, 1, 2])
            let request = ModelRequest(messages: [Message(.user, "x")])
            let keys = identities.map { Providers.CallKey.hash($0, request, epoch: 0) }
            #expect(Set(keys).count == 4)
            let hash = try #require(identities[1].adapterSHA256.first)
            #expect(hash.utf8.count == 64 && identities[2].adapterSHA256 == ["\(hash)*0.5"])
        }
    }

    @Test("An adapter of another model is refused, and one that is not there says what is")
    func refused() async throws {
        try await Self.lab { _, catalogue, _ in
            let mismatch = await #expect(throws: ModelFileError.self) {
                _ = try await catalogue.open("smollm2+foreign")
            }
            #expect(mismatch?.description.contains("trained on the model") == true)
            let missing = await #expect(throws: ProviderError.self) {
                _ = try await catalogue.open("smollm2+tinny")
            }
            #expect(missing?.description.contains("tiny") == true)
            for alias in ["echo+tiny", "smollm2+", "smollm2+tiny*x", "nobody+tiny", "smollm2+a/b"] {
                await #expect(throws: ProviderError.self, "\(alias)") {
                    _ = try await catalogue.open(alias)
                }
            }
        }
    }
}
