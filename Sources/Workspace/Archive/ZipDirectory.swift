/// Reads an archive's directory out of borrowed bytes.
struct ZipDirectory {
    let bytes: UnsafeRawBufferPointer
    let path: String

    private static let endSignature: UInt32 = 0x0605_4B50
    private static let end64Signature: UInt32 = 0x0606_4B50
    private static let locatorSignature: UInt32 = 0x0706_4B50
    private static let entrySignature: UInt32 = 0x0201_4B50
    private static let headerSignature: UInt32 = 0x0403_4B50

    func members() throws(ZipError) -> [ZipArchive.Member] {
        let (count, start, size) = try location()
        guard start >= 0, size >= 0, size <= bytes.count, start <= bytes.count - size else {
            throw damage("its directory lies outside of the file")
        }
        var members: [ZipArchive.Member] = []
        var position = start
        for _ in 0..<count {
            members.append(try entry(at: &position, end: start + size))
        }
        return members
    }

    /// The bytes of a member as they are stored.
    func content(of member: ZipArchive.Member) throws(ZipError) -> UnsafeRawBufferPointer {
        let header = member.headerOffset
        guard try u32(header) == Self.headerSignature else {
            throw damage("\(member.name) has no header where the directory says")
        }
        let start = header + 30 + Int(try u16(header + 26)) + Int(try u16(header + 28))
        guard start <= bytes.count, member.compressedSize <= bytes.count - start else {
            throw damage("\(member.name) is cut short")
        }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start + member.compressedSize])
    }

    private func location() throws(ZipError) -> (count: Int, start: Int, size: Int) {
        // The end record is followed by a comment of at most 65,535 bytes.
        var position = bytes.count - 22
        let lowest = max(0, position - 65_535)
        while position >= lowest, try u32(position) != Self.endSignature { position -= 1 }
        guard position >= lowest else { throw damage("is not a zip archive") }
        let count = Int(try u16(position + 10))
        let size = Int(try u32(position + 12))
        let start = Int(try u32(position + 16))
        let locator = position - 20
        guard locator >= 0, try u32(locator) == Self.locatorSignature else {
            return (count, start, size)
        }
        let record = try whole(try u64(locator + 8))
        guard record <= bytes.count - 56, try u32(record) == Self.end64Signature else {
            throw damage("its zip64 record is missing")
        }
        return (
            try whole(try u64(record + 32)), try whole(try u64(record + 48)),
            try whole(try u64(record + 40))
        )
    }

    private func entry(at position: inout Int, end: Int) throws(ZipError) -> ZipArchive.Member {
        guard position <= end - 46, try u32(position) == Self.entrySignature else {
            throw damage("its directory is cut short")
        }
        let flags = try u16(position + 8)
        let nameLength = Int(try u16(position + 28))
        let extraLength = Int(try u16(position + 30))
        let commentLength = Int(try u16(position + 32))
        let next = position + 46 + nameLength + extraLength + commentLength
        guard next <= end else { throw damage("its directory is cut short") }
        let name = String(
            decoding: bytes[position + 46..<position + 46 + nameLength], as: UTF8.self)
        guard flags & 1 == 0 else { throw damage("\(name) is encrypted") }
        var compressed = Int(try u32(position + 20))
        var size = Int(try u32(position + 24))
        var offset = Int(try u32(position + 42))
        try readZip64(
            position + 46 + nameLength, extraLength, size: &size, compressed: &compressed,
            offset: &offset)
        guard offset <= bytes.count - 30 else { throw damage("\(name) lies outside of the file") }
        let member = ZipArchive.Member(
            name: name, method: Int(try u16(position + 10)), compressedSize: compressed,
            size: size, checksum: try u32(position + 16), headerOffset: offset)
        position = next
        return member
    }

    /// The zip64 field holds, in this order, those of the three numbers that are all ones.
    private func readZip64(
        _ start: Int, _ length: Int, size: inout Int, compressed: inout Int, offset: inout Int
    ) throws(ZipError) {
        var position = start
        while position + 4 <= start + length {
            let kind = try u16(position)
            let end = position + 4 + Int(try u16(position + 2))
            guard end <= start + length else { return }
            if kind == 1 {
                var field = position + 4
                func take(_ number: inout Int) throws(ZipError) {
                    guard number == 0xFFFF_FFFF, field + 8 <= end else { return }
                    number = try whole(try u64(field))
                    field += 8
                }
                try take(&size)
                try take(&compressed)
                try take(&offset)
            }
            position = end
        }
    }

    private func u16(_ offset: Int) throws(ZipError) -> UInt16 {
        guard offset >= 0, offset <= bytes.count - 2 else { throw damage("is cut short") }
        return UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    private func u32(_ offset: Int) throws(ZipError) -> UInt32 {
        guard offset >= 0, offset <= bytes.count - 4 else { throw damage("is cut short") }
        return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    private func u64(_ offset: Int) throws(ZipError) -> UInt64 {
        guard offset >= 0, offset <= bytes.count - 8 else { throw damage("is cut short") }
        return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    private func whole(_ number: UInt64) throws(ZipError) -> Int {
        guard number <= UInt64(Int.max / 4) else { throw damage("holds an impossible number") }
        return Int(number)
    }

    private func damage(_ message: String) -> ZipError { ZipError(path, message) }
}
