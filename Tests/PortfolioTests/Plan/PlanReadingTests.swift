import Portfolio
import Testing
import Workspace

@Suite("Plans written by people")
struct PlanReadingTests {
    private func errors(_ yaml: String) throws -> [DocumentError] {
        let lab = try Lab(plan: yaml)
        do throws(DocumentErrors) {
            _ = try Plan.read(in: lab.folder)
            return []
        } catch { return error.errors }
    }

    @Test("A plan of one's own replaces the built-in one's days")
    func own() throws {
        let lab = try Lab(
            plan: """
                plan: fortnight
                rest-days: [sunday]
                phases:
                  - phase: only
                    title: A fortnight
                    blocks:
                      - block: first
                        title: Learn to measure
                        domain: evaluation
                        items:
                          - {item: read, days: 3, focus: Read.}
                          - {item: measure, days: 4, focus: Measure., evidence: [{records: run}]}
                """)
        let plan = try Plan.read(in: lab.folder)
        #expect(plan.name == "fortnight")
        #expect(plan.length == 7)
        #expect(plan.restDays == [7])
        #expect(plan.items.map(\.days) == [1...3, 4...7])
        #expect(plan.artifacts.isEmpty)
    }

    @Test("Settings alone keep the built-in days")
    func settings() throws {
        let lab = try Lab(plan: "rest-days: [saturday, sunday]\n")
        let plan = try Plan.read(in: lab.folder)
        #expect(plan.length == 90)
        #expect(plan.restDays == [6, 7])
    }

    @Test(
        "A mistake is named with its line",
        arguments: [
            ("rest-days: [sonday]", 1, "none of monday"),
            (
                "rest-days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]", 1,
                "nothing could be planned"
            ),
            ("plan: x\nfases: []", 2, "unknown key 'fases'"),
            ("audit-days: [1, 200]", 1, "the plan has 90 days"),
            ("roles: {collect: [6, 4]}", 1, "the least and the most"),
            (Self.two("read", "read"), 10, "two items are called 'read'"),
            (
                Self.two("read", "look, evidence: [{records: anotation}]"), 10,
                "no records called 'anotation'"
            ),
            (Self.two("read", "look, days: 0"), 10, "from 1 to 60"),
            (Self.two("read", "look, evidence: [{file: a.md, wrds: 3}]"), 10, "unknown key 'wrds'"),
        ] as [(String, Int, String)])
    func mistakes(yaml: String, line: Int, message: String) throws {
        let error = try #require(try errors(yaml).first)
        #expect(error.line == line)
        #expect(error.description.contains(message), "\(error)")
    }

    private static func two(_ first: String, _ second: String) -> String {
        """
        plan: x
        phases:
          - phase: p
            title: P
            blocks:
              - block: b
                title: B
                domain: d
                items: [{item: \(first), focus: F},
                        {item: \(second), focus: F}]
        """
    }

    @Test("The built-in plan printed as YAML and read as plan.yaml is the same plan")
    func roundTrip() throws {
        let lab = try Lab(plan: NinetyDays.yaml)
        #expect(try Plan.read(in: lab.folder) == (try Plan.builtIn()))
    }

    @Test("A broken line of the journal is named, and nothing is guessed")
    func journal() throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        let good = String(decoding: try lab.folder.read("journal/plan.jsonl"), as: UTF8.self)
        for (line, message) in [
            ("{\"event\":\"done\"", "journal/plan.jsonl:2"),
            ("{\"id\":\"e1\",\"on\":\"2026-11-24\",\"event\":\"dance\"}", "'dance' is no event"),
            (
                "{\"id\":\"e1\",\"on\":\"2026-11-31\",\"event\":\"resume\",\"date\":\"2026-11-30\"}",
                "'2026-11-31' is no date"
            ),
        ] {
            try lab.folder.write(good + line + "\n", to: "journal/plan.jsonl")
            let error = #expect(throws: DocumentError.self) { try lab.desk("2026-11-24") }
            #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
        }
    }
}
