import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// Which run of an experiment is analysed.
struct AnalysisChoice: ParsableArguments {
    @Flag(name: .long, help: "The held-out cases; each look is recorded and counted.")
    var heldOut = false

    @Option(name: .long, help: "A run; by default the newest complete one.")
    var run: String?

    /// Analyses, and keeps the analysis.
    func analysis(_ workspace: WorkspaceOptions, _ file: ExperimentFile) async throws
        -> (folder: WorkspaceFolder, document: ExperimentDocument, kept: ExperimentAnalyst.Kept)
    {
        let (folder, store) = try workspace.open()
        let path = folder.relativePath(ofArgument: file.file) ?? file.file
        let document = try ExperimentDocument.read(
            path, in: folder, scorers: ScorerCatalogue.vocabulary,
            configuration: try folder.configuration())
        var id: RecordID?
        if let run { id = try await store.reader.resolve(run, as: .run) }
        let kept = try await ExperimentAnalyst(document, folder: folder, store: store)
            .analyse(heldOut ? .heldOut : .working, run: id)
        return (folder, document, kept)
    }
}

/// `conduct experiment analyse`.
struct ExperimentAnalyse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyse",
        abstract: "Analyse an experiment's run as its lock says; keep the analysis.",
        discussion: """
            Effects with intervals, interactions, corrected tests, cases that flipped and whether \
            repeats explain it, and what null results could have detected. Whatever was not \
            planned is marked as exploratory.

            EXAMPLES
              conduct experiment analyse experiments/length.yaml
              conduct experiment analyse experiments/length.yaml --held-out --json
            """, aliases: ["analyze"])

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var experiment: ExperimentFile
    @OptionGroup var choice: AnalysisChoice

    func run() async throws {
        let (_, _, kept) = try await choice.analysis(workspace, experiment)
        if output.json {
            printOut(kept.record.json.serialized())
            return
        }
        let report = ExperimentReport(kept)
        printOut(report.text(.output))
        printOut(
            "\nKept as \(kept.record.id). Next:\n  conduct experiment report \(experiment.file)")
    }
}

extension ExperimentReport {
    /// The report of a kept analysis.
    init(_ kept: ExperimentAnalyst.Kept) {
        self.init(
            kept.analysis, record: (id: kept.record.id.description, hash: kept.record.hash))
    }
}

/// `conduct experiment report`.
struct ExperimentReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write an experiment's report: HTML, Markdown with SVG charts, and PDF.",
        discussion: """
            The analysis is made anew and kept; all numbers of the report are bound to it by ids \
            and hashes. A PDF is printed where Chromium is installed.

            EXAMPLES
              conduct experiment report experiments/length.yaml --open
              conduct experiment report experiments/length.yaml --output notes/length
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var experiment: ExperimentFile
    @OptionGroup var choice: AnalysisChoice

    @Option(
        name: .shortAndLong,
        help: "A folder for the files; by default reports/EXPERIMENT in the workspace.")
    var output: String?

    @Flag(name: .long, help: "Also export the run and the experiment's records as JSONL.")
    var records = false

    @Flag(name: .long, help: "Leave the PDF out.")
    var noPdf = false

    @Flag(name: .long, help: "Open the report in the browser.")
    var open = false

    func run() async throws {
        let (folder, document, kept) = try await choice.analysis(workspace, experiment)
        let report = ExperimentReport(kept)
        let part = choice.heldOut ? "-held-out" : ""
        let target = try output ?? folder.resolve("reports/\(document.name)\(part)")
        try FileAccess.makeFolder(target, path: target)
        func write(_ text: String, _ name: String) throws {
            try FileAccess.write(
                Array(text.utf8), to: "\(target)/\(name)", path: "\(target)/\(name)",
                replacing: true)
        }
        for named in report.charts {
            try write(named.chart.standaloneSVG(), "\(named.name).svg")
        }
        try write(report.markdown { "\($0).svg" }, "report.md")
        try write(report.html(), "report.html")
        printOut("The report is in \(target)/report.html and report.md")
        if records { try await export(document.name, kept, to: target) }
        if !noPdf {
            if let problem = await PDFPrinter.print(
                "\(target)/report.html", to: "\(target)/report.pdf")
            {
                printOut("No PDF: \(problem)")
            } else {
                printOut("Printed as \(target)/report.pdf")
            }
        }
        if open { Opening.open("\(target)/report.html") }
    }

    /// The run as `conduct runs export` writes it, and beside it locks, looks and the analysis.
    private func export(
        _ name: String, _ kept: ExperimentAnalyst.Kept, to target: String
    ) async throws {
        let (_, store) = try workspace.open()
        let file = try WholeFile(path: "\(target)/run.jsonl")
        try await store.reader.export(kept.evidence.run.id, as: .jsonl) { try file.write($0) }
        try file.finish()
        let records =
            try await store.reader.records(.experiment, named: name) + [kept.record]
        let lines = records.map { $0.json.serialized() + "\n" }.joined()
        try FileAccess.write(
            Array(lines.utf8), to: "\(target)/experiment.jsonl",
            path: "\(target)/experiment.jsonl", replacing: true)
        printOut("Exported \(target)/run.jsonl and experiment.jsonl")
    }
}
