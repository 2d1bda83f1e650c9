import Foundation
import LanguageModel
import TestSupport
import Testing

@Suite("The verb model", .serialized)
struct ModelVerbTests {
    private static func golden(_ name: String) throws -> [JSONValue] {
        try Fixture.text("LanguageModel/" + name).split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
    }

    /// What a batch verb answers to lines.
    private static func batch(_ arguments: [String], _ lines: [JSONValue]) throws
        -> (status: Int32, lines: [JSONValue])
    {
        try Program.withFolder { folder in
            let file = folder + "/in.jsonl"
            try lines.map { $0.serialized() + "\n" }.joined().write(
                toFile: file, atomically: true, encoding: .utf8)
            let run = try Program.run(["model"] + arguments + ["--input", file], in: folder)
            let answers = try run.output.split(separator: "\n").map {
                try JSONValue(parsing: String($0))
            }
            return (run.status, answers)
        }
    }

    @Test("tokenize gives the golden ids of every line, in order")
    func tokenize() throws {
        let golden = try Self.golden("tokens.jsonl")
        let found = try Self.batch(["tokenize"], golden.map { ["text": $0["text"] ?? ""] })
        #expect(found.status == 0 && found.lines.count == golden.count)
        for (ours, theirs) in zip(found.lines, golden) { #expect(ours["ids"] == theirs["ids"]) }
    }

    @Test("generate gives the golden next ten, logits within 0.02, and the certain continuation")
    func generate() throws {
        let golden = try Self.golden("chat.jsonl")
        let found = try Self.batch(
            ["generate", "--greedy", "--max-tokens", "48", "--top-logits", "10"],
            golden.map { ["messages": $0["messages"] ?? []] })
        #expect(found.status == 0 && found.lines.count == golden.count)
        for (ours, theirs) in zip(found.lines, golden) {
            let next = ours["next_top"]?.array ?? []
            let wanted = theirs["next_top10"]?.array ?? []
            #expect(next.compactMap { $0[0]?.int } == wanted.compactMap { $0[0]?.int })
            for (a, b) in zip(next, wanted) {
                #expect(abs((a[1]?.double ?? 0) - (b[1]?.double ?? 99)) < 0.02)
            }
            let margins = theirs["greedy_top2_margin"]?.array?.compactMap(\.double) ?? []
            let certain = margins.firstIndex { $0 <= 0.05 } ?? margins.count
            let ids = ours["ids"]?.array?.compactMap(\.int) ?? []
            let greedy = theirs["greedy_ids"]?.array?.compactMap(\.int) ?? []
            #expect(certain > 0 && ids.prefix(certain).elementsEqual(greedy.prefix(certain)))
            #expect(ours["logprobs"]?.array?.count == ids.count)
        }
    }

    @Test("score gives the golden sums within 0.02, and the golden prompts' within 0.01")
    func score() throws {
        let choices = try Self.golden("choices.jsonl")
        let chats = try Self.golden("chat.jsonl")
        let found = try Self.batch(
            ["score"],
            choices.map { ["prompt": $0["prompt"] ?? "", "choices": $0["choices"] ?? []] }
                + chats.map { ["ids": $0["ids"] ?? []] }
                + chats.map {
                    [
                        "messages": $0["messages"] ?? [],
                        "completion_ids": $0["greedy_ids"] ?? [],
                    ]
                })
        #expect(found.status == 0)
        let wanted =
            choices.map { $0["logprob_sum"] } + chats.map { $0["prompt_logprobs"] }
            + chats.map { $0["greedy_logprobs"] }
        #expect(found.lines.count == wanted.count)
        for (number, (ours, theirs)) in zip(found.lines, wanted).enumerated() {
            let a = ours["logprobs"]?.array?.compactMap(\.double) ?? []
            let b = theirs?.array?.compactMap(\.double) ?? []
            #expect(a.count == b.count && !a.isEmpty, "line \(number + 1)")
            let isPrompt = (choices.count..<(choices.count + chats.count)).contains(number)
            let bound = isPrompt ? 0.01 : 0.02
            for (x, y) in zip(a, b) { #expect(abs(x - y) < bound, "line \(number + 1)") }
        }
    }

    @Test("A bad line gives its error in its place, and exit code 2 at the end")
    func badLine() throws {
        let found = try Self.batch(["tokenize"], [["text": "a"], ["txt": "b"], ["text": "c"]])
        #expect(found.status == 2 && found.lines.count == 3)
        #expect(found.lines[0]["ids"] != nil && found.lines[2]["ids"] != nil)
        #expect(found.lines[1]["error"]?.string?.contains("line 2") == true)
    }

    @Test("list and show say what there is, as a table and as JSON")
    func lists() throws {
        try Program.withFolder { folder in
            let list = try Program.run(["model", "list", "--json"], in: folder)
            let models = try JSONValue(parsing: list.output)
            #expect(models[0]?["alias"] == "smollm2" && models[0]?["state"] == "ready")
            let show = try Program.run(["model", "show", "--json"], in: folder)
            let facts = try JSONValue(parsing: show.output)
            #expect(facts["sha256"]?.string == EmbeddedModel.sha256)
            #expect(facts["layers"] == 30)
            let pull = try Program.run(["model", "pull"], in: folder)
            #expect(pull.status == 0 && pull.output.contains("in place"))
            for wrong in [["model", "show", "-m", "nobody"], ["model", "show", "-m", "x.gguf"]] {
                let run = try Program.run(wrong, in: folder)
                #expect(run.status == 2 && run.error.contains(wrong[3]), "\(run.error)")
            }
        }
    }

    @Test("serve answers any HTTP client as the OpenAI API says, and ends well at Ctrl-C")
    func serve() throws {
        try Program.withFolder { folder in
            let server = try Session(["model", "serve", "--port", "0"], in: folder)
            let line = server.line()
            let digits = line.split(separator: ":").last?.prefix { $0.isNumber } ?? ""
            let port = try #require(UInt16(digits), "\(line)")
            let models = try PlainHTTP.ask(port: port, "GET", "/v1/models")
            #expect(models.status == 200)
            #expect(try JSONValue(parsing: models.body)["data"]?[0]?["id"] == "smollm2")
            let chat: JSONValue = [
                "model": "smollm2", "max_tokens": 8, "temperature": 0,
                "messages": [["role": "user", "content": "Hi"]],
            ]
            let answer = try PlainHTTP.ask(
                port: port, "POST", "/v1/chat/completions", chat.serialized())
            #expect(answer.status == 200, "\(answer.body)")
            let reply = try JSONValue(parsing: answer.body)["choices"]?[0]?["message"]
            #expect(reply?["role"] == "assistant" && reply?["content"]?.string?.isEmpty == false)
            var streamed = chat.object ?? [:]
            streamed["stream"] = true
            let stream = try PlainHTTP.ask(
                port: port, "POST", "/v1/chat/completions",
                JSONValue.object(streamed).serialized())
            #expect(stream.status == 200 && stream.body.contains("data: [DONE]"))
            let wrong = try PlainHTTP.ask(port: port, "POST", "/v1/chat/completions", "{")
            #expect(wrong.status == 400)
            server.interrupt()
            #expect(server.finish().status == 0)
        }
    }
}
