import LanguageModel
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Adapters applied at run time.
@Suite("Adapters", .serialized) struct AdapterTests {
    /// An adapter on every projection of two blocks, big enough to matter.
    static func adapter(_ model: TransformerModel, rank: Int = 3, seed: UInt64 = 1) -> LoRAAdapter {
        let shape = model.configuration
        var pairs: [LoRAAdapter.Target: LoRAAdapter.Pair] = [:]
        for block in [0, 17] {
            for projection in LoRAAdapter.Projection.allCases {
                let (inputs, outputs): (Int, Int) =
                    switch projection {
                    case .query: (shape.embeddingLength, shape.queryLength)
                    case .key, .value: (shape.embeddingLength, shape.keyValueLength)
                    case .attentionOutput: (shape.queryLength, shape.embeddingLength)
                    case .gate, .up: (shape.embeddingLength, shape.feedForwardLength)
                    case .down: (shape.feedForwardLength, shape.embeddingLength)
                    }
                let salt = seed &+ UInt64(block * 10) &+ UInt64(projection.rawValue.utf8.count)
                pairs[LoRAAdapter.Target(block: block, projection: projection)] = .init(
                    rank: rank, down: randomFloats(rank * inputs, seed: salt, scale: 0.05),
                    up: randomFloats(rank * outputs, seed: salt + 1, scale: 0.05))
            }
        }
        return LoRAAdapter(pairs: pairs, scale: 2)
    }

    static func plainLogprobs(_ model: TransformerModel, _ ids: [Int32]) -> [Double] {
        let logits = ReferenceTransformer(model).logits(ids)
        return ids.indices.dropLast().map { position in
            let row = logits[position].map(Double.init)
            let most = row.max() ?? 0
            return row[Int(ids[position + 1])] - most - log(row.reduce(0) { $0 + exp($1 - most) })
        }
    }

    @Test(
        "An adapted model gives what the plain path gives with the same adapters",
        arguments: [PrefillMethod.kernels, .blas])
    func agreement(prefill: PrefillMethod) async throws {
        let base = try TestEngine.model.get()
        let adapted = try base.applying([
            AppliedAdapter(Self.adapter(base)),
            AppliedAdapter(Self.adapter(base, rank: 8, seed: 9), weight: -0.5),
        ])
        let ids = base.tokenizer.encode("Adapters change answers", parsingSpecials: false)
        let plain = Self.plainLogprobs(adapted, ids)
        let before = Self.plainLogprobs(base, ids)
        #expect(zip(plain, before).contains { abs($0 - $1) > 0.05 }, "the adapters matter")
        let engine = InferenceEngine(model: adapted, prefill: prefill)
        let scored = try await engine.score(ScoringRequest(ids: ids, first: 1))
        for (ours, plain) in zip(scored.logprobs, plain) { #expect(abs(ours - plain) < 1e-3) }
        let tail = try await engine.score(ScoringRequest(ids: ids, first: ids.count - 1))
        #expect(abs(tail.logprobs[0] - (plain.last ?? 0)) < 1e-3)
    }

    @Test("An adapter of weight 0 changes no log-probability, and the base model is left as it is")
    func zero() async throws {
        let base = try TestEngine.model.get()
        let ids = base.tokenizer.encode("Nothing changes here, surely", parsingSpecials: false)
        let plain = try await TestEngine.make().score(ScoringRequest(ids: ids))
        let zero = try base.applying([AppliedAdapter(Self.adapter(base), weight: 0)])
        let same = try await InferenceEngine(model: zero).score(ScoringRequest(ids: ids))
        #expect(same == plain)
        #expect(zero.adapters.count == 1 && base.adapters.isEmpty)
        let none = try zero.applying([])
        #expect(try await InferenceEngine(model: none).score(ScoringRequest(ids: ids)) == plain)
    }

    @Test("An adapter that does not fit the model is refused")
    func misfits() throws {
        let base = try TestEngine.model.get()
        let good = LoRAAdapter.Pair(
            rank: 1, down: [Float](repeating: 0, count: 576), up: [Float](repeating: 0, count: 576))
        func code(_ block: Int, _ pair: LoRAAdapter.Pair) -> EngineError.Code? {
            let target = LoRAAdapter.Target(block: block, projection: .query)
            do throws(EngineError) {
                _ = try base.applying([AppliedAdapter(LoRAAdapter(pairs: [target: pair], scale: 1))]
                )
                return nil
            } catch { return error.code }
        }
        #expect(code(0, good) == nil)
        #expect(code(30, good) == .adapter)
        #expect(code(-1, good) == .adapter)
        var wrong = good
        wrong.rank = 2
        #expect(code(0, wrong) == .adapter)
        wrong = good
        wrong.up.removeLast()
        #expect(code(0, wrong) == .adapter)
    }
}
