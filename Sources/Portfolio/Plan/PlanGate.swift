package import LanguageModel
package import Reports

/// The artifacts of the plan with the evidence behind each: what a phase must leave behind.
package struct PlanGate: Sendable {
    /// One artifact.
    package struct Row: Sendable, Hashable {
        package var artifact: PlanArtifact
        package var phase: Int
        /// What is missing; empty where the artifact stands.
        package var missing: [String]
        /// The reason of an override, where one made its item count.
        package var override: String?
    }

    package let rows: [Row]

    /// The artifacts of a phase (nil: of all), for an employer (nil: for any).
    package init(_ view: PlanView, phase number: Int? = nil, employer: String? = nil) {
        var rows: [Row] = []
        for phase in view.desk.plan.phases where number == nil || phase.number == number {
            for block in phase.blocks {
                guard
                    let artifact = view.desk.plan.artifacts.first(where: { $0.id == block.artifact }
                    ), employer.map(artifact.speaks) ?? true
                else { continue }
                let item = block.items.last { item in
                    item.evidence.contains {
                        if case .file(artifact.file, _) = $0 { true } else { false }
                    }
                }
                let findings = item.map { view.findings[$0.id] ?? [] } ?? []
                var override: String?
                if let item, case .done(let done) = view.desk.schedule.entry(item.id)?.status {
                    override = done.override
                }
                rows.append(
                    Row(
                        artifact: artifact, phase: phase.number,
                        missing: findings.filter { !$0.isMet }.map(\.text), override: override))
            }
        }
        self.rows = rows.sorted { $0.artifact.number < $1.artifact.number }
    }

    /// Whether every artifact stands on its evidence, overrides left out.
    package var isOpen: Bool { rows.allSatisfy(\.missing.isEmpty) }

    package var table: Table {
        var table = Table(columns: [
            .init("#", .trailing), .init("artifact"), .init("phase", .trailing),
            .init("speaks to"), .init("stands"), .init("missing"),
        ])
        for row in rows {
            let stands: Table.Cell =
                row.missing.isEmpty
                ? .init("yes", .good)
                : row.override == nil ? .init("no", .bad) : .init("by override", .warning)
            table.rows.append([
                .init("\(row.artifact.number)"), .init(row.artifact.title),
                .init("\(row.phase)"),
                .init(
                    row.artifact.signal.isEmpty
                        ? "all" : row.artifact.signal.joined(separator: ", ")),
                stands, .init(row.missing.joined(separator: "; ")),
            ])
        }
        return table
    }

    package var json: JSONValue {
        [
            "is_open": .bool(isOpen),
            "artifacts": .array(
                rows.map { row in
                    [
                        "number": .integer(row.artifact.number), "id": .string(row.artifact.id),
                        "title": .string(row.artifact.title), "file": .string(row.artifact.file),
                        "phase": .integer(row.phase),
                        "signal": .array(row.artifact.signal.map(JSONValue.string)),
                        "missing": .array(row.missing.map(JSONValue.string)),
                        "override": row.override.map(JSONValue.string) ?? .null,
                    ]
                }),
        ]
    }
}
