import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct role audit`.
struct RoleAuditVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "A role's requirements against artifacts and records, gaps first.",
        discussion: """
            A requirement is shown by a record of a kind that demonstrates its skills, with an \
            artifact that tells of it. Each audit is a record; the next one says what changed.

            EXAMPLES
              conduct role audit                          every target role
              conduct role audit example-labs --html audit.html --markdown audit.md
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The role; by default every target, or all roles where none is one.")
    var role: String?

    @Option(name: .long, help: "Write it as one HTML file (of one role).")
    var html: String?

    @Option(name: .long, help: "Write it as Markdown (of one role).")
    var markdown: String?

    func run() async throws {
        let (folder, store) = try workspace.open()
        let lexicon = try RoleLexicon.read(in: folder)
        var open = try await OpenRole.read(
            role.map { [$0] } ?? [], folder, lexicon, store.reader)
        if role == nil, open.contains(where: \.role.isTarget) {
            open = open.filter(\.role.isTarget)
        }
        if html != nil || markdown != nil, open.count > 1 {
            throw ValidationError("a file is of one role; name it")
        }
        let desk = try PlanDesk(folder, today: today.date)
        let auditor = try await RoleAuditor(desk, lexicon: lexicon, reader: store.reader)
        var results: [JSONValue] = []
        for one in open {
            let audit = auditor.audit(
                one.role, requirements: one.requirements, notebook: one.notebook)
            let before = try await store.reader.latest(.audit, named: one.role.name)
            let changes = before.map { audit.changes(since: $0.body) } ?? []
            let id = try await audit.keep(in: store)
            if let html { try write(audit.html(), html) }
            if let markdown { try write(audit.markdown(), markdown) }
            if output.json {
                var object = audit.json.object ?? [:]
                object["id"] = .string(id.description)
                object["changes"] = .array(changes.map(JSONValue.string))
                results.append(.object(object))
                continue
            }
            var table = audit.table
            table.title = "\(one.role.employer): \(one.role.title)"
            printOut(table.terminalText(.output))
            if !changes.isEmpty {
                printOut("Since the audit before:")
                for change in changes { printOut("  \(SafeText.line(change))") }
            }
            printOut("Kept as \(id).\n")
        }
        if output.json { printOut(JSONValue.array(results).serialized()) }
    }

    private func write(_ text: String, _ path: String) throws {
        let file = try WholeFile(path: path)
        try file.write(text)
        try file.finish()
    }
}

/// `conduct role compare`.
struct RoleCompare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Two roles side by side, or the versions of one: lines and skills that differ.",
        discussion: """
            EXAMPLES
              conduct role compare example-labs           its newest text and the one before
              conduct role compare example-labs other-labs
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The role.")
    var first: String

    @Argument(help: "Another role; without it the role's own former version.")
    var second: String?

    @Option(name: .long, help: "The former version of this day.")
    var since: CalendarDate?

    func run() async throws {
        let folder = try workspace.folder()
        let library = RoleLibrary(folder)
        let lexicon = try RoleLexicon.read(in: folder)
        let role = try library.role(first)
        let difference: RoleDifference
        if let second {
            let other = try library.role(second)
            difference = RoleDifference(
                role, other, names: (role.name, other.name), lexicon: lexicon)
        } else {
            let versions = try library.versions(of: role)
            let former = since.map { day in versions.last { $0.date <= day } } ?? versions.last
            guard let former else {
                throw Failure(
                    .badInput, "\(role.name) has no former version; add a newer text of it first")
            }
            difference = RoleDifference(
                former, role, names: (former.date.description, role.date.description),
                lexicon: lexicon)
        }
        printOut(output.json ? difference.json.serialized() : difference.text(.output))
    }
}

/// `conduct role skills`.
struct RoleSkills: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skills", abstract: "The skills that the roles ask for, with counts.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (folder, store) = try workspace.open()
        let lexicon = try RoleLexicon.read(in: folder)
        let open = try await OpenRole.read([], folder, lexicon, store.reader)
        let demand = SkillDemand(open.map { ($0.role, $0.requirements) }, lexicon: lexicon)
        printOut(output.json ? demand.json.serialized() : demand.table.terminalText(.output))
    }
}

/// `conduct plan market`.
struct PlanMarketVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "market",
        abstract: "What your roles ask for against what the plan's days train.",
        discussion: """
            EXAMPLES
              conduct plan market
              conduct plan add production-log             an exercise for what is missing
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (folder, store) = try workspace.open()
        let lexicon = try RoleLexicon.read(in: folder)
        let open = try await OpenRole.read([], folder, lexicon, store.reader)
        let desk = try PlanDesk(folder, today: today.date)
        let market = PlanMarket(
            desk,
            demand: SkillDemand(open.map { ($0.role, $0.requirements) }, lexicon: lexicon))
        if output.json { return printOut(market.json.serialized()) }
        printOut(market.table.terminalText(.output))
        let library = RoleLibrary(folder)
        for one in open {
            guard let former = try library.versions(of: one.role).last else { continue }
            let change = RoleDifference(
                former, one.role, names: ("", ""), lexicon: lexicon)
            let words =
                change.newSkills.map { "+\($0)" } + change.droppedSkills.map { "-\($0)" }
            printOut(
                "\(one.role.name) changed on \(one.role.date): "
                    + (words.isEmpty ? "wording only" : words.joined(separator: ", ")))
        }
    }
}
