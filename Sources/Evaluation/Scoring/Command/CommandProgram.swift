import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import LanguageModel
import Subprocess
import Synchronization

/// A program that is run once for each sample.
struct CommandProgram: Sendable {
    /// The program, found by name on the path, and its arguments.
    let arguments: [String]
    /// The folder in which it runs; nil for the current one.
    let directory: String?
    let timeout: Duration
    /// Names of environment variables passed on besides the harmless ones.
    let variables: [String]

    /// What a program wrote.
    struct Output: Sendable {
        var standardOutput: String
        /// The end of it.
        var standardError: String
    }

    /// Why a program gave nothing usable.
    struct Failure: Error {
        var message: String
        var standardError = ""
    }

    private static let outputLimit = 1 << 20
    private static let killDelay = Duration.milliseconds(200)

    /// Variables without which programs don't find their way; none of them is secret.
    private static let harmless = [
        "PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ", "VIRTUAL_ENV",
        "PYTHONPATH",
    ]

    /// Runs the program on one JSON object.
    func run(input: JSONValue) async throws(Failure) -> Output {
        let tail = ErrorTail()
        do {
            let (bytes, status) = try await limited { try await execute(input, tail) }
            let output = Output(
                standardOutput: String(decoding: bytes, as: UTF8.self), standardError: tail.text)
            if case .exited(0) = status { return output }
            let end = ScalarText.trimmed(tail.text).unicodeScalars.suffix(200)
            throw Failure(
                message: "the program \(Self.description(status))"
                    + (end.isEmpty ? "" : ": \(String(end))"))
        } catch var failure as Failure {
            failure.standardError = tail.text
            throw failure
        } catch is CancellationError {
            throw Failure(message: "the program was stopped", standardError: tail.text)
        } catch {
            throw Failure(
                message: "the program could not be run: \(error)", standardError: tail.text)
        }
    }

    private static func description(_ status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "ended with exit code \(code)"
        case .signaled(let signal): "was ended by signal \(signal)"
        }
    }

    /// Ends the program, and what it started, when its time is over.
    private func limited(
        _ operation: @escaping @Sendable () async throws -> ([UInt8], TerminationStatus)
    ) async throws -> ([UInt8], TerminationStatus) {
        try await withThrowingTaskGroup(of: ([UInt8], TerminationStatus)?.self) { group in
            group.addTask { try await operation() }
            group.addTask { [timeout] in
                try await Task.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else {
                throw Failure(message: "the program took longer than \(timeout)")
            }
            return result
        }
    }

    private func execute(_ input: JSONValue, _ tail: ErrorTail) async throws
        -> ([UInt8], TerminationStatus)
    {
        // Writing to a program that doesn't read must be an error, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        let text = input.serialized() + "\n"
        let result = try await Subprocess.run(
            configuration, input: .inputWriter, output: .sequence, error: .sequence
        ) { execution in
            try await withThrowingTaskGroup(of: [UInt8].self) { group in
                group.addTask {
                    // A program may answer without having read everything.
                    _ = try? await execution.standardInputWriter.write(text)
                    try? await execution.standardInputWriter.finish()
                    return []
                }
                group.addTask {
                    for try await piece in execution.standardError {
                        piece.withUnsafeBytes { tail.append($0) }
                    }
                    return []
                }
                var output: [UInt8] = []
                for try await piece in execution.standardOutput {
                    piece.withUnsafeBytes { output.append(contentsOf: $0) }
                    guard output.count <= Self.outputLimit else {
                        throw Failure(message: "the program wrote more than 1 MiB")
                    }
                }
                try await group.waitForAll()
                return output
            }
        }
        return (result.closureResult, result.terminationStatus)
    }

    /// The shell changes the directory and finds the program, and is replaced by it.
    private var configuration: Configuration {
        var options = PlatformOptions()
        // Its own process group, so that helpers which it started end with it.
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: Self.killDelay)
        ]
        let script = #"cd -- "$1" && shift && exec "$@""#
        let known = ProcessInfo.processInfo.environment
        var passed: [Environment.Key: String] = [:]
        for name in Self.harmless + variables {
            passed[Environment.Key(stringLiteral: name)] = known[name]
        }
        return Configuration(
            executable: .name("sh"),
            arguments: Arguments(["-c", script, "sh", directory ?? "."] + arguments),
            environment: .custom(passed), platformOptions: options)
    }
}

/// The end of what a program writes to its standard error.
///
/// A class because the task that reads and the one that reports share it.
private final class ErrorTail: Sendable {
    private let bytes = Mutex<[UInt8]>([])
    private static let limit = 4_096

    func append(_ piece: UnsafeRawBufferPointer) {
        bytes.withLock { bytes in
            bytes.append(contentsOf: piece.suffix(Self.limit))
            if bytes.count > Self.limit { bytes.removeFirst(bytes.count - Self.limit) }
        }
    }

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}
