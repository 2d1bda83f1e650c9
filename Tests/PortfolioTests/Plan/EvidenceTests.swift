import LanguageModel
import Portfolio
import Reports
import Testing
import Workspace

@Suite("Progress that is earned")
struct EvidenceTests {
    @Test("Nineteen annotations are short, twenty count, and a reason counts as an override")
    func annotations() async throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        let item = try desk.item("33")
        try await lab.add(.annotation, 19) { ["value": .integer($0)] }
        var findings = try await lab.meter.measure(item)
        #expect(findings.first?.text.hasPrefix("19 of 20 annotations") == true)
        let error = #expect(throws: PortfolioError.self) {
            try desk.done(item, findings: findings, override: nil)
        }
        #expect(error?.code == .notEarned)
        try desk.done(item, findings: findings, override: "ten more on paper")
        #expect(try await lab.view("2026-11-24").standing(item).word == "done by override")
        _ = try desk.undo(nil)
        #expect(try await lab.view("2026-11-24").standing(item).word == "open")
        try await lab.add(.annotation, 1) { _ in ["value": 19] }
        findings = try await lab.meter.measure(item)
        #expect(try await lab.view("2026-11-24").standing(item).word == "evidence is there")
        try desk.done(item, findings: findings, override: nil)
        #expect(try await lab.view("2026-11-24").standing(item).word == "earned")
    }

    @Test(
        "A suite counts from thirty cases over three failures",
        arguments: [(30, 3, true), (30, 2, false), (28, 3, false), (45, 4, true)])
    func suites(cases: Int, kinds: Int, isMet: Bool) async throws {
        let lab = try Lab()
        var yaml = "suite: mine\nmodels: [smollm2]\nprompts: [{id: p, user: \"{{ q }}\"}]\ncases:\n"
        for index in 0..<cases {
            yaml += "  - {id: c\(index), vars: {q: a}, tags: {failure: kind-\(index % kinds)},"
            yaml += " scorers: [{contains: x}]}\n"
        }
        try lab.folder.write(yaml, to: "suites/mine.yaml")
        try lab.folder.write("suite: [broken\n", to: "suites/broken.yaml")
        let finding = try await lab.meter.measure(
            .suiteCases(30, tag: "failure", categories: 3))
        #expect(finding.isMet == isMet, "\(finding)")
        #expect(finding.sources == ["suites/mine.yaml"])
        // A suite that can't be read is said, not passed over.
        #expect(finding.note?.contains("suites/broken.yaml") == true)
    }

    @Test("Findings that say the same count once, merged ones not at all")
    func findings() async throws {
        let lab = try Lab()
        try await lab.add(.finding, 20) { index in
            [
                "prompt": .string("prompt \(index < 17 ? index : 3)"), "observed": "Same  words",
            ]
        }
        let short = try await lab.meter.measure(.findings(20))
        #expect(short.text == "17 of 20 distinct findings")
        #expect(!short.isMet)
        try await lab.add(.finding, 5) { ["prompt": .string("p\($0)"), "merged_into": "fnd_x"] }
        #expect(try await lab.meter.measure(.findings(20)).found == 17)
        try await lab.add(.finding, 3) { ["prompt": .string("new \($0)"), "observed": "other"] }
        #expect(try await lab.meter.measure(.findings(20)).isMet)
    }

    @Test("Fifty kept examples count, not forty-nine")
    func preferences() async throws {
        let lab = try Lab()
        let item = try lab.desk("2026-11-24").item("fifty-examples")
        try await lab.add(.preference, 49) { ["n": .integer($0)] }
        #expect(try await lab.meter.measure(item).allSatisfy(\.isMet) == false)
        try await lab.add(.preference, 1) { _ in ["n": 50] }
        #expect(try await lab.meter.measure(item).allSatisfy(\.isMet))
        // Pairs in a file count as well, other rows do not.
        let other = try Lab()
        let pair = "{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\"}\n"
        let rows = String(repeating: pair, count: 49) + "{\"question\":\"q\"}\n"
        try other.folder.write(rows, to: "datasets/pairs.jsonl")
        #expect(try await other.meter.measure(.pairs(50)).found == 49)
        try other.folder.write(rows + pair, to: "datasets/pairs.jsonl")
        #expect(try await other.meter.measure(item).allSatisfy(\.isMet))
    }

    @Test("Replaced, skipped and repeated annotations do not count")
    func standing() async throws {
        let lab = try Lab()
        let first = lab.store.ids.next(.annotation)
        try await lab.store.append([
            StoredRecord(id: first, body: ["answers": [:]]),
            StoredRecord(
                id: lab.store.ids.next(.annotation), links: [RecordLink("replaces", first)],
                body: ["answers": [:]]),
            StoredRecord(id: lab.store.ids.next(.annotation), body: ["skip": "unclear"]),
            StoredRecord(id: lab.store.ids.next(.annotation), body: ["repeat": true]),
        ])
        #expect(try await lab.meter.measure(.records(.annotation, 20, named: nil)).found == 1)
    }

    @Test("Only prose counts as words: no front matter, code, comment or question of a template")
    func words() async throws {
        let lab = try Lab()
        let text = """
            ---
            title: not these words
            ---
            # Two words
            > What is this template asking?
            <!-- a comment
            over lines --> three more words
            ```conduct
            view: table
            ```
            it's well-made
            """
        #expect(ProseWords.count(markdown: text) == 7)
        try lab.folder.write(text, to: "artifacts/01-role-definition.md")
        let finding = try await lab.meter.measure(
            .file("artifacts/01-role-definition.md", words: 450))
        #expect(finding.text == "7 of 450 words in artifacts/01-role-definition.md")
        #expect(!(try await lab.meter.measure(.file("nowhere.md", words: nil)).isMet))
    }

    @Test("The gate of a phase is shut while an artifact lacks its evidence")
    func gate() async throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        let words = Array(repeating: "word", count: 1200).joined(separator: " ")
        for artifact in desk.plan.artifacts where artifact.number != 2 {
            try lab.folder.write(words, to: artifact.file)
        }
        var gate = PlanGate(try await lab.view("2026-11-24"), phase: 1)
        #expect(gate.rows.map(\.artifact.number) == [1, 2, 3, 4])
        #expect(gate.rows[0].missing.isEmpty)
        #expect(gate.rows[1].missing.count == 2)
        #expect(!gate.isOpen)
        let item = try desk.item("define-role")
        try lab.folder.write("too few", to: "artifacts/01-role-definition.md")
        try desk.done(
            item, findings: try await lab.meter.measure(item), override: "it is on my blog")
        gate = PlanGate(try await lab.view("2026-11-24"), phase: 1)
        // An override is shown and does not open the gate.
        #expect(gate.rows[0].override == "it is on my blog")
        #expect(!gate.rows[0].missing.isEmpty)
        let names = PlanGate(try await lab.view("2026-11-24"), employer: "Notion").rows
        #expect(names.map(\.artifact.number) == [1, 3, 4, 6, 7, 10, 11])
    }

    @Test("An item whose source was read only as a summary is flagged")
    func summaries() throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        let item = try desk.item("dpo")
        #expect(!desk.isSummaryOnly(item))
        _ = try desk.read("dpo", asSummary: true)
        #expect(desk.isSummaryOnly(item))
        _ = try desk.read("dpo", asSummary: false)
        #expect(!desk.isSummaryOnly(item))
        #expect(throws: PortfolioError.self) { _ = try desk.read("dopo", asSummary: false) }
    }
}
