import Evaluation
import LanguageModel
import Testing
import Workspace

@Suite("Scorers of text")
struct TextScorerTests {
    struct Row: CustomTestStringConvertible {
        let yaml: String
        let output: String
        let verdict: Verdict
        var testDescription: String { "\(yaml) on \(output.debugDescription)" }

        init(_ yaml: String, _ output: String, _ verdict: Verdict) {
            (self.yaml, self.output, self.verdict) = (yaml, output, verdict)
        }
    }

    static let rows: [Row] = [
        Row("equals: Paris", "Paris", .pass), Row("equals: Paris", "Paris\n", .fail),
        Row("equals: {text: Paris, trim: true}", " Paris\n", .pass),
        Row("equals: {text: PARIS, ignore-case: true}", "paris", .pass),
        Row("equals: {text: STRASSE, ignore-case: true}", "Straße", .pass),
        Row("equals: é", "e\u{301}", .fail), Row("equals: 42", "42", .pass),
        Row("equals: 007", "007", .pass), Row("equals: \"\"", "", .pass),
        Row("equals: {json: {a: 1, b: [x]}}", #"{"b":["x"],"a":1.0}"#, .pass),
        Row("equals: {json: {a: 1}}", "no", .fail), Row("not-equals: Paris", "Lyon", .pass),
        Row("contains: an", "banana", .pass), Row("contains: é", "cafe\u{301}", .fail),
        Row("contains: An", "banana", .fail),
        Row("contains: {text: ΣΑΣ, ignore-case: true}", "ο σας", .pass),
        Row("not-contains: x", "banana", .pass), Row("not-contains: an", "banana", .fail),
        Row("contains-all: [a, b]", "abc", .pass), Row("contains-all: [a, z]", "abc", .fail),
        Row("contains-any: [z, b]", "abc", .pass), Row("contains-any: [y, z]", "abc", .fail),
        Row("starts-with: ab", "abc", .pass), Row("starts-with: bc", "abc", .fail),
        Row("starts-with: e", "e\u{301}", .pass),
        Row("starts-with: {text: [\"No\", \"Yes\"], trim: true}", "\n Yes, it is", .pass),
        Row("ends-with: bc", "abc", .pass), Row("ends-with: abcd", "abc", .fail),
        Row("one-of: [yes, no]", " yes\n", .pass), Row("one-of: [yes, no]", "Yes.", .fail),
        Row(
            "one-of: {texts: [yes, no], ignore-case: true, ignore-punctuation: true}",
            "**\"Yes\".**", .pass),
        Row(#"regex: '\bcat\b'"#, "a cat sat", .pass), Row(#"regex: '\bcat\b'"#, "concat", .fail),
        Row("regex: {pattern: 'a|ab', whole: true}", "ab", .pass),
        Row("regex: {pattern: '^b', multiline: true}", "a\nb", .pass),
        Row("regex: {pattern: 'a.b'}", "a\nb", .fail),
        Row("regex: {pattern: 'a.b', dot-matches-newlines: true}", "a\nb", .pass),
        Row(#"regex: {pattern: 'ANSWER: (\w+)', equals: B}"#, "so ANSWER: B", .pass),
        Row(#"regex: {pattern: 'ANSWER: (\w+)', equals: B}"#, "so ANSWER: C", .fail),
        Row("numeric: 42", "the answer is 42.", .pass), Row("numeric: 42", "42 or 43", .fail),
        Row("numeric: {value: 42, which: first}", "42 or 43", .pass),
        Row("numeric: {value: 42, which: any}", "41, 42, 43", .pass),
        Row("numeric: {value: 42, which: only}", "42 or 43", .fail),
        Row("numeric: {value: 42, after: 'Answer:'}", "7. Answer: 42, as 6 × 7", .fail),
        Row("numeric: {value: 42, after: 'Answer:', which: first}", "7. Answer: 42, or 6", .pass),
        Row("numeric: {value: 42, after: 'Answer:'}", "42", .fail),
        Row("numeric: {value: 3.14, tolerance: 0.01}", "about 3.15", .pass),
        Row("numeric: {value: 3.14, tolerance: 0.001}", "about 3.15", .fail),
        Row("numeric: {value: 1000, relative: 0.05}", "1,049", .pass),
        Row("numeric: {value: 0.45, percent: share}", "45%", .pass),
        Row("numeric: 45", "45%", .pass),
        Row("numeric: 0.1", "0.30000000000000004 - 0.2 is 0.1", .pass),
        Row("numeric: 42", "forty-two", .fail), Row("not-numeric: 42", "forty-two", .pass),
        Row("json: true", #" {"a": [1]} "#, .pass), Row("json: true", "{a: 1}", .fail),
        Row("json: {extract: fenced}", "Here:\n```json\n[1]\n```\nDone", .pass),
        Row("json: {extract: any}", "The result {\"a\": 1} is final {", .pass),
        Row("json: {extract: any}", "{ { {", .fail), Row("not-json: true", "plain", .pass),
        Row("levenshtein: {text: Canberra, max-distance: 1}", "Canbera", .pass),
        Row("levenshtein: {text: Canberra, max-distance: 1}", "Sydney", .fail),
        Row("levenshtein: {text: [abcd, wxyz], min-similarity: 0.7}", "wxyy", .pass),
        Row("rouge: {reference: the cat sat, min: 0.6}", "the cat", .pass),
        Row("bleu: {reference: the cat sat on the mat}", "the cat sat on the mat", .pass),
        Row("length: {max: 3}", "日本語", .pass), Row("length: {max: 3}", "日本語!", .fail),
        Row("length: {exactly: 2}", "e\u{301}", .pass), Row("length: 3", "abc", .pass),
        Row("word-count: {min: 2, max: 3}", "can't stop", .pass),
        Row("word-count: {min: 4}", "日本語", .fail),
    ]

    @Test("Each kind passes and fails what its page says", arguments: rows)
    func verdicts(row: Row) async throws {
        let outcome = try await outcome(row.yaml, row.output)
        #expect(outcome.verdict == row.verdict, "\(outcome.reason)")
        #expect(!outcome.reason.isEmpty)
    }

    static let numbers: [(String, [Double])] = [
        ("", []), ("-3, −4, +5", [-3, -4, 5]), ("5-3", [5, 3]), ("COVID-19", [19]),
        ("1,234,567.89", [1_234_567.89]), ("1,23", [1, 23]), ("1'234'567", [1_234_567]),
        ("12\u{202F}345", [12345]), ("1,234,56", [1234, 56]), ("1.5e3", [1500]),
        ("6.02 × 10^23", [6.02e23]), ("6.02×10²³", [6.02e23]), ("2e", [2]), ("3/4", [0.75]),
        ("1 1/2 cups", [1.5]), ("½", [0.5]), ("2½", [2.5]), ("1/2/2024", [1, 2, 2024]),
        ("1/0", [1, 0]), ("B12 x2", []), ("$5.00", [5]), (".5", [0.5]), ("٣٫١٤", [3.14]),
        ("４２", [42]), ("3.", [3]), ("1.2.3", [1.2, 0.3]), ("(−2)", [-2]), ("a -7", [-7]),
        ("10%", [10]), ("价格是12元", [12]), ("1e400", [.infinity]), ("007", [7]), ("--5", [5]),
        ("1 000", [1, 0]), ("[3]-2", [3, 2]), ("x=3", [3]), ("No. 5", [5]),
    ]

    @Test("Numbers are read as documented", arguments: numbers)
    func reading(text: String, expected: [Double]) {
        #expect(NumberReader.numbers(in: text).map(\.value) == expected)
    }

    @Test("A decimal comma changes what full stops and commas mean")
    func decimalComma() {
        let found = NumberReader.numbers(in: "1.234.567,5 und 3,14", decimalComma: true)
        #expect(found.map(\.value) == [1_234_567.5, 3.14])
    }

    @Test("A search that explodes could not be scored, and not- does not make it a pass")
    func catastrophe() async throws {
        let text = String(repeating: "a", count: 60) + "b"
        for kind in ["regex", "not-regex"] {
            let started = ContinuousClock.now
            let outcome = try await outcome("\(kind): '(a+)+$'", text)
            #expect(outcome.verdict == .unscored)
            #expect(outcome.value == nil)
            #expect(outcome.reason.contains("100 ms"))
            // Generous: the limit is 0.1 s, the machine may be busy, minutes would be a hang.
            #expect(ContinuousClock.now - started < .seconds(20))
        }
    }

    static let faults: [(String, Int)] = [
        ("(a|b", 1), ("a)b", 2), ("[a", 1), ("ab*{", 4), ("*a", 1), ("a{2,1}", 2), ("x[z-a]", 2),
        (#"a\p{Nonsense}"#, 2), (#"ab\"#, 3), ("a(?<n>b)(", 9),
    ]

    @Test("A malformed pattern is refused with the place in it", arguments: faults)
    func fault(pattern: String, column: Int) throws {
        let found = errors("regex: '\(pattern)'")
        #expect(found.count == 1)
        #expect(
            found.first?.message.contains("at character \(column) of the pattern") == true,
            "\(found)")
        #expect(found.first?.line == 1 && found.first?.column == 8)
    }

    static let refusals: [(String, DocumentError.Code, String)] = [
        ("contains: {txt: x}", .unknownKey, "txt"),
        ("contains: {text: \"\"}", .invalidValue, "every output"),
        ("contains-all: []", .invalidValue, "at least 1"),
        ("numeric: abc", .invalidValue, "expected one number"),
        ("numeric: {value: 1, which: latest}", .invalidValue, "latest"),
        ("length: {min: 5, max: 2}", .invalidValue, "less than min"),
        ("length: {target: last}", .missingKey, "bound"),
        ("equals: {text: a, json: b}", .invalidValue, "only one of"),
        ("json: false", .invalidValue, "says nothing"),
        ("levenshtein: {text: a, min-similarity: 2}", .invalidValue, "from 0 to 1"),
        ("contans: x", .invalidValue, "there is no scorer 'contans'"),
        ("latency: {max: 5, target: last}", .unknownKey, "target"),
        ("finish-reason: done", .invalidValue, "done"),
    ]

    @Test("Bad arguments are refused with what and where", arguments: refusals)
    func refused(yaml: String, code: DocumentError.Code, message: String) {
        let found = errors(yaml)
        let match = found.first { $0.code == code && $0.message.contains(message) }
        #expect(match != nil, "\(found)")
        #expect((match?.line ?? 0) > 0 && (match?.column ?? 0) > 0)
    }

    @Test("A misspelt kind is told what was meant")
    func suggestion() {
        #expect(errors("contans: x").first?.suggestion == "did you mean 'contains'?")
    }

    @Test("Every answer must pass, and one that could not be scored is no pass")
    func every() async throws {
        let messages = [
            Message(.user, "a"), Message(.assistant, "given"), Message(.user, "b"),
            Message(.assistant, "yes 1"), Message(.user, "c"), Message(.assistant, "no 2"),
        ]
        let subject = ScoringSubject(transcript: messages, promptCount: 3, output: "no 2")
        #expect(subject.answers == ["yes 1", "no 2"])
        #expect(subject.question.count == 5)
        let each = try makeScorer("contains: {text: \"yes\", target: every}")
        let outcome = await each.score(subject)
        #expect(outcome.verdict == .fail && outcome.value == 0.5)
        #expect(outcome.reason.contains("answer 2"))
        let digits = try makeScorer("regex: {pattern: '[0-9]', target: every}")
        #expect(await digits.score(subject).verdict == .pass)
        let whole = try makeScorer("contains: {text: \"[user]\\nc\", target: transcript}")
        #expect(await whole.score(subject).verdict == .pass)
        let slow = try makeScorer("regex: {pattern: '(a+)+$', target: every}")
        let hostile = ScoringSubject(
            transcript: [
                Message(.user, "q"), Message(.assistant, "a"), Message(.user, "q"),
                Message(.assistant, String(repeating: "a", count: 60) + "b"),
            ], promptCount: 1, output: "")
        #expect(await slow.score(hostile).verdict == .unscored)
    }

    @Test("A sample without output could not be scored, whatever the scorer")
    func failure() async throws {
        let subject = ScoringSubject(output: "", failure: "the service timed out")
        for yaml in ["contains: x", "not-contains: x", "latency: 5"] {
            let outcome = try await makeScorer(yaml).score(subject)
            #expect(outcome.verdict == .unscored)
            #expect(outcome.reason.contains("timed out"))
        }
    }

    @Test("Measurements come from the reply and are never guessed")
    func measurements() async throws {
        let known = ReplyFacts(finishReason: .length, latency: 1_500_000, cost: 2_000_000)
        #expect(try await outcome("latency: 2000", "", reply: known).verdict == .pass)
        #expect(try await outcome("latency: 1499", "", reply: known).verdict == .fail)
        #expect(try await outcome("latency: 2000", "", reply: known).value == 1500)
        #expect(try await outcome("cost: 0.002", "", reply: known).verdict == .pass)
        #expect(try await outcome("cost: 0.001", "", reply: known).verdict == .fail)
        #expect(try await outcome("finish-reason: stop", "", reply: known).verdict == .fail)
        #expect(
            try await outcome("finish-reason: [stop, length]", "", reply: known).verdict == .pass)
        for yaml in ["latency: 1", "cost: 1", "finish-reason: stop", "not-latency: 1"] {
            #expect(try await outcome(yaml, "").verdict == .unscored)
        }
        let reused = ReplyFacts(latency: 5, cost: 5, isReused: true)
        #expect(try await outcome("latency: 1", "", reply: reused).verdict == .unscored)
        #expect(try await outcome("cost: 1", "", reply: reused).verdict == .unscored)
    }

    @Test("Equal scorers have equal hashes and different ones have different hashes")
    func hashes() throws {
        func hash(_ yaml: String) throws -> String { try makeScorer(yaml).contentHash }
        #expect(try hash("contains: x") == hash("contains: {text: x}"))
        let others = [
            "contains: x", "contains: y", "not-contains: x", "contains-all: x",
            "contains: {text: x, ignore-case: true}", "contains: {text: x, target: every}",
        ]
        #expect(try Set(others.map(hash)).count == others.count)
    }

    @Test("Huge and odd outputs are scored without harm")
    func hostile() async throws {
        let huge = String(repeating: "a b ", count: 250_000)
        let nested = String(repeating: "[", count: 200_000)
        let lone = String(decoding: [0xED, 0xA0, 0x80, 0x41] as [UInt8], as: UTF8.self)
        for output in [huge, nested, lone, "", "\u{0}", "\u{FEFF}"] {
            for yaml in [
                "contains: zz", "json: {extract: any}", "numeric: 1", "word-count: 5",
                "equals: {text: x, ignore-case: true, trim: true}",
                "levenshtein: {text: abc}", "bleu: a b c d", "rouge: a b c d",
                "one-of: {texts: [x], ignore-punctuation: true}",
            ] {
                let verdict = try await outcome(yaml, output).verdict
                #expect(verdict != .pass || yaml == "word-count: 5")
            }
        }
    }
}
