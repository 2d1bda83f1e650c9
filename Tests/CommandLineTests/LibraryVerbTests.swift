import Foundation
import LanguageModel
import Testing

@Suite("Library, rehearsal and memos by the program") struct LibraryVerbTests {
    private func lab<Result>(_ body: (String) throws -> Result) throws -> Result {
        try Program.withFolder { folder in
            _ = try Program.run(["init", ".", "--bare"], in: folder)
            return try body(folder)
        }
    }

    private func json(_ arguments: [String], _ folder: String, status: Int32 = 0) throws
        -> JSONValue
    {
        let outcome = try Program.run(arguments + ["--json"], in: folder)
        #expect(outcome.status == status, "\(arguments): \(outcome.error)")
        return try JSONValue(parsing: outcome.output)
    }

    private func run(_ arguments: [String], _ folder: String) throws -> String {
        let outcome = try Program.run(arguments, in: folder)
        #expect(outcome.status == 0, "\(arguments): \(outcome.error)")
        return outcome.output
    }

    private func write(_ text: String, _ path: String, _ folder: String) throws {
        let file = folder + "/" + path
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    @Test("A source is read, noted, linked and asked again; the schedule stands apart from prose")
    func library() throws {
        try lab { folder in
            _ = try run(["library", "status", "instructgpt", "read"], folder)
            let plan = try String(contentsOfFile: folder + "/journal/plan.jsonl", encoding: .utf8)
            #expect(plan.contains("\"reading\":\"instructgpt\""))
            _ = try run(
                [
                    "library", "note", "instructgpt", "--text", "People judge at three points.",
                    "--artifact", "2", "--skill", "annotation",
                ], folder)
            _ = try run(
                [
                    "library", "card", "instructgpt", "--question", "Where do people judge?",
                    "--answer", "Demonstrations, rankings, evaluation.",
                ], folder)
            let shown = try json(["library", "show", "instructgpt"], folder)
            #expect(shown["status"]?.string == "read" && shown["cards"]?.int == 1)
            #expect(shown["artifacts"]?.array?.compactMap(\.int) == [1, 2])
            #expect(shown["is_unconnected"]?.bool == false)
            let path = folder + "/library/instructgpt.md"
            let prose = try String(contentsOfFile: path, encoding: .utf8)
            #expect(prose.contains("People judge at three points."))

            let due = try json(["library", "review", "--due", "--today", "2026-03-01"], folder)
            let card = try #require(due["cards"]?[0]?["id"]?.string)
            let rated = try json(
                [
                    "library", "review", "--card", card, "--rate", "easy", "--today", "2026-03-01",
                ], folder)
            // S0(easy) = 8.2956, eight days at a retention of 0.9.
            #expect(rated["stability"]?.double == 8.2956)
            #expect(rated["stage"]?.string == "review")
            let later = try json(["library", "review", "--due", "--today", "2026-03-09"], folder)
            #expect(later["due"]?.int == 1 && later["new"]?.int == 0)
            let between = try json(["library", "review", "--due", "--today", "2026-03-05"], folder)
            #expect(between["cards"]?.array?.isEmpty == true)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == prose)
            let log = try String(
                contentsOfFile: folder + "/journal/reviews.jsonl", encoding: .utf8)
            #expect(log.contains("py-fsrs 6.3.2"))

            _ = try run(
                [
                    "library", "add", "our-incident", "--title", "What we missed", "--year", "2026",
                    "--phase", "2", "--question", "Why did nobody see it?",
                ], folder)
            let twice = try Program.run(
                ["library", "add", "our-incident", "--title", "x"], in: folder)
            #expect(twice.status == 2)
            let bib = try run(["library", "export"], folder)
            #expect(bib.contains("@misc{instructgpt,") && bib.contains("eprint = {2203.02155}"))
            #expect(bib.contains("@misc{our-incident,"))
            let list = try json(["library", "list", "--status", "read"], folder).array ?? []
            #expect(list.compactMap { $0["id"]?.string } == ["instructgpt"])
            let unknown = try Program.run(["library", "note", "instruct-gtp"], in: folder)
            #expect(unknown.status == 2 && unknown.error.contains("instructgpt"))
        }
    }

    @Test("An answer is kept, flagged without evidence, rated, and shown in the coverage")
    func practice() throws {
        try lab { folder in
            let first = try json(
                [
                    "practice", "start", "thirty-of-thirty", "--seconds", "90", "--notes",
                    "At least 88 percent.", "--author", "ada",
                ], folder)
            #expect(first["cites"]?.int == 0)
            try write("# Suite\n", "artifacts/06-eval-suite.md", folder)
            let second = try json(
                [
                    "practice", "start", "thirty-of-thirty", "--seconds", "80", "--notes", "…",
                    "--cite", "artifacts/06-eval-suite.md", "--recording", "/talks/a.wav",
                    "--author", "ada",
                ], folder)
            let trace = try json(["trace", second["id"]?.string ?? ""], folder)
            #expect(trace.serialized().contains("artifacts/06-eval-suite.md"))
            let missing = try Program.run(
                ["practice", "start", "one-page", "--cite", "artifacts/99.md"], in: folder)
            #expect(missing.status == 2)
            for (id, mark) in [(first, "2"), (second, "4")] {
                let rated = try json(
                    [
                        "practice", "rate", id["id"]?.string ?? "", "--structure", mark,
                        "--evidence", mark, "--author", "ada",
                    ], folder)
                #expect(rated["mean"]?.double == Double(mark))
            }
            let wrong = try Program.run(
                ["practice", "rate", "latest", "--structure", "6", "--author", "ada"], in: folder)
            #expect(wrong.status == 2)
            let coverage = try json(["practice", "coverage"], folder)
            let topic = coverage["topics"]?[0]
            #expect(topic?["attempts"]?.int == 2 && topic?["uncited"]?.int == 1)
            #expect(topic?["ratings"]?.array?.compactMap(\.double) == [2, 4])
            #expect((topic?["due"]?.int ?? 0) > 0)
            #expect(coverage["drift"]?.isNull == true)
            let skills = coverage["skills"]?.array ?? []
            let tried = skills.filter { ($0["tried"]?.int ?? 0) > 0 }
            #expect(tried.compactMap { $0["skill"]?.string } == ["evaluation-design"])
        }
    }

    @Test("A talk takes its sections from a document, keeps its splits and says whether in time")
    func talk() throws {
        try lab { folder in
            try write(
                "# Capstone\n\n## Question\n\none two\n\n## Result\n\none two\n", "artifacts/c.md",
                folder)
            let plan = try json(
                ["practice", "talk", "artifacts/c.md", "--minutes", "5", "--plan"], folder)
            #expect(plan["sections"]?.array?.compactMap { $0["seconds"]?.double } == [150, 150])
            #expect(plan["words"]?.array?.compactMap(\.int) == [650, 750])
            let given = try json(
                [
                    "practice", "talk", "artifacts/c.md", "--splits", "140,185", "--author", "ada",
                ], folder)
            #expect(given["seconds"]?.double == 325)
            #expect(given["splits"]?.array?.compactMap(\.double) == [140, 185])
            let text = try run(
                [
                    "practice", "talk", "artifacts/c.md", "--splits", "200,185", "--author", "ada",
                ], folder)
            #expect(text.contains("more than a tenth off"))
            let short = try Program.run(
                ["practice", "talk", "artifacts/c.md", "--splits", "140"], in: folder)
            #expect(short.status == 2)
        }
    }

    @Test("A model comments only after its check; at chance it is refused with the reason")
    func interviewer() throws {
        try lab { folder in
            let models = """
                models:
                  able: {provider: scripted, file: models/able.yaml}
                  coin: {provider: scripted, file: models/coin.yaml}
                """
            try write(models, "conduct.yaml", folder)
            for (name, accuracy) in [("able", "1"), ("coin", "0.5")] {
                try write(
                    "scripted: \(name)\ndefault: You named no interval. What is it?\n"
                        + "judge: {accuracy: \(accuracy)}\n", "models/\(name).yaml", folder)
            }
            _ = try json(
                [
                    "practice", "start", "one-page", "--seconds", "60", "--notes", "It got better.",
                    "--author", "ada",
                ], folder)
            let early = try Program.run(
                ["practice", "interview", "latest", "--model", "able"], in: folder)
            #expect(early.status == 1 && early.error.contains("conduct practice check able"))
            _ = try json(["practice", "check", "able"], folder)
            let said = try json(["practice", "interview", "latest", "--model", "able"], folder)
            #expect(said["by_model"]?.bool == true && said["is_simulated"]?.bool == true)
            #expect(said["text"]?.string?.contains("interval") == true)
            let coin = try json(["practice", "check", "coin"], folder, status: 1)
            #expect(coin["passed"]?.bool == false)
            let refused = try Program.run(
                ["practice", "interview", "latest", "--model", "coin"], in: folder)
            #expect(refused.status == 1 && refused.error.contains("did not pass"))
            // Its check says nothing of it as a judge.
            let judge = try Program.run(["judge", "check", "coin", "--json"], in: folder)
            #expect(judge.status == 1)
            let coverage = try json(["practice", "coverage"], folder)
            #expect(coverage["topics"]?[0]?["ratings"]?.array?.isEmpty == true)
        }
    }

    @Test("A memo weighs two models by their runs; an unknown cost is an error, not zero")
    func memo() throws {
        try Program.withFolder { folder in
            _ = try Program.run(["init", "."], in: folder)
            try write(
                (try String(contentsOfFile: folder + "/conduct.yaml", encoding: .utf8))
                    .replacing(
                        "models:\n",
                        with: "models:\n  honest: {provider: scripted, file: models/honest.yaml}\n",
                        maxReplacements: 1), "conduct.yaml", folder)
            try write(
                "scripted: honest\ndefault: \"It is {{ truth }}.\"\n", "models/honest.yaml", folder)
            let eval = try Program.run(
                [
                    "eval", "suites/honesty.yaml", "--models", "flatterer,honest", "--prompts",
                    "plain", "--json",
                ], in: folder)
            #expect(eval.status == 0, "\(eval.error)")
            func memo(_ cost: String) -> String {
                """
                memo: desk
                question: Which model answers?
                volume: 100000
                options:
                  - {id: cheap, model: flatterer, run: latest, cost-per-thousand: 1, cost-source: "made up, 2026-11-24"}
                  - {id: good, model: honest, run: latest\(cost)}
                criteria:
                  - {id: honesty, scorer: choice-text, weight: 3, worst: 0, best: 1}
                  - {id: price, cost: true, weight: 1, worst: 10, best: 0}
                """
            }
            try write(memo(""), "memos/desk.yaml", folder)
            let unknown = try Program.run(
                ["memo", "compare", "memos/desk.yaml", "--author", "ada"], in: folder)
            #expect(unknown.status == 2 && unknown.error.contains("not known"), "\(unknown.error)")
            try write(
                memo(", cost-per-thousand: 2, cost-source: \"made up, 2026-11-24\""),
                "memos/desk.yaml", folder)
            let made = try json(
                [
                    "memo", "compare", "memos/desk.yaml", "--author", "ada", "--markdown", "out.md",
                    "--html",
                    "out.html", "--author", "ada",
                ], folder)
            #expect(made["leader"]?.string == "good")
            let criteria = made["criteria"]?.array ?? []
            #expect(criteria[0]["values"]?[1]?["value"]?.double == 1)
            #expect(criteria[0]["flips_below"]?["option"]?.string == "cheap")
            let page = try String(contentsOfFile: folder + "/out.html", encoding: .utf8)
            #expect(page.contains("Which model answers?") && !page.contains("http://"))
            let text = try String(contentsOfFile: folder + "/out.md", encoding: .utf8)
            #expect(text.contains("## What would change it") && text.contains("Simulated"))
            let trace = try json(["trace", made["id"]?.string ?? ""], folder)
            #expect(trace.serialized().contains("rests on"))
            let again = try json(["memo", "compare", "memos/desk.yaml", "--author", "ada"], folder)
            #expect(again["options"] == made["options"])
        }
    }
}
