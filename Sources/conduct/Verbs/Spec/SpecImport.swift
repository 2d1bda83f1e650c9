import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct spec import`.
struct SpecImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read the OpenAI Model Spec's Markdown: clauses, cases, preference pairs.",
        discussion: """
            Writes specs/NAME.md, datasets/NAME.jsonl (its example conversations as cases) and \
            datasets/NAME-pairs.jsonl (its good and bad answers as preference pairs). With the \
            folder of its evaluation prompts, links between text and tests that lead nowhere are \
            named.

            EXAMPLES
              conduct spec import ~/model_spec/model_spec.md --tests ~/model_spec/examples
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The Markdown file.", completion: .file(extensions: ["md"]))
    var file: String

    @Option(name: .long, help: "The folder of its evaluation prompts.")
    var tests: String?

    @Option(name: .long, help: "The name of the files written.")
    var name = "model-spec"

    func run() throws {
        let folder = try workspace.folder()
        let text = try UTF8Text.validate(try FileAccess.read(file, path: file), path: file)
        let source = file.split(separator: "/").last.map(String.init) ?? file
        let read = ModelSpecImport(
            markdown: text, path: source, testFiles: try tests.map(FolderListing.stems))
        guard !read.sections.isEmpty else {
            throw Failure(
                .badInput,
                "error: \(file) has no heading of the form '## Title {#id authority=…}'; "
                    + "it is not the Model Spec's Markdown")
        }
        let paths = ["specs/\(name).md", "datasets/\(name).jsonl", "datasets/\(name)-pairs.jsonl"]
        let contents = [
            read.markdown(name: name), lines(read.cases), lines(read.pairs),
        ]
        // What would not be read again is not written.
        _ = try Spec(markdown: contents[0], path: paths[0])
        for (path, content) in zip(paths, contents) {
            try folder.write(content, to: path, replacing: false)
        }
        if output.json { return printOut(json(read, paths).serialized()) }
        printOut(
            "\(NumberText.counted(read.sections.count, "clause")) in \(paths[0]), "
                + "\(NumberText.counted(read.cases.count, "case")) in \(paths[1]), "
                + "\(NumberText.counted(read.pairs.count, "preference pair")) in \(paths[2])")
        for complaint in read.complaints {
            printOut("\(file):\(complaint.line): left out: \(SafeText.line(complaint.message))")
        }
        for link in read.brokenLinks {
            let place = link.line > 0 ? "\(file):\(link.line)" : "\(tests ?? "")/\(link.name).md"
            let what =
                switch link.kind {
                case .missingFile: "the test [^\(link.name)] has no file"
                case .unusedFile: "no clause names the tests of this file"
                case .missingAnchor: "the link #\(link.name) leads to no heading"
                }
            printOut("\(place): broken link: \(what)")
        }
    }

    private func lines(_ values: [JSONValue]) -> String {
        values.map { $0.serialized() + "\n" }.joined()
    }

    private func json(_ read: ModelSpecImport, _ paths: [String]) -> JSONValue {
        [
            "files": .array(paths.map(JSONValue.string)),
            "clauses": .integer(read.sections.count), "cases": .integer(read.cases.count),
            "pairs": .integer(read.pairs.count),
            "broken_links": .array(
                read.brokenLinks.map {
                    [
                        "kind": .string($0.kind.rawValue), "name": .string($0.name),
                        "line": .integer($0.line),
                    ]
                }),
            "left_out": .array(
                read.complaints.map {
                    ["line": .integer($0.line), "message": .string($0.message)]
                }),
        ]
    }
}
