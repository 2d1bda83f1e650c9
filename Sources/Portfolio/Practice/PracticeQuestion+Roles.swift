import LanguageModel
import Workspace

extension PracticeQuestion {
    /// A question for each requirement of the user's target roles, in the advertisement's words: they
    /// stay in the workspace. Without targets every role counts.
    static func ofRoles(in folder: WorkspaceFolder) throws(DocumentErrors) -> [PracticeQuestion] {
        let all = try RoleLibrary(folder).roles()
        let targets = all.filter(\.isTarget)
        guard !all.isEmpty, let lexicon = try? RoleLexicon.read(in: folder) else { return [] }
        let reader = RequirementReader(lexicon)
        var questions: [PracticeQuestion] = []
        for role in targets.isEmpty ? all : targets {
            for requirement in reader.requirements(in: role.text) {
                let id = "\(role.name)-\(ContentHash.of(requirement.text).prefix(4))"
                guard !questions.contains(where: { $0.id == id }) else { continue }
                let asked =
                    requirement.kind == .duty
                    ? "When have you done this, and what shows that it worked?"
                    : "What shows that you have it?"
                questions.append(
                    PracticeQuestion(
                        id: id,
                        text: "\(role.employer.isEmpty ? role.title : role.employer) asks: "
                            + "“\(requirement.text)” \(asked)",
                        skills: requirement.skills, origin: .role))
            }
        }
        return questions
    }
}
