import Portfolio
import Testing
import Workspace

@Suite("The library") struct LibraryTests {
    @Test("Each source of the plan has a phase and a question, and names are unique")
    func catalogue() throws {
        let items = LibraryItem.catalogue(try Plan.builtIn())
        #expect(items.count >= 50)
        #expect(Set(items.map(\.id)).count == items.count)
        for item in items {
            #expect(!item.question.isEmpty, "\(item.id)")
            #expect(item.phase != nil, "\(item.id)")
            #expect(item.question.hasSuffix("?"), "\(item.id)")
        }
        let paper = try #require(items.first { $0.id == "instructgpt" })
        #expect(paper.authors == "Ouyang et al." && paper.year == 2022 && paper.phase == 1)
        #expect(paper.artifacts == [1])
    }

    @Test("A note gives its cards, and its prose without them") func note() throws {
        let note = try LibraryNote(
            markdown: """
                ---
                item: dpo
                status: reading
                skills: [training-knowledge]
                ---
                # DPO

                Beta holds it.

                ## Cards

                ### What does beta do? {#beta}

                It holds the policy near the reference.

                ### And without it?

                It drifts.

                ## Later

                More prose.
                """, path: "library/dpo.md")
        #expect(note.cards.map(\.id).first == "dpo/beta")
        #expect(note.cards.count == 2 && note.cards[1].id.hasPrefix("dpo/q-"))
        #expect(note.cards[0].answer == "It holds the policy near the reference.")
        #expect(note.notes.contains("Beta holds it.") && note.notes.contains("More prose."))
        #expect(!note.notes.contains("drifts"))
    }

    @Test(
        "A note with a fault is refused with its line",
        arguments: [
            ("no front matter", 1), ("---\nitem: x\nstatus: done\n---\n", 3),
            ("---\nitem: x\n---\n## Cards\n\n### Empty {#e}\n", 6),
            ("---\nitem: x\n---\n## Cards\n### A {#a}\none\n### B {#a}\ntwo\n", 7),
        ])
    func faults(_ text: String, _ line: Int) {
        do {
            _ = try LibraryNote(markdown: text, path: "library/x.md")
            Issue.record("accepted")
        } catch {
            #expect(error.errors.first?.line == line, "\(error)")
        }
    }

    @Test("BibTeX escapes what TeX would read, and keeps identifiers") func bibTeX() {
        let text = BibTeX.text([
            LibraryItem(
                id: "a-b", kind: .paper, title: "50% of R&D_{x}", authors: "Bai et al.",
                year: 2022, place: "arXiv:2212.08073"),
            LibraryItem(id: "c", kind: .paper, title: "T", authors: "NIST", place: "doi:10.1/x_y"),
            LibraryItem(id: "d", kind: .tool, title: "T", place: "https://x.org/a_b}\\input"),
        ])
        #expect(text.contains(#"title = {{50\% of R\&D\_\{x\}}}"#))
        #expect(text.contains("author = {Bai and others}"))
        #expect(text.contains("eprint = {2212.08073}") && text.contains("@misc{a-b,"))
        #expect(text.contains("@article{c,") && text.contains("doi = {10.1/x_y}"))
        #expect(text.contains(#"howpublished = {\url{https://x.org/a_binput}}"#))
        #expect(text.count { $0 == "{" } == text.count { $0 == "}" })
    }
}
