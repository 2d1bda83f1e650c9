import LanguageModel
package import Providers

/// A model in the judge's seat, with what is known of its competence.
package struct JudgeSeat: Sendable {
    /// The alias under which `conduct.yaml` has it.
    package var alias: String
    /// The model; the caller wraps it, so that its calls are stored and resumed like any other.
    package var model: any ModelProvider
    /// The stored results of its competence checks.
    package var checks: [JudgeCompetence]

    package init(alias: String, model: any ModelProvider, checks: [JudgeCompetence]) {
        self.alias = alias
        self.model = model
        self.checks = checks
    }

    /// A seat with one stored result, or none.
    package init(alias: String, model: any ModelProvider, competence: JudgeCompetence?) {
        self.init(alias: alias, model: model, checks: competence.map { [$0] } ?? [])
    }

    /// SHA-256 of what decides the judge's answers.
    package var judgeHash: String { Self.hash(of: model.identity) }

    /// SHA-256 of what decides a model's answers as a judge: its identity and the wording of the
    /// questions.
    package static func hash(of identity: ModelIdentity) -> String {
        SHA256.hex(json(identity).serialized())
    }

    static func json(_ identity: ModelIdentity) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        return [
            "kind": .string(identity.kind), "model": .string(identity.model),
            "base_url": text(identity.baseURL), "file": text(identity.fileSHA256),
            "adapters": .array(identity.adapterSHA256.map(JSONValue.string)),
            "precision": text(identity.precision), "wording": .integer(JudgePrompt.version),
        ]
    }

    /// Lets only a judge with a passed check for a job pass.
    ///
    /// - Throws: why its verdicts do not count.
    func qualify(for job: JudgeCompetence.Job) throws(Unscorable) {
        let hash = judgeHash
        let checks = checks.filter { $0.job == job && $0.judgeHash == hash }
        guard let latest = checks.last else {
            throw Unscorable(
                "no competence check of the judge '\(alias)' for \(job.rawValue) is stored; run "
                    + "conduct judge check \(alias)")
        }
        guard checks.contains(where: \.isPassed) else {
            throw Unscorable(
                "the judge '\(alias)' did not pass its competence check: \(latest.summary)")
        }
    }
}
