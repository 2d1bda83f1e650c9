import Alignment
import LanguageModel
import Testing
import Workspace

@Suite("Training data")
struct TrainingDataTests {
    private func lab<Result>(
        _ data: String, method: String = "dpo", _ more: String = "",
        _ body: (Lab) async throws -> Result
    ) async throws -> Result {
        try await Lab.with(
            ["recipes/r.yaml": Lab.recipe(method, more), "datasets/d.jsonl": data], body)
    }

    private let suite = Suite(
        name: "held",
        cases: [
            Case(
                id: "oz", messages: [Message(.user, "What is the capital of Australia, please?")],
                content: .null)
        ])

    @Test(
        "Every form of pair becomes the same tokens",
        arguments: [
            #"{"prompt":[{"role":"user","content":"Hi"}],"chosen":[{"role":"assistant","content":"Yes"}],"rejected":[{"role":"assistant","content":"No"}]}"#,
            #"{"chosen":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yes"}],"rejected":[{"role":"user","content":"Hi"},{"role":"assistant","content":"No"}]}"#,
            #"{"chosen":"\n\nHuman: Hi\n\nAssistant: Yes","rejected":"\n\nHuman: Hi\n\nAssistant: No"}"#,
            #"{"prompt":"<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n","chosen":"Yes","rejected":"No<|im_end|>"}"#,
        ])
    func forms(line: String) async throws {
        try await lab(line + "\n") { lab in
            let model = try lab.base().model
            let example = try #require(try lab.set().examples.first)
            #expect(example.group.prompt == (try model.encode([Message(.user, "Hi")])))
            let texts = example.group.completions.map { model.tokenizer.decode($0.ids) }
            #expect(texts == ["Yes<|im_end|>", "No<|im_end|>"])
            #expect(example.pairs == [RankedPair(chosen: 0, rejected: 1)])
        }
    }

    @Test(
        "A row that cannot be trained on is refused by its line and its reason",
        arguments: [
            (#"{"prompt":"Hel","chosen":"lo","rejected":" there"}"#, "tokenize to a prefix"),
            (#"{"prompt":"Hi ","chosen":"a","rejected":"a"}"#, "the same"),
            (#"{"prompt":"Hi "}"#, "none of"), (#"{"chosen":"x","rejected":"y"}"#, "prompt"),
            (#"{"prompt":"a\n","chosen":"b"}"#, "both"), (#"["list"]"#, "no object"),
            (#"{"prompt": "a","#, "no JSON"),
            (
                #"{"chosen":"\n\nHuman: A\n\nAssistant: B","rejected":"\n\nHuman: C\n\nAssistant: D"}"#,
                "differ at message 1"
            ),
            (
                #"{"chosen":"\n\nHuman: A\n\nAssistant: B\n\nHuman: C","rejected":"\n\nHuman: A\n\nAssistant: D"}"#,
                "does not end with the assistant"
            ),
            (#"{"prompt":"x ","completion":"y"}"#, "chosen"),
        ])
    func refuses(line: String, reason: String) async throws {
        try await lab(Lab.pairs + line + "\n") { lab in
            let error = #expect(throws: AlignmentError.self) { try lab.set() }
            #expect(error?.code == .data)
            #expect(error?.message.contains("datasets/d.jsonl:5: ") == true, "\(error!)")
            #expect(error?.message.contains(reason) == true, "\(error!)")
        }
    }

    @Test("Unusable rows are left out and named where the recipe says so")
    func skips() async throws {
        try await lab(Lab.pairs + "{\"prompt\":\"x\"}\n", "unusable-rows: skip") { lab in
            let set = try lab.set()
            #expect(set.examples.count == 4)
            #expect(set.report.unusable.map(\.line) == [5])
        }
    }

    @Test("A transcript's repeated marker is text, not a turn")
    func markers() async throws {
        let line =
            #"{"chosen":"\n\nHuman: Say\n\nHuman: twice\n\nAssistant: Yes","rejected":"\n\nHuman: Say\n\nHuman: twice\n\nAssistant: No"}"#
        try await lab(line + "\n") { lab in
            let prompt = try lab.set().rows[0].prompt
            #expect(prompt == .messages([Message(.user, "Say\n\nHuman: twice")]))
        }
    }

    @Test("Length gap, duplicates and contradictions are counted")
    func reports() async throws {
        let swapped =
            #"{"prompt":[{"role":"user","content":"What is 7 times 8?"}],"chosen":[{"role":"assistant","content":"54"}],"rejected":[{"role":"assistant","content":"56"}]}"#
        try await lab(Lab.pairs + Lab.pairs + swapped + "\n") { lab in
            let report = try lab.set().report
            #expect(report.rows == 9)
            #expect(report.duplicateCount == 4)
            #expect(report.duplicates.first == "datasets/d.jsonl:5 repeats datasets/d.jsonl:1")
            #expect(report.contradictionCount == 1)
            #expect((report.chosenTokens ?? 0) > (report.rejectedTokens ?? 0))
        }
    }

    @Test("Pairs of equal length are not said to be told apart by length")
    func equalLengths() async throws {
        func pair(_ question: String, _ good: String, _ bad: String) -> String {
            let row: JSONValue = [
                "prompt": .array([Message(.user, question).json]),
                "chosen": .array([Message(.assistant, good).json]),
                "rejected": .array([Message(.assistant, bad).json]),
            ]
            return row.serialized() + "\n"
        }
        let equal = pair("1?", "Yes", "No") + pair("2?", "No", "Yes") + pair("3?", "Yes", "No")
        try await lab(equal) { lab in
            let report = try lab.set().report
            #expect(report.chosenLonger == 0 && report.chosenShorter == 0)
            let text = report.sentences.joined()
            #expect(text.contains("as long in 100 %"))
            #expect(!text.contains("separates"))
        }
        let shorter = pair("1?", "Yes", "No, not at all") + pair("2?", "No", "Yes, I think so")
        try await lab(shorter) { lab in
            let text = try lab.set().report.sentences.joined()
            #expect(text.contains("shorter in 100 %") && text.contains("nearly separates"))
        }
    }

    @Test("A row that contains a held-out case is refused, whatever its punctuation")
    func contamination() async throws {
        let line =
            #"{"prompt":"User asks: what IS the capital of Australia please\nAnswer:\n","chosen":"Canberra","rejected":"Sydney"}"#
        try await lab(Lab.pairs + line + "\n") { lab in
            let error = #expect(throws: AlignmentError.self) { try lab.set(heldOut: suite) }
            #expect(error?.code == .contamination)
            #expect(error?.message.contains("datasets/d.jsonl:5: the case oz") == true)
        }
        try await lab(Lab.pairs) { lab in
            let held = try lab.set(heldOut: suite).report.heldOutQuestions
            #expect(held == 1)
        }
    }

    @Test("Only the assistant's tokens count in a conversation, the end of each turn included")
    func counted() async throws {
        let line =
            #"{"messages":[{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"user","content":"C"},{"role":"assistant","content":"D"}]}"#
        try await lab(line + "\n", method: "sft") { lab in
            let shown = CountedTokens.list(
                try lab.set(), tokenizer: try lab.base().model.tokenizer, limit: 1)
            let counting = try #require(shown.first).runs.filter(\.counts).map(\.text)
            #expect(counting == ["B<|im_end|>", "D<|im_end|>"])
        }
    }

    @Test(
        "A pair is two labelled answers for KTO, and all pairs of a prompt one element of a reward model"
    )
    func reshapes() async throws {
        try await lab(Lab.pairs, method: "kto") { lab in
            let set = try lab.set()
            #expect(
                set.examples.map(\.isDesirable) == [
                    true, false, true, false, true, false, true, false,
                ])
        }
        let extra =
            #"{"prompt":[{"role":"user","content":"What is 7 times 8?"}],"chosen":[{"role":"assistant","content":"56"}],"rejected":[{"role":"assistant","content":"63"}]}"#
        try await lab(Lab.pairs + extra + "\n", method: "reward") { lab in
            let set = try lab.set()
            #expect(set.examples.count == 4)
            #expect(set.examples[1].group.completions.count == 3)
            #expect(set.examples[1].pairs.count == 2)
        }
    }
}
