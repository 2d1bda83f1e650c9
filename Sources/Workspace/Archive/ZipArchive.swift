#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A zip archive, mapped and read by its central directory (PKWARE APPNOTE 6.3.10), zip64 included.
///
/// Every length and offset is checked against the file before it is used; encrypted and multi-part
/// archives are refused. A class because it owns the mapping.
package final class ZipArchive: Sendable {
    /// One member.
    package struct Member: Sendable, Hashable {
        /// Its path in the archive.
        package let name: String
        /// 0 stored, 8 deflate, 93 zstd; others cannot be read.
        package let method: Int
        /// Bytes in the archive.
        package let compressedSize: Int
        /// Bytes of content.
        package let size: Int
        /// CRC-32 of the content.
        package let checksum: UInt32
        let headerOffset: Int
    }

    /// The members, in the order of the directory.
    package let members: [Member]
    private let base: UInt
    private let count: Int
    private let path: String

    /// Maps a file and reads its directory.
    ///
    /// - Throws: `ZipError` for a file that cannot be read or is no whole zip archive.
    package init(path: String) throws(ZipError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ZipError(path, "cannot be read") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size >= 22 else {
            throw ZipError(path, "is too short for a zip archive")
        }
        count = Int(status.st_size)
        guard let mapping = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
            mapping != MAP_FAILED
        else { throw ZipError(path, "cannot be mapped") }
        base = UInt(bitPattern: mapping)
        self.path = path
        let bytes = UnsafeRawBufferPointer(start: mapping, count: count)
        do {
            members = try ZipDirectory(bytes: bytes, path: path).members()
        } catch {
            munmap(mapping, count)
            throw error
        }
    }

    deinit { munmap(UnsafeMutableRawPointer(bitPattern: base), count) }

    /// The member of a name; nil where there is none.
    package func member(_ name: String) -> Member? { members.first { $0.name == name } }

    /// Hands a member's content out piece by piece and checks its length and checksum.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that it may have: a small archive can hold a huge content.
    ///   - take: gets each piece.
    /// - Throws: `ZipError` for damage, an unknown method or content beyond the limit; what `take`
    ///   throws.
    package func read(
        _ member: Member, limit: Int = 4 << 30, take: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        guard member.size <= limit else {
            throw ZipError(path, "\(member.name) has \(member.size) bytes, more than \(limit)")
        }
        let bytes = UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: base), count: count)
        let content = try ZipDirectory(bytes: bytes, path: path).content(of: member)
        try ZipContent(member: member, path: path).read(content, take: take)
    }

    /// A member's content as a whole.
    package func bytes(of member: Member, limit: Int = 1 << 30) throws -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(min(member.size, limit))
        try read(member, limit: limit) { content.append(contentsOf: $0) }
        return content
    }
}

/// What is wrong with an archive.
package struct ZipError: Error, Sendable, Hashable, CustomStringConvertible {
    package let path: String
    package let message: String

    init(_ path: String, _ message: String) {
        self.path = path
        self.message = message
    }

    package var description: String { "\(path): \(message)" }
}
