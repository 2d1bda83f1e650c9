import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct plan check-in`.
struct PlanCheckInVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-in",
        abstract: "The questions of a block: shown, moved, unclear, deep or skimmed.",
        discussion: """
            Answers are kept in journal/check-in-NN.md. At a terminal it asks; in scripts give the \
            answers by flags or as a YAML file {shown: …, moved: …, fuzzy: …, depth: …, fix: …, \
            skills: ["evaluation-design=practised:run_01k5x3"]}. A skill moves up by evidence only.

            EXAMPLES
              conduct plan check-in
              conduct plan check-in --show                what is asked, and what last time said
              conduct plan check-in --answer shown="A suite" --answer depth="Deep" \\
                  --skill evaluation-design=practised:run_01k5x3
              conduct plan check-in --answers week-3.yaml
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "The block; by default the newest that is due.")
    var block: Int?

    @Option(name: .long, help: "An answer, QUESTION=TEXT; repeat it.")
    var answer: [String] = []

    @Option(name: .long, help: "A YAML file of answers.")
    var answers: String?

    @Option(name: .long, help: "A skill's step, SKILL=LEVEL:EVIDENCE; repeat it.")
    var skill: [String] = []

    @Option(name: .long, help: "Why a step counts without evidence; shown as such.")
    var override: String?

    @Option(name: .long, help: "The most direct way to settle what is unclear; a reminder.")
    var fix: String?

    @Flag(name: .long, help: "Show the questions, and write nothing.")
    var show = false

    func run() async throws {
        var open = try OpenPlan(workspace, today)
        let reader = open.store.reader
        let checkIn = try await PlanCheckIn(open.desk, reader: reader, block: block)
        if show {
            return printOut(
                output.json ? json(checkIn, open.desk).serialized() : text(checkIn, open))
        }
        var given = try Self.read(answers, open.folder)
        for pair in answer {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw ValidationError("'\(pair)' is no answer; write QUESTION=TEXT")
            }
            given.answers[parts[0]] = parts[1]
        }
        given.steps += skill
        given.fix = fix ?? given.fix
        let known = open.desk.plan.questions.map(\.id)
        for key in given.answers.keys.sorted() where !known.contains(key) {
            throw ValidationError(
                "no question is called '\(key)'; there are \(known.joined(separator: ", "))")
        }
        if given.answers.isEmpty {
            guard StandardInput.isInteractive else {
                throw Failure(
                    .badInput,
                    "a check-in needs answers: give --answer QUESTION=TEXT or --answers FILE, or "
                        + "run it at a terminal")
            }
            printOut(text(checkIn, open))
            try ask(&given, open.desk.plan)
        }
        let steps = try given.steps.map { try PlanCheckIn.Step(parsing: $0, override: override) }
        let lexicon = try RoleLexicon.read(in: open.folder)
        try await checkIn.check(steps, skills: lexicon.skills.map(\.id), reader: reader)
        try open.desk.keep(checkIn, answers: given.answers, steps: steps, fix: given.fix)
        try await open.answer("Kept in \(checkIn.path).", json: output.json)
    }

    private struct Given {
        var answers: [String: String] = [:]
        var steps: [String] = []
        var fix: String?
    }

    private static func read(_ path: String?, _ folder: WorkspaceFolder) throws -> Given {
        var given = Given()
        guard let path else { return given }
        let node = try DocumentNode(bytes: try FileAccess.read(path, path: path), path: path)
        guard node.mapping != nil else {
            throw node.error("expected a mapping of answers", suggestion: "write shown: …")
        }
        for entry in node.entries {
            switch entry.key {
            case "fix": given.fix = entry.value.label
            case "skills": given.steps = entry.value.items.compactMap(\.label)
            default:
                guard let text = entry.value.label else {
                    throw entry.value.error("expected a text")
                }
                given.answers[entry.key] = text
            }
        }
        return given
    }

    private func ask(_ given: inout Given, _ plan: Plan) throws {
        for question in plan.questions {
            guard let line = StandardInput.ask("\(question.text)\n>") else {
                throw Failure(.interrupted, "nothing was kept")
            }
            given.answers[question.id] = line
            if question.id == "moved" {
                while let step = StandardInput.ask("SKILL=LEVEL:EVIDENCE, or an empty line\n>"),
                    !step.isEmpty
                { given.steps.append(step) }
            }
            if question.id == "fuzzy", !line.isEmpty {
                given.fix = StandardInput.ask("The most direct way to settle it?\n>")
            }
        }
        if given.fix?.isEmpty == true { given.fix = nil }
    }

    private func text(_ checkIn: PlanCheckIn, _ open: OpenPlan) -> String {
        let style = TerminalStyle.output
        var parts = [
            style.painted("Block \(checkIn.block.number): \(checkIn.block.title)", .strong)
        ]
        let finished = checkIn.finished.map { one in
            "  \(one.count) \(one.kind.word)\(one.count == 1 ? "" : "s"): "
                + one.ids.joined(separator: ", ")
        }
        parts.append(
            finished.isEmpty
                ? "No record was made in this block."
                : (["Finished:"] + finished).joined(separator: "\n"))
        parts.append("Depth: " + checkIn.effort.lines.joined(separator: ", ") + ".")
        parts.append(
            open.desk.plan.questions.map { "\($0.id): \($0.text)" }.joined(separator: "\n"))
        if let last = checkIn.last {
            parts.append(style.painted("Block \(last.block) said:", .muted))
            parts.append(SafeText.lines(last.text))
        }
        if open.desk.plan.phases.contains(where: { phase in
            phase.blocks.last?.number == checkIn.block.number && phase.number < 3
        }) {
            parts.append(
                "A phase ends here. Look at your roles again: add their newest texts, then conduct "
                    + "role audit.")
        }
        return parts.joined(separator: "\n\n")
    }

    private func json(_ checkIn: PlanCheckIn, _ desk: PlanDesk) -> JSONValue {
        [
            "block": .integer(checkIn.block.number), "path": .string(checkIn.path),
            "questions": .array(
                desk.plan.questions.map { ["id": .string($0.id), "text": .string($0.text)] }),
            "finished": .array(
                checkIn.finished.map {
                    [
                        "kind": .string($0.kind.word), "count": .integer($0.count),
                        "ids": .array($0.ids.map(JSONValue.string)),
                    ]
                }),
            "effort": [
                "minutes": .integer(checkIn.effort.minutes),
                "read": .integer(checkIn.effort.read),
                "readings": .integer(checkIn.effort.readings),
                "passages": .integer(checkIn.effort.passages),
                "reviews": .integer(checkIn.effort.reviews),
                "recalled": .integer(checkIn.effort.recalled),
            ],
            "last": checkIn.last.map { .string($0.text) } ?? .null,
        ]
    }
}

/// `conduct plan skills`.
struct PlanSkills: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skills", abstract: "The ladder: unaware, aware, practised, can teach.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let folder = try workspace.folder()
        let desk = try PlanDesk(folder, today: today.date)
        let ladder = SkillLadder(desk.state, lexicon: try RoleLexicon.read(in: folder))
        printOut(output.json ? ladder.json.serialized() : ladder.table.terminalText(.output))
    }
}
