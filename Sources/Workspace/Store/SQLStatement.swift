import GRDB
import GRDBSQLite

/// A prepared statement, bound and read by position.
///
/// GRDB keeps and reuses it; binding and stepping go to SQLite directly, which more than doubles
/// the rows written or read in a second. Use one only inside the database access that made it,
/// and don't prepare the same text again while stepping through it.
struct SQLStatement {
    private let statement: Statement
    private let handle: OpaquePointer
    private unowned let database: Database
    private var position: CInt = 0

    /// Prepares a statement, or takes it from the connection's cache.
    init(_ database: Database, _ sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        self.database = database
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    // MARK: Binding, in the order of the question marks

    mutating func add(_ value: Int64) {
        position += 1
        sqlite3_bind_int64(handle, position, value)
    }

    mutating func add(_ value: Int64?) {
        if let value { add(value) } else { addNull() }
    }

    mutating func add(_ value: Int) { add(Int64(value)) }

    mutating func add(_ value: Int?) { add(value.map(Int64.init)) }

    mutating func add(_ value: Bool) { add(value ? 1 : 0 as Int64) }

    mutating func add(_ value: Timestamp) { add(value.milliseconds) }

    mutating func add(_ value: Double?) {
        position += 1
        if let value {
            sqlite3_bind_double(handle, position, value)
        } else {
            sqlite3_bind_null(handle, position)
        }
    }

    mutating func add(_ value: String) {
        position += 1
        var value = value
        value.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                // SQLite copies the text before this returns; an empty text has no address.
                _ = sqlite3_bind_text(
                    handle, position, characters.baseAddress ?? emptyText.utf8Pointer,
                    CInt(characters.count), transient)
            }
        }
    }

    mutating func add(_ value: String?) {
        if let value { add(value) } else { addNull() }
    }

    mutating func add(_ value: RecordID) { add(value.description) }

    mutating func add(_ value: RecordID?) { add(value?.description) }

    mutating func add(_ value: Verdict) { add(value.code) }

    mutating func add(_ value: HashBytes) {
        position += 1
        value.bytes.withUnsafeBytes { bytes in
            _ = sqlite3_bind_blob(
                handle, position, bytes.baseAddress, CInt(bytes.count), transient)
        }
    }

    private mutating func addNull() {
        position += 1
        sqlite3_bind_null(handle, position)
    }

    // MARK: Stepping

    /// Runs a statement that gives no rows and makes it ready for the next binding.
    mutating func run() throws {
        var code = sqlite3_step(handle)
        while code == SQLITE_ROW { code = sqlite3_step(handle) }
        let message =
            code == SQLITE_DONE ? "" : String(cString: sqlite3_errmsg(database.sqliteConnection))
        let extended = sqlite3_extended_errcode(database.sqliteConnection)
        reset()
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: extended), message: message)
        }
    }

    /// Goes to the next row; false, and ready for the next binding, when there is none.
    mutating func next() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            reset()
            return false
        default:
            let message = String(cString: sqlite3_errmsg(database.sqliteConnection))
            let extended = sqlite3_extended_errcode(database.sqliteConnection)
            reset()
            throw DatabaseError(resultCode: ResultCode(rawValue: extended), message: message)
        }
    }

    /// Ends reading before the last row.
    mutating func reset() {
        sqlite3_reset(handle)
        position = 0
    }

    // MARK: Reading the present row, columns from 0

    func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(handle, CInt(column)) == SQLITE_NULL
    }

    func int64(_ column: Int) -> Int64 { sqlite3_column_int64(handle, CInt(column)) }

    func int(_ column: Int) -> Int { Int(int64(column)) }

    func optionalInt(_ column: Int) -> Int? { isNull(column) ? nil : int(column) }

    func bool(_ column: Int) -> Bool { int64(column) != 0 }

    func optionalDouble(_ column: Int) -> Double? {
        isNull(column) ? nil : sqlite3_column_double(handle, CInt(column))
    }

    func double(_ column: Int) -> Double { sqlite3_column_double(handle, CInt(column)) }

    func text(_ column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }

    func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    func timestamp(_ column: Int) -> Timestamp { Timestamp(milliseconds: int64(column)) }

    func optionalTimestamp(_ column: Int) -> Timestamp? {
        isNull(column) ? nil : timestamp(column)
    }

    func hash(_ column: Int) -> HashBytes { HashBytes(bytes: bytes(column)) }

    func verdict(_ column: Int) -> Verdict { Verdict(code: int64(column)) }

    /// A record id; the schema's checks hold what is stored to the form.
    func id(_ column: Int) throws -> RecordID {
        guard let id = RecordID(utf8: bytes(column)) else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "'\(text(column))' is not a record id")
        }
        return id
    }

    func optionalID(_ column: Int) throws -> RecordID? {
        isNull(column) ? nil : try id(column)
    }

    private func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_column_blob(handle, CInt(column))
        let count = Int(sqlite3_column_bytes(handle, CInt(column)))
        return UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: count)
    }
}

/// SQLITE_TRANSIENT: SQLite copies what is bound.
private var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

private let emptyText: StaticString = ""

extension StaticString {
    fileprivate var utf8Pointer: UnsafePointer<CChar> {
        UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}

extension Verdict {
    /// How the store writes it: 0 fail, 1 pass, 2 could not score.
    var code: Int64 {
        switch self {
        case .fail: 0
        case .pass: 1
        case .unscored: 2
        }
    }

    init(code: Int64) {
        self = code == 1 ? .pass : code == 0 ? .fail : .unscored
    }
}
