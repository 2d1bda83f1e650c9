#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads a file line by line in pieces of 256 KiB, so that its size does not matter.
///
/// A class, because it owns an open file and closes it when it goes.
package final class LineReader {
    /// One line without its end.
    package struct Line: Sendable {
        /// From 1.
        package let number: Int
        /// The bytes; a carriage return before the line feed is left out.
        package let bytes: [UInt8]
        /// Whether the line ended in CR LF.
        package let hadCarriageReturn: Bool
        /// Whether a line feed ended it; only a file's last line may lack one.
        package let hadLineFeed: Bool
    }

    /// The file as the user knows it.
    package let path: String
    private let descriptor: Int32
    private let maximumLine: Int
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    private var number = 0

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - file: where it lies.
    ///   - path: its name in errors.
    ///   - maximumLine: the most bytes of a line.
    package init(file: String, path: String, maximumLine: Int = 64 << 20) throws(DocumentError) {
        descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileAccess.error(errno, reading: path) }
        self.path = path
        self.maximumLine = maximumLine
        buffer = [UInt8](repeating: 0, count: 256 << 10)
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw FileAccess.error(EISDIR, reading: path)
        }
    }

    /// Reads lines of what is at hand.
    package init(bytes: [UInt8], path: String, maximumLine: Int = 64 << 20) {
        descriptor = -1
        self.path = path
        self.maximumLine = maximumLine
        buffer = bytes
        end = bytes.count
        isAtEnd = true
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The next line; nil at the end.
    package func next() throws(DocumentError) -> Line? {
        var line: [UInt8] = []
        while true {
            if start == end {
                if isAtEnd { break }
                try fill()
                continue
            }
            let found = buffer[start..<end].firstIndex(of: UInt8(ascii: "\n"))
            line.append(contentsOf: buffer[start..<(found ?? end)])
            start = found.map { $0 + 1 } ?? end
            guard line.count <= maximumLine else {
                throw DocumentError(
                    .limit, file: path, line: number + 1,
                    "the line has more than \(maximumLine) bytes",
                    suggestion: "split it, or check that the file is what it should be")
            }
            if found != nil { return finish(&line, hadLineFeed: true) }
        }
        return line.isEmpty ? nil : finish(&line, hadLineFeed: false)
    }

    private func finish(_ line: inout [UInt8], hadLineFeed: Bool) -> Line {
        number += 1
        let hadCarriageReturn = line.last == UInt8(ascii: "\r")
        if hadCarriageReturn { line.removeLast() }
        if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        return Line(
            number: number, bytes: line, hadCarriageReturn: hadCarriageReturn,
            hadLineFeed: hadLineFeed)
    }

    private func fill() throws(DocumentError) {
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileAccess.error(errno, reading: path) }
            isAtEnd = count == 0
            (start, end) = (0, count)
            return
        }
    }
}
