import LanguageModel
import Portfolio
import Reports
import Testing
import Workspace

@Suite("A role audited against the workspace")
struct RoleAuditTests {
    private static let text = """
        ## What you will do
        - Design evaluations
        - Train models with reinforcement learning
        - Work with stakeholders
        - Be kind
        """

    private func audit(_ lab: Lab) async throws -> RoleAudit {
        let lexicon = try RoleLexicon.builtIn()
        let role = Role(
            name: "r", employer: "E <b>", title: "T", sources: [], date: try day("2026-11-01"),
            text: Self.text)
        let auditor = try await RoleAuditor(
            try lab.desk("2026-11-24"), lexicon: lexicon, reader: lab.store.reader)
        return auditor.audit(
            role, requirements: RequirementReader(lexicon).requirements(in: role.text))
    }

    private func states(_ audit: RoleAudit) -> [String: RoleAudit.State] {
        Dictionary(
            uniqueKeysWithValues: audit.rows.map {
                ($0.requirement.text, $0.state)
            })
    }

    @Test("A word in a document is a gap; a record with an artifact is shown")
    func states() async throws {
        let lab = try Lab()
        let words = Array(repeating: "reinforcement learning", count: 60).joined(separator: " ")
        try lab.folder.write(words, to: "artifacts/02-alignment-comparison.md")
        let before = try await audit(lab)
        #expect(states(before)["Train models with reinforcement learning"] == .gap)
        #expect(states(before)["Be kind"] == .unmapped)
        #expect(before.rows.first?.state == .gap)
        #expect(before.rows.map(\.state) == before.rows.map(\.state).sorted())
        let close = before.rows.flatMap(\.evidence).flatMap(\.close)
        #expect(close.contains("conduct align"))
        try await lab.add(.training, 1) { _ in ["method": "dpo"] }
        let after = try await audit(lab)
        #expect(states(after)["Train models with reinforcement learning"] == .shown)
        let evidence = try #require(
            after.rows.first { $0.state == .shown }?.evidence.first)
        #expect(evidence.artifacts == ["artifacts/02-alignment-comparison.md"])
        #expect(evidence.records.count == 1)
        // What changed since is said, and the record leads to what it rests on.
        let changes = after.changes(since: before.json)
        #expect(changes == ["gap → shown: Train models with reinforcement learning"])
        let id = try await after.keep(in: lab.store)
        let record = try await lab.store.reader.record(id)
        #expect(record.links.contains(RecordLink("rests on", evidence.records[0])))
        #expect(record.links.contains(RecordLink("audits", "document:roles/r.md")))
        #expect(try await lab.store.reader.verifyRecords() == [])
    }

    @Test("An artifact that is still its template shows nothing")
    func template() async throws {
        let lab = try Lab()
        try await lab.add(.training, 1) { _ in ["method": "dpo"] }
        try lab.folder.write(
            "# Title\n> A question to the writer\n", to: "artifacts/02-alignment-comparison.md")
        #expect(states(try await audit(lab))["Train models with reinforcement learning"] == .partly)
    }

    @Test("The page and the Markdown hold every requirement, and nothing of it is markup")
    func report() async throws {
        let audit = try await audit(try Lab())
        for text in [audit.html(), audit.markdown()] {
            for row in audit.rows { #expect(text.contains(row.requirement.text)) }
        }
        #expect(!audit.html().contains("E <b>"))
        #expect(audit.html().contains("E &lt;b&gt;"))
    }

    @Test("Skills that roles ask for and no day trains are shown with an exercise to switch in")
    func market() async throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        let lexicon = try RoleLexicon.builtIn()
        let roles = try LabelledRole.development.map { path in
            let labelled = try LabelledRole(path)
            let role = Role(
                name: path, employer: "E", title: "T", sources: [], date: try day("2026-11-01"),
                text: labelled.text)
            return (
                role: role, requirements: RequirementReader(lexicon).requirements(in: role.text)
            )
        }
        let demand = SkillDemand(roles, lexicon: lexicon)
        let before = PlanMarket(desk, demand: demand)
        let omitted = Set(before.omitted.map(\.skill.id))
        #expect(omitted.isSuperset(of: ["production-data", "monitoring", "agents", "golden-sets"]))
        #expect(before.omitted.allSatisfy { !$0.available.isEmpty })
        _ = try desk.add("production-log", after: nil)
        let after = PlanMarket(desk, demand: demand)
        #expect(!after.omitted.map(\.skill.id).contains("production-data"))
        let row = try #require(after.rows.first { $0.skill.id == "production-data" })
        #expect(row.days == 1)
        #expect(row.switchedIn == ["production-log"])
    }
}
