package import Evaluation
import LanguageModel
package import Workspace

extension PlanDesk {
    /// Moves the skills of a passed exercise of the gym to `practised`, with the grade as evidence.
    ///
    /// - Parameter counts: what the grade's record says of itself; false where the truth had been
    ///   opened before.
    /// - Returns: the skills that moved; those that were as far already stay.
    package mutating func practise(
        _ grade: GymGrade, record: StoredRecord, skills: [String]
    ) throws -> [String] {
        guard grade.isPassed, record.body["counts"]?.bool == true else { return [] }
        var moved: [String] = []
        for skill in skills where state.level(skill) < .practised {
            try self.record(
                .skill(
                    id: skill, level: .practised, evidence: [record.id.description], override: nil))
            moved.append(skill)
        }
        return moved
    }
}
