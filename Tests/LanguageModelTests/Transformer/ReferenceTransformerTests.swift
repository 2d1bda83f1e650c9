#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import LanguageModel
import TestSupport
import Testing

/// The engine against the plain loops of `ReferenceTransformer`.
@Suite struct ReferenceTransformerTests {
    @Test("The engine gives the logits of the plain scalar path", arguments: [Precision.exact])
    func agreement(precision: Precision) async throws {
        let model = try TestEngine.model.get()
        let engine = try TestEngine.make(precision)
        let ids = model.tokenizer.encode("The capital of France is", parsingSpecials: false)
        let reference = ReferenceTransformer(model).logits(ids)
        let scored = try await engine.score(ScoringRequest(ids: ids))
        for (position, logprob) in scored.logprobs.enumerated() {
            let row = reference[position].map(Double.init)
            let most = row.max() ?? 0
            let sum = row.reduce(0) { $0 + exp($1 - most) }
            let plain = row[Int(ids[position + 1])] - most - log(sum)
            #expect(abs(plain - logprob) < 2e-4)
        }
        let top = try await engine.nextTopLogits(5, after: .ids(ids))
        for entry in top {
            #expect(abs(entry.logit - reference[ids.count - 1][Int(entry.id)]) < 5e-4)
        }
    }
}
