import LanguageModel
import Providers
import Workspace

/// `perplexity`: how surprised the model is by a text.
struct PerplexityRule: SingleRule {
    static let manual = ScorerManual(
        "perplexity", .measurement, "A text is likely enough to the model.",
        notes: """
            exp of the mean negative natural log-probability of a token: 1 is certainty, and the \
            number compares only between models with the same tokenizer. Without `text`, the \
            tokens that the model generated are taken where their log-probabilities were stored, \
            else the output is scored anew after its question. With `text`, that text is scored \
            as the model's reply.
            """,
        shorthand: "max",
        fields: [
            .required(
                "max", .number(Shape.NumberRange(minimum: 1)),
                "The greatest perplexity that passes."),
            .optional("text", .template, "A reply to score instead of the output."),
        ],
        examples: ["perplexity: 20", #"perplexity: {max: 50, text: "{{ truth }}"}"#],
        readsText: false)

    let unit = ScoreUnit.perplexity
    var needs: ScorerNeeds { text == nil ? .tokenLogprobs : .model }
    private let maximum: Double
    private let text: TextArgument?

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        maximum = arguments.number("max") ?? .infinity
        text = try arguments.text("text")
    }

    func score(_ output: String, of subject: ScoringSubject) async throws(Unscorable)
        -> ScoreOutcome
    {
        let (logprob, tokens) = try await likelihood(output, subject)
        guard tokens > 0 else { throw Unscorable("the text has no tokens") }
        let perplexity = exponential(-logprob / Double(tokens))
        guard perplexity.isFinite else { throw Unscorable("the log-probabilities are not finite") }
        return .measured(
            perplexity, passes: perplexity <= maximum,
            "perplexity \(NumberText.rounded(perplexity)) over \(tokens) tokens, most \(NumberText.rounded(maximum))",
            detail: ["logprob": .number(logprob), "tokens": .integer(tokens)])
    }

    private func likelihood(_ output: String, _ subject: ScoringSubject) async throws(Unscorable)
        -> (Double, Int)
    {
        if text == nil, let logprobs = subject.reply.logprobs, !logprobs.isEmpty {
            return (logprobs.reduce(0) { $0 + $1.logprob }, logprobs.count)
        }
        guard let model = subject.model else {
            throw Unscorable(
                "no log-probabilities were stored, and the model is not at hand to score the text")
        }
        let scored = try text?.text(for: subject) ?? output
        do {
            let scores = try await model.score(
                ContinuationRequest(
                    [scored], after: .messages(subject.question), seed: subject.seed,
                    variables: subject.variables))
            guard let score = scores.first else { throw Unscorable("the model scored nothing") }
            return (score.logprob, score.tokens)
        } catch let error as Unscorable { throw error } catch { throw Unscorable("\(error)") }
    }
}
