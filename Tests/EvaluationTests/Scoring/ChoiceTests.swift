import Evaluation
import LanguageModel
import Providers
import Testing
import Workspace

@Suite("Multiple choice")
struct ChoiceTests {
    static let texts: [(String, String, Verdict)] = [
        ("first", "It is round.", .pass), ("first", "It is flat.", .fail),
        ("first", "ROUND!", .pass), ("first", "It's well-rounded.", .fail),
        ("first", "It is not flat, it is round.", .pass), ("first", "Not round but flat", .fail),
        ("first", "Round, not flat.", .pass), ("first", "Round rather than flat.", .pass),
        ("first", "Flat? No: round.", .fail), ("last", "Flat? No: round.", .pass),
        ("first", "Round. Some say flat.", .pass), ("last", "Round. Some say flat.", .fail),
        ("only", "Round. Some say flat.", .fail), ("only", "Round, never flat.", .pass),
        ("first", "", .fail), ("first", "It is a cube.", .fail),
        ("first", "It isn’t flat.", .fail), ("first", "地球是round的", .pass),
    ]

    @Test("By text, the mention that counts decides, and a denied one does not", arguments: texts)
    func text(mention: String, output: String, verdict: Verdict) async throws {
        let found = try await outcome(
            "choice: {right: round, wrong: flat, mention: \(mention)}", output)
        #expect(found.verdict == verdict, "\(found.reason)")
    }

    static let letters: [(String, Verdict)] = [
        ("B", .pass), ("b", .pass), ("(B)", .pass), ("**B**", .pass), ("B) Canberra", .pass),
        ("B.", .pass), ("The answer is B.", .pass), ("Answer: B", .pass), ("Option B", .pass),
        ("A", .fail), ("The answer is A", .fail), ("Canberra", .pass), ("A city: Canberra", .pass),
        ("I think A is a trap. Answer: B", .pass), ("Sydney", .fail), ("Vitamin B helps", .fail),
        ("C: Perth", .fail), ("(c)", .fail),
    ]

    @Test("A letter names an option where it stands as one", arguments: letters)
    func letter(output: String, verdict: Verdict) async throws {
        for right in ["B", "Canberra"] {
            let found = try await outcome(
                "choice: {right: \(right), options: [Sydney, Canberra, Perth]}", output)
            #expect(found.verdict == verdict, "\(right) \(output): \(found.reason)")
        }
    }

    @Test("Answers come from the case's variables, and a missing one could not be scored")
    func variables() async throws {
        let yaml = #"choice: {right: "{{ truth }}", wrong: "{{ falsehood }}"}"#
        let variables: [String: JSONValue] = ["truth": "Rome", "falsehood": "Milan"]
        #expect(try await outcome(yaml, "Rome.", variables: variables).verdict == .pass)
        #expect(try await outcome(yaml, "Milan.", variables: variables).verdict == .fail)
        let missing = try await outcome(yaml, "Rome.", variables: ["truth": "Rome"])
        #expect(missing.verdict == .unscored && missing.reason.contains("falsehood"))
        let same = try await outcome(
            yaml, "Rome.", variables: ["truth": "Rome", "falsehood": "ROME"])
        #expect(same.verdict == .unscored)
    }

    private func score(_ yaml: String, _ model: (any ModelProvider)?) async throws -> ScoreOutcome {
        let subject = ScoringSubject(
            transcript: [
                Message(.system, "Be brief."), Message(.user, "What shape is the earth?"),
                Message(.assistant, "It is flat."),
            ], promptCount: 2, output: "It is flat.", model: model)
        return try await makeScorer(yaml).score(subject)
    }

    @Test("By log-probability, the likelier answer decides, whatever was written")
    func logprob() async throws {
        let model = WrittenModel { text, messages in
            #expect(messages.map(\.role) == [.system, .user])
            return text == "round" ? -2 : -3.5
        }
        let found = try await score("choice: {right: round, wrong: flat, by: logprob}", model)
        #expect(found.verdict == .pass)
        #expect(found.value == 1.5)
    }

    @Test("Log-probabilities are divided by tokens or bytes where asked")
    func normalised() async throws {
        let model = WrittenModel { text, _ in text == "very nearly a sphere" ? -4 : -2 }
        let yaml = "choice: {right: very nearly a sphere, wrong: flat, by: logprob"
        #expect(try await score(yaml + "}", model).verdict == .fail)
        let tokens = try await score(yaml + ", normalise: token}", model)
        #expect(tokens.verdict == .pass && tokens.value == 1)
        let bytes = try await score(yaml + ", normalise: byte}", model)
        #expect(bytes.value == -4.0 / 20 + 2.0 / 4)
    }

    @Test("The prior of a question without content is subtracted")
    func prior() async throws {
        // Round is likelier only because it is likelier anyway.
        let model = WrittenModel { text, messages in
            let isEmpty = messages.last?.text == "N/A"
            if isEmpty { #expect(messages.first?.text == "Be brief.") }
            return text == "round" ? (isEmpty ? -1 : -2) : (isEmpty ? -6 : -3)
        }
        let yaml = "choice: {right: round, wrong: flat, by: logprob"
        #expect(try await score(yaml + "}", model).value == 1)
        let corrected = try await score(yaml + ", prior: true}", model)
        #expect(corrected.verdict == .fail && corrected.value == -4)
    }

    @Test(
        "Letters are scored with each option in each place, so that a favoured place gains nothing")
    func places() async throws {
        // Prefers whatever stands under A, by far, and the truth a little.
        let model = WrittenModel { letter, messages in
            let text = messages.last?.text ?? ""
            let isTruth = text.contains("\(letter). round")
            return (letter == "A" ? -1 : -5) + (isTruth ? 0.5 : 0)
        }
        let yaml = "choice: {right: round, options: [flat, round], by: logprob, letters: true}"
        let found = try await score(yaml, model)
        #expect(found.verdict == .pass)
        #expect(abs((found.value ?? 0) - 0.5) < 1e-12)
        #expect(found.detail?["flipped"]?.bool == true)
    }

    @Test("Without the model, or with one that gives none, log-probabilities could not be scored")
    func without() async throws {
        let yaml = "choice: {right: round, wrong: flat, by: logprob}"
        #expect(try await score(yaml, nil).verdict == .unscored)
        #expect(try await score("not-" + yaml, nil).verdict == .unscored)
        struct Mute: ModelProvider {
            var identity: ModelIdentity { ModelIdentity(kind: "openai", model: "x") }
            func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?)
                async throws -> ModelReply
            { ModelReply(message: Message(.assistant, ""), finishReason: .stop) }
        }
        let found = try await score(yaml, Mute())
        #expect(found.verdict == .unscored && found.reason.contains("no log-probabilities"))
        let infinite = try await score(yaml, WrittenModel { _, _ in -.infinity })
        #expect(infinite.verdict == .unscored)
    }

    @Test("Two ways make two scorers of half the weight, with different hashes")
    func ways() throws {
        let scorers = try makeScorers("choice: {right: round, wrong: flat, by: [logprob, text]}")
        #expect(scorers.map(\.name) == ["choice-logprob", "choice-text"])
        #expect(scorers.map(\.weight) == [0.5, 0.5])
        #expect(scorers[0].needs == .model && scorers[1].needs == [])
        #expect(scorers[0].contentHash != scorers[1].contentHash)
    }

    static let refusals: [(String, String)] = [
        ("choice: {right: a}", "needs the key"),
        ("choice: {right: a, wrong: b, by: sound}", "sound"),
        ("choice: {right: a, wrong: b, by: [text, text]}", "twice"),
        ("choice: {right: a, wrong: b, by: logprob, letters: true}", "letters need options"),
        ("choice: {right: a, wrong: b, options: [a, b]}", "only one of"),
    ]

    @Test("Choices that make no sense are refused", arguments: refusals)
    func refused(yaml: String, message: String) {
        let found = errors(yaml)
        #expect(found.contains { $0.message.contains(message) }, "\(found)")
    }

    @Test("Perplexity is exp of the mean negative log-probability of a token")
    func perplexity() async throws {
        let logprobs = [-1.0, -3.0].map { TokenLogprob(token: "x", logprob: $0) }
        let reply = ReplyFacts(logprobs: logprobs)
        let found = try await outcome("perplexity: 8", "x y", reply: reply)
        #expect(found.verdict == .pass)
        #expect(abs((found.value ?? 0) - 7.38905609893065) < 1e-12)
        #expect(try await outcome("perplexity: 7", "x y", reply: reply).verdict == .fail)
        #expect(try await outcome("perplexity: 7", "x y").verdict == .unscored)
        let anew = try await score(
            "perplexity: {max: 3, text: two words}", WrittenModel { _, _ in -2 })
        #expect(anew.verdict == .pass && abs((anew.value ?? 0) - 2.718281828459045) < 1e-12)
    }
}
