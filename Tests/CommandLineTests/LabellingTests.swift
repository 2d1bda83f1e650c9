import Foundation
import LanguageModel
import Testing

@Suite("Labelling and voting on the command line")
struct LabellingTests {
    private func lab<Result>(_ body: (String) throws -> Result) throws -> Result {
        try Program.withFolder { folder in
            _ = try Program.run(["init", "."], in: folder)
            let run = try Program.run(
                [
                    "eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "10",
                    "--json",
                ], in: folder)
            #expect(run.status == 0, "\(run.error)")
            return try body(folder)
        }
    }

    private func json(_ arguments: [String], in folder: String) throws -> JSONValue {
        let outcome = try Program.run(arguments, in: folder)
        #expect(outcome.status == 0, "\(arguments): \(outcome.error)")
        return try JSONValue(parsing: outcome.output)
    }

    @Test("A project is made, judged from files, reported, decided and exported")
    func project() throws {
        try lab { folder in
            let made = try Program.run(
                [
                    "label", "new", "help", "--run", "latest", "--sample", "6", "--overlap", "2",
                    "--repeats", "0", "--annotators", "ana,ben",
                ], in: folder)
            #expect(made.status == 0, "\(made.error)")
            for (person, ratings) in [("ana", [1, 2, 3, 4, 5, 5]), ("ben", [1, 2, 3, 4, 5, 1])] {
                let next = try json(["label", "next", "help", "-a", person], in: folder)
                #expect(next["remaining"]?.int == 6)
                #expect(!next.serialized().contains("flatterer"))
                let lines = ratings.map { "{\"answers\": {\"helpful\": \($0)}}\n" }.joined()
                try lines.write(
                    toFile: folder + "/a.jsonl", atomically: true, encoding: .utf8)
                let said = try Program.run(
                    ["label", "answer", "help", "-a", person, "--answers", "a.jsonl"], in: folder)
                #expect(said.status == 0 && said.output == "6 judgments taken\n", "\(said)")
            }
            let status = try json(["label", "status", "help", "--json"], in: folder)
            #expect(status["complete"]?.int == 6 && status["done"]?.int == 12)
            let report = try json(
                ["label", "agreement", "help", "--json", "--html", "a.html"], in: folder)
            let names = report["questions"]?[0]?["figures"]?.array?.compactMap {
                $0["name"]?.string
            }
            #expect(names?.contains("Krippendorff alpha, ordinal") == true)
            let page = try String(contentsOfFile: folder + "/a.html", encoding: .utf8)
            #expect(page.contains("Items that split the raters") && page.contains("What is judged"))
            let trace = try Program.run(
                ["trace", report["id"]?.string ?? ""], in: folder)
            #expect(trace.status == 0 && trace.output.contains("counts  annotation ann_"))
            let open = try json(["label", "adjudicate", "help", "--json"], in: folder)
            let item = try #require(open[0]?["item"]?.string)
            let decided = try Program.run(
                [
                    "label", "adjudicate", "help", "--item", item, "--answer", "helpful=3", "-a",
                    "eva",
                ],
                in: folder)
            #expect(decided.status == 0, "\(decided.error)")
            let rest = try json(["label", "adjudicate", "help", "--json"], in: folder)
            #expect(rest.array?.count == (open.array?.count ?? 0) - 1)
            let csv = try Program.run(["label", "export", "help", "--format", "csv"], in: folder)
            #expect(csv.output.split(separator: "\r\n").count == 14)
        }
    }

    @Test("A wrong answer in a file is named by its line, and those before it are kept")
    func wrongLine() throws {
        try lab { folder in
            _ = try Program.run(
                ["label", "new", "help", "--sample", "4", "--repeats", "0"], in: folder)
            try "{\"answers\": {\"helpful\": 1}}\n{\"answers\": {\"helpful\": 9}}\n".write(
                toFile: folder + "/a.jsonl", atomically: true, encoding: .utf8)
            let said = try Program.run(
                ["label", "answer", "help", "-a", "ana", "--answers", "a.jsonl"], in: folder)
            #expect(said.status == 2 && said.error.contains("a.jsonl:2: error: question 'helpful'"))
            let status = try json(["label", "status", "help", "--json"], in: folder)
            #expect(status["done"]?.int == 1)
        }
    }

    @Test("A Label Studio project is made of its configuration and tasks, and goes back unchanged")
    func labelStudio() throws {
        try lab { folder in
            try
                "<View><Text name=\"t\" value=\"$text\"/><Choices name=\"c\" toName=\"t\"><Choice value=\"A\"/><Choice value=\"B\"/></Choices></View>"
                .write(toFile: folder + "/c.xml", atomically: true, encoding: .utf8)
            let tasks =
                "[{\"annotations\":[{\"completed_by\":{\"email\":\"a@b\"},\"id\":1,\"result\":[{\"from_name\":\"c\",\"to_name\":\"t\",\"type\":\"choices\",\"value\":{\"choices\":[\"A\"]}}],\"was_cancelled\":false}],\"data\":{\"text\":\"one\"},\"id\":5}]"
            try tasks.write(toFile: folder + "/t.json", atomically: true, encoding: .utf8)
            let said = try Program.run(
                ["label", "import", "ls", "t.json", "--config", "c.xml"], in: folder)
            #expect(
                said.status == 0 && said.output == "1 item, 1 judgment read, 1 of them new\n",
                "\(said)")
            let back = try Program.run(
                ["label", "export", "ls", "--format", "label-studio"], in: folder)
            #expect(back.output == tasks + "\n")
            try "<!DOCTYPE x><View/>".write(
                toFile: folder + "/c.xml", atomically: true, encoding: .utf8)
            let refused = try Program.run(
                ["label", "import", "evil", "t.json", "--config", "c.xml"], in: folder)
            #expect(refused.status == 2 && refused.error.contains("document type is not read"))
        }
    }

    @Test("An arena is voted on and ranked, and its preferences name their votes")
    func arena() throws {
        try lab { folder in
            let made = try Program.run(
                ["arena", "new", "duel", "--players", "prompts"], in: folder)
            #expect(made.status == 0, "\(made.error)")
            var ticket = ""
            for number in 0..<12 {
                let pair = try json(["arena", "next", "duel", "-a", "ana"], in: folder)
                ticket = pair["ticket"]?.string ?? ""
                let choice = ["left", "right", "tie"][number % 3]
                let vote = try json(
                    [
                        "arena", "vote", "duel", "-a", "ana", "--ticket", ticket, "--matchup",
                        pair["matchup"]?.string ?? "", "--choice", choice, "--json",
                    ], in: folder)
                #expect(vote["id"]?.string == ticket)
            }
            let board = try json(["arena", "board", "duel", "--json"], in: folder)
            #expect(board["votes"]?.int == 12)
            #expect(board["rows"]?.array?.count == 3)
            let exported = try Program.run(["arena", "export", "duel"], in: folder)
            #expect(exported.status == 0)
            for line in exported.output.split(separator: "\n") {
                let pair = try JSONValue(parsing: String(line))
                #expect(pair["votes"]?[0]?.string?.hasPrefix("vot_") == true)
            }
            // The same preferences as training pairs, each a record that leads to its votes.
            let preferences = exported.output.split(separator: "\n").count
            let pairs = try Program.run(
                ["align", "pairs", "--arena", "duel", "--out", "datasets/arena.jsonl", "--json"],
                in: folder)
            #expect(pairs.status == (preferences > 0 ? 0 : 2), "\(pairs.error)")
            if preferences > 0 {
                #expect(try JSONValue(parsing: pairs.output)["pairs"]?.int == preferences)
                let file = try String(
                    contentsOfFile: folder + "/datasets/arena.jsonl", encoding: .utf8)
                let first = try JSONValue(parsing: String(file.split(separator: "\n")[0]))
                let record = try #require(first["source"]?["preference"]?.string)
                let vote = try #require(first["source"]?["votes"]?[0]?.string)
                let trace = try Program.run(["trace", record], in: folder)
                #expect(trace.output.contains(vote), "\(trace.output)")
            }
            let judge = try Program.run(
                ["arena", "judge", "duel", "--judge", "flatterer", "--pairs", "3"], in: folder)
            #expect(judge.status == 1 && judge.error.contains("no competence check"), "\(judge)")
        }
    }
}
