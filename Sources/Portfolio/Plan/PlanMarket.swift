package import LanguageModel
package import Reports
import Workspace

/// What roles ask for against what the plan's days train.
package struct PlanMarket: Sendable {
    /// One skill.
    package struct Row: Sendable, Hashable {
        package var skill: RoleLexicon.Skill
        /// How many roles ask for it.
        package var demand: Int
        /// Plan days of items that train it, switched-in exercises included.
        package var days: Int
        /// Exercises that train it: switched in, and still to be had.
        package var switchedIn: [String]
        package var available: [String]

        /// Whether it is asked for and has no day.
        package var isOmitted: Bool { demand > 0 && days == 0 }
    }

    /// Omitted ones first, then by demand.
    package let rows: [Row]
    package let roles: Int

    package init(_ desk: PlanDesk, demand: SkillDemand) {
        roles = demand.count
        let added = Set(desk.state.added.map(\.exercise))
        let items = PlanState.order(desk.plan, desk.state.added)
        rows = demand.rows.map { row in
            let training = desk.plan.exercises.filter { $0.skills.contains(row.skill.id) }
            return Row(
                skill: row.skill, demand: row.roles.count,
                days: items.filter { $0.skills.contains(row.skill.id) }.map(\.length)
                    .reduce(0, +),
                switchedIn: training.map(\.id).filter(added.contains),
                available: training.map(\.id).filter { !added.contains($0) })
        }.enumerated().sorted {
            let (a, b) = ($0.element, $1.element)
            if a.isOmitted != b.isOmitted { return a.isOmitted }
            return (b.demand, $0.offset) < (a.demand, $1.offset)
        }.map(\.element)
    }

    package var omitted: [Row] { rows.filter(\.isOmitted) }

    package var table: Table {
        var table = Table(columns: [
            .init("skill"), .init("roles that ask", .trailing), .init("plan days", .trailing),
            .init("exercises"),
        ])
        for row in rows where row.demand > 0 || row.days > 0 {
            let exercises =
                row.switchedIn.map { "\($0) (switched in)" }
                + (row.isOmitted || row.days <= 1
                    ? row.available.map { "conduct plan add \($0)" } : [])
            table.rows.append([
                .init(row.skill.name, row.isOmitted ? .bad : .plain),
                .init("\(row.demand) of \(roles)"),
                .init("\(row.days)", row.isOmitted ? .bad : .plain),
                .init(exercises.joined(separator: ", ")),
            ])
        }
        let unasked = rows.filter { $0.demand == 0 && $0.days > 0 }
        table.notes = [
            omitted.isEmpty
                ? "Every skill that your roles ask for has a day."
                : "Asked for and without a day: \(omitted.map(\.skill.name).joined(separator: ", "))."
        ]
        if !unasked.isEmpty {
            table.notes.append(
                "Planned and asked for by none of your roles: "
                    + unasked.map { "\($0.skill.name) (\($0.days))" }.joined(separator: ", ") + ".")
        }
        table.notes.append(
            "A day counts for every skill that its item trains, so days add up to more than "
                + "the plan has.")
        return table
    }

    package var json: JSONValue {
        [
            "roles": .integer(roles),
            "skills": .array(
                rows.map {
                    [
                        "id": .string($0.skill.id), "name": .string($0.skill.name),
                        "demand": .integer($0.demand), "days": .integer($0.days),
                        "is_omitted": .bool($0.isOmitted),
                        "switched_in": .array($0.switchedIn.map(JSONValue.string)),
                        "available": .array($0.available.map(JSONValue.string)),
                    ]
                }),
        ]
    }
}
