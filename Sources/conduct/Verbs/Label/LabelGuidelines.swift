import ArgumentParser
import Evaluation
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct label rubric`.
struct LabelRubric: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rubric", abstract: "Read somebody's rubric: criteria, levels, anchors.",
        discussion: """
            Text, Markdown, HTML, PDF, JSON or CSV becomes rubrics/NAME.md with where it is from: to \
            be read, to be used by a judge, and to hold your own guideline against. With --project a \
            labelling project with a question for each criterion is written too.

            EXAMPLES
              conduct label rubric ~/ultrafeedback.md --name ultrafeedback --source "arXiv:2310.01377"
              conduct label rubric scale.csv --name scale --project helpfulness
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The rubric.", completion: .file())
    var file: String

    @Option(name: .long, help: "The name of the file written: letters, digits and hyphens.")
    var name: String

    @Option(name: .long, help: "Where it is from.")
    var source: String?

    @Option(name: .long, help: "Under which terms it may be quoted.")
    var licence = ""

    @Option(name: .long, help: "Also write a labelling project of this name.")
    var project: String?

    func validate() throws {
        for text in [name, project ?? "x"] {
            let isPlain = text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
            guard isPlain, !text.isEmpty else {
                throw ValidationError(
                    "'\(text)' can't name a file; use lower-case letters, digits and hyphens")
            }
        }
    }

    func run() async throws {
        let folder = try workspace.folder()
        let rubric = try await RubricImport.read(file: file)
        let short = file.split(separator: "/").last.map(String.init) ?? file
        let path = "rubrics/\(name).md"
        var written = [path]
        if let project {
            let document = "labels/\(project).yaml"
            guard !FileAccess.exists(try folder.resolve(document)) else {
                throw Failure(.badInput, "error: \(document) is there already")
            }
            try folder.write(yaml(rubric, project), to: document, replacing: false)
            written.append(document)
            let guideline = "labels/\(project).md"
            if !FileAccess.exists(try folder.resolve(guideline)) {
                try folder.write(
                    "# \(project)\n\n## Rules\n\n<!-- Each rule, and in a code span the item that "
                        + "forced it: `case:NAME` or a sample's id. -->\n", to: guideline)
                written.append(guideline)
            }
        }
        try folder.write(
            rubric.markdown(
                name: name, source: source ?? short, licence: licence,
                date: today.date.description), to: path, replacing: false)
        if output.json {
            return printOut(
                JSONValue.object([
                    "files": .array(written.map(JSONValue.string)), "criteria": rubric.json,
                ]).serialized())
        }
        var table = Table(columns: [
            .init("criterion"), .init("level", .trailing), .init("anchor"),
        ])
        for criterion in rubric.criteria {
            table.beginGroup()
            for level in criterion.levels {
                table.rows.append([
                    .init(SafeText.line(criterion.name), .strong), .init("\(level.number)"),
                    .init(SafeText.line(level.anchor)),
                ])
            }
        }
        table.notes = ["Written: \(written.joined(separator: ", "))."]
        printOut(table.terminalText(.output))
    }

    private func yaml(_ rubric: RubricImport, _ project: String) -> String {
        var lines = [
            "# yaml-language-server: $schema=../.conduct/schemas/labels.json",
            "project: \(project)", "guideline: labels/\(project).md", "questions:",
        ]
        for (index, criterion) in rubric.criteria.enumerated() where criterion.levels.count > 1 {
            let levels = criterion.levels.map {
                "\($0.number): \(JSONValue.string($0.anchor).serialized())"
            }.joined(separator: ", ")
            lines.append(
                "  - {id: criterion-\(index + 1), kind: rating, title: "
                    + "\(JSONValue.string(criterion.name).serialized()),\n     levels: {\(levels)}}"
            )
        }
        lines.append("items: {run: latest, sample: 30, order: random, seed: 0}")
        return lines.joined(separator: "\n") + "\n"
    }
}

/// `conduct label check`.
struct LabelCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a guideline: rules without an item, paragraphs of others.",
        discussion: """
            A rule is a list item (or ### heading) below '## Rules' or '## How to decide'. Each names, \
            in a code span, what forced it: `case:NAME`, a sample, a finding, a file. A paragraph of \
            which half of the five-word runs stand in a text of rubrics/ counts as copied. Ends \
            with 1 when there is something to say.

            EXAMPLES
              conduct label check helpfulness
              conduct label check artifacts/05-annotation-guidelines.md
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "A project, or a Markdown file; by default every project's guideline.")
    var guideline: [String] = []

    func run() async throws {
        let (folder, store) = try workspace.open()
        var paths: [String] = []
        for name in guideline {
            let path = folder.relativePath(ofArgument: name) ?? name
            if path.hasSuffix(".md") {
                paths.append(path)
            } else {
                let document = path.hasSuffix(".yaml") ? path : "labels/\(path).yaml"
                paths.append(try LabelProject.read(document, in: folder).guideline.path)
            }
        }
        if guideline.isEmpty { paths = try folder.list("labels", suffixes: [".md"]) }
        guard !paths.isEmpty else {
            throw Failure(
                .badInput, "error: there is no guideline; begin one with: conduct label new NAME")
        }
        var messages: [CheckMessage] = []
        var rules = 0
        for path in paths {
            let (check, found) = try await GuidelineCheck.messages(
                of: path, in: folder, reader: store.reader)
            rules += check.rules.count
            messages += found
        }
        try CheckOutput.show(
            messages, json: output.json,
            what: "\(NumberText.counted(rules, "rule")) in "
                + NumberText.counted(paths.count, "guideline"))
    }
}
