#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a model file, mapped or held in memory, for as long as this object lives.
///
/// A class because somebody must give the memory back exactly once. `@unchecked Sendable` is safe:
/// the bytes are never written after `init`, and only `deinit` releases them.
final class ModelBytes: @unchecked Sendable {
    /// All bytes of the file. They stay where they are until this object is released.
    let buffer: UnsafeRawBufferPointer
    private let isMapped: Bool

    /// Maps a regular file for reading.
    ///
    /// The pages are the file's own: replace a model by renaming a new file over it, never by
    /// rewriting it in place.
    init(mapping path: String) throws(ModelFileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = errno
            throw ModelFileError(
                reason == ENOENT ? .missing : .unreadable, path: path,
                reason == ENOENT ? "no such file" : Self.text(of: reason))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw ModelFileError(.unreadable, path: path, Self.text(of: errno))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw ModelFileError(.notGGUF, path: path, "is not a regular file")
        }
        let size = Int(status.st_size)
        isMapped = size > 0
        guard size > 0 else {
            buffer = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0),
            address != MAP_FAILED
        else { throw ModelFileError(.unreadable, path: path, Self.text(of: errno)) }
        buffer = UnsafeRawBufferPointer(start: address, count: size)
    }

    /// Copies bytes into memory aligned as a mapped file would be for any tensor.
    init(copying bytes: [UInt8]) {
        isMapped = false
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 4096)
        copy.copyBytes(from: bytes)
        buffer = UnsafeRawBufferPointer(copy)
    }

    deinit {
        if isMapped {
            munmap(UnsafeMutableRawPointer(mutating: buffer.baseAddress), buffer.count)
        } else {
            buffer.deallocate()
        }
    }

    private static func text(of code: CInt) -> String { String(cString: strerror(code)) }
}
