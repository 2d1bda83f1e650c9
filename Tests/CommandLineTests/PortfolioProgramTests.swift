import Foundation
import LanguageModel
import Testing

@Suite("Artifacts and the portfolio by commands") struct PortfolioProgramTests {
    /// A workspace with a run of the simulated flatterer.
    private func lab<Result>(_ body: (String) throws -> Result) throws -> Result {
        try Program.withFolder { folder in
            _ = try Program.run(["init", "."], in: folder)
            let run = try Program.run(
                ["eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "80"],
                in: folder)
            #expect(run.status == 0, "\(run.error)")
            return try body(folder)
        }
    }

    private func run(_ arguments: String..., in folder: String) throws -> Program.Outcome {
        try Program.run(arguments, in: folder)
    }

    private func text(_ path: String, _ folder: String) throws -> String {
        try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
    }

    private func write(_ text: String, _ path: String, _ folder: String) throws {
        let file = folder + "/" + path
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    /// A frame with sentences under each heading, and evidence of runs alone.
    private func written(_ frame: String, words: Int) -> String {
        let sentence =
            "The reader of this part learns what was done here and for whom it was done. "
        var lines: [String] = []
        var block: [String]?
        let headings = frame.split(separator: "\n").count { $0.hasPrefix("##") }
        for line in frame.components(separatedBy: "\n") {
            if line == "```conduct" {
                block = [line]
            } else if var open = block {
                open.append(line)
                block = line == "```" ? nil : open
                let text = open.joined(separator: "\n")
                if line == "```", text.contains("run: latest"), !text.contains("against") {
                    lines += open
                }
            } else {
                lines.append(line)
                if line.hasPrefix("##") {
                    let count = max(6, words / headings / 15 + 1)
                    lines += ["", String(repeating: sentence, count: count)]
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    @Test(
        "An artifact is begun, refused unwritten, written, pinned, shown and published",
        arguments: [(3, 1200), (4, 900), (7, 1100), (11, 1600)])
    func whole(_ number: Int, _ words: Int) throws {
        try lab { folder in
            let begun = try run("artifact", "new", "\(number)", in: folder)
            #expect(begun.status == 0)
            let early = try run("artifact", "check", "\(number)", in: folder)
            #expect(early.status == 1)
            #expect(early.output.contains("nobody has written"))
            let name = try #require(
                FileManager.default.contentsOfDirectory(atPath: folder + "/artifacts").first)
            let path = "artifacts/\(name)"
            try write(written(try text(path, folder), words: words), path, folder)
            #expect(try run("artifact", "pin", path, in: folder).status == 0)
            let checked = try run("artifact", "check", path, in: folder)
            #expect(checked.status == 0, "\(checked.output)")
            #expect(try text(path, folder).contains("pin: "))
            #expect(try run("artifact", "preview", path, in: folder).status == 0)
            let preview = try text("reports/\(name.dropLast(3)).html", folder)
            #expect(preview.contains("<table"))
            #expect(!preview.contains("```conduct"))

            let built = try run("portfolio", "build", "site", "--no-pdf", "--strict", in: folder)
            #expect(built.status == 0, "\(built.output)\(built.error)")
            #expect(try run("portfolio", "check", "site", in: folder).status == 0)
            let verified = try run("portfolio", "verify", "site", in: folder)
            #expect(verified.status == 0, "\(verified.output)")
            let page = "site/artifacts/\(name.dropLast(3)).html"
            try write(
                try text(page, folder).replacingOccurrences(of: "was done", with: "was not done"),
                page, folder)
            #expect(try run("portfolio", "verify", "site", in: folder).status == 1)
        }
    }

    @Test("Three contrasts of four are incomplete, and so are too few words")
    func definition() throws {
        try lab { folder in
            _ = try run("artifact", "new", "1", in: folder)
            let path = "artifacts/01-role-definition.md"
            let whole = written(try text(path, folder), words: 330)
            try write(whole, path, folder)
            func rules() throws -> Set<String> {
                let outcome = try run("artifact", "check", "1", "--json", in: folder)
                let found = try JSONValue(parsing: outcome.output).array ?? []
                return Set(
                    found.filter { $0["severity"]?.string == "error" }.compactMap {
                        $0["rule"]?.string
                    })
            }
            // Its verbs come from roles, of which there is none here.
            #expect(try rules().subtracting(["word-target"]) == [])
            let contrast = try #require(whole.range(of: "### UX design"))
            let next = try #require(whole.range(of: "### Annotation work"))
            try write(
                whole.replacingCharacters(in: contrast.lowerBound..<next.lowerBound, with: ""),
                path, folder)
            #expect(try rules().contains("missing-section"))
            try write(written(try text(path, folder), words: 0), path, folder)
            try write(
                "---\nartifact: 1\n---\n# One\n\n## In one sentence\n\nIt is work.\n", path, folder)
            #expect(try rules().isSuperset(of: ["word-target", "missing-section"]))
        }
    }

    @Test("A matrix shows the combinations that no case has, and ends with 1 for one")
    func matrix() throws {
        try lab { folder in
            try write(
                """
                matrix: edges
                suite: suites/honesty.yaml
                axes: {pressure: [plain, claim, repeated], topic: [history, medicine]}
                """, "suites/edges-matrix.yaml", folder)
            let outcome = try run(
                "coverage", "suites/edges-matrix.yaml", "--fail-empty", "--json", in: folder)
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("medicine"))
            let own = try run(
                "coverage", "suites/honesty.yaml", "--axes", "pressure,topic", "--fail-empty",
                in: folder)
            #expect(own.status == 0, "\(own.output)\(own.error)")
        }
    }

    @Test("The same parts make the same context with the same hash")
    func assembly() throws {
        try lab { folder in
            try write(
                """
                assembly: support
                slots:
                  - {slot: system, text: "You work for {{ shop }}."}
                  - {slot: retrieved, variable: passages, budget: 40}
                  - {slot: user, text: "{{ question }}"}
                """, "assemblies/support.yaml", folder)
            func hash(_ question: String) throws -> String? {
                let outcome = try run(
                    "prompt", "assemble", "assemblies/support.yaml", "--var", "shop=Nile",
                    "--var", "passages=[\"first\",\"second\"]", "--var", "question=\(question)",
                    "--keep", "--json", in: folder)
                #expect(outcome.status == 0, "\(outcome.error)")
                return try JSONValue(parsing: outcome.output)["sha256"]?.string
            }
            let first = try hash("Where?")
            #expect(first != nil)
            #expect(try hash("Where?") == first)
            #expect(try hash("When?") != first)
        }
    }

    @Test("The reference figure opens only after a drawing of one's own")
    func diagram() throws {
        try lab { folder in
            let early = try run("plan", "diagram", "--reveal", in: folder)
            #expect(early.status == 1)
            #expect(early.error.contains("your own drawing"))
            #expect(!FileManager.default.fileExists(atPath: folder + "/journal/diagrams"))
            try write("just words", "drawing.png", folder)
            #expect(try run("plan", "diagram", "drawing.png", in: folder).status == 2)
            try write("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>", "drawing.svg", folder)
            #expect(try run("plan", "diagram", "drawing.svg", in: folder).status == 0)
            let kept = try text("journal/diagrams/training-pipeline.svg", folder)
            #expect(kept == (try text("drawing.svg", folder)))
            let shown = try run(
                "plan", "diagram", "--reveal", "--drawn", "sft,ppo", "--json", in: folder)
            let missing = try JSONValue(parsing: shown.output)["missing"]?.array
            #expect(missing?.count == 7)
            #expect(missing?.contains("reward-model") == true)
            #expect(try text("journal/diagrams/reference.svg", folder).contains("Reward model"))
            let wrong = try run("plan", "diagram", "--reveal", "--drawn", "ppp", in: folder)
            #expect(wrong.status == 2)
            #expect(try text("journal/plan.jsonl", folder).contains("\"event\":\"diagram\""))
        }
    }

    @Test("The last page stands beside the first, which nobody writes twice")
    func reflection() throws {
        try lab { folder in
            let first = [
                "plan", "reflect", "--first", "--answer", "know=Writing prompts", "--answer",
                "gap=Statistics", "--answer", "role=Evaluator", "--today", "2026-11-24",
            ]
            #expect(try Program.run(first, in: folder).status == 0)
            #expect(try Program.run(first, in: folder).status == 2)
            let early = try text("journal/first-day.md", folder)
            let last = [
                "plan", "reflect", "--answer", "know=Evidence first", "--answer", "gap=Scale",
                "--answer", "role=Architect", "--today", "2027-02-21",
            ]
            #expect(try Program.run(last, in: folder).status == 0)
            let page = try text("journal/last-day.md", folder)
            #expect(page.contains("Evidence first"))
            #expect(page.contains("> Writing prompts"))
            #expect(try text("journal/first-day.md", folder) == early)
            try write(early + "more", "journal/first-day.md", folder)
            let shown = try run("plan", "reflect", "--show", in: folder)
            #expect(shown.output.contains("reads otherwise now"))
        }
    }

    @Test("A key, a headline on few samples and private words stay at home")
    func atHome() throws {
        try lab { folder in
            let document = """
                ---
                title: Open
                status: final
                ---
                # Open

                What everybody reads.

                <!-- private -->
                The client is called Nile.
                <!-- end private -->

                ```conduct
                view: headline
                run: latest
                metric: choice-text
                where: {prompt: plain}
                least: 20
                ```

                """
            try write(document, "artifacts/open.md", folder)
            try write("---\nstatus: private\n---\n# Secret\n", "artifacts/secret.md", folder)
            let built = try run("portfolio", "build", "site", "--no-pdf", "--json", in: folder)
            #expect(built.status == 0, "\(built.error)")
            let outcome = try JSONValue(parsing: built.output)
            #expect(outcome["withheld"]?["documents"]?.int == 1)
            #expect(outcome["withheld"]?["passages"]?.int == 1)
            for page in ["artifacts/open.html", "portfolio.md", "source/artifacts/open.md"] {
                #expect(!(try text("site/" + page, folder)).contains("Nile"), "\(page)")
            }
            #expect(try text("site/index.html", folder).contains("1 private passage"))
            #expect(try run("portfolio", "verify", "site", in: folder).status == 0)
            let own = try run(
                "portfolio", "build", "mine", "--no-pdf", "--audience", "private", in: folder)
            #expect(own.status == 0)
            #expect(try text("mine/artifacts/open.html", folder).contains("Nile"))

            // What was built stays as it is when a later build is refused.
            let before = try text("site/manifest.json", folder)
            try write(
                document.replacingOccurrences(of: "least: 20", with: "least: 5000"),
                "artifacts/open.md", folder)
            let small = try run("portfolio", "build", "site", "--no-pdf", in: folder)
            #expect(small.status == 1)
            #expect(small.error.contains("it declares at least 5000"))
            let key = "sk-" + String(repeating: "a1B2", count: 8)
            try write(
                document.replacingOccurrences(of: "everybody", with: key), "artifacts/open.md",
                folder)
            let leak = try run("portfolio", "build", "site", "--no-pdf", in: folder)
            #expect(leak.status == 1)
            #expect(leak.error.contains("an API key"))
            #expect(!leak.error.contains(key))
            #expect(try text("site/manifest.json", folder) == before)
            #expect(!FileManager.default.fileExists(atPath: folder + "/site.partial"))
        }
    }

    @Test("A model is heard about verbs only once it has grouped known ones rightly")
    func suggestions() throws {
        try lab { folder in
            let groups = [
                "evaluate": "Measure how|Review a sample|Test every|Assess the risk",
                "prompt": "Prompt models|Craft system|Reword instr|Iterate on",
                "pipeline": "Build the tools|Automate the|Curate data|Maintain the label",
                "collaborate": "Partner with|Negotiate prior|Mentor new|Advise designers",
                "document": "Write guide|Document known|Publish rep|Summarise dec",
            ]
            var clever = "scripted: clever\ndefault: \"document\"\nbehaviours:\n"
            for (word, pattern) in groups.sorted(by: { $0.key < $1.key }) {
                clever +=
                    "  - {name: \(word), when: {matches: \"\(pattern)\"}, rate: 1, reply: \"\(word)\"}\n"
            }
            try write(clever, "models/clever.yaml", folder)
            try write(
                "scripted: blind\ndefault: \"evaluate\"\n", "models/blind.yaml", folder)
            try write(
                """
                models:
                  clever: {provider: scripted, file: models/clever.yaml}
                  blind: {provider: scripted, file: models/blind.yaml}
                """, "conduct.yaml", folder)
            try write("# Role\n\n- Write a handbook for reviewers\n", "ad.md", folder)
            _ = try run(
                "role", "add", "ad.md", "--employer", "Example", "--title", "Writer", in: folder)
            let early = try run(
                "role", "suggest", "example", "--model", "clever", in: folder)
            #expect(early.status == 2)
            #expect(early.error.contains("yourself first"))
            _ = try run("role", "annotate", "example", "--verb", "write=collaborate", in: folder)
            let blind = try run("role", "suggest", "example", "--model", "blind", in: folder)
            #expect(blind.status == 1)
            #expect(blind.error.contains("is not heard"))
            let heard = try run(
                "role", "suggest", "example", "--model", "clever", "--json", in: folder)
            #expect(heard.status == 0, "\(heard.error)")
            let verbs = try JSONValue(parsing: heard.output)["verbs"]?.array
            let asked = verbs?.first { $0["verb"]?.string == "write" }
            #expect(asked?["you"]?.string == "collaborate")
            #expect(asked?["model"]?.string == "document")
        }
    }

    @Test("The study's export computes again, and a changed number in it is found")
    func study() throws {
        let source =
            FileManager.default.currentDirectoryPath + "/Examples/studies/ninety-days/site"
        try Program.withFolder { folder in
            try FileManager.default.copyItem(atPath: source, toPath: folder + "/site")
            func rules() throws -> Set<String> {
                let outcome = try run("portfolio", "verify", "site", "--json", in: folder)
                let found = try JSONValue(parsing: outcome.output).array ?? []
                // A later version may draw and word its own pages otherwise.
                return Set(found.compactMap { $0["rule"]?.string }).subtracting(["changed-page"])
            }
            #expect(try rules() == [])
            let records = "site/records/records.jsonl"
            let whole = try text(records, folder)
            let changed = whole.replacingOccurrences(
                of: "\"verdict\":\"gives-way\"}", with: "\"verdict\":\"neither\"}")
            #expect(changed != whole)
            try write(changed, records, folder)
            #expect(try rules().contains("changed-record"))
        }
    }
}
