import LanguageModel
import Testing
import Workspace

@Suite struct PromptTemplateTests {
    @Test("A prompt file has front matter, roles as headings and a template under each")
    func file() throws {
        let prompt = try PromptTemplate(
            markdown: """
                <!-- a comment before it -->
                ---
                id: candid
                factors: {length: short, shots: 2}
                note: kind
                ---
                # system
                You tell people what is true, kindly.

                ## Rules
                - Be brief.

                # user
                ```
                # user
                ```
                \\# system is not a role here
                {{ question }}
                # assistant
                Sure.
                """, path: "prompts/candid.md")
        #expect(prompt.id == "candid")
        #expect(prompt.factors == ["length": "short", "shots": 2])
        #expect(prompt.parts.map(\.role) == [.system, .user, .assistant])
        #expect(
            prompt.parts[0].template.text
                == "You tell people what is true, kindly.\n\n## Rules\n- Be brief.")
        #expect(
            try prompt.render(["question": "Why?"]).map(\.text)[1]
                == "```\n# user\n```\n# system is not a role here\nWhy?")
        #expect(prompt.names == ["question"])
    }

    @Test("Without roles the whole text is one user message, and the file names the prompt")
    func plain() throws {
        let prompt = try PromptTemplate(
            markdown: "\nTell me about {{ topic }}.\n\n", path: "prompts/a.b.md")
        #expect(prompt.id == "a.b")
        #expect(prompt.parts.map(\.role) == [.user])
        #expect(prompt.parts[0].template.text == "Tell me about {{ topic }}.")
    }

    @Test("The hash covers roles and templates, not the name")
    func hash() throws {
        let a = try PromptTemplate(markdown: "---\nid: a\n---\n# user\nx", path: "a.md")
        let b = try PromptTemplate(markdown: "x\n", path: "b.md")
        let c = try PromptTemplate(markdown: "# system\nx", path: "c.md")
        #expect(a.contentHash == b.contentHash)
        #expect(a.contentHash != c.contentHash)
        #expect(a.contentHash == SHA256.hex(#"[{"content":"x","role":"user"}]"#))
    }

    @Test(
        "A wrong prompt file is refused at its place",
        arguments: [
            ("# sytem\nx\n", "p.md:1:3: error: '# sytem' is no role"),
            ("# User\nx\n", "p.md:1:3: error: '# User' is no role"),
            (
                "text\n# user\nx\n",
                "p.md:1:1: error: this text stands before the first role heading"
            ),
            ("# system\n\n# user\nx\n", "p.md:1:1: error: the system message has no text"),
            ("", "p.md:1:1: error: the prompt has no text"),
            ("---\nid: a\n", "p.md:1:1: error: the front matter that begins here is never closed"),
            (
                "---\nidd: a\n---\nx",
                "p.md:2:1: error: unknown key 'idd' in a prompt's front matter"
            ),
            ("---\nid: a\n---\n# user\na\n  {{ b \n", "p.md:6:3: error: '{{' is never closed"),
        ])
    func refused(text: String, headline: String) {
        let error = #expect(throws: DocumentErrors.self) {
            try PromptTemplate(markdown: text, path: "p.md")
        }
        #expect(error?.errors.map(\.headline) == [headline])
    }

    @Test("A name that a case does not give is shown where the file has it")
    func undefined() throws {
        let prompt = try PromptTemplate(
            markdown: "---\nid: a\n---\n# user\nHello,\n  {{ qestion }}\n", path: "p.md")
        let error = #expect(throws: DocumentError.self) { try prompt.render(["question": "x"]) }
        #expect(error?.headline == "p.md:6:6: error: 'qestion' is not defined")
    }

    @Test("CRLF files read alike, and keep their line ends within a message")
    func carriageReturns() throws {
        let prompt = try PromptTemplate(
            markdown: "---\r\nid: a\r\n---\r\n# user\r\nx\r\ny\r\n", path: "p.md")
        #expect(prompt.id == "a")
        #expect(prompt.parts[0].template.text == "x\r\ny")
    }
}
