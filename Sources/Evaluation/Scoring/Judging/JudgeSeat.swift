package import Providers

/// A model in the judge's seat, with what is known of its competence.
package struct JudgeSeat: Sendable {
    /// The alias under which `conduct.yaml` has it.
    package var alias: String
    /// The model; the caller wraps it, so that its calls are stored and resumed like any other.
    package var model: any ModelProvider
    /// The stored result of its competence check for the job; nil where none was made.
    package var competence: JudgeCompetence?

    package init(alias: String, model: any ModelProvider, competence: JudgeCompetence?) {
        self.alias = alias
        self.model = model
        self.competence = competence
    }
}
