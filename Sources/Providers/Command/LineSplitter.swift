/// Cuts a stream of bytes into lines of bounded length.
struct LineSplitter {
    /// A line beyond the bound.
    struct TooLong: Error {}

    private let limit: Int
    private var line: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    /// Takes the next bytes and returns the lines that they complete, without their ends.
    mutating func feed(_ bytes: UnsafeRawBufferPointer) throws(TooLong) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x0A {
            try append(bytes[start..<index])
            if line.last == 0x0D { line.removeLast() }
            lines.append(line)
            line = []
            start = index + 1
        }
        try append(bytes[start...])
        return lines
    }

    private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) throws(TooLong) {
        guard line.count + bytes.count <= limit else { throw TooLong() }
        line.append(contentsOf: bytes)
    }
}
