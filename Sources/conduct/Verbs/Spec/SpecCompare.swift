import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct spec compare`.
struct SpecCompare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Several specifications side by side: structure, subjects, open words.",
        discussion: """
            What each specifies, how it is built, and where it is vague. Read published ones first \
            with conduct spec import.

            EXAMPLES
              conduct spec compare honesty model-spec usage-policy
              conduct spec compare model-spec usage-policy llama-policy --html compare.html
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Two specifications or more: names or files.")
    var specs: [String]

    @Option(name: .long, help: "Also write a page, with clauses side by side.")
    var html: String?

    func validate() throws {
        if specs.count < 2 { throw ValidationError("name two specifications or more") }
        if Set(specs).count < specs.count { throw ValidationError("one is named twice") }
    }

    func run() throws {
        let folder = try workspace.folder()
        let read = try specs.map { name in
            let path = folder.relativePath(ofArgument: name) ?? name
            let file = path.contains("/") || path.hasSuffix(".md") ? path : "specs/\(path).md"
            return try Spec.read(file, in: folder)
        }
        let comparison = SpecComparison(read.map { (spec: $0.0, text: $0.1) })
        if let html {
            let file = try WholeFile(path: html)
            try file.write(comparison.html())
            try file.finish()
            printError("wrote \(html)")
        }
        if output.json { return printOut(comparison.json.serialized()) }
        printOut(comparison.structure.terminalText(.output))
        printOut("")
        printOut(comparison.subjectTable(withText: false).terminalText(.output))
    }
}

/// `conduct spec frameworks`.
struct SpecFrameworksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frameworks",
        abstract: "Clauses by moral framework: who argues for what, and who disagrees.",
        discussion: """
            What stands under **Reasoning.** of each clause, as a table. In an artifact: \
            {view: frameworks, spec: NAME}.

            EXAMPLES
              conduct spec frameworks honesty
              conduct spec frameworks honesty --csv > frameworks.csv
              conduct spec frameworks honesty --html frameworks.html
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var spec: SpecArgument

    @Flag(name: .long, help: "Print CSV.")
    var csv = false

    @Option(name: .long, help: "Also write the table as one HTML file.")
    var html: String?

    func run() throws {
        let folder = try workspace.folder()
        let frameworks = SpecFrameworks(try Spec.read(try spec.path(in: folder), in: folder).spec)
        if let html {
            let file = try WholeFile(path: html)
            try file.write(frameworks.html())
            try file.finish()
            printError("wrote \(html)")
        }
        if csv { return printOut(frameworks.csv, terminator: "") }
        if output.json { return printOut(frameworks.json.serialized()) }
        printOut(frameworks.table.terminalText(.output))
    }
}
