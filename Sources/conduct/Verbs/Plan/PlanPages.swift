import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct plan diagram`.
struct PlanDiagram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagram",
        abstract: "Hand in your own drawing of the training pipeline; then see the reference.",
        discussion: """
            Draw it by hand first: supervised fine-tuning, reward model, reinforcement learning. \
            The picture (PNG, JPEG, WebP or SVG, at most 10 MB) is kept in journal/diagrams/. Only \
            then does --reveal write the reference figure; say with --drawn which of its parts \
            yours has, and what is missing is asked.

            EXAMPLES
              conduct plan diagram photo.jpg
              conduct plan diagram --reveal
              conduct plan diagram --reveal --drawn demonstrations,sft,rankings,reward-model,ppo
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The picture.", completion: .file(extensions: ["png", "jpg", "webp", "svg"]))
    var picture: String?

    @Flag(name: .long, help: "Write the reference figure.")
    var reveal = false

    @Option(name: .long, help: "The parts of the reference that your drawing has, by commas.")
    var drawn: String?

    func run() async throws {
        var desk = try PlanDesk(try workspace.folder(), today: today.date)
        var said: [String: JSONValue] = [:]
        var lines: [String] = []
        if let picture {
            let bytes = try FileAccess.read(picture, path: picture, limit: 11 << 20)
            let path = try desk.keepDiagram(bytes, source: picture)
            said["file"] = .string(path)
            lines.append("Kept in \(path). Compare it with: conduct plan diagram --reveal")
        }
        if reveal || drawn != nil {
            let parts = drawn?.split(separator: ",").map { String($0) } ?? []
            let missing = try desk.revealDiagram(has: parts)
            let path = "journal/diagrams/reference.svg"
            try desk.folder.write(TrainingPipeline.svg, to: path)
            said["reference"] = .string(path)
            said["missing"] = .array(missing.map { .string($0.id) })
            lines.append("The reference figure is in \(path).")
            if drawn == nil {
                lines.append("Its parts, to hold yours against:")
            } else if missing.isEmpty {
                lines.append("Your drawing has all of its parts.")
            } else {
                lines.append("Not in yours:")
            }
            for part in missing {
                let mark = part.isHuman ? " (people judge here)" : ""
                lines.append("  \(part.id): \(part.title)\(mark). \(part.asks)")
            }
        }
        guard !lines.isEmpty else {
            guard let last = desk.state.diagrams.last else {
                throw Failure(
                    .badInput,
                    "no drawing is handed in yet; draw it by hand, then: conduct plan diagram PHOTO"
                )
            }
            return printOut(
                output.json
                    ? JSONValue.object(["file": .string(last.file)]).serialized()
                    : "Your drawing: \(last.file), of \(last.on)")
        }
        printOut(output.json ? JSONValue.object(said).serialized() : lines.joined(separator: "\n"))
    }
}

/// `conduct plan reflect`.
struct PlanReflect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reflect",
        abstract: "One page on the first day, and one on the last beside it.",
        discussion: """
            On the first day write down what you take the work to be; the page stays as it is. On \
            the last day the same three questions are asked again, each above the earlier answer, \
            with the skills that moved and the roles that you aim at. At a terminal it asks.

            EXAMPLES
              conduct plan reflect --first --answer know="Writing prompts, mostly" \\
                  --answer gap="Statistics" --answer role="Evaluator"
              conduct plan reflect
              conduct plan reflect --show
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Flag(name: .long, help: "The page of the first day.")
    var first = false

    @Option(name: .long, help: "An answer, know=, gap= or role=; repeat it.")
    var answer: [String] = []

    @Flag(name: .long, help: "Show what was written, and write nothing.")
    var show = false

    func run() async throws {
        var desk = try PlanDesk(try workspace.folder(), today: today.date)
        let reflection = try PlanReflection(desk, isFirst: first)
        if show { return try shown(desk, reflection) }
        var answers: [String: String] = [:]
        let known = PlanReflection.questions.map(\.id)
        for pair in answer {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, known.contains(parts[0]) else {
                throw ValidationError(
                    "'\(pair)' is no answer; write know=TEXT, gap=TEXT or role=TEXT")
            }
            answers[parts[0]] = parts[1]
        }
        if answers.isEmpty {
            guard StandardInput.isInteractive else {
                throw Failure(
                    .badInput,
                    "a page needs answers: give --answer know=…, gap=… and role=…, or run it at a "
                        + "terminal")
            }
            for question in PlanReflection.questions {
                if !first, let earlier = reflection.earlier(question) {
                    printOut("On the first day: \(SafeText.lines(earlier))")
                }
                guard
                    let line = StandardInput.ask("\(first ? question.first : question.last)\n>")
                else { throw Failure(.interrupted, "nothing was kept") }
                answers[question.id] = line
            }
        }
        let path = try desk.keep(reflection, answers: answers)
        printOut(
            output.json
                ? JSONValue.object(["file": .string(path)]).serialized()
                : "Kept in \(path); it is yours to edit"
                    + (first ? ", though the last day compares it with what was kept." : "."))
    }

    private func shown(_ desk: PlanDesk, _ reflection: PlanReflection) throws {
        let pages = desk.state.firstPages.prefix(1) + desk.state.lastPages.suffix(1)
        guard !pages.isEmpty else {
            throw Failure(
                .badInput, "no page is written yet; begin with: conduct plan reflect --first")
        }
        for page in pages {
            let text = String(decoding: try desk.folder.read(page.file), as: UTF8.self)
            printOut("\(page.file), kept on \(page.on)")
            printOut(SafeText.lines(text))
        }
        if reflection.isChanged {
            printOut("The first page reads otherwise now than when it was kept.")
        }
    }
}
