package import LanguageModel
package import Reports
import Workspace

/// Which skills roles ask for, how often.
package struct SkillDemand: Sendable {
    /// One skill.
    package struct Row: Sendable, Hashable {
        package var skill: RoleLexicon.Skill
        /// The names of the roles that ask for it.
        package var roles: [String]
        /// In how many requirements over all roles.
        package var requirements: Int
    }

    /// Most asked for first.
    package let rows: [Row]
    /// How many roles were read.
    package let count: Int

    package init(_ roles: [(role: Role, requirements: [Requirement])], lexicon: RoleLexicon) {
        count = roles.count
        rows = lexicon.skills.map { skill in
            let asking = roles.filter { $0.requirements.contains { $0.skills.contains(skill.id) } }
            return Row(
                skill: skill, roles: asking.map(\.role.name),
                requirements: roles.flatMap(\.requirements).count { $0.skills.contains(skill.id) })
        }.enumerated().sorted {
            ($1.element.roles.count, $0.offset) < ($0.element.roles.count, $1.offset)
        }.map(\.element)
    }

    package var table: Table {
        var table = Table(columns: [
            .init("skill"), .init("roles", .trailing), .init("requirements", .trailing),
            .init("which"),
        ])
        table.rows = rows.filter { !$0.roles.isEmpty }.map {
            [
                .init($0.skill.name, .strong), .init("\($0.roles.count) of \(count)"),
                .init("\($0.requirements)"), .init($0.roles.joined(separator: ", ")),
            ]
        }
        let silent = rows.filter(\.roles.isEmpty).map(\.skill.name)
        if !silent.isEmpty { table.notes = ["Asked by none: \(silent.joined(separator: ", "))."] }
        return table
    }

    package var json: JSONValue {
        [
            "roles": .integer(count),
            "skills": .array(
                rows.map {
                    [
                        "id": .string($0.skill.id), "name": .string($0.skill.name),
                        "roles": .array($0.roles.map(JSONValue.string)),
                        "requirements": .integer($0.requirements),
                    ]
                }),
        ]
    }
}
