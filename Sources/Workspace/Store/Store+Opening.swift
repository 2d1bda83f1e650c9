import FoundationEssentials
import GRDB

extension Store {
    /// Opens a workspace's store, making or migrating it as needed.
    ///
    /// A migration first lays a copy aside in `backups/` beside the file.
    ///
    /// - Parameters:
    ///   - path: the file, normally `.conduct/store.sqlite`; missing folders are made.
    ///   - busyTimeout: how many seconds to wait while another process writes.
    /// - Throws: `StoreError`: newer schema, damaged, truncated, not writable …
    package static func open(
        at path: String, ids: RecordIDGenerator = RecordIDGenerator(),
        process: ProcessIdentity = .current(), busyTimeout: Double = 10,
        migrations: [Migration] = Migration.all
    ) throws -> Store {
        do {
            try FileManager.default.createDirectory(
                at: URL(filePath: path).deletingLastPathComponent(),
                withIntermediateDirectories: true)
        } catch {
            throw StoreError(
                .cannotOpen, "the folder of \(path) can't be made",
                advice: "check that you may write there", cause: "\(error)")
        }
        do {
            try StoreFile.check(path)
            var configuration = Self.configuration(busyTimeout: busyTimeout)
            configuration.maximumReaderCount = 4
            let pool = try DatabasePool(path: path, configuration: configuration)
            let backup = try SchemaMigrator(migrations: migrations).migrate(pool, path: path)
            return Store(
                database: pool, path: path, ids: ids, process: process, backup: backup)
        } catch { throw StoreError.wrapping(error, path: path) }
    }

    /// Opens a store to read it alone: neither made nor migrated, nothing written beside it.
    ///
    /// - Throws: `StoreError.notFound` where there is none; an older schema is refused.
    package static func openForReading(
        at path: String, migrations: [Migration] = Migration.all
    ) throws -> StoreReader {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(
                .notFound, "there is no store at \(path)",
                advice: "give the path of a store.sqlite, or run an evaluation first")
        }
        do {
            try StoreFile.check(path)
            var configuration = Self.configuration(busyTimeout: 10)
            configuration.readonly = true
            let database: any DatabaseReader
            if StoreFile.isWritable(path) || FileManager.default.fileExists(atPath: path + "-wal") {
                database = try DatabaseQueue(path: path, configuration: configuration)
            } else {
                // Nobody writes here, so that SQLite may read without its shared-memory file.
                let uri = URL(filePath: path).absoluteString + "?immutable=1"
                database = try DatabaseQueue(path: uri, configuration: configuration)
            }
            let migrator = SchemaMigrator(migrations: migrations)
            let version = try database.read { try migrator.version($0, path: path) }
            guard version == migrator.currentVersion else {
                throw StoreError(
                    .invalid,
                    "\(path) has schema version \(version), older than \(migrator.currentVersion)",
                    advice: "open its workspace once with this version of conduct to migrate it")
            }
            return StoreReader(database: database, path: path)
        } catch { throw StoreError.wrapping(error, path: path) }
    }

    /// A store that is gone with the process, for tests and dry runs.
    package static func inMemory(
        ids: RecordIDGenerator = RecordIDGenerator(), migrations: [Migration] = Migration.all
    ) throws -> Store {
        do {
            let queue = try DatabaseQueue(configuration: configuration(busyTimeout: 10))
            try SchemaMigrator(migrations: migrations).migrate(queue, path: nil)
            return Store(
                database: queue, path: nil, ids: ids, process: .current(), backup: nil)
        } catch { throw StoreError.wrapping(error, path: nil) }
    }

    private static func configuration(busyTimeout: Double) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.label = "conduct.store"
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            // 16 MiB of pages a connection: inner pages of a large store stay at hand.
            try db.execute(sql: "PRAGMA cache_size = -16000")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            if !db.configuration.readonly {
                // Cuts the log back after a checkpoint, so that one big import leaves no big file.
                try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
        }
        return configuration
    }
}

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
