import LanguageModel
import TestSupport
import Testing

/// The engine against transformers 5.23 on the embedded model's decoded weights, in float32.
@Suite("Golden values of the embedded model", .serialized) struct GoldenTests {
    @Test(
        "The ten likeliest next tokens and their logits are those of transformers",
        arguments: [PrefillMethod.kernels, .blas])
    func nextTop(prefill: PrefillMethod) async throws {
        let engine = try TestEngine.make(prefill: prefill)
        for chat in try GoldenChat.all() {
            let top = try await engine.nextTopLogits(10, after: .messages(chat.messages))
            #expect(top.map { Int($0.id) } == chat.nextTop.map(\.id))
            for (ours, golden) in zip(top, chat.nextTop) {
                #expect(abs(Double(ours.logit) - golden.logit) < 0.02)
            }
        }
    }

    @Test(
        "Greedy continuations agree for as long as the golden margin exceeds 0.05",
        arguments: [PrefillMethod.kernels, .blas])
    func greedy(prefill: PrefillMethod) async throws {
        let engine = try TestEngine.make(prefill: prefill)
        for chat in try GoldenChat.all() {
            let request = GenerationRequest(
                .messages(chat.messages),
                parameters: GenerationParameters(maxTokens: chat.greedyIDs.count))
            let ids = try await engine.generate(request).ids
            let certain = chat.margins.prefix { $0 > 0.05 }.count
            #expect(ids.prefix(certain).elementsEqual(chat.greedyIDs.prefix(certain)))
        }
    }

    @Test(
        "Every golden token, given the golden ones before it, has the golden log-probability",
        arguments: [PrefillMethod.kernels, .blas])
    func teacherForced(prefill: PrefillMethod) async throws {
        let engine = try TestEngine.make(prefill: prefill)
        var worst = 0.0
        for chat in try GoldenChat.all() {
            let scored = try await engine.score(
                ScoringRequest(ids: chat.ids + chat.greedyIDs, first: chat.ids.count))
            try #require(scored.logprobs.count == chat.greedyLogprobs.count)
            for (ours, golden) in zip(scored.logprobs, chat.greedyLogprobs) {
                worst = max(worst, abs(ours - golden))
            }
        }
        #expect(worst < 0.02)
    }

    @Test(
        "Prompt tokens have the golden log-probabilities",
        arguments: [PrefillMethod.kernels, .blas])
    func prompts(prefill: PrefillMethod) async throws {
        let engine = try TestEngine.make(prefill: prefill)
        var worst = 0.0
        for chat in try GoldenChat.all() {
            let ours = try await engine.promptLogprobs(.ids(chat.ids))
            try #require(ours.count == chat.promptLogprobs.count)
            for (ours, golden) in zip(ours, chat.promptLogprobs) {
                worst = max(worst, abs(ours - golden))
            }
        }
        #expect(worst < 0.01)
    }

    @Test(
        "Options of a question have the golden summed log-probabilities",
        arguments: [PrefillMethod.kernels, .blas])
    func choices(prefill: PrefillMethod) async throws {
        let engine = try TestEngine.make(prefill: prefill)
        for line in try GoldenChat.lines("choices.jsonl") {
            let prompt = try #require(line["prompt"]?.string)
            let choices = try #require(line["choices"]?.array).map { try #require($0.string) }
            let golden = try #require(line["logprob_sum"]?.array).map { try #require($0.double) }
            let scored = try await engine.score(choices, after: .text(prompt))
            for (ours, golden) in zip(scored, golden) { #expect(abs(ours.sum - golden) < 0.02) }
            #expect(scored.map(\.bytes) == choices.map(\.utf8.count))
        }
    }

    @Test(
        "Preferred and rejected answers have the golden summed log-probabilities",
        arguments: [PrefillMethod.kernels, .blas])
    func preferences(prefill: PrefillMethod) async throws {
        let engine = try TestEngine.make(prefill: prefill)
        for line in try GoldenChat.lines("preference_logprobs.jsonl") {
            let prompt = try #require(line["prompt"]?.string)
            let answers = try ["chosen", "rejected"].map { try #require(line[$0]?.string) }
            let scored = try await engine.score(answers, after: .text(prompt))
            let golden = try ["logprob_chosen", "logprob_rejected"].map {
                try #require(line[$0]?.double)
            }
            for (ours, golden) in zip(scored, golden) { #expect(abs(ours.sum - golden) < 0.02) }
            #expect(scored[0].tokens == line["tokens_chosen"]?.int)
            #expect(scored[1].tokens == line["tokens_rejected"]?.int)
        }
    }
}
