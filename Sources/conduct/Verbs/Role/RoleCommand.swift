import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct role`.
struct RoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role", abstract: "Job descriptions: what they ask for, and what shows it.",
        discussion: """
            EXAMPLES
              conduct role add ad.html --employer "Example Labs" --source https://example.org/jobs/7
              conduct role list
              conduct role show example-labs-designer
            """,
        subcommands: [
            RoleAdd.self, RoleList.self, RoleShow.self, RoleAnnotate.self, RoleVerbs.self,
            RoleSkills.self, RoleAuditVerb.self, RoleCompare.self, RoleLexiconVerb.self,
            RoleSuggest.self,
        ],
        defaultSubcommand: RoleList.self)
}

/// `conduct role add`.
struct RoleAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Keep a job description: text, Markdown, HTML or PDF, or - for standard input.",
        discussion: """
            The same text from another place is a mirror: its source is noted. Another text of the \
            same employer and title is a new version; the former is kept with its date.

            EXAMPLES
              conduct role add ad.pdf --employer "Example Labs" --target
              xclip -o | conduct role add - --employer "Example Labs" --title "Behaviour designer"
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The file, or - for standard input.")
    var file: String

    @Option(name: .long, help: "Who advertises.")
    var employer: String

    @Option(name: .long, help: "What the role is called; by default the page's first heading.")
    var title: String?

    @Option(name: .long, help: "Where it was read; by default the file's name.")
    var source: String?

    @Option(name: .long, help: "The day on which it was read; by default today.")
    var date: CalendarDate?

    @Option(
        name: .long,
        help: "text, markdown, html or pdf; by default what the content looks like.")
    var format: RoleIntake.Format?

    @Flag(name: .long, help: "It is one that you aim at.")
    var target = false

    func run() async throws {
        let folder = try workspace.folder()
        let reading =
            file == "-"
            ? try await RoleIntake.read(
                try StandardInput.read(limit: RoleIntake.limit), path: "standard input",
                format: format)
            : try await RoleIntake.read(file: file, format: format)
        guard let title = title ?? reading.title else {
            throw Failure(
                .badInput, "the text has no heading; say what the role is called: --title \"…\"")
        }
        let addition = try RoleLibrary(folder).add(
            Role(
                name: "", employer: employer, title: title,
                sources: [source ?? (file == "-" ? "standard input" : file)], date: date ?? .today,
                isTarget: target, text: reading.text))
        let role = addition.role
        let count = RequirementReader(try RoleLexicon.read(in: folder))
            .requirements(in: role.text).count
        let what =
            switch addition {
            case .new: "new"
            case .version: "version"
            case .mirror: "mirror"
            case .unchanged: "unchanged"
            }
        if output.json {
            let object: JSONValue = [
                "role": .string(role.name), "path": .string(role.path), "addition": .string(what),
                "requirements": .integer(count),
                "sources": .array(role.sources.map(JSONValue.string)),
            ]
            return printOut(object.serialized())
        }
        switch addition {
        case .new:
            printOut("\(role.path): \(role.title), \(NumberText.counted(count, "requirement")).")
        case .version(_, let former):
            printOut(
                "\(role.path): a new version; the one of \(former.date) is kept. See: conduct role "
                    + "compare \(role.name)")
        case .mirror:
            printOut("\(role.path) has this text; the source is noted with it.")
        case .unchanged: printOut("\(role.path) has this text already.")
        }
        if case .new = addition { printOut("Next: conduct role annotate \(role.name)") }
    }
}

extension RoleIntake.Format: ExpressibleByArgument {}

/// `conduct role list`.
struct RoleList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The roles, what they ask for, and how many the plan wants.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let folder = try workspace.folder()
        let roles = try RoleLibrary(folder).roles()
        let reader = RequirementReader(try RoleLexicon.read(in: folder))
        let plan = try Plan.read(in: folder)
        let targets = roles.count(where: \.isTarget)
        if output.json {
            let list = try roles.map { role -> JSONValue in
                [
                    "name": .string(role.name), "employer": .string(role.employer),
                    "title": .string(role.title), "date": .string(role.date.description),
                    "target": .bool(role.isTarget),
                    "sources": .array(role.sources.map(JSONValue.string)),
                    "versions": .integer(try RoleLibrary(folder).versions(of: role).count + 1),
                    "requirements": .integer(reader.requirements(in: role.text).count),
                ]
            }
            let object: JSONValue = [
                "roles": .array(list), "collected": .integer(roles.count),
                "collect": [.integer(plan.collect.lowerBound), .integer(plan.collect.upperBound)],
                "targets": .integer(targets),
                "target_range": [
                    .integer(plan.targets.lowerBound), .integer(plan.targets.upperBound),
                ],
            ]
            return printOut(object.serialized())
        }
        guard !roles.isEmpty else {
            return printOut("No role yet. Add one with: conduct role add FILE --employer NAME")
        }
        var table = Table(columns: [
            .init("role"), .init("employer"), .init("title"), .init("date"), .init("target"),
            .init("asks", .trailing), .init("sources", .trailing), .init("versions", .trailing),
        ])
        for role in roles {
            table.rows.append([
                .init(role.name, .strong), .init(role.employer), .init(role.title),
                .init(role.date.description), .init(role.isTarget ? "yes" : ""),
                .init("\(reader.requirements(in: role.text).count)"),
                .init("\(role.sources.count)"),
                .init("\(try RoleLibrary(folder).versions(of: role).count + 1)"),
            ])
        }
        table.notes = [
            "\(roles.count) collected; the plan wants \(plan.collect.lowerBound) to "
                + "\(plan.collect.upperBound). \(NumberText.counted(targets, "target")); it wants "
                + "\(plan.targets.lowerBound) to \(plan.targets.upperBound)."
        ]
        printOut(table.terminalText(.output))
    }
}

/// `conduct role show`.
struct RoleShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A role's requirements with the skills that each names.",
        discussion: """
            EXAMPLES
              conduct role show example-labs
              conduct role show example-labs --find "honesty"
              conduct role show --find "alignment finetuning"     in all roles
              conduct role show example-labs --target true
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The role.")
    var role: String?

    @Option(name: .long, help: "Only passages with this phrase.")
    var find: String?

    @Option(name: .long, help: "true or false: whether you aim at it, from now on.")
    var target: Bool?

    func run() async throws {
        let folder = try workspace.folder()
        let library = RoleLibrary(folder)
        var roles = try role.map { [try library.role($0)] } ?? library.roles()
        if let target, let name = role {
            var changed = try library.role(name)
            changed.isTarget = target
            try library.save(changed)
            roles = [changed]
        }
        if let find { return try show(find, in: roles) }
        guard role != nil, let role = roles.first else {
            throw Failure(.badInput, "name a role, or a phrase to look for: --find \"honesty\"")
        }
        let requirements = RequirementReader(try RoleLexicon.read(in: folder))
            .requirements(in: role.text)
        if output.json { return printOut(RoleJSON.role(role, requirements).serialized()) }
        var table = Table(
            title: "\(role.employer): \(role.title) (\(role.date))",
            columns: [.init("kind"), .init("requirement"), .init("skills")])
        table.rows = requirements.map {
            [
                .init($0.kind.rawValue, .muted), .init($0.text),
                .init($0.skills.joined(separator: ", ")),
            ]
        }
        table.notes = ["Read at: \(role.sources.joined(separator: ", "))"]
        printOut(table.terminalText(.output))
    }

    private func show(_ phrase: String, in roles: [Role]) throws {
        let passages = roles.flatMap { role in
            RolePhrase.passages(of: phrase, in: role.text).map { (role: role, passage: $0) }
        }
        if output.json {
            return printOut(
                JSONValue.array(
                    passages.map {
                        [
                            "role": .string($0.role.name), "text": .string($0.passage.text),
                            "start": .integer($0.passage.range.lowerBound),
                            "end": .integer($0.passage.range.upperBound),
                        ]
                    }
                ).serialized())
        }
        var table = Table(columns: [.init("role"), .init("passage")])
        table.rows = passages.map { [.init($0.role.name, .strong), .init($0.passage.text)] }
        printOut(
            passages.isEmpty ? "No role has '\(phrase)'." : table.terminalText(.output))
        if passages.isEmpty { throw Failure(.no) }
    }
}
