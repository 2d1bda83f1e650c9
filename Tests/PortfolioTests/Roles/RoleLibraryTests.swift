import Portfolio
import Testing
import Workspace

@Suite("The roles of a workspace")
struct RoleLibraryTests {
    private func draft(
        _ text: String, title: String = "Designer", source: String, date: String
    ) throws -> Role {
        Role(
            name: "", employer: "Example \"Labs\"", title: title, sources: [source],
            date: try day(date), text: text)
    }

    private func text(_ path: String) throws -> String { try LabelledRole(path).text }

    @Test("One text from two mirrors is one role; a changed text is a new version")
    func mirrors() throws {
        let lab = try Lab()
        let library = RoleLibrary(lab.folder)
        let old = try text("development/data-behaviour")
        let first = try library.add(try draft(old, source: "https://a.example", date: "2026-11-01"))
        guard case .new(let role) = first else {
            Issue.record("not new")
            return
        }
        #expect(role.path == "roles/example-labs-designer.md")
        let mirror = try library.add(
            try draft(
                old + "\n\nFound on a board.", title: "Designer (m/f/d)",
                source: "https://b.example", date: "2026-11-02"))
        guard case .mirror(let both) = mirror else {
            Issue.record("no mirror")
            return
        }
        #expect(both.sources == ["https://a.example", "https://b.example"])
        #expect(both.text == old)
        let again = try library.add(try draft(old, source: "https://a.example", date: "2026-11-03"))
        #expect(again == .unchanged(both))
        // The newer text no longer asks for data generation.
        let dropped = old.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains("pipelines") && !$0.contains("synthetic") }
            .joined(separator: "\n").replacing("datasets", with: "programs")
        let newer = try library.add(
            try draft(dropped, source: "https://a.example", date: "2026-11-20"))
        guard case .version(let current, let former) = newer else {
            Issue.record("no version")
            return
        }
        #expect(try library.roles().count == 1)
        #expect(try library.versions(of: current).map(\.date.description) == ["2026-11-01"])
        let difference = RoleDifference(
            former, current, names: ("old", "new"), lexicon: try RoleLexicon.builtIn())
        #expect(difference.droppedSkills.contains("data-generation"))
        #expect(difference.removed.count { $0.contains("synthetic") } == 1)
        #expect(difference.added.isEmpty == false)
    }

    @Test("A role is written and read back as it is, whatever is in its names")
    func roundTrip() throws {
        let role = try draft(
            "## What you will do\n- Test: \"all\"\n---\nend", source: "x: y # z",
            date: "2028-02-29")
        let read = try Role(file: role.file, path: "roles/r.md")
        #expect(read.employer == role.employer)
        #expect(read.sources == role.sources)
        #expect(read.date == role.date)
        #expect(read.text == role.text)
    }

    @Test(
        "A role's file with a mistake is named with its line",
        arguments: [
            ("---\nemployer: A\ntitle: B\ndate: yesterday\n---\nx", 4, "'yesterday' is no date"),
            (
                "---\nemployer: A\ntitle: B\ndate: 2026-01-01\ntagret: true\n---\nx", 5,
                "unknown key 'tagret'"
            ),
            ("no front matter", 1, "no front matter"),
            ("---\nemployer: A\n", 1, "never closed"),
        ] as [(String, Int, String)])
    func mistakes(file: String, line: Int, message: String) throws {
        let error = #expect(throws: DocumentErrors.self) {
            _ = try Role(file: file, path: "roles/r.md")
        }
        #expect(error?.errors.first?.line == line)
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("Six roles of which four are targets satisfy both counts, two targets do not")
    func counts() async throws {
        let lab = try Lab()
        let library = RoleLibrary(lab.folder)
        let plan = try Plan.builtIn()
        let paths =
            LabelledRole.development.prefix(4)
            + ["held-out/agent-conduct", "held-out/content-quality"]
        for (index, path) in paths.enumerated() {
            var role = try draft(
                try text(path), title: "Role \(index)", source: "s\(index)", date: "2026-11-01")
            role.isTarget = index < 2
            _ = try library.add(role)
        }
        let roles = try library.roles()
        #expect(plan.collect.contains(roles.count))
        #expect(!plan.targets.contains(roles.count(where: \.isTarget)))
        for index in 2..<4 {
            var role = try library.role("example-labs-role-\(index)")
            role.isTarget = true
            try library.save(role)
        }
        #expect(plan.targets.contains(try library.roles().count(where: \.isTarget)))
        #expect(try await lab.meter.measure(.targets(3)).isMet)
        #expect(try await lab.meter.measure(.roles(4)).isMet)
        #expect(!(try await lab.meter.measure(.annotatedRoles(1)).isMet))
    }

    @Test("A phrase of a paper is found in the roles that use it")
    func phrases() {
        let text = "## Work\n- Own alignment fine-tuning\n- Shape honesty\nIts character matters"
        for (phrase, words) in [
            ("alignment finetuning", "Own alignment fine-tuning"), ("Honesty", "Shape honesty"),
            ("character", "Its character matters"),
        ] {
            #expect(RolePhrase.passages(of: phrase, in: text).map(\.text) == [words])
        }
        #expect(RolePhrase.passages(of: "character matters more", in: text).isEmpty)
    }

    @Test("A lexicon with a mistake is named with its line")
    func lexicon() throws {
        for (yaml, line, message) in [
            (
                "verbs: {evaluat: [test]}\nskills: [{id: a, name: A, phrases: [a]}]", 1,
                "there is no cluster 'evaluat'"
            ),
            (
                "verbs: {prompt: [test], evaluate: [test]}\nskills: [{id: a, name: A, phrases: [a]}]",
                1, "'test' stands under prompt already"
            ),
            (
                "verbs: {prompt: [test]}\nskills: [{id: a, name: A, phrases: [a], evidence: [runn]}]",
                2, "no records called 'runn'"
            ),
        ] {
            let error = #expect(throws: DocumentErrors.self) {
                _ = try RoleLexicon(try DocumentNode(yaml: yaml, path: "roles/lexicon.yaml"))
            }
            #expect(error?.errors.first?.line == line)
            #expect(error?.description.contains(message) == true)
        }
    }
}
