import CZlib
import CZstd

/// Unpacks one member and checks what came out.
struct ZipContent {
    let member: ZipArchive.Member
    let path: String

    private static let pieceSize = 1 << 18

    func read(
        _ packed: UnsafeRawBufferPointer, take: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var checksum: UInt = 0
        var length = 0
        func give(_ piece: UnsafeRawBufferPointer) throws {
            length += piece.count
            guard length <= member.size else { throw damage("is longer than the directory says") }
            checksum = crc32(
                checksum, piece.bindMemory(to: UInt8.self).baseAddress, UInt32(piece.count))
            try take(piece)
        }
        switch member.method {
        case 0:
            var start = 0
            while start < packed.count {
                let end = min(start + Self.pieceSize, packed.count)
                try give(UnsafeRawBufferPointer(rebasing: packed[start..<end]))
                start = end
            }
        case 8: try inflate(packed, give)
        case 93: try decompressZstd(packed, give)
        default: throw damage("is packed by method \(member.method), which is not known here")
        }
        guard length == member.size, UInt32(truncatingIfNeeded: checksum) == member.checksum else {
            throw damage("is damaged: its length or checksum is wrong")
        }
    }

    private func inflate(
        _ packed: UnsafeRawBufferPointer, _ give: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var stream = z_stream()
        // Negative window bits: raw deflate without zlib's header.
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, size) == Z_OK else {
            throw damage("cannot be unpacked: no memory")
        }
        defer { inflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: Self.pieceSize)
        var start = 0
        var status = Z_OK
        while status != Z_STREAM_END {
            let end = min(start + Self.pieceSize, packed.count)
            guard end > start else { throw damage("is cut short") }
            let input = UnsafeRawBufferPointer(rebasing: packed[start..<end])
            start = end
            stream.next_in = UnsafeMutablePointer(
                mutating: input.bindMemory(to: UInt8.self).baseAddress)
            stream.avail_in = UInt32(input.count)
            repeat {
                let produced = output.withUnsafeMutableBufferPointer { buffer in
                    stream.next_out = buffer.baseAddress
                    stream.avail_out = UInt32(buffer.count)
                    status = CZlib.inflate(&stream, Z_NO_FLUSH)
                    return buffer.count - Int(stream.avail_out)
                }
                guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
                    throw damage("is damaged")
                }
                try output.withUnsafeBytes {
                    try give(UnsafeRawBufferPointer(rebasing: $0[..<produced]))
                }
            } while stream.avail_out == 0 && status != Z_STREAM_END
        }
    }

    private func decompressZstd(
        _ packed: UnsafeRawBufferPointer, _ give: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        guard let context = ZSTD_createDCtx() else {
            throw damage("cannot be unpacked: no memory")
        }
        defer { ZSTD_freeDCtx(context) }
        var output = [UInt8](repeating: 0, count: Self.pieceSize)
        var input = ZSTD_inBuffer(src: packed.baseAddress, size: packed.count, pos: 0)
        var rest = 1
        while input.pos < input.size {
            let produced = try output.withUnsafeMutableBytes { buffer in
                var piece = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
                rest = ZSTD_decompressStream(context, &piece, &input)
                guard ZSTD_isError(rest) == 0 else { throw damage("is damaged") }
                return piece.pos
            }
            try output.withUnsafeBytes {
                try give(UnsafeRawBufferPointer(rebasing: $0[..<produced]))
            }
        }
        guard rest == 0 else { throw damage("is cut short") }
    }

    private func damage(_ message: String) -> ZipError {
        ZipError(path, "\(member.name) \(message)")
    }
}
