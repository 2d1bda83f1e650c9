#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What is given on standard input.
enum StandardInput {
    /// All of it.
    ///
    /// - Throws: `Failure` where there is more than the limit.
    static func read(limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = systemRead(&buffer)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Failure(.outside, "standard input cannot be read")
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw Failure(.badInput, "standard input has more than \(limit) bytes")
            }
        }
    }

    /// A line that a person types after a question; nil at the end of input.
    static func ask(_ question: String) -> String? {
        printOut(question, terminator: " ")
        return readLine(strippingNewline: true)
    }

    /// Whether a person can answer.
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 }
}

// `read` inside StandardInput would name its own function.
private func systemRead(_ buffer: inout [UInt8]) -> Int {
    buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
}
