package import Workspace

/// The text of a new experiment's file.
package struct ExperimentTemplate: Sendable {
    /// The YAML.
    package let text: String

    /// - Parameter names: the names of the scores that the suite's first case gets.
    /// - Throws: `EvalError` for a suite without scorers or an unknown factor.
    package init(
        path: String, suite: Suite, scores names: [String], scorer: String?, factors: [String]
    ) throws(EvalError) {
        guard let scorer = scorer ?? names.first else {
            throw EvalError(
                "\(suite.file) has no scorer", advice: "add scorers: to the suite first")
        }
        let chosen = factors.isEmpty ? ["length"] : factors
        var lines: [String] = []
        for name in chosen {
            guard let factor = BuiltInFactor(rawValue: name) else {
                throw EvalError(
                    "there is no built-in factor '\(name)'",
                    advice: "see: conduct experiment factors")
            }
            lines.append("  \(name): [\(Self.levels(of: factor, suite))]")
        }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let name = file.split(separator: ".").first.map(String.init) ?? file
        let needsModel = suite.models.count != 1
        let prompt =
            suite.prompts.count > 1
            ? "prompt: \(suite.prompts[0].file ?? "PROMPT.md")     # or paraphrases: [ … ]\n" : ""
        text = """
            # yaml-language-server: $schema=../.conduct/schemas/experiment.json
            experiment: \(name)
            question: What does \(chosen.joined(separator: ", ")) do to \(scorer)?
            hypotheses: []
            outcome: {suite: \(suite.file), scorer: \(scorer)}
            \(prompt)\(needsModel ? "model: \(suite.models.first ?? "smollm2")\n" : "")\
            factors:                          # conduct experiment factors lists the built-in ones
            \(lines.joined(separator: "\n"))
            design: {kind: full-factorial, repeats: 1, held-out: 0.3}
            analysis: {model: linear, tests: [\(chosen.joined(separator: ", "))], \
            correction: holm, alpha: 0.05}
            assume: {rate: 0.5}               # what planning takes for granted

            """
    }

    private static func levels(of factor: BuiltInFactor, _ suite: Suite) -> String {
        switch factor {
        case .temperature: "0, 0.7"
        case .topP: "0.5, 1"
        case .maxTokens: "64, 256"
        case .fewShot: "0, 2"
        case .model: (suite.models + ["smollm2"]).prefix(2).joined(separator: ", ")
        default: factor.words.joined(separator: ", ")
        }
    }
}
