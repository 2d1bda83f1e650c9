import ArgumentParser
import Evaluation
import FoundationEssentials
import LanguageModel
import Reports
import Workspace

/// `conduct suite`.
struct SuiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suite",
        abstract: "Begin a suite with what it is for; read benchmarks, and contrast the two.",
        discussion: """
            A suite that says phenomenon, task, metric and claim carries them into its runs. \
            Suites without them work as before.

            EXAMPLES
              conduct suite new hedging
              conduct suite purpose suites/hedging.yaml
              conduct suite benchmark ~/data/mmlu-sample.jsonl --name facts
              conduct suite contrast facts hedging
            """,
        subcommands: [
            SuiteNew.self, SuitePurposeVerb.self, SuiteBenchmark.self, SuiteContrast.self,
        ])
}

extension SuitePurpose.Subject: ExpressibleByArgument {}
extension SuitePurpose.Grading: ExpressibleByArgument {}
extension SuitePurpose.Comparison: ExpressibleByArgument {}
extension SuitePurpose.Turns: ExpressibleByArgument {}

/// `conduct suite new`.
struct SuiteNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "From phenomenon to claim, then the first case.",
        discussion: """
            At a terminal it asks; in scripts give all four steps. A step that is empty or repeats \
            another is refused. The words are yours: nothing is filled in.

            EXAMPLES
              conduct suite new hedging
              conduct suite new hedging --phenomenon "…" --task "…" --metric "…" --claim "…" \\
                  --subject behaviour --grading program --question "Is it raining on Titan?"
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Its name: lower-case letters, digits and hyphens.")
    var name: String

    @Option(name: .long, help: "What is to be measured.")
    var phenomenon: String?

    @Option(name: .long, help: "What a model does so that it shows.")
    var task: String?

    @Option(name: .long, help: "What is counted, and how.")
    var metric: String?

    @Option(name: .long, help: "What the number will say, and what not.")
    var claim: String?

    @Option(name: .long, help: "capability, behaviour or safety.")
    var subject: SuitePurpose.Subject?

    @Option(name: .long, help: "Who decides: program, model or person.")
    var grading: SuitePurpose.Grading?

    @Option(name: .long, help: "pointwise, pairwise or reference.")
    var comparison: SuitePurpose.Comparison?

    @Option(name: .long, help: "single or multi.")
    var turns: SuitePurpose.Turns?

    @Option(name: .long, help: "The specification that it tests.")
    var spec: String?

    @Option(name: .long, help: "The clause that the first case tests.")
    var clause: String?

    @Option(name: .long, help: "The first input, as a user would write it.")
    var question: String?

    @Option(name: .long, help: "What a right answer mentions.")
    var right: String?

    @Option(name: .long, help: "What a wrong answer mentions.")
    var wrong: String?

    func validate() throws {
        let isPlain = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
        }
        guard isPlain, !name.isEmpty, !name.hasPrefix("-") else {
            throw ValidationError(
                "'\(name)' can't name a suite; use lower-case letters, digits and hyphens")
        }
        if wrong != nil, right == nil { throw ValidationError("--wrong goes with --right") }
        if clause != nil, spec == nil { throw ValidationError("--clause goes with --spec") }
    }

    func run() throws {
        let folder = try workspace.folder()
        let path = "suites/\(name).yaml"
        if FileAccess.exists(try folder.resolve(path)) {
            throw Failure(.badInput, "error: \(path) is there already; give another name")
        }
        let given = [phenomenon, task, metric, claim]
        var texts: [String] = []
        for (step, text) in zip(SuiteForm.steps, given) {
            if let text {
                texts.append(text)
            } else {
                guard StandardInput.isInteractive else {
                    throw Failure(
                        .badInput, "error: --\(step.key) is missing; \(step.question)")
                }
                texts.append(try ask(step.question))
            }
        }
        let purpose = SuitePurpose(
            phenomenon: texts[0], task: texts[1], metric: texts[2], claim: texts[3],
            subject: subject, grading: grading, comparison: comparison, turns: turns)
        let faults = SuiteForm.faults(purpose)
        guard faults.isEmpty else {
            throw Failure(
                .badInput,
                "error: \(faults.joined(separator: ", ")); each step says something of its own")
        }
        var first = question
        if first == nil, StandardInput.isInteractive {
            first = try ask("The first case: what does a user write?")
        }
        guard let first, !first.isEmpty else {
            throw Failure(
                .badInput, "error: --question is missing; a suite begins with one case of yours")
        }
        let form = SuiteForm(
            name: name, purpose: purpose, spec: spec, clause: clause, question: first,
            right: right, wrong: wrong)
        try folder.write(form.yaml, to: path, replacing: false)
        let file = try folder.resolve(path)
        let isWhole =
            (try? Suite.read(path, in: folder, scorers: ScorerCatalogue.vocabulary)) != nil
        defer {
            // What can't be read again does not stay.
            if !isWhole { try? FileManager.default.removeItem(atPath: file) }
        }
        _ = try Suite.read(path, in: folder, scorers: ScorerCatalogue.vocabulary)
        printOut(
            output.json
                ? JSONValue.object(["suite": .string(path), "purpose": purpose.json]).serialized()
                : "\(path) has its purpose and one case. Add cases to it"
                    + (right == nil ? " and scorers (conduct scorers)" : "")
                    + ", then: conduct eval \(path)")
    }

    private func ask(_ question: String) throws -> String {
        guard let text = StandardInput.ask("\(question)\n›") else {
            throw Failure(.interrupted, "nothing was written")
        }
        return text
    }
}

/// `conduct suite purpose`.
struct SuitePurposeVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purpose",
        abstract: "What each suite says that it measures; exit 1 for one that does not.",
        discussion: """
            EXAMPLES
              conduct suite purpose
              conduct suite purpose suites/hedging.yaml
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "A suite; by default all.")
    var suite: String?

    func run() throws {
        let folder = try workspace.folder()
        let paths =
            try suite.map { [folder.relativePath(ofArgument: $0) ?? $0] }
            ?? folder.list("suites", suffixes: [".yaml", ".yml"])
        var silent: [String] = []
        var rows: [(path: String, suite: Suite)] = []
        for path in paths {
            // Matrices and other documents lie beside suites; one that was named must be one.
            let vocabulary = ScorerCatalogue.vocabulary
            if suite != nil {
                rows.append((path, try Suite.read(path, in: folder, scorers: vocabulary)))
            } else if let read = try? Suite.read(path, in: folder, scorers: vocabulary) {
                rows.append((path, read))
            }
        }
        for row in rows where row.suite.purpose == nil { silent.append(row.path) }
        if output.json {
            printOut(
                JSONValue.array(
                    rows.map {
                        [
                            "suite": .string($0.path), "purpose": $0.suite.purpose?.json ?? .null,
                        ]
                    }
                ).serialized())
        } else {
            for row in rows {
                printOut(TerminalStyle.output.painted(row.path, .strong))
                for entry in row.suite.purpose?.entries ?? [] {
                    printOut("  \(entry.key): \(SafeText.line(entry.text))")
                }
                if row.suite.purpose == nil { printOut("  says nothing of its purpose") }
            }
        }
        if !silent.isEmpty { throw Failure(.no) }
    }
}
