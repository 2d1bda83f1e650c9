import FoundationEssentials
import GRDB

/// Brings a store's schema to the present version, or refuses.
struct SchemaMigrator {
    /// Marks a SQLite file as a store: "CNDT" (PRAGMA application_id).
    static let applicationID: Int64 = 0x434E_4454

    let migrations: [Migration]

    /// The version after all steps.
    var currentVersion: Int { migrations.last?.version ?? 0 }

    /// Applies what is missing, in one transaction, after a copy was laid aside.
    ///
    /// - Parameter path: the store's file; nil in memory, where there is nothing to lay aside.
    /// - Returns: the backup's path, where one was made.
    @discardableResult
    func migrate(_ writer: some DatabaseWriter, path: String?) throws -> String? {
        let version = try writer.read { try self.version($0, path: path) }
        guard version < currentVersion else { return nil }
        var backup: String?
        if version > 0, let path {
            backup = try Self.backUp(writer, path: path, version: version)
        }
        try writer.barrierWriteWithoutTransaction { db in
            try db.inTransaction(.immediate) {
                // Another process may have migrated since we looked.
                let version = try self.version(db, path: path)
                for migration in migrations where migration.version > version {
                    try db.execute(sql: migration.sql)
                }
                if version < currentVersion {
                    try db.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
                    try db.execute(sql: "PRAGMA user_version = \(currentVersion)")
                }
                return .commit
            }
        }
        return backup
    }

    /// The schema's version, 0 for an empty file.
    ///
    /// - Throws: `StoreError` for a newer schema, or a database of some other program.
    func version(_ db: Database, path: String?) throws -> Int {
        let file = path ?? "the store in memory"
        let application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if application != Self.applicationID {
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard application == 0, tables == 0, version == 0 else {
                throw StoreError(
                    .notAStore, "\(file) is a SQLite database of another program",
                    advice: "move it away; a new store is made in its place")
            }
        }
        guard version <= currentVersion else {
            throw StoreError(
                .newerSchema,
                "\(file) has schema version \(version), this program knows up to \(currentVersion)",
                advice: "use the version of conduct that wrote it, or a later one")
        }
        return version
    }

    /// Copies the store beside itself, under backups/, through a temporary name.
    private static func backUp(
        _ writer: some DatabaseWriter, path: String, version: Int
    ) throws -> String {
        let folder = URL(filePath: path).deletingLastPathComponent().appending(path: "backups")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let stamp = Timestamp.now.description.filter { $0.isNumber || $0 == "T" }
        let name = "store-v\(version)-\(stamp).sqlite"
        let target = folder.appending(path: name)
        let temporary = folder.appending(path: ".\(name).tmp")
        try? FileManager.default.removeItem(at: temporary)
        try writer.writeWithoutTransaction { db in
            try db.execute(sql: "VACUUM INTO ?", arguments: [temporary.path])
        }
        try FileManager.default.moveItem(at: temporary, to: target)
        return target.path
    }
}
