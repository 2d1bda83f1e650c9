import Foundation
package import LanguageModel
import Statistics

/// A simulated model that plays a `Script`: deterministic by the sample's seed, with behaviours
/// planted at stated rates. Its true rates are known, which makes it the oracle for everything
/// statistical; whatever shows its output says that it is simulated.
///
/// Its calls cost nothing by nature, and it counts no tokens.
package struct ScriptedModel: ModelProvider {
    package let identity: ModelIdentity
    /// The part played.
    package let script: Script
    private let compiled: CompiledScript
    private let clock: CallClock

    /// One answer that could come, and how often.
    package struct Chance: Sendable, Hashable {
        /// The behaviour that gives it; nil for the default reply.
        package var behaviour: String?
        /// The answer.
        package var reply: String
        /// The share of samples that get it, in [0, 1].
        package var probability: Double
    }

    /// Reads a script.
    ///
    /// - Parameter fileSHA256: the hash of the file that defines the script: part of every call's
    ///   key.
    /// - Throws: `ProviderError.invalidRequest` for a script that cannot be played.
    package init(_ script: Script, fileSHA256: String? = nil, clock: CallClock = .monotonic)
        throws(ProviderError)
    {
        self.script = script
        self.clock = clock
        compiled = try CompiledScript(script)
        try script.judge?.check(in: script.name)
        identity = ModelIdentity(kind: "scripted", model: script.name, fileSHA256: fileSHA256)
    }

    package func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?)
        async throws -> ModelReply
    {
        try Task.checkCancellation()
        let start = clock.now()
        var text = try drawn(request.messages, request.variables, request.seed)
        for stop in request.parameters.stop where !stop.isEmpty {
            if let range = text.firstRange(of: stop) { text = String(text[..<range.lowerBound]) }
        }
        let first = try await speak(text, seed: request.seed, from: start, onText)
        return ModelReply(
            message: Message(.assistant, text), finishReason: .stop,
            latency: (clock.now() - start) / 1000, timeToFirstToken: first)
    }

    /// Each answer that could come of a conversation, with its true share of the samples.
    ///
    /// Behaviours that only change rates count with their change times their own rate where that
    /// is 0 or 1; scripts whose changes happen by chance have no single distribution.
    package func chances(
        of messages: [Message], variables: [String: JSONValue] = [:]
    ) throws(ProviderError) -> [Chance] {
        var left = 1.0
        var chances: [Chance] = []
        for outcome in try compiled.outcomes(of: messages, variables: variables, draw: { _ in 0 }) {
            chances.append(
                Chance(
                    behaviour: outcome.behaviour.map { compiled.behaviours[$0].name },
                    reply: try outcome.template.render(variables, captures: outcome.captures),
                    probability: left * outcome.rate))
            left *= 1 - outcome.rate
        }
        return chances
    }

    /// Log-probabilities by which a choice among the continuations agrees with the replies.
    ///
    /// With a seed, nine tenths of the probability lie on the reply that `reply` gives for it, so
    /// that a planted rate shows in choices by log-probability as in text; without one, all of it
    /// lies on the replies' true shares. A reply gives its share to the continuations that stand
    /// in it as whole words, in equal parts; a reply whose variables are missing (as in a
    /// content-free prompt) gives none. One fiftieth is spread over everything else, so that no
    /// continuation is impossible.
    package func score(_ request: ContinuationRequest) async throws -> [ContinuationScore] {
        try Task.checkCancellation()
        let messages: [Message] =
            switch request.context {
            case .messages(let messages): messages
            case .prompt(let text): [Message(.user, text)]
            }
        let luck: (String) -> Double = { name in
            request.seed.map { draw(name, seed: $0) } ?? 0
        }
        let outcomes = try compiled.outcomes(
            of: messages, variables: request.variables, draw: luck)
        let chosen = request.seed.map { _ in drawnIndex(outcomes, luck) }
        var shares = [Double](repeating: 0, count: request.continuations.count)
        var left = 1.0
        for (index, outcome) in outcomes.enumerated() {
            var share = left * outcome.rate
            left *= 1 - outcome.rate
            if let chosen { share = 0.1 * share + (index == chosen ? 0.9 : 0) }
            guard
                let reply = try? outcome.template.render(
                    request.variables, captures: outcome.captures)
            else { continue }
            let agreeing = request.continuations.indices.filter {
                Words.contains(reply, request.continuations[$0])
            }
            for index in agreeing { shares[index] += share / Double(agreeing.count) }
        }
        let floor = 0.02 / Double(request.continuations.count + 1)
        return zip(request.continuations, shares).map { text, share in
            ContinuationScore(
                logprob: log(0.98 * share + floor), tokens: Words.count(text),
                bytes: text.utf8.count)
        }
    }

    private func drawn(
        _ messages: [Message], _ variables: [String: JSONValue], _ seed: UInt64
    ) throws(ProviderError) -> String {
        let luck: (String) -> Double = { draw($0, seed: seed) }
        if let judge = script.judge, let task = JudgingTask(variables),
            let verdict = judge.verdict(on: task, draw: luck)
        {
            return verdict
        }
        let outcomes = try compiled.outcomes(of: messages, variables: variables, draw: luck)
        let outcome = outcomes[drawnIndex(outcomes, luck)]
        return try outcome.template.render(variables, captures: outcome.captures)
    }

    private func drawnIndex(
        _ outcomes: [CompiledScript.Outcome], _ draw: (String) -> Double
    ) -> Int {
        let chosen = outcomes.firstIndex { outcome in
            guard let index = outcome.behaviour else { return true }
            return draw(compiled.behaviours[index].name) < outcome.rate
        }
        return chosen ?? outcomes.count - 1
    }

    /// The number in [0, 1) that decides about a behaviour in one sample.
    ///
    /// It hangs on the script's and the behaviour's names too: samples of two models share their
    /// seed and must not share their luck.
    private func draw(_ behaviour: String, seed: UInt64) -> Double {
        var generator = CounterGenerator(
            seed: seed, stream: Self.stream("\(script.name)\u{0}\(behaviour)"))
        return generator.uniform()
    }

    /// FNV-1a over the UTF-8 bytes.
    private static func stream(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    /// Takes the time that the script gives an answer, and hands it on word by word.
    ///
    /// - Returns: microseconds to the first piece, where one was handed on.
    private func speak(
        _ text: String, seed: UInt64, from start: Int, _ onText: (@Sendable (String) -> Void)?
    ) async throws -> Int? {
        var wait = 0.0
        if let latency = script.latency {
            var generator = CounterGenerator(
                seed: seed, stream: Self.stream("\(script.name)\u{0}\u{0}latency"))
            wait = latency.milliseconds + latency.jitter * (2 * generator.uniform() - 1)
        }
        let total = Int(max(0, min(wait, 3_600_000)) * 1_000_000)
        guard let onText, !text.isEmpty else {
            if total > 0 { try await clock.sleep(start + total) }
            return nil
        }
        let pieces = Self.pieces(text)
        var first: Int?
        for (index, piece) in pieces.enumerated() {
            if total > 0 { try await clock.sleep(start + total * (index + 1) / pieces.count) }
            if first == nil { first = (clock.now() - start) / 1000 }
            onText(piece)
        }
        return first
    }

    /// The words of a text, each with the white space after it.
    private static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var endsInSpace = false
        for scalar in text.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace
            if endsInSpace, !isSpace {
                pieces.append(piece)
                piece = ""
            }
            piece.unicodeScalars.append(scalar)
            endsInSpace = isSpace
        }
        pieces.append(piece)
        return pieces
    }
}
