import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct prompt lint`.
struct PromptLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Hints on a prompt's structure, each with its reason and a vendor's page.",
        discussion: """
            Looks for a role, instructions, context, examples and an output format; for tags that \
            do not close, contradictions, rules buried in the middle, input without borders, \
            variables that nothing fills and placeholders in other notations. No model is asked. \
            With --strict a warning exits with 1.

            EXAMPLES
              conduct prompt lint prompts/*.md
              conduct prompt lint prompts/plain.md --input datasets/questions.jsonl --strict
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var variables: VariableOptions

    @Argument(help: "Prompt files.", completion: .file(extensions: ["md"]))
    var files: [String]

    @Option(name: .long, help: "Inputs, CSV or JSONL: variables that none of them has are hints.")
    var input: String?

    @Flag(name: .long, help: "Exit with 1 where there is a warning.")
    var strict = false

    func run() throws {
        let values = try variables.values()
        var known: Set<String>? = values.isEmpty ? nil : Set(values.keys)
        if let input {
            let rows = try InputFile.rows(input)
            let common = rows.dropFirst().reduce(Set(rows.first.map { Array($0.keys) } ?? [])) {
                $0.intersection($1.keys)
            }
            known = (known ?? []).union(common)
        }
        var all: [(path: String, hints: [PromptHint])] = []
        for path in files {
            let loaded = try PromptFile.read(path)
            all.append((path, PromptLint(loaded.prompt, text: loaded.text, known: known).hints))
        }
        if output.json {
            printOut(
                JSONValue.array(
                    all.map { path, hints in
                        ["file": .string(path), "hints": .array(hints.map(\.json))]
                    }
                ).serializedPretty())
        } else {
            show(all)
        }
        let warnings = all.flatMap(\.hints).count { $0.severity == .warning }
        if strict, warnings > 0 {
            throw Failure(.no, "\n\(NumberText.counted(warnings, "warning")).")
        }
    }

    private func show(_ all: [(path: String, hints: [PromptHint])]) {
        let style = TerminalStyle.output
        for (path, hints) in all {
            if hints.isEmpty { printOut("\(path): no hints") }
            for hint in hints {
                let place = hint.line > 0 ? "\(path):\(hint.line)" : path
                let word = style.painted(
                    hint.severity.rawValue, hint.severity == .warning ? .warning : .muted)
                printOut(
                    "\(place): \(word): \(SafeText.line(hint.message)) [\(hint.rule.rawValue)]")
                printOut("    \(hint.rule.reason)")
                printOut(style.painted("    \(hint.rule.source)", .muted))
            }
        }
    }
}
