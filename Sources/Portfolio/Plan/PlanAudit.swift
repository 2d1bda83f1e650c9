package import LanguageModel
package import Reports

/// Every concrete thing that the ninety days ask for, with the command that does it here: what is
/// missing stands in the table, so that nothing is missing in silence.
package struct PlanAudit: Sendable {
    /// One thing that the plan asks for.
    package struct Row: Sendable, Hashable {
        /// Its number: F for the frame, else block and place.
        package var id: String
        /// The plan days.
        package var days: String
        /// What is asked, in a few words.
        package var what: String
        /// The command that does it; nil where none is meant to yet.
        package var command: String?
        /// The sentence of the test in which the command leaves its record.
        package var proof: String?
        /// What is still missing.
        package var lacks: String?

        package init(
            _ id: String, _ days: String, _ what: String, _ command: String?,
            proof: String? = nil, lacks: String? = nil
        ) {
            self.id = id
            self.days = days
            self.what = what
            self.command = command
            self.proof = proof
            self.lacks = lacks
        }
    }

    /// How a row stands in this build.
    package enum State: String, Sendable, Hashable {
        /// The command is here, and a test shows that it leaves its record.
        case done
        /// The command is here; something is missing, or no test of this row is named.
        case partly
        /// No command does it.
        case notYet = "not-yet"
    }

    package let rows: [(row: Row, state: State, reason: String)]

    /// Holds the rows against what this build has.
    ///
    /// - Parameter hasCommand: whether a command exists, given as its words.
    package init(
        _ rows: [Row] = PlanAuditRows.all, hasCommand: ([String]) -> Bool
    ) {
        self.rows = rows.map { row in
            guard let command = row.command else {
                return (row, .notYet, row.lacks ?? "no command does it")
            }
            guard hasCommand(command.split(separator: " ").map(String.init)) else {
                return (row, .notYet, "'\(command)' is not in this build")
            }
            if let lacks = row.lacks { return (row, .partly, lacks) }
            if row.proof == nil { return (row, .partly, "no test of this row is named yet") }
            return (row, .done, "")
        }
    }

    /// How many rows stand so.
    package func count(_ state: State) -> Int { rows.count { $0.state == state } }

    package var table: Table {
        var table = Table(columns: [
            .init("row"), .init("days"), .init("what the plan asks"), .init("state"),
            .init("command"), .init("what is missing"),
        ])
        for (row, state, reason) in rows {
            let tone: Table.Tone = state == .done ? .good : state == .partly ? .warning : .bad
            table.rows.append([
                .init(row.id, .strong), .init(row.days), .init(row.what),
                .init(state == .notYet ? "not yet" : state.rawValue, tone),
                .init(row.command ?? ""), .init(reason),
            ])
        }
        table.notes = [
            "\(rows.count) rows: \(count(.done)) done here, \(count(.partly)) partly, "
                + "\(count(.notYet)) not yet possible."
        ]
        return table
    }

    package var json: JSONValue {
        .array(
            rows.map { row, state, reason in
                [
                    "id": .string(row.id), "days": .string(row.days), "what": .string(row.what),
                    "state": .string(state.rawValue),
                    "command": row.command.map(JSONValue.string) ?? .null,
                    "proof": row.proof.map(JSONValue.string) ?? .null,
                    "reason": reason.isEmpty ? .null : .string(reason),
                ]
            })
    }
}
