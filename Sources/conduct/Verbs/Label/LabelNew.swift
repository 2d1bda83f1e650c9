import Annotation
import ArgumentParser
import LanguageModel
import Reports
import Workspace

/// `conduct label new`.
struct LabelNew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a project's document and guideline to begin with.",
        discussion: """
            EXAMPLES
              conduct label new helpfulness --run latest --sample 30
              conduct label new tone --file datasets/answers.jsonl --overlap 2 --annotators ana,ben
              conduct label new better --run latest --pairwise
            """)

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The project's name: one word.")
    var name: String

    @Option(name: .long, help: "Items from this run.")
    var run: String?

    @Option(name: .long, help: "Items from this JSONL, CSV or TSV file of the workspace.")
    var file: String?

    @Option(name: .long, help: "How many items are drawn.")
    var sample: Int?

    @Option(name: .long, help: "How many people judge each item.")
    var overlap = 1

    @Option(name: .long, help: "The share of items that come again, unsaid.")
    var repeats = 0.1

    @Option(name: .long, help: "Who may judge, with commas between.")
    var annotators: String?

    @Flag(name: .long, help: "Ask which of two answers is better instead of for a rating.")
    var pairwise = false

    func run() async throws {
        let folder = try workspace.folder()
        guard run == nil || file == nil else {
            throw ValidationError("items come from a run or from a file; give one of --run, --file")
        }
        let path = "labels/\(name).yaml"
        let source = file.map { "file: \"\($0)\"" } ?? "run: \"\(run ?? "latest")\""
        let size = sample.map { ", sample: \($0)" } ?? ""
        let names = annotators.map { list in
            let quoted = list.split(separator: ",").map { "\"\($0)\"" }
            return ", names: [\(quoted.joined(separator: ", "))]"
        }
        let question =
            pairwise
            ? "{id: better, kind: pairwise, title: \"Which answer is better?\"}"
            : """
            {id: helpful, kind: rating, title: "How helpful is the answer?",
               levels: {1: "harms", 3: "partly", 5: "solves it"}}
            """
        try folder.write(
            """
            # yaml-language-server: $schema=../.conduct/schemas/labels.json
            project: \(name)
            guideline: labels/\(name).md
            questions:
              - \(question)
            items: {\(source)\(size), order: random, seed: 0}
            annotators: {overlap: \(overlap), repeats: \(repeats)\(names ?? "")}

            """, to: path, replacing: false)
        let guideline = "labels/\(name).md"
        if FileAccess.exists(try folder.resolve(guideline)) {
            printError("kept     \(guideline)")
        } else {
            try folder.write(Self.guideline(name), to: guideline)
        }
        // A name or a number that can't be is told now, not at the first use.
        _ = try LabelProject.read(path, in: folder)
        printOut(
            "written  \(path)\n\nWrite the guideline in \(guideline), then:\n"
                + "  conduct label answer \(name) --annotator NAME")
    }

    private static func guideline(_ name: String) -> String {
        """
        # \(name)

        What is judged, and why.

        ## How to decide

        Describe each answer that can be given, with an example of it and of its border to the next.

        ## When you can't tell

        Say so: it is better than a guess. Skip an item only where it can't be shown.

        """
    }
}

/// `conduct label list`.
struct LabelList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the labelling projects.",
        discussion: """
            EXAMPLES
              conduct label list
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (folder, store) = try workspace.open()
        let listed = LabelProjects(folder: folder, store: store).list()
        var rows: [LabelListRow] = []
        for (path, project) in listed {
            switch project {
            case .failure(let errors): printError(errors.description)
            case .success(let project):
                let judgments = try await store.reader.records(.annotation, named: project.name)
                rows.append(
                    LabelListRow(
                        name: project.name, path: path, questions: project.questions.map(\.id),
                        judgments: judgments.count))
            }
        }
        if output.json { return printOut(LabelListRow.json(rows).serialized()) }
        guard !rows.isEmpty else {
            return printOut("There is no project; make one with: conduct label new NAME")
        }
        printOut(LabelListRow.table(rows).terminalText(.output))
    }
}
