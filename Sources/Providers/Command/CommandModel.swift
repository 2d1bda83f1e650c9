import LanguageModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A model behind a long-lived program that speaks JSON lines (see `CommandLineProtocol`).
///
/// The program starts with the first call and is started again when it has died; calls under way
/// share it, told apart by their ids. What it costs is not known here.
///
/// A class because it owns the program: `close` or the last reference ends it.
package final class CommandModel: ModelProvider {
    private struct State {
        var process: CommandProcess?
        var lastID = 0
        var isClosed = false
    }

    package let identity: ModelIdentity
    private let settings: CommandSettings
    private let environment: [String: String]
    private let gate: CallGate
    private let clock: CallClock
    private let state = Mutex(State())

    /// Makes a model; the program is not started yet.
    ///
    /// - Parameter environment: this process's environment: the program gets PATH, HOME and what
    ///   the settings name of it, and secrets in it are kept out of errors.
    /// - Throws: `ProviderError.invalidRequest` where no program is named.
    package init(
        _ settings: CommandSettings, environment: [String: String], clock: CallClock = .monotonic
    ) throws(ProviderError) {
        guard let program = settings.arguments.first, !program.isEmpty else {
            throw ProviderError(
                .invalidRequest, "a command model needs a command",
                advice: "write command: [python3, harness.py]")
        }
        // Writing to a program that has died must be an error, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        self.settings = settings
        self.environment = environment
        self.clock = clock
        gate = CallGate(settings.limits.queue, clock: clock)
        identity = ModelIdentity(
            kind: "command",
            model: settings.model ?? settings.arguments.joined(separator: " "))
    }

    deinit { state.withLock { $0.process }?.kill() }

    package func close() async {
        let process = state.withLock { state in
            state.isClosed = true
            defer { state.process = nil }
            return state.process
        }
        await process?.stop()
    }

    package func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?)
        async throws -> ModelReply
    {
        var failures = 0
        let started = clock.now()
        while true {
            let watch = TextWatch(onText, clock: clock)
            let failure: CallFailure
            do {
                var reply = try await tryOnce(
                    request, onText: onText == nil ? nil : watch.handOn)
                reply.retries = failures
                return reply
            } catch let error as CallFailure { failure = error }
            failures += 1
            let isLate = clock.now() - started >= settings.limits.total.nanoseconds
            guard failure.isRetriable, !isLate, watch.first == nil,
                let wait = settings.limits.retry.wait(
                    afterFailures: failures, retryAfter: nil, uniform: .random(in: 0..<1))
            else { throw failure.error }
            try await clock.sleep(clock.now().addingSaturated(wait.nanoseconds))
        }
    }

    private func tryOnce(_ request: ModelRequest, onText: (@Sendable (String) -> Void)?)
        async throws -> ModelReply
    {
        let ticket = try await gate.enter()
        var outcome = CallOutcome.neutral
        defer { gate.leave(ticket, outcome) }
        let (process, id) = try running()
        let sent = clock.now()
        let limit = settings.limits.perCall
        let clock = clock
        let timer = Task {
            try await clock.sleep(sent.addingSaturated(limit.nanoseconds))
            process.finish(
                id,
                .failure(
                    ProviderError(
                        .timeout,
                        "\(CommandProcess.name(settings)) gave no answer within \(limit.inWords)",
                        advice: "raise timeout under limits, or check that the program is well")))
            // One that has said nothing at all meanwhile is stuck: the next call starts anew.
            if process.isSilent(since: sent) { process.kill() }
        }
        defer { timer.cancel() }
        let (answer, first) = try await process.ask(
            id, CommandLineProtocol.request(request, id: id), onText: onText)
        outcome = .succeeded
        var reply = answer
        let end = clock.now()
        reply.latency = (end - sent) / 1000
        if let onText, first == nil, !reply.message.text.isEmpty {
            onText(reply.message.text)
            reply.timeToFirstToken = reply.latency
        } else {
            reply.timeToFirstToken = first.map { max(0, $0 - sent) / 1000 }
        }
        return reply
    }

    /// The running program, started where there is none, and the next call's id.
    private func running() throws -> (CommandProcess, Int) {
        try state.withLock { state in
            guard !state.isClosed else {
                throw ProviderError(
                    .service, "\(CommandProcess.name(settings)) has been closed", advice: nil)
            }
            state.lastID += 1
            if let process = state.process, process.isAlive { return (process, state.lastID) }
            let process = CommandProcess(settings, environment: environment, clock: clock)
            state.process = process
            return (process, state.lastID)
        }
    }
}
