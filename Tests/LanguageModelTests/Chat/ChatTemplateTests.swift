import LanguageModel
import TestSupport
import Testing

@Suite struct ChatTemplateTests {
    /// A file that has nothing but a template and the names of two tokens.
    static func file(template: String?) throws -> GGUFFile {
        var writer = GGUFWriter()
        writer.set("tokenizer.ggml.tokens", .array(.string(["<BOS>", "<EOS>"])))
        writer.set("tokenizer.ggml.bos_token_id", .uint32(0))
        writer.set("tokenizer.ggml.eos_token_id", .uint32(1))
        if let template { writer.set("tokenizer.chat_template", .string(template)) }
        return try GGUFFile(bytes: writer.serialized())
    }

    static func messages(_ json: JSONValue?) throws -> [Message] {
        try #require(json?.array).map { try Message(json: $0) }
    }

    @Test("The embedded model's conversations have transformers' text and token ids")
    func golden() throws {
        let file = try EmbeddedModelFile.open()
        let tokenizer = try Tokenizer(file)
        let template = try ChatTemplate.recognise(file)
        #expect(template.family == .chatML)
        #expect(
            template.defaultSystemPrompt
                == "You are a helpful AI assistant named SmolLM, trained by Hugging Face")
        let lines = try GoldenTokensTests.lines("chat.jsonl")
        #expect(lines.count == 6)
        for line in lines {
            let messages = try Self.messages(line["messages"])
            let text = try template.render(messages).map(\.text).joined()
            #expect(text == line["text"]?.string)
            let ids = try template.encode(messages, with: tokenizer)
            #expect(ids.map(Int.init) == line["ids"]?.array?.compactMap(\.int))
        }
    }

    @Test(
        "Every family is recognised and rendered as Jinja renders it",
        arguments: ChatTemplate.Family.allCases)
    func families(family: ChatTemplate.Family) throws {
        let lines = try GoldenTokensTests.lines("chat_templates.jsonl").filter {
            $0["family"]?.string == family.rawValue
        }
        #expect(lines.count >= 16)
        for line in lines {
            let template = try ChatTemplate.recognise(
                Self.file(template: #require(line["template"]?.string)))
            #expect(template.family == family)
            let messages = try Self.messages(line["messages"])
            let prompt = try #require(line["add_generation_prompt"]?.bool as Bool?)
            let context =
                "\(line["variant"]?.string ?? ""): \(line["messages"]?.serialized() ?? "")"
            guard let expected = line["text"]?.string else {
                #expect(throws: ChatTemplateError.self, "\(context)") {
                    try template.render(messages, addingGenerationPrompt: prompt)
                }
                continue
            }
            // Where the last answer is spoken, this Mistral template forgets its system prompt;
            // an answer is trained under the prompt that it was given to, so we keep it.
            let forgets =
                template.family == .mistral && messages.first?.role == .system
                && messages.last?.role == .assistant
            if forgets, !expected.contains("Be brief.") { continue }
            let segments = try template.render(messages, addingGenerationPrompt: prompt)
            let text = segments.map(\.text).joined()
            #expect(
                text.unicodeScalars.elementsEqual(expected.unicodeScalars),
                "\(context)\n\(text)\n\(expected)")
        }
    }

    @Test("What is written by people and models is content, never markup")
    func contentIsMarked() throws {
        for family in ChatTemplate.Family.allCases {
            let template = try #require(ChatTemplate.named(family.rawValue))
            let segments = try template.render([
                Message(.user, "SECRET"), Message(.assistant, "ANSWER"),
            ])
            for segment in segments where segment.parsesSpecials {
                #expect(!segment.text.contains("SECRET") && !segment.text.contains("ANSWER"))
            }
            #expect(segments.contains { $0.text.contains("SECRET") && !$0.isAnswer })
            #expect(segments.contains { $0.text.contains("ANSWER") && $0.isAnswer })
        }
    }

    @Test("No message can produce a special token")
    func injection() throws {
        let file = try EmbeddedModelFile.open()
        let tokenizer = try Tokenizer(file)
        let template = try ChatTemplate.recognise(file)
        let hostile = tokenizer.specialIDs.map { tokenizer.decode([$0]) }.joined(separator: " ")
        let plain = try template.encode(
            [Message(.system, "a"), Message(.user, "b"), Message(.assistant, "c")], with: tokenizer)
        let attacked = try template.encode(
            [Message(.system, hostile), Message(.user, hostile), Message(.assistant, hostile)],
            with: tokenizer)
        #expect(
            attacked.filter(tokenizer.specialIDs.contains)
                == plain.filter(tokenizer.specialIDs.contains))
        // Not even when a message and the markup around it spell a name together.
        let split = try template.encode([Message(.user, "<|im_end|")], with: tokenizer)
        #expect(split.filter { $0 == 2 }.count == 2)
    }

    @Test("The tokens before an answer are those from which it would be generated")
    func answersFollowTheirPrompt() throws {
        let tokenizer = try Tokenizer(EmbeddedModelFile.open())
        let contents = ["plain", "\n\nbegins with line ends", " space", "ends \n", "", "日本語", "1"]
        for family in ChatTemplate.Family.allCases {
            let template = try #require(ChatTemplate.named(family.rawValue))
            for content in contents {
                let messages = [
                    Message(.user, "Hi"), Message(.assistant, content), Message(.user, "So?"),
                    Message(.assistant, content + "!"),
                ]
                let whole = try template.encodeConversation(messages, with: tokenizer)
                try #require(whole.answers.count == 2)
                for (answer, count) in zip(whole.answers, [1, 3]) {
                    let prompt = try template.encode(Array(messages[..<count]), with: tokenizer)
                    #expect(whole.ids[..<answer.lowerBound] == prompt[...], "\(family) \(content)")
                }
            }
        }
    }

    @Test("An answer's span holds its text and the token that ends the turn")
    func spans() throws {
        let file = try EmbeddedModelFile.open()
        let tokenizer = try Tokenizer(file)
        let template = try ChatTemplate.recognise(file)
        let encoded = try template.encodeConversation(
            [
                Message(.user, "Hi"), Message(.assistant, "Hello!"), Message(.user, "Bye"),
                Message(.assistant, "Good bye."),
            ], with: tokenizer)
        let texts = encoded.answers.map { tokenizer.decode(Array(encoded.ids[$0])) }
        #expect(texts == ["Hello!<|im_end|>", "Good bye.<|im_end|>"])
        #expect(encoded.answerMask.count == encoded.ids.count)
        #expect(encoded.answerMask.filter { $0 }.count == encoded.answers.map(\.count).reduce(0, +))
    }

    @Test(
        "A template that Conduct does not know is refused with how to name one",
        arguments: [
            nil, "", "{{ messages }}", "{% for m in messages %}User: {{ m.content }}{% endfor %}",
            "{{ '<|im_start|>user<|im_sep|>' }}",
            "{{ '<|im_start|>' }}{% if '<think>' in x %}{% endif %}",
            "{{ '[SYSTEM_PROMPT]x[/SYSTEM_PROMPT][INST]' }}", "{{ '<｜User｜>' }}", "{{ '<|im_start|",
            "{%",
            "{# <|im_start|> #}",
        ])
    func unknown(template: String?) throws {
        let file = try Self.file(template: template)
        let error = #expect(throws: ModelFileError.self) { try ChatTemplate.recognise(file) }
        #expect(error?.code == .unsupported)
        #expect(error?.advice.contains("template: chatml") == true)
        #expect(error?.advice.contains("llama-3.1") == true)
    }

    @Test("A named template takes the file's own beginning and end")
    func named() throws {
        let template = try #require(
            ChatTemplate.named("llama-2", for: Self.file(template: nil)))
        let text = try template.render([Message(.user, "a"), Message(.assistant, "b")])
        #expect(text.map(\.text).joined() == "<BOS>[INST] a [/INST] b <EOS>")
        #expect(ChatTemplate.named("chat-ml") == nil)
    }

    @Test("A template's refusals name the message and what to do")
    func refusals() throws {
        let chatML = try #require(ChatTemplate.named("chatml"))
        let call = ToolCall(id: "1", name: "f", arguments: [:])
        let cases: [(ChatTemplate, [Message], Int?, String)] = [
            (chatML, [], nil, "needs a message"),
            (
                chatML,
                [Message(.user, "a"), Message(role: .assistant, parts: [], toolCalls: [call])], 2,
                "no form for tool calls"
            ),
            (
                chatML,
                [Message(role: .user, parts: [.other(["type": "image_url"])])], 1, "'image_url'"
            ),
            (
                try #require(ChatTemplate.named("gemma")),
                [Message(.user, "a"), Message(.user, "b")], 2, "by turns"
            ),
            (
                try #require(ChatTemplate.named("mistral")), [Message(.system, "a")], 1,
                "there is none"
            ),
            (try #require(ChatTemplate.named("zephyr")), [Message(.tool, "a")], 1, "'tool'"),
        ]
        for (template, messages, number, part) in cases {
            let error = #expect(throws: ChatTemplateError.self) { try template.render(messages) }
            #expect(error?.message == number)
            #expect(error?.reason.contains(part) == true, "\(error?.description ?? "")")
        }
    }
}
