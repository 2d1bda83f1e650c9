import Evaluation
import Testing
import Workspace

@Suite("Prompt hints")
struct PromptLintTests {
    private func hints(_ text: String, known: Set<String>? = nil) throws -> [PromptHint] {
        let prompt = try PromptTemplate(markdown: text, path: "p.md")
        return PromptLint(prompt, text: text, known: known).hints
    }

    /// A prompt that has all that the guidance asks for.
    static let good = """
        ---
        id: good
        ---
        # system
        You are a careful librarian. Readers are children of ten, because the service is for schools.
        Answer in two sentences of plain words.
        <examples>
        <example>
        Question: Who wrote Heidi?
        Answer: Johanna Spyri wrote it. She was Swiss.
        </example>
        <example>
        Question: What is a sonnet?
        Answer: A poem of fourteen lines. It often speaks of love.
        </example>
        </examples>
        # user
        <question>
        {{ question }}
        </question>
        """

    @Test("A prompt with role, context, examples, format and closed tags has no hint")
    func good() throws {
        let found = try hints(Self.good, known: ["question"])
        #expect(found.isEmpty, "\(found.map(\.message))")
    }

    @Test(
        "Each fault is found at its line",
        arguments: [
            ("# user\n{{ question }}\n", PromptRule.noInstructions, 0),
            ("# user\n{{ question }}\n", .noRole, 0),
            (
                "# system\nYou are kind.\n<rules>\nBe brief in one sentence.\n# user\n{{ q }}\n",
                .unbalancedTag, 3
            ),
            ("# user\nYou are kind.\nAnswer in JSON.\n</a>\n", .unbalancedTag, 4),
            (
                "# system\nYou are terse.\nBe concise.\nExplain in detail in a list.\n",
                .contradiction, 4
            ),
            (
                "# system\nYou are terse.\nAlways cite sources here.\nNever cite sources here.\nReply with one line.\n",
                .contradiction, 4
            ),
            (
                "# user\nYou are kind. Answer in one sentence.\nGreet [CUSTOMER NAME].\n",
                .leftOverPlaceholder, 3
            ),
            ("# user\nYou are kind. Answer in one sentence, ${name}.\n", .leftOverPlaceholder, 2),
            (
                "# user\nYou are kind. Answer in one sentence: {{ question }}\n", .unfilledVariable,
                2
            ),
            (
                "# user\nYou are kind.\nDo not lie.\nDo not guess.\nNever boast in a list.\n",
                .mostlyNegative, 3
            ),
            ("# user\nYou are kind. Answer the question at once.\n{{ q }}\n", .noOutputFormat, 0),
            (
                "# user\nYou are kind.\nAnswer in one sentence.\nWhat does it say?\n{{ document }}\n",
                .queryBeforeData, 5
            ),
            (
                "# user\nYou are kind.\nAnswer in one word.\nUse no slang.\nKeep names.\n{{ q }}\nGive one line.\n",
                .undelimitedInput, 6
            ),
        ])
    func finds(text: String, rule: PromptRule, line: Int) throws {
        let found = try hints(text, known: ["q", "document"]).first { $0.rule == rule }
        let hint = try #require(found, "\(rule)")
        #expect(hint.line == line)
        #expect(hint.rule.source.hasPrefix("https://"))
        #expect(!hint.rule.reason.isEmpty)
    }

    @Test("A rule that stands only in the middle of a long prompt is buried")
    func buried() throws {
        let filler = (1...40).map { "The shop sells shoes, hats and coats of many makers, \($0)." }
        var lines = ["# system", "You are a clerk; answer in one sentence."] + filler
        lines.insert("You must never name a price.", at: 22)
        let found = try hints(lines.joined(separator: "\n"))
        #expect(found.first { $0.rule == .buriedInstruction }?.line == 23)
        lines.insert("You must be polite.", at: 2)
        let fixed = try hints(lines.joined(separator: "\n"))
        #expect(!fixed.contains { $0.rule == .buriedInstruction })
    }

    @Test("Words in angle brackets within code are no tags, and HTML's empty tags may stay open")
    func noFalseTags() throws {
        let text = """
            # system
            You are a coder. Write `Array<Int>` in one line.<br>
            ```
            <html>
            ```
            If a < b and c > d, say so.
            """
        #expect(!(try hints(text).contains { $0.rule == .unbalancedTag }))
    }

    @Test("A difference of lines is a longest common subsequence")
    func differences() {
        let lines = LineDiff.lines(from: "a\nb\nc\nd", to: "a\nx\nc\nd\ne")
        #expect(lines.filter { $0.kind == .kept }.map(\.text) == ["a", "c", "d"])
        #expect(lines.filter { $0.kind == .removed }.map(\.text) == ["b"])
        #expect(lines.filter { $0.kind == .added }.map(\.text) == ["x", "e"])
        #expect(LineDiff.changes(from: "same", to: "same").isEmpty)
    }
}
