import Evaluation
import LanguageModel
import Portfolio
import Reports
import Testing
import Workspace

@Suite("Artifacts and their evidence") struct ArtifactTests {
    @Test(
        "Every template passes the check but for what a writer must fill",
        arguments: ArtifactTemplate.all)
    func templates(_ template: ArtifactTemplate) async throws {
        let lab = try await ArtifactLab()
        let document = try ArtifactDocument(markdown: template.markdown, path: template.file)
        #expect(document.number == template.number)
        #expect(document.errors == [])
        #expect(
            document.references.count == template.sections.reduce(0) { $0 + $1.evidence.count })
        let messages = try await lab.check(document)
        let open: Set<String> = [
            "unwritten-section", "word-target", "missing-evidence", "unpinned-evidence",
        ]
        #expect(messages.filter { !open.contains($0.rule) } == [])
        #expect(messages.contains { $0.rule == "unwritten-section" })
    }

    @Test("There are eleven, in order, with eleven files") func eleven() {
        #expect(ArtifactTemplate.all.map(\.number) == Array(1...11))
        #expect(Set(ArtifactTemplate.all.map(\.file)).count == 11)
        #expect(ArtifactTemplate(number: 1)?.words == 450...550)
    }

    @Test(
        "A span is read back as it was written",
        arguments: [
            "conduct:run_01k5/choice-text", "conduct:latest/cases",
            "conduct:run_01k5/choice.mean/clause=no-flattery,model=m,prompt=p",
            "conduct:run_01k5/x/topic=a@0123456789abcdef",
        ])
    func spans(_ text: String) throws {
        #expect(try EvidenceReference(inline: text).inlineText == text)
    }

    @Test(
        "A span that says nothing is an error",
        arguments: [
            "conduct:", "conduct:run_x", "conduct:/x", "conduct:a/b/c", "conduct:a/b@12",
            "conduct:a/b@xyzxyzxyzxyz",
        ])
    func wrongSpans(_ text: String) {
        #expect(throws: EvidenceSyntaxError.self) { try EvidenceReference(inline: text) }
    }

    @Test("A wrong block is an error at its line, and the rest is still checked")
    func wrongBlocks() throws {
        let text = """
            # T
            ```conduct
            view: results
            rnu: latest
            ```
            ```conduct
            run: a
            spec: b
            ```
            ```conduct
            run: latest
            """
        let document = try ArtifactDocument(markdown: text, path: "artifacts/x.md")
        #expect(document.errors.map(\.line) == [4, 6, 10])
        #expect(document.errors.first?.suggestion == "did you mean 'run'?")
    }

    @Test("Evidence in another fence is text") func fenced() throws {
        let text = "````\n```conduct\nrun: x\n```\n`conduct:a/b`\n````\n`conduct:c/d`\n"
        let document = try ArtifactDocument(markdown: text, path: "artifacts/x.md")
        #expect(document.references.map(\.id) == ["c"])
        #expect(document.references.first?.line == 7)
    }

    @Test("Pinned evidence is current, and stays so") func current() async throws {
        let lab = try await ArtifactLab()
        let (document, pinning) = try await lab.pinned(ArtifactLab.text)
        #expect(pinning.pinned == 3)
        #expect(document.text.contains("run: \(lab.run)"))
        #expect(!document.text.contains("latest"))
        let items = try await lab.items(document)
        #expect(items.map(\.state) == [.current, .current, .current])
        #expect(try await lab.check(document).filter { $0.rule.contains("evidence") } == [])
        // Pinning again changes nothing.
        #expect(ArtifactPinning(document, items).text == document.text)
    }

    @Test("A corrected score makes what shows it stale") func tampered() async throws {
        let lab = try await ArtifactLab()
        let (document, _) = try await lab.pinned(ArtifactLab.text)
        try await lab.override()
        let items = try await lab.items(document)
        #expect(items.map(\.state) == [.stale, .stale, .current])
        #expect(items[0].reason.contains("another one now"))
    }

    @Test("A changed clause, case, prompt or scorer makes a run's evidence stale")
    func dependencies() async throws {
        for (path, old, new, reason) in [
            ("specs/s.md", "tells the truth", "tells the whole truth", "the clause #truth"),
            ("suites/s.yaml", "Is it flat?", "Is it round?", "the case 'c0'"),
            ("prompts/p.md", "{{ q }}", "Tell me: {{ q }}", "the prompt 'p'"),
            ("suites/s.yaml", "contains: yes", "contains: no", "the suite's scorers"),
        ] {
            let lab = try await ArtifactLab()
            let (document, _) = try await lab.pinned(ArtifactLab.text)
            try lab.edit(path, old, new)
            let items = try await lab.items(document)
            #expect(items.map(\.state) == [.stale, .stale, .stale], "\(path)")
            #expect(items[0].reason.contains(reason), "\(items[0].reason)")
            #expect(try await lab.check(document).contains { $0.rule == "stale-evidence" })
        }
    }

    @Test("A newer run supersedes; it does not make stale") func superseded() async throws {
        let lab = try await ArtifactLab()
        let (document, _) = try await lab.pinned(ArtifactLab.text)
        let newer = try await lab.makeRun()
        let items = try await lab.items(document)
        #expect(items.map(\.state) == [.current, .current, .current])
        #expect(items[0].supersededBy == newer)
        let messages = try await lab.check(document)
        #expect(
            messages.filter { $0.rule == "superseded-evidence" }.map(\.severity) == [
                .note, .note, .note,
            ])
    }

    @Test("A run that evidence pins is not removed") func kept() async throws {
        let lab = try await ArtifactLab()
        try lab.folder.write(ArtifactLab.text, to: "artifacts/x.md")
        _ = try await lab.shelf.pin("artifacts/x.md")
        await #expect(throws: StoreError.self) { try await lab.store.remove(lab.run) }
    }

    @Test("A record that nobody made yet is not available, and the check says so")
    func missing() async throws {
        let lab = try await ArtifactLab()
        let text = "# T\n```conduct\nagreement: latest\n```\n"
        let document = try ArtifactDocument(markdown: text, path: "artifacts/x.md")
        let items = try await lab.items(document)
        #expect(items.map(\.state) == [.missing])
        let found = try await lab.check(document)
        #expect(found.map(\.rule) == ["missing-evidence"])
        #expect(found.hasErrors)
        #expect(ArtifactPreview(document, items).html().contains("not available"))
        #expect(ArtifactPreview(document, items).markdown().contains("not available"))
    }

    @Test(
        "Numbers are typed, supported, sourced or no claims",
        arguments: [
            // The run passes 4 of 6: 66.7 %.
            ("It passes 66.7% of answers.", [String]()), ("It passes 67 percent.", []),
            ("It passes 0.667 of them.", []), ("There are 6 cases.", []),
            ("It passes 68% of answers.", ["68%"]), ("It took 12,345 runs.", ["12,345"]),
            ("It took 12,345 runs ([log](https://example.org)).", []),
            ("It took 12,345 runs.[^1]\n\n[^1]: A log.", []),
            ("On day 14, in section 3 of 2024-05-06, GPT-4 and A6 met in 2023.", []),
            ("The 95% interval is wide.", []), ("1. First\n2. Second", []),
            ("`999` and <!-- 998 --> in code.", ["999"]), ("It costs 3.5x.", ["3.5"]),
        ])
    func numbers(_ sentence: String, _ expected: [String]) async throws {
        let lab = try await ArtifactLab()
        let text = "# T\n\n\(sentence)\n\n```conduct\nrun: latest\n```\n"
        let document = try ArtifactDocument(markdown: text, path: "artifacts/x.md")
        let found = try await lab.check(document).filter { $0.rule == "typed-number" }
        #expect(found.map(\.subject) == expected)
        if !expected.isEmpty { #expect(found.first?.line == 3) }
    }

    @Test("Claims want a source or evidence beside them") func claims() async throws {
        let lab = try await ArtifactLab()
        let text = """
            # T

            ## A
            Studies show that tone matters.

            The prompt outperforms the other, see [them](https://example.org).

            ## B
            The prompt improves honesty.

            ```conduct
            run: latest
            ```
            """
        let document = try ArtifactDocument(markdown: text, path: "artifacts/x.md")
        let found = try await lab.check(document).filter { $0.rule == "claim-without-source" }
        #expect(found.map(\.line) == [4])
    }

    @Test("Links that lead nowhere are named") func links() async throws {
        let lab = try await ArtifactLab()
        let text =
            "# T\n[a](../specs/s.md) [b](gone.md) [c](#t) [d](#nope) [e](https://example.org) x[^9]\n"
        let document = try ArtifactDocument(markdown: text, path: "artifacts/x.md")
        let found = try await lab.check(document).filter { $0.rule == "broken-link" }
        #expect(found.map(\.subject) == ["gone.md", "#nope", "^9"])
    }

    @Test("Reading level is that of the formula") func readingLevel() {
        let words = ["The", "cat", "sat", "on", "the", "mat"]
        #expect(abs(ReadingLevel.value(words: words, sentences: 1) - -1.45) < 1e-9)
        #expect(ReadingLevel.grade(words: words, sentences: 1) == nil)
    }

    @Test("What a model said can neither run nor break the page") func hostile() async throws {
        let output =
            "</pre><script>alert(1)</script>\n```\n# x\n<img src=x onerror=y> `conduct:a/b` \u{E000}0\u{E001}"
        let lab = try await ArtifactLab(output: output)
        let text = """
            # <script>alert(2)</script> \u{E000}0\u{E001}

            Say `conduct:latest/contains` and [x](javascript:alert(3)).

            ```conduct
            view: samples
            run: latest
            ```
            """
        let document = try ArtifactDocument(markdown: text, path: "artifacts/x.md")
        let preview = ArtifactPreview(document, try await lab.items(document))
        let html = preview.html()
        #expect(!html.contains("<script>alert"))
        #expect(!html.contains("<img src=x"))
        #expect(!html.contains("javascript:alert"))
        #expect(html.contains("&lt;script&gt;alert(1)"))
        #expect(html.contains("66.7%"))
        // The fence of the Markdown is longer than any in the output.
        #expect(preview.markdown().contains("````"))
    }
}
