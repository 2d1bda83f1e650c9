import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// A role with what was found in it and what the user said about it.
struct OpenRole {
    let role: Role
    let requirements: [Requirement]
    let notebook: RoleNotebook

    /// Reads a role; its requirements are as the user corrected them.
    init(_ role: Role, lexicon: RoleLexicon, reader: StoreReader) async throws {
        self.role = role
        notebook = try await RoleNotebook.read(role.name, reader)
        requirements = notebook.corrected(
            RequirementReader(lexicon).requirements(in: role.text), text: role.text)
    }

    /// The named roles, or all of them.
    static func read(
        _ names: [String], _ folder: WorkspaceFolder, _ lexicon: RoleLexicon, _ reader: StoreReader
    ) async throws -> [OpenRole] {
        let library = RoleLibrary(folder)
        let roles = try names.isEmpty ? library.roles() : names.map { try library.role($0) }
        guard !roles.isEmpty else {
            throw Failure(
                .badInput, "there is no role yet; add one with: conduct role add FILE --employer …")
        }
        var open: [OpenRole] = []
        for role in roles {
            open.append(try await OpenRole(role, lexicon: lexicon, reader: reader))
        }
        return open
    }
}

/// `conduct role annotate`.
struct RoleAnnotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "annotate",
        abstract: "Group a role's verbs, mark passages, correct requirements, tell its Tuesday.",
        discussion: """
            You group first; the lexicon's opinion is shown afterwards, by conduct role verbs. \
            At a terminal it asks verb by verb; in scripts give a YAML file {verbs: {design: \
            pipeline, …}, tuesday: …, highlights: [{text: …, remark: …}], requirements: [{text: …, \
            kind: duty, skills: […]}], not-requirements: […]}, or flags. What you say is kept in \
            the store and under judgments/, and holds against whatever is found.

            EXAMPLES
              conduct role annotate example-labs
              conduct role annotate example-labs --list > verbs.yaml      to be filled in
              conduct role annotate example-labs --file verbs.yaml
              conduct role annotate example-labs --verb design=pipeline --tuesday "Reads logs …"
              conduct role annotate example-labs --highlight "find out why" --remark "the core"
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The role.")
    var role: String

    @Flag(name: .long, help: "Print the verbs to be grouped, without anybody's clusters.")
    var list = false

    @Option(name: .long, help: "A YAML file of notes.")
    var file: String?

    @Option(name: .long, help: "A verb's cluster, VERB=CLUSTER or VERB=none; repeat it.")
    var verb: [String] = []

    @Option(name: .long, help: "What this person does on a Tuesday afternoon.")
    var tuesday: String?

    @Option(name: .long, help: "A passage to mark, word for word.")
    var highlight: String?

    @Option(name: .long, help: "The remark to the marked passage.")
    var remark = ""

    @Option(name: .long, help: "Who says so.")
    var author = "me"

    func run() async throws {
        let (folder, store) = try workspace.open()
        let lexicon = try RoleLexicon.read(in: folder)
        let open = try await OpenRole(
            try RoleLibrary(folder).role(role), lexicon: lexicon, reader: store.reader)
        let found = VerbComparison(
            [(open.role, open.requirements, open.notebook)], lexicon: lexicon)
        if list { return printOut(found.skeleton) }
        var notes = try flags(open.role)
        if let file {
            notes += try RoleNotesFile.read(
                try DocumentNode(bytes: try FileAccess.read(file, path: file), path: file),
                text: open.role.text, lexicon: lexicon)
        }
        if notes.isEmpty {
            guard StandardInput.isInteractive else {
                throw Failure(
                    .badInput,
                    "give notes by --file or flags, or run it at a terminal; conduct role annotate "
                        + "--help shows how")
            }
            notes = ask(found, open)
        }
        try await RoleNotebook.keep(
            notes, role: open.role.name, author: author, store: store,
            journal: JudgmentJournal(folder: try folder.resolve("judgments")))
        if output.json {
            return printOut(JSONValue.array(notes.map(\.json)).serialized())
        }
        printOut("\(NumberText.counted(notes.count, "note")) kept about \(open.role.name).")
        printOut("Next: conduct role verbs \(open.role.name)")
    }

    private func flags(_ role: Role) throws -> [RoleNotebook.Note] {
        var notes: [RoleNotebook.Note] = []
        for pair in verb {
            let parts = pair.split(separator: "=").map(String.init)
            let cluster = parts.count == 2 ? VerbCluster(rawValue: parts[1]) : nil
            guard parts.count == 2, cluster != nil || parts[1] == "none" else {
                throw ValidationError(
                    "'\(pair)' groups no verb; write VERB=CLUSTER with one of "
                        + VerbCluster.allCases.map(\.rawValue).joined(separator: ", ") + ", none")
            }
            notes.append(.verb(parts[0].lowercased(), cluster))
        }
        if let tuesday { notes.append(.tuesday(tuesday)) }
        if let highlight {
            guard let anchor = RoleNotesFile.passage(highlight, in: role.text) else {
                throw Failure(
                    .badInput,
                    "\(role.path) has no passage '\(highlight)'; copy the words as they stand there"
                )
            }
            notes.append(.highlight(anchor, remark: remark))
        }
        return notes
    }

    private func ask(_ found: VerbComparison, _ open: OpenRole) -> [RoleNotebook.Note] {
        printOut(
            "Which cluster? e evaluate, p prompt, i pipeline, c collaborate, d document, n none; "
                + "empty leaves it, q ends.")
        let keys: [String: VerbCluster] = [
            "e": .evaluate, "p": .prompt, "i": .pipeline, "c": .collaborate, "d": .document,
        ]
        var notes: [RoleNotebook.Note] = []
        for row in found.rows where row.user == nil {
            guard let answer = StandardInput.ask("\(row.verb) (\(row.count))"), answer != "q" else {
                break
            }
            if let cluster = keys[answer.lowercased()] { notes.append(.verb(row.verb, cluster)) }
            if answer.lowercased() == "n" { notes.append(.verb(row.verb, nil)) }
        }
        if open.notebook.tuesday == nil,
            let text = StandardInput.ask("What does this person do on a Tuesday afternoon?\n>"),
            !text.isEmpty
        {
            notes.append(.tuesday(text))
        }
        return notes
    }
}

/// `conduct role verbs`.
struct RoleVerbs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verbs",
        abstract: "The verbs by cluster: yours beside the lexicon's, and how often each occurs.",
        discussion: """
            EXAMPLES
              conduct role verbs                          over all roles
              conduct role verbs example-labs
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The roles; by default all.")
    var roles: [String] = []

    @Flag(name: .long, help: "Show the lexicon's clusters before you have grouped any verb.")
    var lexiconFirst = false

    func run() async throws {
        let (folder, store) = try workspace.open()
        let lexicon = try RoleLexicon.read(in: folder)
        let open = try await OpenRole.read(roles, folder, lexicon, store.reader)
        let comparison = VerbComparison(
            open.map { ($0.role, $0.requirements, $0.notebook) }, lexicon: lexicon)
        guard comparison.hasUser || lexiconFirst else {
            throw Failure(
                .badInput,
                "group the verbs yourself first: conduct role annotate \(open[0].role.name); the "
                    + "lexicon's opinion comes afterwards (or now, with --lexicon-first)")
        }
        if output.json { return printOut(comparison.json.serialized()) }
        printOut(comparison.table.terminalText(.output))
        printOut("\n" + comparison.matrix.terminalText(.output))
        for one in open {
            guard let tuesday = one.notebook.tuesday else { continue }
            printOut("\nTuesday at \(one.role.name): \(SafeText.line(tuesday))")
        }
    }
}

/// `conduct role lexicon`.
struct RoleLexiconVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lexicon", abstract: "Print the built-in lexicon, to be changed.",
        discussion: """
            EXAMPLES
              conduct role lexicon > roles/lexicon.yaml
            """)

    func run() { printOut(RoleLexiconText.yaml) }
}
