#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the standard streams can show.
struct Terminal: Sendable {
    /// Whether a person sees the stream.
    let isInteractive: Bool
    /// Whether colours may be used: a terminal, no NO_COLOR, not TERM=dumb.
    let hasColour: Bool
    /// Columns of text.
    let width: Int

    static let output = Terminal(descriptor: STDOUT_FILENO)
    static let error = Terminal(descriptor: STDERR_FILENO)

    private init(descriptor: Int32) {
        isInteractive = isatty(descriptor) == 1
        let noColour = environment("NO_COLOR").map { !$0.isEmpty } ?? false
        hasColour = isInteractive && !noColour && environment("TERM") != "dumb"
        var size = winsize()
        let told = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let columns = environment("COLUMNS").flatMap { Int($0) }
        width = columns ?? (told ? Int(size.ws_col) : 100)
    }
}

/// The value of an environment variable.
func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}

/// Writes to standard output, whole, without a newline of its own.
func printOut(_ text: String, terminator: String = "\n") {
    writeAll(text + terminator, to: STDOUT_FILENO)
}

/// Writes to standard error, whole.
func printError(_ text: String, terminator: String = "\n") {
    writeAll(text + terminator, to: STDERR_FILENO)
}

private func writeAll(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let count = write(descriptor, rest.baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }
}

/// A reader that closes early (`conduct … | head`) ends the program quietly with an error from
/// write, not with a signal in the middle of a transaction.
func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
}
