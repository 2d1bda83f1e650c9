import LanguageModel
import Portfolio
import Reports
import Testing
import Workspace

@Suite("Passages that survive edits")
struct SpanAnchorTests {
    private static let text = """
        ## Work
        - Test models
        - Review what people wrote about honesty and tell the team
        - Test models
        """

    private func words(_ place: SpanAnchor.Place, in text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        switch place {
        case .exact(let range), .changed(let range):
            return String(String.UnicodeScalarView(scalars[range]))
        case .lost: return nil
        }
    }

    @Test("A passage is found after edits around it, also among equal ones")
    func moved() throws {
        let scalars = Array(Self.text.unicodeScalars)
        let second = scalars.count - "Test models".unicodeScalars.count
        let anchor = SpanAnchor(second..<scalars.count, in: Self.text)
        let edited = "A new line in front.\n\n" + Self.text
        let place = anchor.place(in: edited)
        guard case .exact(let range) = place else {
            Issue.record("lost")
            return
        }
        #expect(range.lowerBound == second + "A new line in front.\n\n".unicodeScalars.count)
    }

    @Test("A passage changed in a few words is found and said to be changed; another is lost")
    func changed() throws {
        let anchor = try #require(
            RoleNotesFile.passage("Review what people wrote about honesty", in: Self.text))
        let edited = Self.text.replacing(
            "Review what people wrote about honesty", with: "Review what users wrote about honesty")
        #expect(
            words(anchor.place(in: edited), in: edited) == "Review what users wrote about honesty")
        if case .changed = anchor.place(in: edited) {
        } else {
            Issue.record("not marked as changed")
        }
        #expect(anchor.place(in: "Nothing of the kind is left here") == .lost)
        #expect(anchor.place(in: "") == .lost)
        #expect(SpanAnchor(json: anchor.json) == anchor)
    }

    @Test("Notes are kept, and a passage is found again after the text around it changed")
    func notes() async throws {
        let lab = try Lab()
        let lexicon = try RoleLexicon.builtIn()
        let yaml = """
            verbs: {test: evaluate, review: none, tell: }
            tuesday: Reads logs until something hurts.
            highlights: [{text: about honesty, remark: the core of it}]
            requirements: [{text: tell the team, kind: duty, skills: [cross-functional]}]
            not-requirements: [Test models]
            """
        let notes = try RoleNotesFile.read(
            try DocumentNode(yaml: yaml, path: "n.yaml"), text: Self.text, lexicon: lexicon)
        try await RoleNotebook.keep(
            notes, role: "r", author: "me", store: lab.store,
            journal: JudgmentJournal(folder: lab.path + "/judgments"))
        let notebook = try await RoleNotebook.read("r", lab.store.reader)
        #expect(notebook == RoleNotebook(notes))
        #expect(notebook.tuesday == "Reads logs until something hurts.")
        #expect(notebook.verbs["test"] == .some(.evaluate))
        // A correction holds against what is found, also in an edited text.
        let edited = "Preface.\n" + Self.text
        let reader = RequirementReader(lexicon)
        let found = reader.requirements(in: edited)
        let corrected = notebook.corrected(found, text: edited)
        #expect(found.count == 3)
        #expect(corrected.count == 2)
        #expect(corrected[0].skills == ["cross-functional"])
        // The person's own file has everything, and a new store is rebuilt from it.
        let rebuilt = try Store.inMemory()
        let result = try await rebuilt.rebuildRecords(
            from: JudgmentJournal(folder: lab.path + "/judgments"))
        #expect(result.added == notes.count)
        #expect(try await RoleNotebook.read("r", rebuilt.reader) == notebook)
    }

    @Test("A note about a passage that the role does not have is refused with its line")
    func refused() throws {
        let yaml = "tuesday: x\nhighlights:\n  - {text: about humour}\n"
        let error = #expect(throws: DocumentErrors.self) {
            _ = try RoleNotesFile.read(
                try DocumentNode(yaml: yaml, path: "n.yaml"), text: Self.text,
                lexicon: try RoleLexicon.builtIn())
        }
        #expect(error?.errors.first?.line == 3)
    }

    @Test("The user groups first, and the comparison says where the lexicon differs")
    func comparison() throws {
        let lexicon = try RoleLexicon.builtIn()
        let role = Role(
            name: "r", employer: "E", title: "T", sources: [], date: try day("2026-11-01"),
            text: Self.text)
        let requirements = RequirementReader(lexicon).requirements(in: role.text)
        let before = VerbComparison([(role, requirements, RoleNotebook([]))], lexicon: lexicon)
        #expect(!before.hasUser)
        #expect(!before.skeleton.contains("evaluate:"))
        let notebook = RoleNotebook([.verb("test", .pipeline), .verb("review", .evaluate)])
        let after = VerbComparison([(role, requirements, notebook)], lexicon: lexicon)
        #expect(after.agreement.same == 1)
        #expect(after.agreement.of == 2)
        #expect(after.table.rows.first?.first?.text == "test")
        #expect(after.counts["r"]?[.pipeline] == 2)
        #expect(after.counts["r"]?[.evaluate] == 1)
    }
}
