import LanguageModel
package import Providers
import Synchronization
package import Workspace

/// The calls that were made or found for one sample, kept until they are committed with it.
///
/// A class because a sample's model and its scorers write to the same log.
package final class CallLog: Sendable {
    private struct State {
        var made: [StoredCall] = []
        var found = 0
    }

    private let state = Mutex(State())
    private let known: Mutex<[String: StoredCall]>
    /// A key that the store was just asked for and did not have.
    private let missing: String?

    /// Starts a log with what is known of the store already.
    ///
    /// - Parameters:
    ///   - known: stored calls that are likely to be wanted.
    ///   - missing: a key that the store does not have, so that it is not asked again.
    package init(known: [String: StoredCall] = [:], missing: String? = nil) {
        self.known = Mutex(known)
        self.missing = missing
    }

    /// The calls made since the last time this was asked, as calls of a sample.
    package func takeMade(for sample: RecordID? = nil) -> [StoredCall] {
        state.withLock { state in
            defer { state.made = [] }
            return state.made.map { call in
                var call = call
                call.sample = sample
                return call
            }
        }
    }

    /// Whether calls were made that nobody has taken yet.
    var hasMade: Bool { state.withLock { !$0.made.isEmpty } }

    /// How many calls were found in the store.
    package var found: Int { state.withLock { $0.found } }

    func find(_ key: String) -> StoredCall? {
        known.withLock { $0[key] }
    }

    func isMissing(_ key: String) -> Bool { key == missing }

    func remember(_ call: StoredCall) {
        known.withLock { $0[call.key] = call }
        state.withLock { $0.made.append(call) }
    }

    func countFound() { state.withLock { $0.found += 1 } }
}

/// A model whose calls are looked up before they are made and kept after: caching and resuming are
/// right by construction, for generation, scoring and judging alike.
package struct RecordedModel: ModelProvider {
    private let base: any ModelProvider
    private let log: CallLog
    private let lookUp: (@Sendable (String) async throws -> StoredCall?)?
    private let epoch: Int

    /// Wraps a model.
    ///
    /// - Parameters:
    ///   - log: where calls are kept until they are committed.
    ///   - epoch: part of every key.
    ///   - lookUp: finds a stored call that the log does not know; nil to look no further.
    package init(
        _ base: any ModelProvider, log: CallLog, epoch: Int,
        lookUp: (@Sendable (String) async throws -> StoredCall?)?
    ) {
        self.base = base
        self.log = log
        self.lookUp = lookUp
        self.epoch = epoch
    }

    package var identity: ModelIdentity { base.identity }

    package func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?)
        async throws -> ModelReply
    {
        try await reply(
            to: request, key: CallKey.hash(identity, request, epoch: epoch), onText: onText)
    }

    /// The same where the caller has made the key already.
    func reply(
        to request: ModelRequest, key: String, onText: (@Sendable (String) -> Void)? = nil
    ) async throws -> ModelReply {
        if let stored = try await find(key), let reply = StoredReply.reply(stored.reply) {
            log.countFound()
            onText?(reply.message.text)
            return reply
        }
        let reply = try await base.reply(to: request, onText: onText)
        log.remember(StoredCall(key: key, reply: StoredReply.json(reply)))
        return reply
    }

    package func score(_ request: ContinuationRequest) async throws -> [ContinuationScore] {
        let key = CallKey.hash(identity, request)
        if let stored = try await find(key), let scores = Self.scores(stored.reply),
            scores.count == request.continuations.count
        {
            log.countFound()
            return scores
        }
        let scores = try await base.score(request)
        log.remember(StoredCall(key: key, reply: Self.json(scores)))
        return scores
    }

    package func close() async { await base.close() }

    private func find(_ key: String) async throws -> StoredCall? {
        if let known = log.find(key) { return known }
        if log.isMissing(key) { return nil }
        return try await lookUp?(key)
    }

    private static func json(_ scores: [ContinuationScore]) -> JSONValue {
        .array(
            scores.map { score in
                [
                    "logprob": .number(score.logprob), "tokens": .integer(score.tokens),
                    "bytes": .integer(score.bytes),
                ]
            })
    }

    private static func scores(_ json: JSONValue) -> [ContinuationScore]? {
        json.array?.compactMap { item in
            guard let logprob = item["logprob"]?.double, let tokens = item["tokens"]?.int,
                let bytes = item["bytes"]?.int
            else { return nil }
            return ContinuationScore(logprob: logprob, tokens: tokens, bytes: bytes)
        }
    }
}
