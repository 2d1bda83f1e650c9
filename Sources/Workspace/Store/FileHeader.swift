#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file's size and its first 100 bytes, which hold SQLite's header.
struct FileHeader {
    let size: Int
    let header: [UInt8]

    /// Reads them; nil where there is no file, or none that may be read.
    init?(path: String) {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0, fseek(file, 0, SEEK_END) == 0 else { return nil }
        let end = ftell(file)
        guard end >= 0 else { return nil }
        size = Int(end)
        header = Array(bytes[..<count])
    }
}
