import FoundationEssentials
package import LanguageModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What people judged, as JSON lines, one file for each person: git merges them, people read
/// them, and a store is rebuilt from them.
///
/// A line is `{"record": "override", "id": …}`; later kinds of judgments add their own records.
package struct JudgmentJournal: Sendable {
    /// The folder, `judgments/` in a workspace.
    package let folder: String

    /// Names the folder; it is made when the first line is written.
    package init(folder: String) { self.folder = folder }

    /// A person's file: the name with everything but letters, digits, '-' and '.' replaced by
    /// '_', and a part of its hash where that changed something, so that no two people share one.
    package func path(of author: String) -> String {
        let plain = author.unicodeScalars.map { scalar -> String in
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || scalar == "-" || scalar == ".")
            return isPlain ? String(scalar) : "_"
        }.joined()
        let name =
            plain == author && !plain.hasPrefix(".") && plain.utf8.count <= 64
            ? plain : "\(plain.prefix(40))-\(ContentHash.of(author).prefix(8))"
        return "\(folder)/\(name).jsonl"
    }

    /// Appends one record to a person's file, whole or not at all, and on disk when it returns.
    ///
    /// - Throws: `StoreError` with the file's name.
    package func append(_ record: JSONValue, author: String) throws(StoreError) {
        let path = path(of: author)
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch { throw Self.failed(path, "\(error)") }
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw Self.failed(path, String(cString: strerror(errno))) }
        defer { close(file) }
        // A line that a crash cut short is closed, so that it can't swallow this one.
        let line =
            Array((Self.endsInLine(path) ? "" : "\n").utf8)
            + Array(record.serialized().utf8) + [UInt8(ascii: "\n")]
        let before = lseek(file, 0, SEEK_END)
        let written = line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard written == line.count, fsync(file) == 0 else {
            let reason = String(cString: strerror(errno))
            // One write is one append; what a full disk took of it is taken back.
            if written > 0, before >= 0 { _ = ftruncate(file, before) }
            throw Self.failed(path, reason)
        }
    }

    /// Reads all files' records.
    ///
    /// - Returns: the records, and a complaint naming file and line for each that can't be read.
    package func records() throws(StoreError) -> (records: [JSONValue], complaints: [String]) {
        guard FileManager.default.fileExists(atPath: folder) else { return ([], []) }
        var records: [JSONValue] = []
        var complaints: [String] = []
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            where name.hasSuffix(".jsonl") {
                let path = "\(folder)/\(name)"
                let bytes = try Data(contentsOf: URL(filePath: path))
                for (index, line) in bytes.split(
                    separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
                ).enumerated() where line.contains(where: { $0 > 0x20 }) {
                    do throws(JSONError) { records.append(try JSONValue(parsing: line)) } catch {
                        complaints.append(
                            "\(path):\(index + 1):\(error.column): \(error.message); the line was "
                                + "left out, restore it or delete it")
                    }
                }
            }
        } catch {
            throw StoreError(
                .io, "the folder \(folder) can't be read", advice: "check that you may read it",
                cause: "\(error)")
        }
        return (records, complaints)
    }

    private static func endsInLine(_ path: String) -> Bool {
        guard let file = fopen(path, "rb") else { return true }
        defer { fclose(file) }
        guard fseek(file, -1, SEEK_END) == 0 else { return true }
        return fgetc(file) == 0x0A
    }

    private static func failed(_ path: String, _ cause: String) -> StoreError {
        StoreError(
            .io, "a judgment can't be written to \(path)",
            advice: "make room and make the file writable; the judgment was not taken",
            cause: cause)
    }
}
