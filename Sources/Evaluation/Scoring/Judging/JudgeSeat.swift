package import LanguageModel
package import Providers

/// A model in the judge's seat, with what is known of its competence.
package struct JudgeSeat: Sendable {
    /// The alias under which `conduct.yaml` has it.
    package var alias: String
    /// The model; the caller wraps it, so that its calls are stored and resumed like any other.
    package var model: any ModelProvider
    /// How the alias generates; temperature is 0 unless said.
    package var parameters: GenerationParameters
    /// The stored results of its competence checks, oldest first.
    package var checks: [JudgeCompetence]

    package init(
        alias: String, model: any ModelProvider,
        parameters: GenerationParameters = GenerationParameters(), checks: [JudgeCompetence]
    ) {
        self.alias = alias
        self.model = model
        self.parameters = parameters
        self.checks = checks
    }

    /// A seat with one stored result, or none.
    package init(alias: String, model: any ModelProvider, competence: JudgeCompetence?) {
        self.init(alias: alias, model: model, checks: competence.map { [$0] } ?? [])
    }

    /// SHA-256 of what decides the judge's answers.
    package var judgeHash: String { Self.hash(of: model.identity, parameters) }

    /// SHA-256 of what decides a model's answers as a judge: its identity, how it generates, and
    /// the wording of the questions. The most tokens of a verdict are left out: a verdict that is
    /// cut off is none, and says so.
    package static func hash(
        of identity: ModelIdentity, _ parameters: GenerationParameters = GenerationParameters()
    ) -> String {
        SHA256.hex(json(identity, parameters).serializedBytes())
    }

    /// How a verdict is generated: the alias's way, greedy unless it says otherwise, with room
    /// for at least 512 tokens unless the scorer says otherwise.
    func parameters(maxTokens: Int?) -> GenerationParameters {
        var parameters = parameters
        parameters.temperature = parameters.temperature ?? 0
        parameters.maxTokens = maxTokens ?? max(512, parameters.maxTokens ?? 0)
        return parameters
    }

    static func json(_ identity: ModelIdentity, _ parameters: GenerationParameters) -> JSONValue {
        var sent = parameters
        sent.temperature = sent.temperature ?? 0
        sent.maxTokens = nil
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        return [
            "kind": .string(identity.kind), "model": .string(identity.model),
            "base_url": text(identity.baseURL), "file": text(identity.fileSHA256),
            "adapters": .array(identity.adapterSHA256.map(JSONValue.string)),
            "precision": text(identity.precision), "parameters": sent.json,
            "wording": .integer(JudgePrompt.version),
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
                "no competence check of the judge '\(alias)' as it is now for \(job.rawValue) is "
                    + "stored; run conduct judge check \(alias)")
        }
        // The latest counts: asking again until one passes must not help.
        guard latest.isPassed else {
            throw Unscorable(
                "the judge '\(alias)' did not pass its competence check: \(latest.summary); to "
                    + "check it again run conduct judge check \(alias)")
        }
    }
}
