import Annotation
import LanguageModel
import Testing
import Workspace

@Suite("A project's document")
struct ProjectDocumentTests {
    @Test("A project reads as it was written, with its scale whole and its guideline's hash")
    func reads() throws {
        let workspace = try LabelWorkspace()
        let path = try workspace.project(
            """
            {id: helpful, kind: rating, levels: {1: harms, 3: partly, 5: solves}},
            {id: better, kind: pairwise, options: [left, right, tie]},
            {id: where, kind: spans, labels: [claim, hedge]},
            {id: what, kind: taxonomy, tree: {harm: [physical, financial], none: }}
            """, items: LabelWorkspace.pairs(1),
            annotators: "{overlap: 2, repeats: 0.1, names: [ana, ben]}")
        let project = try LabelProject.read(path, in: workspace.folder)
        guard case .rating(let levels) = project.questions[0].kind else {
            Issue.record("not a rating")
            return
        }
        #expect(levels.map(\.value) == ["1", "2", "3", "4", "5"])
        #expect(levels.map(\.title) == ["harms", "2", "partly", "4", "solves"])
        #expect(project.annotators.overlap == 2)
        #expect(project.annotators.names == ["ana", "ben"])
        #expect(project.guideline.hash == ContentHash.of("# What to do\n\nJudge.\n"))
        guard case .taxonomy(let tree, _, _) = project.questions[3].kind else {
            Issue.record("not a taxonomy")
            return
        }
        #expect(
            LabelQuestion.paths(of: tree)
                == [["harm"], ["harm", "physical"], ["harm", "financial"], ["none"]])
    }

    @Test(
        "What is wrong is named with its place",
        arguments: [
            ("{id: a, kind: choise, options: [x]}", "did you mean 'choice'?"),
            ("{id: a, kind: choice, options: [x, x]}", "there twice"),
            ("{id: a, kind: rating, levels: {1: x}}", "at least two levels"),
            ("{id: a, kind: pairwise, options: [left, tie]}", "needs left and right"),
            ("{id: a, kind: text}, {id: a, kind: text}", "already has the id"),
            ("{id: a, kind: number, minimum: 3, maximum: 2}", "above the least"),
            ("{id: a, kind: text, lenght: 3}", "unknown key 'lenght'"),
        ])
    func errors(questions: String, said: String) throws {
        let workspace = try LabelWorkspace()
        let path = try workspace.project(questions, items: LabelWorkspace.numbers(1))
        do {
            _ = try LabelProject.read(path, in: workspace.folder)
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains(said), "\(error)")
            #expect(error.errors.allSatisfy { $0.file == "labels/test.yaml" && $0.line == 3 })
        }
    }

    @Test("A missing guideline is an error at the line that names it")
    func guideline() throws {
        let workspace = try LabelWorkspace()
        _ = try workspace.project("{id: a, kind: text}", items: LabelWorkspace.numbers(1))
        try workspace.folder.write(
            """
            project: other
            guideline: labels/nothing.md
            questions: [{id: a, kind: text}]
            items: {file: datasets/test.jsonl}
            """, to: "labels/other.yaml")
        let error = #expect(throws: DocumentErrors.self) {
            try LabelProject.read("labels/other.yaml", in: workspace.folder)
        }
        #expect(error?.errors.first?.line == 2)
    }
}
