#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Lines of a file or of standard input, one after another; empty ones are passed over.
final class BatchLines {
    private let file: UnsafeMutablePointer<FILE>
    private let isOwned: Bool
    private var buffer: UnsafeMutablePointer<CChar>?
    private var capacity = 0

    /// - Throws: `Failure` where the file cannot be read.
    init(path: String) throws {
        if path == "-" {
            guard let stream = fdopen(STDIN_FILENO, "r") else {
                throw Failure(.badInput, "error: standard input cannot be read")
            }
            (file, isOwned) = (stream, false)
        } else {
            guard let stream = fopen(path, "r") else {
                throw Failure(
                    .badInput,
                    "error: \(path) cannot be read (\(String(cString: strerror(errno))))")
            }
            (file, isOwned) = (stream, true)
        }
    }

    deinit {
        free(buffer)
        if isOwned { fclose(file) }
    }

    func next() throws -> String? {
        while true {
            let count = getline(&buffer, &capacity, file)
            guard count >= 0, let buffer else { return nil }
            let bytes = UnsafeBufferPointer(start: buffer, count: count)
            var line = Substring(
                String(decoding: bytes.lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self))
            while let last = line.unicodeScalars.last, last == "\n" || last == "\r" {
                line.unicodeScalars.removeLast()
            }
            if !line.allSatisfy(\.isWhitespace) { return String(line) }
        }
    }
}
