import LanguageModel
import Providers
import Workspace

/// Makes one sample of a plan: renders, asks turn by turn, scores.
struct SampleMaker: Sendable {
    let plan: EvalPlan
    let run: RecordID
    let scoring: RecordID?
    let ids: RecordIDGenerator
    let lookUp: (@Sendable (String) async throws -> StoredCall?)?

    /// A cell with its first request, ready to be asked.
    struct Prepared: Sendable {
        let cell: EvalPlan.Cell
        let seed: UInt64
        let prompt: RenderedPrompt
        let request: ModelRequest
        let key: String
        let failure: SampleFailure?
    }

    /// Renders a cell's prompt. A template that cannot be rendered makes a failed sample, not a
    /// failed run.
    func prepare(_ cell: EvalPlan.Cell) -> Prepared {
        let item = plan.cases[cell.caseIndex]
        let prompt = plan.prompts[cell.prompt]
        let model = plan.models[cell.model]
        let seed = SampleSeed.of(
            runSeed: plan.seed, caseID: item.id, promptID: prompt.id, epoch: cell.epoch)
        var rendered = RenderedPrompt.empty
        var failure: SampleFailure?
        do { rendered = try prompt.render(item) } catch {
            failure = SampleFailure(code: "template", message: "\(error)")
        }
        let request = ModelRequest(
            messages: rendered.messages, parameters: model.parameters, seed: seed,
            variables: item.vars)
        return Prepared(
            cell: cell, seed: seed, prompt: rendered, request: request,
            key: CallKey.hash(model.provider.identity, request, epoch: cell.epoch),
            failure: failure)
    }

    /// What came of a cell.
    struct Made: Sendable {
        let entry: SampleEntry
        /// The error that made the sample fail, where one did.
        let error: (any Error)?
    }

    /// Asks and scores.
    ///
    /// - Parameters:
    ///   - known: stored calls to this request, where they were looked up.
    ///   - lookedUp: whether they were: what is not among them then is not stored.
    /// - Throws: `CancellationError` alone; other errors make a failed sample.
    func make(_ prepared: Prepared, known: [String: StoredCall], lookedUp: Bool) async throws
        -> Made
    {
        let cell = prepared.cell
        let item = plan.cases[cell.caseIndex]
        let model = plan.models[cell.model]
        let log = CallLog(known: known, missing: lookedUp ? prepared.key : nil)
        let recorded = RecordedModel(
            model.provider, log: log, epoch: cell.epoch, lookUp: lookUp)
        let started = Timestamp.now
        let name = plan.name(of: cell)
        var sample = Sample(
            id: ids.next(.sample), run: run, caseID: name.caseID, promptID: name.promptID,
            model: name.model, epoch: cell.epoch, seed: prepared.seed,
            transcript: prepared.prompt.messages, promptCount: prepared.prompt.messages.count,
            output: "",
            failure: prepared.failure, started: started)
        var thrown: (any Error)?
        if prepared.failure == nil {
            do {
                try await ask(recorded, prepared, into: &sample)
            } catch let error as CancellationError {
                throw error
            } catch {
                try Task.checkCancellation()
                thrown = error
                sample.failure = Self.failure(error)
            }
        }
        sample.isReused = sample.failure == nil && log.found > 0 && !log.hasMade
        return Made(
            entry: try await entry(sample, item, recorded, log, known, price: model.price),
            error: thrown)
    }

    private func ask(
        _ model: RecordedModel, _ prepared: Prepared, into sample: inout Sample
    ) async throws {
        var request = prepared.request
        var turns = prepared.prompt.turns[...]
        var usage: TokenUsage?
        var latency = 0
        var logprobs: [JSONValue] = []
        var key = prepared.key
        while true {
            sample.callKeys.append(key)
            let reply = try await model.reply(to: request, key: key)
            sample.transcript.append(reply.message)
            sample.output = reply.message.text
            sample.finishReason = reply.finishReason
            sample.timeToFirstToken = reply.timeToFirstToken
            sample.retries += reply.retries
            sample.servedModel = reply.servedModel
            latency += reply.latency
            if let turn = reply.usage {
                usage = TokenUsage(
                    input: (usage?.input ?? 0) + turn.input,
                    output: (usage?.output ?? 0) + turn.output,
                    cachedInput: turn.cachedInput.map { (usage?.cachedInput ?? 0) + $0 })
            }
            if let tokens = reply.logprobs { logprobs += tokens.map(StoredReply.json) }
            guard let next = turns.popFirst() else { break }
            let message = Message(.user, next)
            sample.transcript.append(message)
            request.messages = sample.transcript
            key = CallKey.hash(model.identity, request, epoch: prepared.cell.epoch)
        }
        sample.usage = usage
        sample.latency = latency
        if !logprobs.isEmpty { sample.logprobs = .array(logprobs) }
    }

    private func entry(
        _ sample: Sample, _ item: EvalPlan.Case, _ model: RecordedModel, _ log: CallLog,
        _ known: [String: StoredCall], price: Price?
    ) async throws -> SampleEntry {
        var sample = sample
        if sample.isReused {
            sample.reusedFrom = sample.callKeys.first.flatMap { known[$0]?.sample }
        }
        if let usage = sample.usage { sample.cost = price?.cost(of: usage) }
        var calls = log.takeMade(for: sample.id)
        var scores: [Score] = []
        if let scoring, !item.scorers.isEmpty {
            let subject = ScoringSubject(
                caseID: item.id, variables: item.vars, tags: item.tags,
                transcript: sample.transcript, promptCount: sample.promptCount,
                output: sample.output, reply: ReplyFacts(sample),
                failure: sample.failure?.message, model: model, seed: sample.seed)
            for scorer in item.scorers {
                let outcome = await scorer.score(subject)
                try Task.checkCancellation()
                scores.append(
                    Score(
                        scoring: scoring, sample: sample.id, scorer: scorer.name,
                        verdict: outcome.verdict, value: outcome.value, reason: outcome.reason,
                        detail: outcome.detail, weight: scorer.weight, latency: outcome.latency))
            }
            calls += log.takeMade(for: sample.id)
        }
        return SampleEntry(sample: sample, scores: scores, calls: calls)
    }

    private static func failure(_ error: any Error) -> SampleFailure {
        if let error = error as? ProviderError {
            return SampleFailure(code: error.code.rawValue, message: error.description)
        }
        return SampleFailure(code: "unexpected", message: "\(error)")
    }
}
