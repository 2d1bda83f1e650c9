/// A position in untrusted bytes: every read is checked against what is left, so that a hostile
/// length never reaches an allocation or a pointer.
struct ByteCursor {
    let bytes: UnsafeRawBufferPointer
    let path: String
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer, path: String) {
        self.bytes = bytes
        self.path = path
    }

    var remaining: Int { bytes.count - position }

    /// The next bytes; `what` names them if the file ends first.
    mutating func take(_ count: Int, _ what: @autoclosure () -> String) throws(ModelFileError)
        -> UnsafeRawBufferPointer
    {
        guard count >= 0, count <= remaining else {
            throw ModelFileError(
                .truncated, path: path,
                "the file ends at byte \(bytes.count), inside \(what()), which starts at byte "
                    + "\(position) and needs \(count) bytes")
        }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    /// The next little-endian integer.
    mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type, _ what: @autoclosure () -> String
    ) throws(ModelFileError) -> T {
        let raw = try take(MemoryLayout<T>.size, what())
        return T(littleEndian: raw.loadUnaligned(as: T.self))
    }

    /// The next 64-bit count of things that take at least `unit` bytes each: more than fit in the
    /// rest of the file are refused before anything is allocated for them.
    mutating func count(of what: @autoclosure () -> String, unit: Int) throws(ModelFileError) -> Int
    {
        let start = position
        let raw = try integer(UInt64.self, "the number of \(what())")
        guard raw <= UInt64(remaining / unit) else {
            throw ModelFileError(
                .truncated, path: path,
                "announces \(raw) \(what()) at byte \(start), but only \(remaining) bytes follow")
        }
        return Int(raw)
    }

    /// The next length-prefixed string, which must be UTF-8.
    mutating func string(_ what: @autoclosure () -> String) throws(ModelFileError) -> String {
        let start = position
        let length = try count(of: "bytes of \(what())", unit: 1)
        let raw = try take(length, what())
        guard let text = String(validating: raw, as: UTF8.self) else {
            throw ModelFileError(
                .malformed, path: path, "\(what()) at byte \(start) is not valid UTF-8")
        }
        return text
    }

    /// The next items of a fixed-width type, after their count was checked.
    mutating func items<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type, count: Int, _ what: @autoclosure () -> String
    ) throws(ModelFileError) -> [T] {
        let width = MemoryLayout<T>.size
        let (length, overflow) = count.multipliedReportingOverflow(by: width)
        let raw = try take(overflow ? Int.max : length, what())
        return [T](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count {
                let item = raw.loadUnaligned(fromByteOffset: index * width, as: T.self)
                buffer.initializeElement(at: index, to: T(littleEndian: item))
            }
            initialized = count
        }
    }
}
