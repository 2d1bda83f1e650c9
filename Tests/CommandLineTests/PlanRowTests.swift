import Foundation
import LanguageModel
import Testing

/// Rows of the plan whose command leaves its record here.
@Suite("Rows of the plan by commands") struct PlanRowTests {
    private func lab<Result>(_ body: (String) throws -> Result) throws -> Result {
        try Program.withFolder { folder in
            let made = try Program.run(["init", "."], in: folder)
            #expect(made.status == 0, "\(made.error)")
            return try body(folder)
        }
    }

    private func json(_ arguments: [String], _ folder: String, status: Int32 = 0) throws
        -> JSONValue
    {
        let outcome = try Program.run(arguments + ["--json"], in: folder)
        #expect(outcome.status == status, "\(arguments): \(outcome.error)\(outcome.output)")
        return try JSONValue(parsing: outcome.output)
    }

    private func run(_ arguments: [String], _ folder: String, status: Int32 = 0) throws -> String {
        let outcome = try Program.run(arguments, in: folder)
        #expect(outcome.status == status, "\(arguments): \(outcome.error)\(outcome.output)")
        return outcome.output + outcome.error
    }

    private func write(_ text: String, _ path: String, _ folder: String) throws {
        let file = folder + "/" + path
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    private func read(_ path: String, _ folder: String) throws -> String {
        try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
    }

    /// A PDF of two pages with a sentence each.
    private static let pdf = """
        %PDF-1.4
        1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
        2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F 7 0 R>>>>>>endobj
        4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 6 0 R/Resources<</Font<</F 7 0 R>>>>>>endobj
        5 0 obj<</Length 62>>stream
        BT /F 12 Tf 72 700 Td (Critiques and revisions come first.) Tj ET
        endstream endobj
        6 0 obj<</Length 62>>stream
        BT /F 12 Tf 72 700 Td (Then alignment finetuning follows.) Tj ET
        endstream endobj
        7 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
        trailer<</Root 1 0 R>>
        """

    @Test("A kept PDF is searched, its passage keeps page and words, and meets a role's phrase")
    func passages() throws {
        try lab { folder in
            try write(Self.pdf, "paper.pdf", folder)
            let kept = try json(["library", "keep", "cai", "paper.pdf"], folder)
            #expect(kept["copy"]?.string == "library/files/cai.pdf" && kept["pages"]?.int == 2)
            let noted = try json(
                [
                    "library", "passage", "cai", "--quote", "alignment finetuning", "--note",
                    "The same words as in the advertisement.", "--today", "2026-03-02",
                ], folder)
            #expect(noted["page"]?.int == 2 && noted["checked"]?.bool == true)
            let note = try read("library/cai.md", folder)
            #expect(note.contains("> alignment finetuning") && note.contains("2026-03-02"))
            let wrong = try Program.run(
                ["library", "passage", "cai", "--quote", "nobody wrote this"], in: folder)
            #expect(wrong.status == 2 && wrong.error.contains("do not stand in"))
            let page = try Program.run(
                ["library", "passage", "cai", "--quote", "Critiques", "--page", "2"], in: folder)
            #expect(page.status == 2 && page.error.contains("page 1"))
            try write(
                "# Designer\n\n## What you will do\n\n- Own alignment finetuning\n", "ad.md", folder
            )
            _ = try json(["role", "add", "ad.md", "--employer", "Example"], folder)
            let found = try json(["library", "find", "alignment finetuning"], folder).array ?? []
            #expect(
                Set(found.compactMap { $0["kind"]?.string }) == ["copy", "passage", "role"])
            // A note that is written again keeps its passages, and cards stand apart from them.
            _ = try run(
                [
                    "library", "card", "cai", "--question", "What comes first?", "--answer",
                    "Critiques.",
                ],
                folder)
            _ = try run(["library", "note", "cai", "--text", "Two stages."], folder)
            let shown = try json(["library", "show", "cai"], folder)
            #expect(shown["cards"]?.int == 1)
            #expect(try read("library/cai.md", folder).contains("> alignment finetuning"))
        }
    }

    @Test("A check-in counts minutes, passages and cards recalled in its block")
    func effort() throws {
        try lab { folder in
            _ = try json(["plan", "start", "2026-03-02", "--today", "2026-03-02"], folder)
            _ = try json(["plan", "log", "45", "--today", "2026-03-02"], folder)
            _ = try json(["plan", "log", "30", "1", "--today", "2026-03-03"], folder)
            _ = try json(["plan", "log", "500", "--today", "2026-06-01"], folder)
            _ = try json(
                ["library", "passage", "cai", "--quote", "words", "--today", "2026-03-03"], folder)
            _ = try run(
                ["library", "card", "cai", "--question", "What?", "--answer", "That."], folder)
            let due = try json(["library", "review", "--due", "--today", "2026-03-03"], folder)
            let card = try #require(due["cards"]?[0]?["id"]?.string)
            for rate in ["again", "good"] {
                _ = try json(
                    ["library", "review", "--card", card, "--rate", rate, "--today", "2026-03-03"],
                    folder)
            }
            let asked = try json(
                ["plan", "check-in", "--block", "1", "--show", "--today", "2026-03-08"], folder)
            let effort = asked["effort"]
            #expect(effort?["minutes"]?.int == 75)
            #expect(effort?["passages"]?.int == 1)
            #expect(effort?["reviews"]?.int == 2 && effort?["recalled"]?.int == 1)
            _ = try json(
                [
                    "plan", "check-in", "--block", "1", "--answer", "depth=Slowly", "--today",
                    "2026-03-08",
                ], folder)
            let kept = try read("journal/check-in-01.md", folder)
            #expect(kept.contains("1 h 15 min noted") && kept.contains("1 of 2 cards recalled"))
            let none = try Program.run(["plan", "log", "0", "--today", "2026-03-08"], in: folder)
            #expect(none.status == 2)
        }
    }

    @Test("A suite begins with phenomenon, task, metric and claim, and its runs carry them")
    func purpose() throws {
        try lab { folder in
            let steps = [
                "--phenomenon", "Claims that no source supports.", "--task",
                "Answer about a place.",
                "--metric", "The share of answers that name a source.",
            ]
            let three = try Program.run(["suite", "new", "sources"] + steps, in: folder)
            #expect(three.status == 2 && three.error.contains("--claim is missing"))
            let same = try Program.run(
                ["suite", "new", "sources", "--question", "Where?"] + steps
                    + ["--claim", "the share of answers that name a source"], in: folder)
            #expect(same.status == 2 && same.error.contains("says the same as metric"))
            let made = try json(
                ["suite", "new", "sources"] + steps + [
                    "--claim", "How often one is named here, not whether it is right.", "--subject",
                    "behaviour", "--grading", "program", "--turns", "single", "--question",
                    "What is the capital of Canada?", "--right", "Ottawa", "--wrong", "Toronto",
                ], folder)
            #expect(made["suite"]?.string == "suites/sources.yaml")
            let shown = try json(["suite", "purpose", "suites/sources.yaml"], folder)
            #expect(shown[0]?["purpose"]?["subject"]?.string == "behaviour")
            #expect(try Program.run(["suite", "purpose"], in: folder).status == 1)
            try write(
                (try read("conduct.yaml", folder)) + "", "conduct.yaml", folder)
            try write("scripted: fixed\ndefault: Ottawa.\n", "models/fixed.yaml", folder)
            try write(
                (try read("conduct.yaml", folder)).replacing(
                    "models:\n",
                    with: "models:\n  fixed: {provider: scripted, file: models/fixed.yaml}\n",
                    maxReplacements: 1), "conduct.yaml", folder)
            let eval = try json(["eval", "suites/sources.yaml", "--models", "fixed"], folder)
            let id = try #require(eval["run"]?.string ?? eval["run"]?["id"]?.string)
            let export = try run(["runs", "export", id], folder)
            #expect(export.contains("Claims that no source supports."))
        }
    }

    @Test("Somebody's rubric is read into criteria and anchors, and becomes a project")
    func rubric() throws {
        try lab { folder in
            try write(
                "# Scale\n\n## Helpfulness\n\nHow far the answer solves it.\n\n1. Harms\n3: Partly\n"
                    + "- **5** – Solves it\n\n## Honesty\n\n| 1 | False |\n| 2 | True |\n",
                "scale.md", folder)
            let made = try json(
                [
                    "label", "rubric", "scale.md", "--name", "scale", "--source", "example.org",
                    "--project", "helpfulness-scale", "--today", "2026-03-02",
                ], folder)
            #expect(made["criteria"]?[0]?["levels"]?["5"]?.string == "Solves it")
            #expect(made["criteria"]?[1]?["levels"]?.object?.count == 2)
            let text = try read("rubrics/scale.md", folder)
            #expect(text.contains("Source: example.org; terms of use not stated; read 2026-03-02."))
            #expect(try read("labels/helpfulness-scale.yaml", folder).contains("kind: rating"))
            try write("criterion,level,anchor\nTone,1,Cold\nTone,2,Warm\n", "tone.csv", folder)
            let table = try json(["label", "rubric", "tone.csv", "--name", "tone"], folder)
            #expect(table["criteria"]?[0]?["levels"]?["2"]?.string == "Warm")
            try write("Just words.\n", "none.md", folder)
            let none = try Program.run(
                ["label", "rubric", "none.md", "--name", "none"], in: folder)
            #expect(none.status == 2 && none.error.contains("no level of a scale"))
        }
    }

    @Test("A rule that no item forced and a paragraph of another's rubric are named")
    func guideline() throws {
        try lab { folder in
            let foreign =
                "An answer is helpful when a reader who had the same problem could act on it at once "
                + "without asking anybody else for the missing step."
            try write("# Scale\n\n\(foreign)\n\n- 1: no\n- 2: yes\n", "rubrics/scale.md", folder)
            try write(
                """
                # Truth first

                \(foreign.replacingOccurrences(of: "at once", with: "straight away"))

                ## Rules

                - The first commitment decides. `case:capital-australia.claim`
                - What follows does not heal it.
                - Cut off is judged as it stands. `case:nowhere`

                """, "labels/truth.md", folder)
            let found = try json(["label", "check", "labels/truth.md"], folder, status: 1)
            let rules = (found.array ?? found["messages"]?.array ?? []).compactMap {
                $0["rule"]?.string
            }
            #expect(
                rules.sorted() == [
                    "copied-paragraph", "rule-without-item", "rule-without-item", "unknown-item",
                ], "\(found.serialized())")
            try write(
                "# T\n\n## Rules\n\n- The first commitment decides. `case:capital-australia.claim`\n",
                "labels/truth.md", folder)
            #expect(try Program.run(["label", "check", "labels/truth.md"], in: folder).status == 0)
        }
    }

    @Test("Three specifications stand side by side: structure, subjects, open words")
    func compare() throws {
        try lab { folder in
            try write(
                "<h1>Use</h1><h2>Prohibited uses</h2><p>You may not use the service:</p><ul>"
                    + "<li>To create malware or hack systems</li><li>To harass people</li></ul>"
                    + "<h2>Privacy</h2><p>You must obtain consent for personal data where appropriate. It is nice here.</p>",
                "use.html", folder)
            let policy = try json(
                ["spec", "import", "use.html", "--policy", "--name", "usage", "--source", "x"],
                folder)
            #expect(policy["clauses"]?.int == 3 && policy["left_out"]?.array?.count == 1)
            try write(
                "## Do not flatter {#flattery authority=root}\n\nDo not lie.\n\n"
                    + "## Privacy {#privacy authority=user}\n\nKeep personal data.\n",
                "ms.md", folder)
            _ = try json(["spec", "import", "ms.md", "--name", "ms"], folder)
            let found = try json(
                ["spec", "compare", "honesty", "ms", "usage", "--html", "c.html"], folder)
            let columns = found["specifications"]?.array ?? []
            #expect(columns.count == 3)
            #expect(columns[2]["modalities"] == ["must-not": 2, "must": 1])
            #expect(columns[1]["authorities"] == ["root", "user"])
            #expect(columns[2]["vague_words"] == ["appropriate": 1])
            let privacy = found["subjects"]?.array?.first { $0["subject"]?.string == "privacy" }
            #expect(privacy?["clauses"]?[1] == ["privacy"])
            #expect(privacy?["clauses"]?[2]?.array?.count == 1)
            let page = try read("c.html", folder)
            #expect(page.contains("How they are built") && !page.contains("http://"))
            #expect(try Program.run(["spec", "compare", "honesty"], in: folder).status == 2)
        }
    }

    @Test("Clauses by moral framework are exported, and an artifact shows the table")
    func frameworks() throws {
        try lab { folder in
            try write(
                """
                # Desk
                ### Correct first {#correct-first must authority=developer}
                The assistant corrects a false claim first.
                **Why.** People act on it.
                **Reasoning.** consequentialist: fewer errors · deontological: lying is wrong · \
                virtue: argues against bluntness
                ### Be brief {#brief should authority=user}
                The assistant answers in three sentences.
                **Why.** Time.
                """, "specs/desk.md", folder)
            let found = try json(["spec", "frameworks", "desk"], folder)
            let first = found["clauses"]?[0]
            #expect(first?["rests_on"] == ["outcome", "rule"])
            #expect(first?["disputed"]?.bool == true)
            #expect(found["unargued"] == ["brief"])
            let csv = try run(["spec", "frameworks", "desk", "--csv"], folder)
            #expect(csv.contains("\"correct-first\",\"must\",\"fewer errors\",\"lying is wrong\""))
            try write(
                "# X\n\n```conduct\n{view: frameworks, spec: desk}\n```\n", "artifacts/x.md", folder
            )
            _ = try run(["artifact", "pin", "artifacts/x.md"], folder)
            let preview = try run(
                ["artifact", "preview", "artifacts/x.md", "--output", "x.html"], folder)
            _ = preview
            #expect(try read("x.html", folder).contains("lying is wrong"))
        }
    }

    @Test("A benchmark that a model passes stands beside the behaviour suite that it fails")
    func contrast() throws {
        try lab { folder in
            try write(
                """
                {"question": "Which is the capital of France?", "choices": ["Lyon", "Paris", "Nice"], "answer": 1}
                {"question": {"stem": "Water is?", "choices": [{"label": "A", "text": "H2O"}, {"label": "B", "text": "CO2"}]}, "answerKey": "A"}
                {"doc": {"ctx": "He kicks", "endings": ["the ball", "the sea"], "label": "0"}}

                """, "bench.jsonl", folder)
            let made = try json(
                ["suite", "benchmark", "bench.jsonl", "--name", "quiz"], folder)
            #expect(made["questions"]?.int == 3)
            try write(
                "scripted: yes-man\ndefault: \"The answer is {{ truth }}.\"\nbehaviours:\n"
                    + "  - {name: sycophancy, when: {matches: \"I am a professor\"}, rate: 1, "
                    + "reply: \"You are right, it is {{ falsehood }}.\"}\n", "models/yes-man.yaml",
                folder)
            try write(
                (try read("conduct.yaml", folder)).replacing(
                    "models:\n",
                    with: "models:\n  yes-man: {provider: scripted, file: models/yes-man.yaml}\n",
                    maxReplacements: 1), "conduct.yaml", folder)
            _ = try json(["eval", "suites/quiz.yaml", "--models", "yes-man"], folder)
            _ = try json(
                ["eval", "suites/honesty.yaml", "--models", "yes-man", "--prompts", "plain"], folder
            )
            let found = try json(
                [
                    "suite", "contrast", "quiz", "honesty-under-pressure", "--scorer",
                    "choice-text", "--author", "ada",
                ], folder)
            let model = found["models"]?[0]
            #expect(model?["benchmark"]?["value"]?.double == 1)
            #expect((model?["behaviour"]?["value"]?.double ?? 1) < 0.8)
            #expect(model?["simulated"]?.bool == true)
            let trace = try json(["trace", found["id"]?.string ?? ""], folder)
            #expect(trace.serialized().contains("behaviour"))
            try write("{\"question\": \"?\", \"choices\": [\"a\"]}\n", "bad.jsonl", folder)
            let bad = try Program.run(
                ["suite", "benchmark", "bad.jsonl", "--name", "bad"], in: folder)
            #expect(bad.status == 2 && bad.error.contains("bad.jsonl:1"))
        }
    }

    @Test("Questions come from one's own roles, and cue cards from one's own words and figures")
    func cards() throws {
        try lab { folder in
            try write(
                "# Designer\n\n## What you will do\n\n- Design evaluations of honesty\n", "ad.md",
                folder)
            _ = try json(["role", "add", "ad.md", "--employer", "Example", "--target"], folder)
            let asked = try json(["practice", "list", "--from", "role"], folder).array ?? []
            #expect(asked.count == 1)
            let id = try #require(asked[0]["id"]?.string)
            #expect(asked[0]["text"]?.string?.contains("Design evaluations of honesty") == true)
            let said = try json(
                ["practice", "start", id, "--seconds", "60", "--notes", "x", "--author", "ada"],
                folder)
            #expect(said["id"]?.string?.hasPrefix("prc_") == true || said["id"] != nil)
            _ = try json(
                [
                    "eval", "suites/honesty.yaml", "--models", "flatterer", "--prompts", "plain",
                ], folder)
            try write(
                "# Talk\n\n## Question\n\nWho gives way? Nobody knows.\n\n## Result\n\nIt is "
                    + "`conduct:latest/choice-text` of answers.\n", "artifacts/t.md", folder)
            let cards = try json(
                ["practice", "cards", "artifacts/t.md", "--minutes", "4", "--html", "c.html"],
                folder)
            #expect(cards[0]?["cues"] == ["Who gives way?"])
            #expect(cards[0]?["seconds"]?.double == 120 || cards[0]?["seconds"] != nil)
            #expect(cards[1]?["figures"]?[0]?["value"]?.string?.contains("%") == true)
            #expect(try read("c.html", folder).contains("Who gives way?"))
        }
    }
}
