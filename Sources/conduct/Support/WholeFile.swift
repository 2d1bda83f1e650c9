#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that is written whole or not at all: into a neighbour that takes its place at the end.
final class WholeFile {
    private let path: String
    private let partial: String
    private var file: UnsafeMutablePointer<FILE>?

    /// - Throws: `Failure` where the folder cannot be written to.
    init(path: String) throws {
        self.path = path
        partial = "\(path).partial-\(getpid())"
        file = fopen(partial, "wb")
        guard file != nil else { throw Self.failure(path) }
    }

    deinit {
        if let file {
            fclose(file)
            unlink(partial)
        }
    }

    func write(_ text: String) throws {
        var text = text
        let written = text.withUTF8 { bytes in
            bytes.count == 0 ? 0 : fwrite(bytes.baseAddress, 1, bytes.count, file)
        }
        guard written == text.utf8.count else { throw Self.failure(path) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        let written = bytes.isEmpty ? 0 : fwrite(bytes.baseAddress, 1, bytes.count, file)
        guard written == bytes.count else { throw Self.failure(path) }
    }

    /// Puts the file in its place.
    func finish() throws {
        guard let open = file else { return }
        let isFlushed = fflush(open) == 0 && fsync(fileno(open)) == 0
        guard isFlushed, fclose(open) == 0, rename(partial, path) == 0 else {
            throw Self.failure(path)
        }
        file = nil
    }

    private static func failure(_ path: String) -> Failure {
        Failure(
            .outside,
            "error: \(path) cannot be written (\(String(cString: strerror(errno)))); "
                + "check the folder, its permissions and the space left")
    }
}
