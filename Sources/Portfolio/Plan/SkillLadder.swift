package import LanguageModel
package import Reports
import Workspace

/// How far each skill has come, and by what.
package struct SkillLadder: Sendable {
    private let state: PlanState
    private let skills: [RoleLexicon.Skill]

    package init(_ state: PlanState, lexicon: RoleLexicon) {
        self.state = state
        skills = lexicon.skills
    }

    /// A row for each skill; the dates of its steps as they were taken.
    package var table: Table {
        var table = Table(columns: [
            .init("skill"), .init("level"), .init("steps"), .init("shown by"),
        ])
        for skill in skills {
            let steps = state.skills[skill.id] ?? []
            let level = state.level(skill.id)
            let path = steps.map { "\($0.level.word) \($0.on)" }.joined(separator: " → ")
            let last = steps.last
            let shown =
                last?.override.map { "override: \($0)" }
                ?? last?.evidence.joined(separator: ", ") ?? ""
            table.rows.append([
                .init(skill.id, .strong), .init(level.word, level >= .practised ? .good : .plain),
                .init(path), .init(shown, last?.override == nil ? .plain : .warning),
            ])
        }
        let practised = skills.count { state.level($0.id) >= .practised }
        let aware = skills.count { state.level($0.id) == .aware }
        table.notes = ["\(practised) practised, \(aware) aware, of \(skills.count) skills."]
        return table
    }

    package var json: JSONValue {
        .array(
            skills.map { skill in
                [
                    "id": .string(skill.id), "name": .string(skill.name),
                    "level": .string(state.level(skill.id).rawValue),
                    "steps": .array(
                        (state.skills[skill.id] ?? []).map { step in
                            [
                                "on": .string(step.on.description),
                                "level": .string(step.level.rawValue),
                                "evidence": .array(step.evidence.map(JSONValue.string)),
                                "override": step.override.map(JSONValue.string) ?? .null,
                            ]
                        }),
                ]
            })
    }
}
