import Evaluation
import LanguageModel
import Testing
import Workspace

@Suite("Programs as scorers")
struct CommandScorerTests {
    private static let open = ScorerEnvironment(
        readFile: { _ in throw DocumentError(.file, file: "", "none") }, allowsCommands: true)

    private func outcome(_ script: String, _ output: String = "hello", more: String = "")
        async throws -> ScoreOutcome
    {
        let quoted = script.replacing("'", with: "''")
        let scorer = try makeScorer("command: {run: '\(quoted)'\(more)}", in: Self.open)
        return await scorer.score(
            ScoringSubject(caseID: "c1", variables: ["truth": "x"], output: output))
    }

    static let answers: [(String, Verdict, Double?)] = [
        (#"echo '{"pass": true, "reason": "fine"}'"#, .pass, 1),
        (#"echo '{"pass": false, "reason": "bad"}'"#, .fail, 0),
        (#"echo '{"score": 0.7}'"#, .pass, 0.7), (#"echo '{"score": 0.2}'"#, .fail, 0.2),
        (#"echo '{"score": 0.2, "pass": true}'"#, .pass, 0.2),
        (#"echo working; echo '{"pass": true}'"#, .pass, 1),
        ("grep -q '\"output\":\"hello\"' && echo '{\"pass\": true}'", .pass, 1),
        ("grep -q '\"truth\":\"x\"' && echo '{\"pass\": true}'", .pass, 1),
        (#"echo '{"score": 7}'"#, .unscored, nil), (#"echo '{"pass": "yes"}'"#, .unscored, nil),
        ("echo nonsense", .unscored, nil), ("true", .unscored, nil),
        ("echo boom >&2; exit 3", .unscored, nil), ("kill -9 $$", .unscored, nil),
        ("exec no-such-program-anywhere", .unscored, nil),
        ("head -c 3000000 /dev/zero", .unscored, nil),
    ]

    @Test("What a program says is taken, and nothing else", arguments: answers)
    func says(script: String, verdict: Verdict, value: Double?) async throws {
        let found = try await outcome(script)
        #expect(found.verdict == verdict && found.value == value, "\(found.reason)")
    }

    @Test("The end of a failed program's standard error is kept and told")
    func standardError() async throws {
        let found = try await outcome("echo boom >&2; exit 3")
        #expect(found.reason.contains("exit code 3") && found.reason.contains("boom"))
        #expect(found.detail?["stderr"]?.string?.contains("boom") == true)
    }

    @Test("A program that takes too long is ended, with what it started")
    func timeout() async throws {
        let started = ContinuousClock.now
        let found = try await outcome("sleep 600 & wait", more: ", timeout: 0.3")
        #expect(found.verdict == .unscored && found.reason.contains("longer than"))
        #expect(ContinuousClock.now - started < .seconds(300))
    }

    @Test("Large outputs reach the program whole, also one that does not read them")
    func large() async throws {
        let text = String(repeating: "x", count: 2_000_000)
        let counted = try await outcome(
            #"test $(wc -c) -gt 2000000 && echo '{"pass": true}'"#, text)
        #expect(counted.verdict == .pass, "\(counted.reason)")
        let unread = try await outcome(#"echo '{"pass": true}'"#, text)
        #expect(unread.verdict == .pass, "\(unread.reason)")
    }

    @Test("A suite alone runs nothing")
    func closed() {
        let found = errors("command: {run: [touch, x]}")
        #expect(found.first?.message.contains("not allowed") == true)
    }

    @Test("Keys in the environment are not handed on")
    func environment() async throws {
        let found = try await outcome(
            #"env | grep -c -i -E 'api_key|token' >&2; env | grep -q ^PATH= && echo '{"pass": true}'"#
        )
        #expect(found.verdict == .pass)
        #expect(found.detail?["stderr"]?.string == "0\n")
    }
}
