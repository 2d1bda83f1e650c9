import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct spec cases`.
struct SpecCases: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases",
        abstract: "Turn a specification's examples into cases and preference pairs.",
        discussion: """
            Examples are written User: … Assistant: …; those with one question and a good and a \
            bad answer also make a pair. A case carries the answers as the variables good and bad.

            EXAMPLES
              conduct spec cases specs/honesty.md
              conduct spec cases specs/honesty.md --cases datasets/h.jsonl --pairs datasets/p.jsonl
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var spec: SpecArgument

    @Option(name: .long, help: "The file of cases; by default datasets/SPEC-examples.jsonl.")
    var cases: String?

    @Option(name: .long, help: "The file of pairs; by default datasets/SPEC-pairs.jsonl.")
    var pairs: String?

    @Flag(name: .long, help: "Replace files that are there.")
    var replace = false

    func run() throws {
        let folder = try workspace.folder()
        let (document, _) = try Spec.read(try spec.path(in: folder), in: folder)
        let examples = SpecExamples(document)
        for message in examples.messages { printError(message.text) }
        let files = [
            (cases ?? "datasets/\(document.name)-examples.jsonl", examples.cases, "case"),
            (pairs ?? "datasets/\(document.name)-pairs.jsonl", examples.pairs, "preference pair"),
        ]
        for (path, values, _) in files where !values.isEmpty {
            try folder.write(
                values.map { $0.serialized() + "\n" }.joined(), to: path, replacing: replace)
        }
        if output.json {
            return printOut(
                JSONValue.array(
                    files.map { ["file": .string($0.0), "lines": .integer($0.1.count)] }
                ).serialized())
        }
        for (path, values, noun) in files {
            printOut(
                values.isEmpty
                    ? "no \(noun): the examples hold none"
                    : "\(NumberText.counted(values.count, noun)) in \(path)")
        }
    }
}
