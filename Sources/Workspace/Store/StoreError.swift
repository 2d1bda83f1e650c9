import GRDB

/// What kept the store from doing what was asked; the store's content is as it was before.
package struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of hindrance it is.
    package enum Code: String, Sendable, Hashable {
        /// No space is left, or the disk fails.
        case diskFull, io
        /// The file or folder may not be written, or not be opened.
        case readOnly, cannotOpen
        /// Another process keeps the store busy for longer than the time allowed.
        case locked
        /// The file is damaged, cut short, or something else than a store.
        case corrupt, truncated, notAStore
        /// A later version of the program has changed the store's schema.
        case newerSchema
        /// Another live process works on the run, or has taken it over.
        case leaseHeld, leaseLost
        /// No such record; several where one is needed.
        case notFound, ambiguous
        /// Evidence needs the run.
        case pinned
        /// The record is final.
        case immutable
        /// The runs to be merged differ.
        case mismatch
        /// What was given breaks a rule of the records.
        case invalid
    }

    /// What kind of hindrance it is.
    package let code: Code
    /// What happened, naming the record or file.
    package let message: String
    /// One sentence that says what to do.
    package let advice: String
    /// SQLite's own words, where it refused.
    package let cause: String?

    package init(_ code: Code, _ message: String, advice: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.advice = advice
        self.cause = cause
    }

    /// One line: what happened, SQLite's words in brackets, and what to do.
    package var description: String {
        "\(message)\(cause.map { " (\($0))" } ?? ""); \(advice)"
    }
}

extension StoreError {
    /// The user's view of an error thrown while working on a store's file.
    static func wrapping(_ error: any Error, path: String?) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let file = path ?? "the store in memory"
        let cause = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
        func made(_ code: Code, _ message: String, _ advice: String) -> StoreError {
            StoreError(code, message, advice: advice, cause: cause)
        }
        switch error.resultCode {
        case .SQLITE_FULL:
            return made(
                .diskFull, "no space is left for \(file)",
                "free some space and run the same command again; all that was committed is safe")
        case .SQLITE_IOERR:
            return made(
                .io, "reading or writing \(file) failed",
                "check the disk and its free space, then run the same command again; all that was "
                    + "committed is safe")
        case .SQLITE_READONLY:
            return made(
                .readOnly, "\(file) may not be written",
                "make the file and its folder writable for you, or copy the workspace")
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            return made(
                .cannotOpen, "\(file) can't be opened",
                "check that its folder exists and that you may read and write it")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return made(
                .locked, "another process keeps \(file) busy",
                "wait for it to finish and run the same command again; nothing was lost")
        case .SQLITE_CORRUPT:
            return made(
                .corrupt, "\(file) is damaged",
                "restore it from a copy (backups lie in .conduct/backups), or recover what is "
                    + "readable with the sqlite3 shell's .recover")
        case .SQLITE_NOTADB:
            return made(
                .notAStore, "\(file) is not a store",
                "move it away; a new store is made in its place")
        case .SQLITE_CONSTRAINT where error.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER:
            return made(
                .immutable, error.message ?? "the record is final",
                "make a new run instead of changing a finished one")
        case .SQLITE_CONSTRAINT:
            return made(
                .invalid, "a record breaks a rule of the store",
                "this is a defect of the program unless the data came from elsewhere; report it")
        default:
            return made(
                .io, "working on \(file) failed",
                "run the same command again; report it if it stays")
        }
    }
}
