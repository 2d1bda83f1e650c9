#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that appears under its name only when it is whole.
struct PartialFile {
    private let path: String
    private let partialPath: String
    private let descriptor: CInt

    /// Creates the temporary file beside its final place.
    init(for path: String) throws(ModelFileError) {
        self.path = path
        partialPath = "\(path).partial-\(getpid())"
        descriptor = open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    /// Writes bytes at the end.
    func append(_ bytes: [UInt8]) throws(ModelFileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw Self.failure(path)
            }
            written += count
        }
    }

    /// Makes the bytes durable and gives the file its name.
    func finish() throws(ModelFileError) {
        guard fsync(descriptor) == 0, rename(partialPath, path) == 0 else {
            throw Self.failure(path)
        }
        close(descriptor)
    }

    /// Removes the temporary file.
    func discard() {
        close(descriptor)
        unlink(partialPath)
    }

    private static func failure(_ path: String) -> ModelFileError {
        ModelFileError(
            .unreadable, path: path, "cannot be written: \(String(cString: strerror(errno)))",
            advice: "check the folder's permissions and the free space")
    }
}
