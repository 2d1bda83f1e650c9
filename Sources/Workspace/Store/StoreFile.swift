import FoundationEssentials
import GRDB

/// What can be told of a store's file before SQLite opens it.
enum StoreFile {
    /// Refuses a file that is no SQLite database, or that is shorter than it says.
    ///
    /// Beside a write-ahead log the length is left to SQLite: the log may hold the missing pages.
    static func check(_ path: String) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let file = FileHeader(path: path) else {
            throw StoreError(
                .cannotOpen, "\(path) can't be read",
                advice: "check that it is a file and that you may read it")
        }
        if file.size == 0 { return }
        let magic = Array("SQLite format 3\0".utf8)
        guard file.header.count >= 16, Array(file.header[..<16]) == magic else {
            throw StoreError(
                .notAStore, "\(path) is not a store: it doesn't begin as a SQLite file does",
                advice: "move it away; a new store is made in its place")
        }
        guard file.header.count == 100 else { throw truncated(path, file.size, nil) }
        let header = file.header
        let pageSize = Int(header[16]) << 8 | Int(header[17])
        let pages = header[28..<32].reduce(0) { $0 << 8 | Int($1) }
        let expected = pages * (pageSize == 1 ? 65_536 : pageSize)
        let log = FileHeader(path: path + "-wal")?.size ?? 0
        if log == 0, file.size < expected { throw truncated(path, file.size, expected) }
        let application = header[68..<72].reduce(0) { $0 << 8 | Int64($1) }
        if log == 0, application != SchemaMigrator.applicationID { try checkForeign(path) }
    }

    /// Refuses a database of another program before anything is written to it. A store that
    /// another process is making this moment has no table yet.
    private static func checkForeign(_ path: String) throws(StoreError) {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            _ = try queue.read { try SchemaMigrator(migrations: []).version($0, path: path) }
        } catch let error as StoreError where error.code != .newerSchema {
            throw error
        } catch {
            // Whatever else is the matter is told when it is opened.
        }
    }

    /// Whether the file and its folder may be written.
    static func isWritable(_ path: String) -> Bool {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        return FileManager.default.isWritableFile(atPath: path)
            && FileManager.default.isWritableFile(atPath: folder)
    }

    private static func truncated(_ path: String, _ size: Int, _ expected: Int?) -> StoreError {
        let of = expected.map { " of \($0)" } ?? ""
        return StoreError(
            .truncated, "\(path) is cut short: it has \(size)\(of) bytes",
            advice: "restore it from a copy (backups lie in .conduct/backups), or recover what is "
                + "readable with the sqlite3 shell's .recover")
    }
}
