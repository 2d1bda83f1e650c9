#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import LanguageModel

/// Reading and writing whole files, with errors that say what to do.
package enum FileAccess {
    /// The bytes of a file.
    ///
    /// - Parameters:
    ///   - file: where it lies.
    ///   - path: its name in errors.
    ///   - limit: the most bytes; a larger file is refused.
    package static func read(
        _ file: String, path: String, limit: Int = DocumentLimits.standard.bytes
    )
        throws(DocumentError) -> [UInt8]
    {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error(errno, reading: path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw error(errno, reading: path) }
        if status.st_mode & S_IFMT == S_IFDIR { throw error(EISDIR, reading: path) }
        // What is no regular file (a pipe, a device) has no size; the limit ends it.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(limit, Int(status.st_size)))
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                systemRead(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw error(errno, reading: path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= limit else {
                throw DocumentError(
                    .limit, file: path, "the file has more than \(limit) bytes",
                    suggestion: "data sets belong in JSONL or CSV files, which are read by line")
            }
        }
    }

    /// Writes a file so that it is there whole or not at all: a temporary file beside it, flushed
    /// to the disk, then renamed.
    ///
    /// - Parameters:
    ///   - mode: the permissions of a new file; an existing one keeps its own.
    ///   - replacing: whether a file that is there may be replaced; if not, an existing one is
    ///     an error and stays untouched.
    package static func write(
        _ bytes: [UInt8], to file: String, path: String, mode: UInt32 = 0o644,
        replacing: Bool = true
    ) throws(DocumentError) {
        var status = stat()
        let permissions = stat(file, &status) == 0 ? status.st_mode & 0o777 : mode_t(mode)
        let temporary = "\(file).\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
        guard descriptor >= 0 else { throw error(errno, writing: path) }
        var isDone = false
        defer { if !isDone { unlink(temporary) } }
        do throws(DocumentError) {
            try writeAll(bytes, to: descriptor, path: path)
            guard fsync(descriptor) == 0 else { throw error(errno, writing: path) }
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw error(errno, writing: path) }
        if replacing {
            guard rename(temporary, file) == 0 else { throw error(errno, writing: path) }
            isDone = true
        } else {
            // A link fails where the name is taken, so that two writers cannot both win.
            guard link(temporary, file) == 0 else { throw error(errno, writing: path) }
        }
        flushFolder(of: file)
    }

    /// SHA-256 of a file's bytes, read in pieces: 64 hexadecimal digits.
    package static func hash(_ file: String, path: String) throws(DocumentError) -> String {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error(errno, reading: path) }
        defer { close(descriptor) }
        var digest = SHA256()
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                systemRead(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw error(errno, reading: path) }
            if count == 0 { return digest.finish().hexadecimal }
            buffer.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    /// Makes a folder and those above it; one that is there is fine.
    package static func makeFolder(_ folder: String, path: String) throws(DocumentError) {
        if mkdir(folder, 0o755) == 0 || isFolder(folder) { return }
        let code = errno
        let parent = parent(of: folder)
        guard code == ENOENT, parent != folder else { throw error(code, writing: path) }
        try makeFolder(parent, path: path)
        guard mkdir(folder, 0o755) == 0 || isFolder(folder) else {
            throw error(errno, writing: path)
        }
    }

    /// Whether a folder is there.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether anything is there by this name, a link that leads nowhere included.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// The folder that a file lies in.
    static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The real path: absolute, without links; nil where nothing is there.
    static func realPath(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String)
        throws(DocumentError)
    {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                systemWrite(descriptor, $0.baseAddress.map { $0 + offset }, bytes.count - offset)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw error(errno, writing: path) }
            offset += count
        }
    }

    /// Makes the new name itself durable; a file system that cannot is left alone.
    private static func flushFolder(of file: String) {
        let descriptor = open(parent(of: file), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    static func error(_ code: Int32, reading path: String) -> DocumentError {
        switch code {
        case ENOENT:
            DocumentError(
                .file, file: path, "there is no such file",
                suggestion: "check the path; it is relative to the workspace")
        case EACCES, EPERM:
            DocumentError(
                .file, file: path, "the file may not be read", suggestion: "check its permissions")
        case EISDIR: DocumentError(.file, file: path, "this is a folder, not a file")
        default: DocumentError(.file, file: path, "the file cannot be read: \(text(code))")
        }
    }

    static func error(_ code: Int32, writing path: String) -> DocumentError {
        let advice: String? =
            switch code {
            case ENOSPC, EDQUOT: "free some space on the disk"
            case EACCES, EPERM, EROFS: "check the permissions of the folder"
            case ENOENT: "make the folder first"
            case EEXIST: "it is left as it is; remove it or choose another name"
            default: nil
            }
        return DocumentError(
            .file, file: path,
            code == EEXIST ? "the file is already there" : "cannot be written: \(text(code))",
            suggestion: advice)
    }

    private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}

// `read` and `write` inside FileAccess would name its own functions.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int)
    -> Int
{ read(descriptor, buffer, count) }

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
