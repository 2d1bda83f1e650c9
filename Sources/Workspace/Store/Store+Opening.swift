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
    ///   - maximumPages: how large the file may grow, in pages; to be refused as by a full disk.
    /// - Throws: `StoreError`: newer schema, damaged, truncated, not writable …
    package static func open(
        at path: String, ids: RecordIDGenerator = RecordIDGenerator(),
        process: ProcessIdentity = .current(), busyTimeout: Double = 10,
        maximumPages: Int? = nil, migrations: [Migration] = Migration.all
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
            if let maximumPages {
                configuration.prepareDatabase { db in
                    try db.execute(sql: "PRAGMA max_page_count = \(maximumPages)")
                }
            }
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
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            if db.configuration.readonly {
                // 8 MB of pages: inner pages of a large store stay at hand.
                try db.execute(sql: "PRAGMA cache_size = -8000")
            } else {
                try db.execute(sql: "PRAGMA cache_size = -16000")
                // Hashes land on pages all over their indexes. A longer log lets a page change many
                // times before it is copied back: by default nearly every commit would do that.
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
                // Cuts the log back after a checkpoint, so that one big import leaves no big file.
                try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
        }
        return configuration
    }
}
