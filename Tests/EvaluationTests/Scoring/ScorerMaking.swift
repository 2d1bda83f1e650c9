import Evaluation
import LanguageModel
import Workspace

/// A scorer from one line of a suite: `not-contains: {text: x}`.
func makeScorer(_ yaml: String, in environment: ScorerEnvironment = .closed) throws
    -> ConfiguredScorer
{
    let scorers = try makeScorers(yaml, in: environment)
    return scorers[0]
}

/// The scorers of one line of a suite: several for `by: [a, b]`.
func makeScorers(_ yaml: String, in environment: ScorerEnvironment = .closed) throws
    -> [ConfiguredScorer]
{
    let node = try DocumentNode(yaml: yaml, path: "suite.yaml")
    let entry = node.entries[0]
    let isNegated = entry.key.hasPrefix("not-")
    return try ScorerFactory(environment: environment).scorers(
        kind: isNegated ? String(entry.key.dropFirst(4)) : entry.key, at: node,
        arguments: entry.value, isNegated: isNegated)
}

/// What a scorer says of an output.
func outcome(
    _ yaml: String, _ output: String, variables: [String: JSONValue] = [:],
    reply: ReplyFacts = ReplyFacts()
) async throws -> ScoreOutcome {
    try await makeScorer(yaml).score(
        ScoringSubject(variables: variables, output: output, reply: reply))
}

/// The errors that a line of a suite gives.
func errors(_ yaml: String, in environment: ScorerEnvironment = .closed) -> [DocumentError] {
    do {
        _ = try makeScorers(yaml, in: environment)
        return []
    } catch let errors as DocumentErrors {
        return errors.errors
    } catch { return [] }
}
