import LanguageModel
import Subprocess
import Synchronization

/// One running program, from its start to its end.
///
/// A class because the calls under way and the task that reads the program's output share it.
final class CommandProcess: Sendable {
    /// What one call waits for.
    struct Waiter {
        var continuation: CheckedContinuation<ModelReply, any Error>?
        var onText: (@Sendable (String) -> Void)?
    }

    private struct State {
        var waiters: [Int: Waiter] = [:]
        var errorTail: [UInt8] = []
        var end: ProviderError?
        var task: Task<Void, Never>?
        var lastLine = Int.min
    }

    private let state = Mutex(State())
    private let outgoing: AsyncStream<[UInt8]>
    private let lines: AsyncStream<[UInt8]>.Continuation
    private let name: String
    private let secrets: [String]
    private let environment: [Environment.Key: String]
    private let clock: CallClock

    /// Starts the program.
    init(_ settings: CommandSettings, environment: [String: String], clock: CallClock) {
        (outgoing, lines) = AsyncStream.makeStream(of: [UInt8].self)
        name = Self.name(settings)
        self.clock = clock
        secrets = environment.filter { name, value in
            value.utf8.count >= 8
                && ["KEY", "TOKEN", "SECRET", "PASSWORD"].contains { name.hasSuffix($0) }
        }.values.sorted()
        var given: [Environment.Key: String] = [:]
        for name in ["PATH", "HOME"] + settings.variables {
            if let key = Environment.Key(rawValue: name) { given[key] = environment[name] }
        }
        self.environment = given
        let task = Task { await run(settings) }
        state.withLock { $0.task = task }
    }

    static func name(_ settings: CommandSettings) -> String {
        "the command '\(Excerpt.of(settings.arguments.joined(separator: " "), limit: 80))'"
    }

    /// Whether it still answers.
    var isAlive: Bool { state.withLock { $0.end == nil } }

    /// Whether it has written nothing since a moment.
    func isSilent(since moment: Int) -> Bool { state.withLock { $0.lastLine < moment } }

    /// Sends a request and waits for its answer.
    ///
    /// - Throws: `CallFailure`, `ProviderError` or `CancellationError`.
    func ask(
        _ id: Int, _ request: [UInt8], onText: (@Sendable (String) -> Void)?
    ) async throws -> (reply: ModelReply, firstText: Int?) {
        let watch = TextWatch(onText, clock: clock)
        let handOn = onText == nil ? nil : watch.handOn
        let reply = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let failure: (any Error)? = state.withLock { state in
                    if Task.isCancelled { return CancellationError() }
                    if let end = state.end { return CallFailure(error: end, isRetriable: true) }
                    state.waiters[id] = Waiter(continuation: continuation, onText: handOn)
                    return nil
                }
                if let failure { return continuation.resume(throwing: failure) }
                lines.yield(request)
            }
        } onCancel: {
            finish(id, .failure(CancellationError()))
        }
        return (reply, watch.first)
    }

    /// Ends a call; the first end counts.
    func finish(_ id: Int, _ result: Result<ModelReply, any Error>) {
        state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation?.resume(with: result)
    }

    /// Ends the program.
    func stop() async {
        let task = state.withLock { $0.task }
        task?.cancel()
        await task?.value
    }

    /// Ends the program without waiting for it.
    func kill() { state.withLock { $0.task }?.cancel() }

    private func run(_ settings: CommandSettings) async {
        var options = PlatformOptions()
        // Its own process group, so that helpers which it started end with it.
        options.processGroupID = 0
        options.teardownSequence = Self.teardown
        var reason: String
        do {
            let result = try await Subprocess.run(
                configuration(settings, options), input: .inputWriter, output: .sequence,
                error: .sequence
            ) { execution in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { [outgoing] in
                        for await line in outgoing {
                            // A program that is gone is noticed where its output ends.
                            _ = try? await execution.standardInputWriter.write(line)
                        }
                    }
                    group.addTask {
                        for try await piece in execution.standardError {
                            piece.withUnsafeBytes { self.keep($0) }
                        }
                    }
                    try await self.readLines(execution.standardOutput, settings.limits.bodyBytes)
                    group.cancelAll()
                }
                await execution.teardown(using: Self.teardown)
            }
            reason =
                switch result.terminationStatus {
                case .exited(let code): "ended with exit code \(code)"
                case .signaled(let signal): "was ended by signal \(signal)"
                }
        } catch is LineSplitter.TooLong {
            reason = "wrote a line of more than \(settings.limits.bodyBytes >> 20) MiB"
        } catch is CancellationError {
            reason = "was stopped"
        } catch {
            reason = "could not be run (\(Excerpt.of("\(error)")))"
        }
        end(because: reason)
    }

    private static let teardown: [TeardownStep] = [
        .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500))
    ]

    /// The shell changes the directory and finds the program, and is replaced by it.
    private func configuration(_ settings: CommandSettings, _ options: PlatformOptions)
        -> Configuration
    {
        let script = #"cd -- "$1" && shift && exec "$@""#
        return Configuration(
            executable: .name("sh"),
            arguments: Arguments(
                ["-c", script, "sh", settings.workingDirectory ?? "."] + settings.arguments),
            environment: .custom(environment), platformOptions: options)
    }

    private func readLines(_ output: SubprocessOutputSequence, _ limit: Int) async throws {
        var splitter = LineSplitter(limit: limit)
        for try await piece in output {
            let lines = try piece.withUnsafeBytes { bytes throws(LineSplitter.TooLong) in
                try splitter.feed(bytes)
            }
            for line in lines where !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { take(line) }
        }
    }

    private func take(_ line: [UInt8]) {
        let now = clock.now()
        state.withLock { $0.lastLine = now }
        switch CommandLineProtocol.read(line) {
        case .answer(let id, let reply): finish(id, .success(reply))
        case .delta(let id, let text):
            let onText = state.withLock { $0.waiters[id]?.onText }
            if !text.isEmpty { onText?(text) }
        case .failure(let id, let message):
            finish(
                id,
                .failure(
                    ProviderError(.service, "\(name) reports: \(redacted(message))", advice: nil)))
        case .broken(let id, let what):
            let error = ProviderError(
                .malformedResponse, "\(name) \(redacted(what))",
                advice:
                    "write one JSON object a line to standard output, all else to standard error")
            let ids = id.map { [$0] } ?? state.withLock { Array($0.waiters.keys) }
            for id in ids { finish(id, .failure(error)) }
        }
    }

    private func keep(_ bytes: UnsafeRawBufferPointer) {
        state.withLock { state in
            state.errorTail.append(contentsOf: bytes.suffix(2048))
            if state.errorTail.count > 2048 {
                state.errorTail.removeFirst(state.errorTail.count - 2048)
            }
        }
    }

    private func end(because reason: String) {
        let tail = state.withLock { String(decoding: $0.errorTail, as: UTF8.self) }
        // The last lines say most; the tail is cut from the front.
        let said = Excerpt.of(String(redacted(tail).suffix(300)), limit: 300)
        let error = ProviderError(
            .service, "\(name) \(reason)" + (said.isEmpty ? "" : "; it said: \(said)"),
            advice: "run it by hand with one request line to see what is wrong")
        let waiters = state.withLock { state in
            state.end = error
            defer { state.waiters = [:] }
            return state.waiters
        }
        lines.finish()
        for waiter in waiters.values {
            waiter.continuation?.resume(throwing: CallFailure(error: error, isRetriable: true))
        }
    }

    private func redacted(_ text: String) -> String {
        secrets.reduce(text) { $0.replacing($1, with: "[secret]") }
    }
}
