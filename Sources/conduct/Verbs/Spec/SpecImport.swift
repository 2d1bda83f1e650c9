import ArgumentParser
import Evaluation
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct spec import`.
struct SpecImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read published rules as clauses: the OpenAI Model Spec, or any policy.",
        discussion: """
            The Model Spec's Markdown gives specs/NAME.md, datasets/NAME.jsonl (its example conversations as cases) and \
            datasets/NAME-pairs.jsonl (its good and bad answers as preference pairs). With the \
            folder of its evaluation prompts, links between text and tests that lead nowhere are \
            named. Any other policy (text, Markdown, HTML or PDF) is read with --policy: sentences \
            and list items that demand, permit or forbid become clauses, the rest is listed.

            EXAMPLES
              conduct spec import ~/model_spec/model_spec.md --tests ~/model_spec/examples
              conduct spec import ~/usage-policy.html --policy --name usage-policy \
                  --source "https://example.org/policy, read 2026-11-24"
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The file.", completion: .file())
    var file: String

    @Option(name: .long, help: "The folder of its evaluation prompts.")
    var tests: String?

    @Option(name: .long, help: "The name of the files written.")
    var name = "model-spec"

    @Flag(name: .long, help: "Read any policy's sentences, in place of the Model Spec's Markdown.")
    var policy = false

    @Option(name: .long, help: "Where a policy's text is from; kept in the specification.")
    var source: String?

    @Option(name: .long, help: "Under which terms it may be quoted; kept in the specification.")
    var licence = ""

    func validate() throws {
        if policy, tests != nil { throw ValidationError("--tests belongs to the Model Spec") }
        if policy, name == "model-spec" {
            throw ValidationError("name the specification: --name usage-policy")
        }
    }

    func run() async throws {
        let folder = try workspace.folder()
        if policy { return try await readPolicy(into: folder) }
        let text = try UTF8Text.validate(try FileAccess.read(file, path: file), path: file)
        let source = file.split(separator: "/").last.map(String.init) ?? file
        let read = ModelSpecImport(
            markdown: text, path: source, testFiles: try tests.map(FolderListing.stems))
        guard !read.sections.isEmpty else {
            throw Failure(
                .badInput,
                "error: \(file) has no heading of the form '## Title {#id authority=…}'; "
                    + "it is not the Model Spec's Markdown; other policies are read with --policy")
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

    private func readPolicy(into folder: WorkspaceFolder) async throws {
        let read = PolicyImport(text: try await RoleIntake.read(file: file).text)
        guard !read.rules.isEmpty else {
            throw Failure(
                .badInput,
                "error: no sentence of \(file) demands, permits or forbids anything; "
                    + "is it the policy's text?")
        }
        let short = file.split(separator: "/").last.map(String.init) ?? file
        let path = "specs/\(name).md"
        let text = read.markdown(name: name, source: source ?? short, licence: licence)
        // What would not be read again is not written.
        _ = try Spec(markdown: text, path: path)
        try folder.write(text, to: path, replacing: false)
        if output.json {
            return printOut(
                JSONValue.object([
                    "files": [.string(path)], "clauses": .integer(read.rules.count),
                    "left_out": .array(
                        read.leftOut.map {
                            ["line": .integer($0.line), "text": .string($0.text)]
                        }),
                ]).serialized())
        }
        printOut("\(NumberText.counted(read.rules.count, "clause")) in \(path)")
        for one in read.leftOut {
            printOut("left out, line \(one.line): \(SafeText.line(String(one.text.prefix(100))))")
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
