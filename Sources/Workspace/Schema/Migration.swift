/// One step of the schema. Steps are only ever appended: a released one never changes.
package struct Migration: Sendable {
    /// The schema version after the step; steps count up from 1.
    package let version: Int
    /// What it is for, as a backup's name and an error's text show it.
    package let name: String
    /// Statements that are run in one transaction.
    package let sql: String

    package init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
    }

    /// All steps in order.
    package static let all: [Migration] = [.runs, .records]
}
